"""The tables of projects, permits, licences and mines; the weights of components; the spatial plan."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from hamahang.accounts.permissions import Permission
from hamahang.domain.flows.mines import MINE
from hamahang.domain.flows.projects import WORKFLOWS
from hamahang.domain.projects import COMPONENTS, PRIORITIES, ProjectRefused
from hamahang.domain.rating import RatingTerms
from hamahang.domain.refusal import Refused
from hamahang.domain.text import Text, to_latin_digits
from hamahang.projects import actions, following, placing, queries
from hamahang.register import issuing, licensing
from hamahang.territory import queries as territory
from hamahang.web import said, ways
from hamahang.web.access import PersonRequest, page
from hamahang.web.acts import who
from hamahang.web.finding import counties, name_of

TABLES = {table.code: table for table in (*WORKFLOWS, MINE)}
SET = Text(fa="ثبت شد؛ از همان روز برقرار است.", en="Recorded; it holds from that day.")
TONES = {"HIGH": "good", "MEDIUM": "accent", "LOW": "", "AGAINST": "bad"}


@page(Permission.PROJECTS_READ)
def tables(request: PersonRequest) -> HttpResponse:
    """Show how projects, permits, licences and mines go on, and the office's own weights and parameters."""
    asked = request.GET.get("kind", "PROJECT")
    weights, basis = following.weights_on(request.asof)
    context = {
        "kinds": [(code, table.title) for code, table in TABLES.items()],
        "table": ways.drawn(TABLES.get(asked, WORKFLOWS[0]), request.LANGUAGE_CODE),
        "weights": [(code, title, weights.get(code, 0)) for code, title in COMPONENTS.items()],
        "basis": basis,
        "rating": licensing.rating_terms(request.asof),
        "ratings": licensing.rating_rules(request.asof),
        "thresholds": queries.thresholds(request.asof),
        "may_set": request.user.may(Permission.PROJECTS_DECIDE),
        "may_rate": request.user.may(Permission.LICENCES_DECIDE),
    }
    return render(request, "projects/tables.html", context)


@page(Permission.PROJECTS_DECIDE)
@require_POST
def weights(request: PersonRequest) -> HttpResponse:
    """Set the weights of the components from a day on."""

    def act() -> None:
        wanted = {code: said.number(request, f"weight-{code}") or 0 for code in COMPONENTS}
        actions.set_weights(
            weights=wanted,
            since_on=said.day(request, may_come=True),
            basis=said.text(request, "basis"),
            **who(request),
        )

    return _set(request, act, "projects-tables")


@page(Permission.PROJECTS_DECIDE)
@require_POST
def threshold(request: PersonRequest) -> HttpResponse:
    """Set from which investment a project counts as large, from a day on."""

    def act() -> None:
        actions.set_threshold(
            amount=said.rials(request, "amount") or 0,
            since_on=said.day(request, may_come=True),
            basis=said.text(request, "basis"),
            **who(request),
        )

    return _set(request, act, "projects-tables")


@page(Permission.LICENCES_DECIDE)
@require_POST
def rating(request: PersonRequest) -> HttpResponse:
    """Set the parameters of capacity rating from a day on."""

    def act() -> None:
        names = ("shifts", "hours", "days", "efficiency")
        issuing.set_rating_terms(
            terms=RatingTerms(**{name: said.number(request, name) or 0 for name in names}),
            since_on=said.day(request, may_come=True),
            basis=said.text(request, "basis"),
            **who(request),
        )

    return _set(request, act, "projects-tables")


def _set(request: PersonRequest, act: Any, back: str) -> HttpResponse:
    try:
        act()
        messages.info(request, SET[request.LANGUAGE_CODE])
    except Refused as refused:
        messages.error(request, refused.why[request.LANGUAGE_CODE])
    return redirect(back)


@page(Permission.PROJECTS_READ)
def plan(request: PersonRequest) -> HttpResponse:
    """Show the spatial plan: what it says of each sector in each county."""
    places = list(territory.counties_on(request.asof.day, province=territory.home_province()))
    codes = {pk: county.code for pk, county in territory.counties_by_id().items()}
    words: dict[str, list[Any]] = {}
    for pk, rows in placing.priorities(request.asof).items():
        words.setdefault(codes[pk], []).extend(rows)
    sectors = territory.sectors_by_code()
    named = sorted({row.sector for rows in words.values() for row in rows})
    context = {
        "counties": [name_of(c) for c in places],
        "rows": [
            {
                "code": code,
                "title": Text(fa=sectors[code].name, en=sectors[code].name_en) if code in sectors else None,
                "cells": [_word(words.get(county.code, []), code) for county in places],
            }
            for code in named
        ],
        "sources": sorted({row.source for rows in words.values() for row in rows}),
        "levels": list(PRIORITIES.items()),
        "choices": counties(request),
        "may_set": request.user.may(Permission.PROJECTS_DECIDE),
    }
    return render(request, "projects/plan.html", context)


def _word(rows: list[Any], code: str) -> dict[str, Any] | None:
    row = next((row for row in rows if row.sector == code), None)
    return {"title": PRIORITIES[row.level], "tone": TONES[row.level], "reason": row.reason} if row else None


@page(Permission.PROJECTS_DECIDE)
@require_POST
def priority(request: PersonRequest) -> HttpResponse:
    """Write down what the spatial plan says of a sector in a county from a day on."""

    def act() -> None:
        wanted = said.text(request, "county")
        found = territory.counties_on(request.today, province=territory.home_province())
        county = next((row.pk for row in found if row.code == wanted), None)
        if county is None:
            raise ProjectRefused(Text(fa="شهرستان را برگزینید", en="Choose the county"))
        actions.set_priority(
            county=county,
            sector="".join(letter for letter in to_latin_digits(said.text(request, "sector")) if letter.isdigit())[:4],
            level=said.text(request, "level"),
            reason=said.text(request, "reason"),
            source=said.text(request, "source"),
            since_on=said.day(request, may_come=True),
            **who(request),
        )

    return _set(request, act, "projects-plan")

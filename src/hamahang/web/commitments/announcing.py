"""Announcing a promise, a new version of its target by county, and its split by agency, sector or month."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from hamahang.accounts import queries as accounts
from hamahang.accounts.permissions import Permission
from hamahang.commitments import actions, queries
from hamahang.domain.calendar import month_ends, write_day
from hamahang.domain.commitments import BASES, PARTS, CommitmentRefused
from hamahang.domain.ledger import AsOf
from hamahang.domain.refusal import Refused
from hamahang.domain.text import Text
from hamahang.territory import queries as territory
from hamahang.web import said
from hamahang.web.access import PersonRequest, page
from hamahang.web.acts import who
from hamahang.web.commitments import telling
from hamahang.web.said import Typed

TAKEN = Text(fa="تعهدی با شمارهٔ «{number}» ثبت شده است", en="A promise of number “{number}” is recorded already")
LACKS = Text(fa="«{field}» را بنویسید", en="Write “{field}”")
FROM, DUE = Text(fa="آغاز", en="From"), Text(fa="مهلت", en="Due")
COUNTY = "COUNTY"


@page(Permission.COMMITMENTS_ANNOUNCE)
@require_http_methods(["GET", "POST"])
def new(request: PersonRequest) -> HttpResponse:
    """Announce a promise; its target comes next, by county."""
    refused = None
    if request.method == "POST":
        try:
            made = actions.announce(promise=_promise(request), **who(request))
            return redirect("commitment-shares", made.pk, COUNTY.lower())
        except Refused as error:
            refused = error.why
    context = {"refused": refused, "typed": Typed(request.POST or request.GET)}
    return render(request, "commitments/new.html", context, status=422 if refused else 200)


def _promise(request: PersonRequest) -> actions.Announcement:
    """Return what was typed.

    :raises WrongForm, CommitmentRefused: if it cannot be read, or its number is taken
    """
    number = said.text(request, "number")[:40]
    if number in queries.commitments_by_number():
        raise CommitmentRefused(TAKEN.format(number=number))
    return actions.Announcement(
        number=number,
        title=said.text(request, "title")[:200],
        holder=said.text(request, "holder")[:160],
        from_on=_needed(request, "from_on", FROM),
        due_on=_needed(request, "due_on", DUE),
        definition=said.text(request, "definition"),
        announced_by=said.text(request, "announced_by")[:160],
        announced_at=said.text(request, "announced_at")[:160],
        announced_on=said.day(request, "announced_on"),
        baseline=said.number(request, "baseline"),
        baseline_on=said.day(request, "baseline_on") if said.text(request, "baseline_on") else None,
    )


def _needed(request: PersonRequest, name: str, field: Text) -> date:
    """Return a day of the period, which may lie ahead.

    :raises WrongForm: if it lacks or is none
    """
    if not said.text(request, name):
        raise said.WrongForm(LACKS.format(field=field))
    return said.day(request, name, may_come=True)


@page(Permission.COMMITMENTS_ANNOUNCE)
@require_http_methods(["GET", "POST"])
def shares(request: PersonRequest, commitment_id: int, part: str) -> HttpResponse:
    """Record a version of the target by county, or its split by another part."""
    now, part = AsOf(request.today), part.upper()
    found = queries.commitment(commitment_id, now)
    if found is None or part not in (COUNTY, *PARTS):
        raise Http404
    fields, refused = _fields(found, part, request.today), None
    holding = _holding(found, part, now)
    if request.method == "POST":
        try:
            _record(request, found, part, _typed(request, fields, holding))
            response = redirect("commitment", found.pk)
            response["Location"] += "#versions" if part == COUNTY else f"#{part.lower()}"
            return response
        except Refused as error:
            refused = error.why
    typed = Typed(request.POST)
    context = {
        "commitment": found,
        "part": part,
        "title": PARTS.get(part, telling.COUNTY),
        "fields": [(code, name, typed[f"share-{code}"] if typed else holding.get(code, "")) for code, name in fields],
        "target": sum(queries.targets_of(found, request.today)),
        "bases": list(BASES.items()) if part == COUNTY else [],
        "refused": refused,
        "typed": typed,
    }
    return render(request, "commitments/shares.html", context, status=422 if refused else 200)


def _fields(commitment: Any, part: str, day: date) -> list[tuple[str, Text]]:
    """Return the codes that a target can be split by, with their names."""
    if part == COUNTY:
        counties = territory.counties_on(day, province=territory.home_province())
        return [(str(county.pk), telling.county(county)) for county in counties]
    if part == "AGENCY":
        return [(str(agency.pk), Text(fa=agency.name, en=agency.name)) for agency in accounts.agencies()]
    if part == "MONTH":
        codes = [write_day(end)[:7] for end in month_ends(commitment.from_on, commitment.due_on)]
        last = write_day(commitment.due_on)[:7]
        return [(code, telling.month(code)) for code in [*codes, *([last] if last not in codes else [])]]
    found = sorted(territory.sectors_by_code().items())
    return [(code, telling.sector(sector, code)) for code, sector in found if len(code) == 2]


def _holding(commitment: Any, part: str, asof: AsOf) -> Mapping[str, int]:
    """Return the shares that hold, by code."""
    if part != COUNTY:
        return queries.splits(commitment, asof).get(part, {})
    rows = queries.targets(asof).filter(commitment=commitment)
    return {str(county): persons for county, persons in rows.values_list("county_id", "persons")}


def _typed(request: PersonRequest, fields: list[tuple[str, Text]], holding: Mapping[str, int]) -> dict[str, int]:
    """Return the shares of the form; one that holds and was emptied is nothing from now on.

    :raises WrongForm: if one is no number
    """
    typed = {code: said.number(request, f"share-{code}") for code, _ in fields}
    return {code: number or 0 for code, number in typed.items() if number is not None or code in holding}


def _record(request: PersonRequest, commitment: Any, part: str, persons: dict[str, int]) -> None:
    """Record the shares.

    :raises WrongForm, CommitmentRefused: if the day cannot be read, or the shares cannot be
    """
    common: dict[str, Any] = {
        "commitment": commitment,
        "announced_on": said.day(request, "announced_on"),
        **who(request),
    }
    if part != COUNTY:
        actions.set_split(part=part, persons=persons, **common)
        return
    actions.set_target(
        persons={int(code): number for code, number in persons.items()},
        issuer=said.text(request, "issuer")[:160],
        basis=said.text(request, "basis")[:10],
        **common,
    )

"""What came by county and month, the list behind each number, and who is late."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render

from hamahang.accounts import queries as accounts
from hamahang.accounts.permissions import Permission
from hamahang.accounts.queries import narrowed
from hamahang.domain.months import Month, months_between
from hamahang.domain.register import STATUSES
from hamahang.domain.returns import PARTS, confirm_by, due_on, terms_on
from hamahang.domain.text import Text
from hamahang.register import licensing, owing, returned
from hamahang.register.cells import Cell, together
from hamahang.territory import queries as territory
from hamahang.web.access import PersonRequest, page
from hamahang.web.finding import name_of
from hamahang.web.keeping import kept_part
from hamahang.web.paging import page_of
from hamahang.web.returns import telling

SHOWN = 12
# the shares from which a cell is shaded darker: nearly all is the rule for what came, a few are much for what did not
GOOD_FROM, BAD_FROM = (0, 0.5, 0.8, 0.95, 1), (0, 0.02, 0.05, 0.1, 0.2)
BAD = frozenset({"late", "missing", "sent_back"})
RETURN_LINE = (
    *("unit_id", "unit__sort_key", "unit__name", "unit__licence_no", "unit__county__name", "unit__county__name_en"),
    *("status", "persons", "capacity_use", "sent_on", "channel"),
)
MISSED = (
    (1, Text(fa="یک ماه و بیشتر", en="a month or more")),
    (3, Text(fa="سه ماه و بیشتر", en="3 months or more")),
    (6, Text(fa="شش ماه و بیشتر", en="6 months or more")),
)
UNIT_LINE = ("id", "sort_key", "name", "licence_no", "county__name", "county__name_en")


@page(Permission.REGISTER_READ)
def returns(request: PersonRequest) -> HttpResponse:
    """Show what came by county and month."""
    table = kept_part(request, "returns/heat.html", lambda: _heat(request))
    count = returned.count_open(request.reach)
    rule = terms_on(returned.terms(), request.asof.day)
    context = {
        "table": table,
        "waiting": count.get("WAITING", 0),
        "sent_back": count.get("SENT_BACK", 0),
        "rule": rule,
        "versions": returned.term_versions(),
        "may_set": request.user.may(Permission.LICENCES_DECIDE),
        "may_send": request.user.may(Permission.RETURNS_SEND),
        "may_confirm": request.user.may(Permission.RETURNS_CONFIRM),
        "provinces": [(p.code, name_of(p)) for p in territory.provinces()],
        "province": _province(request),
        "part": _part(request),
        "parts": list(PARTS.items()),
    }
    return render(request, "returns/returns.html", context)


def _province(request: PersonRequest) -> str:
    asked = request.GET.get("province", "")[:2]
    return asked if asked.isascii() and asked.isdigit() else territory.home_province()


def _part(request: PersonRequest) -> str:
    part = request.GET.get("part", "received")
    return part if part in PARTS else "received"


def _heat(request: PersonRequest) -> dict[str, Any]:
    last = telling.asked_month(request, Month.of(request.asof.day).plus(-1))
    months = months_between(last.plus(1 - SHOWN), last)
    counties = list(owing.counties_owing(request.reach, _province(request)))
    cells = owing.months_of(request.reach, request.asof, months, [county.pk for county in counties])
    part = _part(request)
    whole = {month: together(cells[county.pk, month] for county in counties) for month in months}
    return {
        "months": months,
        "earlier": last.plus(-SHOWN),
        "later": last.plus(SHOWN) if last.plus(1).last <= request.today else None,
        "part": part,
        "province": _province(request),
        "rows": [
            {"code": c.code, "name": name_of(c), "cells": [_cell(cells[c.pk, m], part, m) for m in months]}
            for c in counties
        ],
        "whole": [_cell(whole[month], part, month) for month in months],
    }


def _cell(cell: Cell, part: str, month: Month) -> dict[str, Any]:
    number = getattr(cell, part)
    share = number / cell.owed if cell.owed else 0
    return {
        "month": month,
        "number": number,
        "owed": cell.owed,
        "unowed": cell.unowed if part == "received" else 0,
        "is_due": cell.is_due,
        "shade": sum(share >= bound for bound in (BAD_FROM if part in BAD else GOOD_FROM)) if number else 0,
        "tone": "bad" if part in BAD else "good",
    }


@page(Permission.REGISTER_READ)
def listed(request: PersonRequest) -> HttpResponse:
    """List the returns of a county and month, or the units whose did not come."""
    month, part = telling.asked_month(request, returned.last_due_month(request.asof.day)), _part(request)
    county = request.GET.get("county", "")[:4]
    rows = _missing(request, month, county) if part == "missing" else _received(request, month, part, county)
    place = next((c for c in owing.counties_owing(request.reach, "") if c.code == county), None)
    context = {
        "month": month,
        "part": part,
        "parts": list(PARTS.items()),
        "county": name_of(place) if place else None,
        "county_code": county,
        "due_on": due_on(month, terms_on(returned.terms(), month.last)),
        "confirm_by": confirm_by(month, terms_on(returned.terms(), month.last)),
    }
    return render(request, "returns/list.html", context | rows)


def _received(request: PersonRequest, month: Month, part: str, county: str) -> dict[str, Any]:
    found = narrowed(returned.part_of(request.asof, month, part), request.reach, county="unit__county")
    if county:
        counties = [c.pk for c in owing.counties_owing(request.reach, "") if c.code == county]
        found = returned.in_counties(found, counties)
    rows = found.values_list(*RETURN_LINE, named=True)
    shown = page_of(rows, keys=("unit__sort_key", "unit_id"), cursor=request.GET.get("at", ""))
    return {
        "rows": [
            {
                "unit": row.unit_id,
                "name": row.unit__name,
                "licence_no": row.unit__licence_no,
                "county": Text(fa=row.unit__county__name, en=row.unit__county__name_en or row.unit__county__name),
                "status": row.status,
                "status_title": STATUSES[row.status],
                "persons": row.persons,
                "capacity_use": row.capacity_use,
                "sent_on": row.sent_on,
            }
            for row in shown.rows
        ],
        "previous": _address(request, shown.previous),
        "next": _address(request, shown.next),
    }


def _missing(request: PersonRequest, month: Month, county: str) -> dict[str, Any]:
    counties = [c.pk for c in owing.counties_owing(request.reach, "") if c.code == county] if county else None
    return _of_units(request, owing.missing_units(request.reach, request.asof, month, counties))


def _of_units(request: PersonRequest, units: Any) -> dict[str, Any]:
    """Return a page of units without returns: how long, and what to write to whom."""
    found = units.values_list(*UNIT_LINE, named=True)
    shown = page_of(found, keys=("sort_key", "id"), cursor=request.GET.get("at", ""))
    ids = [row.id for row in shown.rows]
    late = owing.behind(ids, request.asof)
    senders = returned.senders_of(ids)
    warned = [pk for pk in ids if pk in late and late[pk].is_warned]
    may_suspend = request.user.may(Permission.LICENCES_DECIDE) or request.user.may(Permission.LICENCES_WORK)
    licences = licensing.open_licences(warned, request.asof) if may_suspend else {}
    people = {person.username: person.name for person in accounts.people() if senders} if senders else {}
    last = returned.last_due_month(request.asof.day)
    rule = terms_on(returned.terms(), last.last)
    return {
        "rows": [
            {
                "unit": row.id,
                "name": row.name,
                "licence_no": row.licence_no,
                "county": Text(fa=row.county__name, en=row.county__name_en or row.county__name),
                "missing": late[row.id].missing if row.id in late else 0,
                "last": late[row.id].last if row.id in late else None,
                "is_warned": row.id in late and late[row.id].is_warned,
                "to": [people.get(name, name) for name in senders.get(row.id, ())],
                "licences": [(licence.pk, licence.number) for licence in licences.get(row.id, ())],
                "words": telling.reminder(row, late[row.id], rule, last) if row.id in late else None,
            }
            for row in shown.rows
        ],
        "previous": _address(request, shown.previous),
        "next": _address(request, shown.next),
    }


@page(Permission.REGISTER_READ)
def late(request: PersonRequest) -> HttpResponse:
    """List the units whose returns do not come, with what to say to whom."""
    rule = terms_on(returned.terms(), request.asof.day)
    asked = request.GET.get("months", "")
    months = int(asked) if asked.isascii() and asked.isdigit() and 0 < int(asked[:3]) <= 60 else 1
    counties = owing.counties_owing(request.reach, territory.home_province())
    county = request.GET.get("county", "")[:4]
    chosen = [c.pk for c in counties if c.code == county] or None
    units = owing.late_units(request.reach, request.asof, months=months, counties=chosen)
    context = {
        "rule": rule,
        "months": months,
        "last": returned.last_due_month(request.asof.day),
        "county": county,
        "choices": {
            "county": [(c.code, name_of(c)) for c in counties],
            "months": [(str(n), title) for n, title in MISSED],
        },
    }
    return render(request, "returns/late.html", context | _of_units(request, units))


def _address(request: PersonRequest, cursor: str) -> str:
    if not cursor:
        return ""
    names = ("month", "part", "county", "months", "day", "known_at")
    return f"?{urlencode({name: request.GET[name] for name in names if request.GET.get(name)} | {'at': cursor})}"

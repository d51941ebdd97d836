"""Absorption of a programme: by line, bank and county, what may lapse, and a plain forecast."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from hamahang.accounts import queries as accounts
from hamahang.accounts.permissions import Permission
from hamahang.domain.absorption import METHOD
from hamahang.domain.banks import bank_name
from hamahang.domain.text import Text
from hamahang.support import absorbed, terms
from hamahang.territory import queries as territory
from hamahang.web.access import PersonRequest, page
from hamahang.web.finding import name_of
from hamahang.web.keeping import kept
from hamahang.web.support.programmes import programme_or_404, title_of

ALL_OF_PROVINCE = Text(fa="سراسر استان", en="the whole province")


@page(Permission.SUPPORT_READ)
def absorption(request: PersonRequest, code: str) -> HttpResponse:
    """Show what was made of a programme's money."""
    found = programme_or_404(code)
    return render(
        request, "support/absorption.html", kept(request, f"absorption page {code}", lambda: _shown(request, found))
    )


def _shown(request: PersonRequest, found: Any) -> dict[str, Any]:
    asof, reach = request.asof, request.reach
    may_see_money = absorbed.may_see_money(reach)
    return {
        "code": found.code,
        "title": title_of(found),
        "may_see_money": may_see_money,
        "whole": absorbed.whole(asof, reach, programme=found.code),
        "parts": [(title, _rows(request, found, by)) for by, title in PARTS.items()],
        "lapsing": [_lapsing(row, asof.day) for row in absorbed.lapsing(asof, programme=found)]
        if may_see_money
        else [],
        "method": METHOD,
    }


PARTS = {
    "line": Text(fa="به ردیف", en="by line"),
    "county": Text(fa="به شهرستان", en="by county"),
    "bank": Text(fa="به بانک", en="by bank"),
}


def _rows(request: PersonRequest, found: Any, by: str) -> list[dict[str, Any]]:
    names: dict[Any, Text] = {
        "line": lambda: {line.pk: title_of(line) for line in terms.lines(found)},
        "bank": lambda: {agency.pk: bank_name(agency.name) for agency in accounts.agencies()},
        "county": lambda: {pk: name_of(county) for pk, county in territory.counties_by_id().items()},
    }[by]()
    parts = absorbed.absorbed(request.asof, request.reach, programme=found.code, by=by)
    rows = [
        {
            "name": names.get(key, ALL_OF_PROVINCE),
            "allocated": part.allocated,
            "committed": part.committed,
            "paid": part.paid,
            # money for the whole province is paid out in its counties: a rest of its own says nothing
            "left": part.left if part.allocated and key is not None else None,
            "percent": part.percent if key is not None else None,
        }
        for key, part in parts.items()
    ]
    return sorted(rows, key=lambda row: -row["paid"])


def _lapsing(row: absorbed.Lapsing, day: Any) -> dict[str, Any]:
    return {
        "line": title_of(row.line),
        "lapses_on": row.lapses_on,
        "is_past": row.lapses_on < day,
        "allocated": row.allocated,
        "paid": row.paid,
        "left": row.left,
        "at_risk": row.at_risk,
        "forecast": row.forecast,
    }

"""The page of the home province's place among all: by which method, how sure, and what makes the gap."""

from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from hamahang.accounts.permissions import Permission
from hamahang.indicators import provinces
from hamahang.web.access import PersonRequest, page


@page(Permission.FIGURES_READ)
def standing(request: PersonRequest) -> HttpResponse:
    """Show where the province stands as of the asked day."""
    found = provinces.standing(request.asof)
    context = {"found": found, "lacks": [_line(lack) for lack in found.lacks] if found else []}
    return render(request, "indicators/standing.html", context)


def _line(lack: provinces.Lack) -> dict[str, Any]:
    """Return a line with numbers as people read them: one decimal."""
    return {
        "title": lack.column.title,
        "unit": lack.column.unit,
        "source": lack.column.source,
        "rank": lack.rank,
        "best_of": lack.best_of,
        "value": _said(lack.value),
        "best": _said(lack.best),
        "peers": None if lack.peers is None else _said(lack.peers),
        "missing": _said(max(lack.missing, 0.0)),
        "part": _said(lack.part),
    }


def _said(value: float) -> Decimal:
    return Decimal(f"{value:.1f}")

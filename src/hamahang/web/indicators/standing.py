"""The page of the home province's place among all: by which method, how sure, and what makes the gap."""

from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from markupsafe import Markup

from hamahang.accounts.permissions import Permission
from hamahang.briefing import charts
from hamahang.domain.text import Text
from hamahang.indicators import provinces
from hamahang.indicators.concluding import Pace, Slope
from hamahang.web.access import PersonRequest, page


@page(Permission.FIGURES_READ)
def standing(request: PersonRequest) -> HttpResponse:
    """Show where the province stands as of the asked day."""
    found = provinces.standing(request.asof)
    context: dict[str, Any] = {"found": found, "lacks": [], "slopes": [], "paces": []}
    if found:
        context["lacks"] = [_line(lack) for lack in found.lacks]
        context["paces"] = [_pace(pace) for pace in found.paces]
        context["slopes"] = [_slope(slope, found.name, request.LANGUAGE_CODE) for slope in found.slopes]
    return render(request, "indicators/standing.html", context)


def _pace(pace: Pace) -> dict[str, Any]:
    return {
        "title": pace.title,
        "unit": pace.unit,
        "source": pace.source,
        "period": pace.period,
        "rank": pace.rank,
        "count": pace.count,
        "value": _said(pace.value),
        "best": _said(pace.best),
        "change": None if pace.change is None else _said(pace.change),
        "years": None if pace.years is None else round(pace.years),
    }


def _slope(slope: Slope, own: Text, language: str) -> dict[str, Any]:
    """Return a drawing with its words and, for those who cannot see it, the province's own ranks."""
    ranks = next(places for name, places in slope.ranks if name == own)
    return {
        "title": slope.title,
        "note": slope.note,
        "drawing": Markup(charts.slope(slope.title, slope.columns, slope.ranks, own, language)),
        "drawing_of_phone": Markup(charts.slope(slope.title, slope.columns, slope.ranks, own, language, is_phone=True)),
        "ranks": [(title, rank) for (title, _), rank in zip(slope.columns, ranks, strict=True)],
    }


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

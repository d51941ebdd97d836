"""The page of loaded indicators: each series with its source and breaks, its values with where each was read."""

from decimal import Decimal
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render

from hamahang.accounts.permissions import Permission
from hamahang.briefing import charts
from hamahang.domain.observations import HOW
from hamahang.domain.text import Text
from hamahang.indicators import observed
from hamahang.indicators.restated import day_of_division
from hamahang.territory import queries as territory
from hamahang.web.access import PersonRequest, page

CONFIDENCE = {
    "FULL": Text(fa="سرشماری یا ثبتی", en="census or register"),
    "SURVEY": Text(fa="آمارگیری نمونه‌ای", en="sample survey"),
    "ESTIMATE": Text(fa="برآورد یا فرضی", en="estimated or assumed"),
}
MOST_ROWS = 600


@page(Permission.FIGURES_READ)
def observations(request: PersonRequest) -> HttpResponse:
    """List the series that are known as of a day."""
    found = observed.series(request.asof)
    return render(request, "indicators/observations.html", {"series": [_series(one) for one in found]})


@page(Permission.FIGURES_READ)
def observation(request: PersonRequest, number: int) -> HttpResponse:
    """Show the values of one series in one period, and where asked by the counties of another year."""
    one = next((one for one in observed.series(request.asof) if one.number == number), None)
    if one is None:
        raise Http404
    periods = {str(at): period for at, period in enumerate(one.periods)}
    asked = request.GET.get("period", "")
    chosen = asked if asked in periods else list(periods)[-1]
    rows = [row for row in one.rows if observed.Period(row.since_on, row.until_on) == periods[chosen]]
    context = {
        "one": _series(one),
        "periods": [(at, period.title) for at, period in periods.items()],
        "period": chosen,
        "is_break": periods[chosen] in one.breaks,
        "rows": [_row(row) for row in rows[:MOST_ROWS]],
        "rest": max(len(rows) - MOST_ROWS, 0),
        "restated": _restated(request, one, periods[chosen]),
        "has_counties": any(row.county_id for row in rows),
        "year": request.GET.get("counties", ""),
    }
    return render(request, "indicators/observation.html", context)


def _series(one: observed.Series) -> dict[str, Any]:
    return {
        "number": one.number,
        "title": one.indicator,
        "basis": one.basis,
        "definition": one.definition,
        "unit": one.unit,
        "sources": one.sources,
        "periods": [period.title for period in one.periods],
        "breaks": [period.title for period in one.periods if period in one.breaks],
        "is_estimate": one.is_estimate,
        "rows": len(one.rows),
        "more": one.more,
    }


def _row(row: Any) -> dict[str, Any]:
    province = Text(fa=row.province.name, en=row.province.name_en)
    table = row.source_table
    return {
        "area": charts.name_of(row.county) if row.county else province,
        "province": province if row.county else None,
        "value": _plain(row.value),
        "confidence": CONFIDENCE[row.confidence],
        "source": row.source,
        "file": table.file if table else "",
        "sheet": table.sheet if table else "",
        "cell": table.cell(row.source_row, "value") if table else "",
    }


def _restated(request: PersonRequest, one: observed.Series, period: observed.Period) -> list[dict[str, Any]] | None:
    """Return the values by the counties of the year in the address; None where none is asked."""
    asked = request.GET.get("counties", "")
    if not (asked.isascii() and asked.isdigit() and len(asked) == 4):
        return None
    try:
        day = day_of_division(int(asked))
    except ValueError:
        return None
    counties = territory.counties_by_id()
    found = observed.by_counties_of(one, period, day)
    return [
        {
            "name": charts.name_of(counties[told.county]),
            "value": _plain(told.value),
            "how": HOW[told.how],
            "of": [charts.name_of(counties[county]) for county in told.of if county != told.county],
            "among": [charts.name_of(counties[county]) for county in sorted(told.among)],
        }
        for told in sorted(found, key=lambda told: counties[told.county].sort_key)
    ]


def _plain(value: Decimal) -> Decimal:
    """Return a value without the zeros behind it that storing gave it."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()

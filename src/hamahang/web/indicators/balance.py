"""The page of balance: what each county got against its need, how uneven that is, and where it comes from."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from markupsafe import Markup

from hamahang.accounts.permissions import Permission
from hamahang.briefing import charts
from hamahang.domain.figures import say_value
from hamahang.domain.text import Text
from hamahang.indicators import sharing
from hamahang.indicators.catalogue import indicator
from hamahang.methods.benchmark import Unfit
from hamahang.web.access import PersonRequest, page

MEASURES = {
    "gini": Text(fa="جینی (۰ برابر، ۱ همه برای یکی)", en="Gini (0 even, 1 all for one)"),
    "theil_t": Text(fa="تایل T", en="Theil T"),
    "theil_l": Text(fa="تایل L", en="Theil L"),
    "atkinson": Text(fa="اتکینسون (ε = ۰٫۵)", en="Atkinson (ε = 0.5)"),
}
SLICES_SHOWN = 6


@page(Permission.FIGURES_READ)
def balance(request: PersonRequest) -> HttpResponse:
    """Show what counties got of what is asked against the need that is asked."""
    of, need = request.GET.get("of", ""), request.GET.get("need", "")
    of = of if of in sharing.SHARED else sharing.SHARED[0]
    need = need if need in sharing.NEEDS else sharing.INHABITANTS
    context: dict[str, Any] = {
        "of": of,
        "need": need,
        "of_title": indicator(of).title,
        "need_title": sharing.NEEDS[need],
        "choices": [(code, indicator(code).title) for code in sharing.SHARED],
        "needs": list(sharing.NEEDS.items()),
        "href": reverse("figure", args=[of]),
        "why": None,
        "worst": [],
    }
    try:
        found = sharing.shares(of, need, asof=request.asof, reach=request.reach)
    except sharing.NotTold as nothing:
        return render(request, "indicators/balance.html", context | {"why": nothing.why})
    except Unfit as unfit:
        return render(request, "indicators/balance.html", context | {"why": unfit.said})
    return render(request, "indicators/balance.html", context | _told(found, request))


def _told(found: sharing.Shares, request: PersonRequest) -> dict[str, Any]:
    unit = indicator(found.of).unit
    ratios = {one.area: one.ratio for one in found.balance.areas}
    shades = {
        county.pk: round(100 * ratios[code]) if code in ratios else None
        for code, counties in found.areas.items()
        for county in counties
    }
    about = f"{found.of}:{found.need}"
    lines = [_line(one, found, unit) for one in found.balance.areas]
    asof, reach, language = request.asof, request.reach, request.LANGUAGE_CODE
    return {
        "lines": lines,
        "worst": [line["name"] for line in lines[:3] if line["is_behind"]],
        "measures": [_measure(code, found) for code in MEASURES],
        "sliced": [_sliced(one) for one in found.sliced],
        "unplaced": say_value(round(found.unplaced), unit) if found.unplaced else None,
        "without_need": [
            (_name(found.areas[code]), say_value(round(amount), unit)) for code, amount in found.without_need.items()
        ],
        "together": [_name(counties) for counties in found.areas.values() if len(counties) > 1],
        "has_events": unit != "rial",
        "map": Markup(charts.map_of_shares(asof, reach, language, shares=shades, about=about)),
        "map_of_phone": Markup(charts.map_of_shares(asof, reach, language, shares=shades, about=about, is_phone=True)),
    }


def _name(counties: Sequence[Any]) -> Text:
    names = [charts.name_of(county) for county in counties]
    return Text(fa="، ".join(name.fa for name in names), en=", ".join(name.en for name in names))


def _line(one: Any, found: sharing.Shares, unit: str) -> dict[str, Any]:
    counties = found.areas[one.area]
    return {
        "name": _name(counties),
        "scope": f"county:{counties[0].code}" if len(counties) == 1 else "",
        "got": say_value(round(one.got), unit),
        "need": Decimal(round(one.need)),
        "share_of_got": _percent(one.share_of_got),
        "share_of_need": _percent(one.share_of_need),
        "ratio": _said(one.ratio, 2),
        "low": _said(one.low, 2),
        "high": _said(one.high, 2),
        # beyond what chance makes of so small counts, where things were counted
        "is_behind": one.high < 1 if unit != "rial" else one.ratio < 1,
        "missing": say_value(round(max(one.missing, 0.0)), unit),
    }


def _measure(code: str, found: sharing.Shares) -> dict[str, Any]:
    measured = found.balance.measures[code]
    return {
        "title": MEASURES[code],
        "value": None if measured.value is None else _said(measured.value, 3),
        "low": None if measured.low is None else _said(measured.low, 3),
        "high": None if measured.high is None else _said(measured.high, 3),
    }


def _sliced(one: sharing.Sliced) -> dict[str, Any]:
    return {
        "title": sharing.KINDS[one.kind],
        "total": _said(one.total, 3),
        "between": _said(one.between, 3),
        "within": _said(one.within, 3),
        "rest": max(len(one.slices) - SLICES_SHOWN, 0),
        "slices": [
            {"title": each.title, "share": _percent(each.share), "theil": _said(each.theil, 3)}
            | {"adds": _said(each.adds, 3)}
            for each in one.slices[:SLICES_SHOWN]
        ],
    }


def _percent(share: float) -> Decimal:
    return _said(100 * share, 1)


def _said(value: float, digits: int) -> Decimal:
    return Decimal(f"{value:.{digits}f}")

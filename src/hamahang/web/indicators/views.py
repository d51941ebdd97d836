"""The list of figures, and the page of each: value, definition, as-of switch, its rows, how it moved, its proof."""

from collections.abc import Collection
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from markupsafe import Markup

from hamahang.accounts.permissions import Permission
from hamahang.briefing import charts
from hamahang.domain.calendar import month_ends, write_day
from hamahang.domain.figures import PARTS, name_of_part, say_value
from hamahang.domain.indicators import ALL, Indicator, Reduction, Scope, UnknownScope
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators import queries
from hamahang.indicators.catalogue import UnknownIndicator, indicators
from hamahang.indicators.catalogue import indicator as find
from hamahang.support.came import without_request
from hamahang.territory import queries as territory
from hamahang.web.access import PersonRequest, page
from hamahang.web.figures import shown
from hamahang.web.finding import name_of
from hamahang.web.indicators import beginning, restating
from hamahang.web.indicators.export import exported
from hamahang.web.sheets import FORMATS

PAGE_SIZE = 50
MONTHS_SHOWN = 13


@page(Permission.FIGURES_READ)
def figures(request: PersonRequest) -> HttpResponse:
    """List every figure with its value, by subject."""
    scope = _scope(request)
    found = queries.computed(indicators(), asof=request.asof, scope=scope, reach=request.reach)
    groups: dict[Text, list[Any]] = {}
    for wanted, figure in zip(indicators().values(), found, strict=True):
        groups.setdefault(wanted.group, []).append(shown(figure, request.asof))
    order = [group for group in queries.groups() if group in groups]
    context = {
        "groups": [(group, groups[group]) for group in order],
        "scope": str(scope),
        "scopes": _scopes(request),
    }
    return render(request, "indicators/figures.html", context)


@page(Permission.FIGURES_READ)
def figure(request: PersonRequest, code: str) -> HttpResponse:
    """Show one figure and the rows it is counted from."""
    wanted, scope = _find(code), _scope(request)
    since = beginning.asked(request, wanted)
    value, rows = queries.counted(code, asof=request.asof, scope=scope, reach=request.reach, first=since.first)
    order, text = request.GET.get("order", ""), request.GET.get("text", "")[:80].replace("\0", "")
    start = _start(request.GET.get("from", ""))
    matching = rows.matching(text).ordered(order.lstrip("-"), descending=order.startswith("-"))
    listed = matching.slice(start, start + PAGE_SIZE)
    context = {
        "figure": shown(value, request.asof),
        "since": since,
        "is_of_events": wanted.is_of_events,
        "definition": wanted.definition,
        "version": wanted.version,
        "has_amounts": wanted.reduction is not Reduction.COUNT,
        "is_money": wanted.unit == "rial",
        "rows": _lines(listed, queries.origins(listed, wanted.cell), _of_no_request(listed, request)),
        "total": say_value(value.value, wanted.unit),
        "matched": matching.count(),
        "first": start + 1,
        "order": order,
        "text": text,
        "scope": str(scope),
        "scopes": _scopes(request),
        "address": _addresses(request, scope, order, text, start, matching.count(), since.parameter),
        "by_place": _breakdown(request, wanted, scope, rows, since.parameter),
        "restated": None if since.first else restating.told(request, wanted, scope),
        "years": [] if since.first else restating.years(request, wanted),
        "by_level": _levels(wanted, rows),
        "by_part": _parts(wanted, rows),
        "history": None if since.first else _history(request, wanted, scope),
        "downloads": [(kind, _download_address(request, code, kind, scope, since.parameter)) for kind in FORMATS],
    }
    return render(request, "indicators/figure.html", context)


def _find(code: str) -> Indicator:
    try:
        return find(code)
    except UnknownIndicator:
        raise Http404 from None


def _scope(request: PersonRequest) -> Scope:
    """Return the scope in the address; the whole for one that cannot be read."""
    try:
        return Scope.parse(request.GET.get("scope", "") or "all")
    except UnknownScope:
        return ALL


def _scopes(request: PersonRequest) -> list[tuple[str, Text]]:
    """Return the scopes that a reader may choose: the whole, counties and estates of the home province."""
    counties = territory.counties_on(request.asof.day, province=territory.home_province())
    return [
        ("all", Text(fa="همه", en="all")),
        *((f"county:{c.code}", Text(fa=f"شهرستان {c.name}", en=f"{c.name_en or c.name} county")) for c in counties),
        *((f"estate:{e.code}", Text(fa=e.name, en=e.name_en)) for e in territory.estates_in(request.reach)[:60]),
    ]


def _start(text: str) -> int:
    return min(int(text), 10**7) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def _of_no_request(rows: list[Any], request: PersonRequest) -> set[str]:
    """Return the records of facilities that a bank's list alone told of: no request went its way here."""
    keys: dict[str, list[int]] = {}
    for label, _, pk in (row.record.partition(":") for row in rows):
        keys.setdefault(label, []).append(int(pk))
    return {f"{label}:{pk}" for label, ids in keys.items() for pk in without_request(label, ids, request.asof)}


def _lines(rows: list[Any], origins: list[Any], of_no_request: Collection[str]) -> list[dict[str, Any]]:
    counties, estates = territory.counties_by_id(), territory.estates_by_id()
    return [
        {
            "label": row.label,
            "href": reverse("unit", args=[row.unit]) if row.unit else "",
            "on": row.on,
            "amount": row.amount,
            "level": Proof(row.level).title if row.level is not None else None,
            "county": charts.name_of(counties[row.county]) if row.county in counties else "",
            "estate": Text(fa=estates[row.estate].name, en=estates[row.estate].name_en)
            if row.estate in estates
            else "",
            "by": row.by,
            "entry": row.entry,
            "file": origin.file,
            "sheet": origin.sheet,
            "cell": origin.cell,
            "has_no_request": row.record in of_no_request,
        }
        for row, origin in zip(rows, origins, strict=True)
    ]


def _query(request: PersonRequest, scope: Scope, **more: str) -> str:
    """Return the address of this page with some parts changed; the day is always in it, so that it can be shared."""
    query = {"day": write_day(request.asof.day)}
    if request.asof.known_at:
        query["known_at"] = request.asof.known_at.isoformat()
    if scope != ALL:
        query["scope"] = str(scope)
    return "?" + urlencode({**query, **{key: value for key, value in more.items() if value}})


def _addresses(
    request: PersonRequest, scope: Scope, order: str, text: str, start: int, matched: int, since: str
) -> dict[str, Any]:
    turn = {key: f"-{key}" if order == key else key for key in ("label", "on", "amount", "level", "county")}
    return {
        "sort": {key: _query(request, scope, order=value, text=text, since=since) for key, value in turn.items()},
        "previous": _query(request, scope, order=order, text=text, since=since, **{"from": str(start - PAGE_SIZE)})
        if start >= PAGE_SIZE
        else "",
        "next": _query(request, scope, order=order, text=text, since=since, **{"from": str(start + PAGE_SIZE)})
        if start + PAGE_SIZE < matched
        else "",
    }


def _download_address(request: PersonRequest, code: str, kind: str, scope: Scope, since: str) -> str:
    return reverse("figure-rows", args=[code, kind]) + _query(request, scope, since=since)


def _breakdown(request: PersonRequest, wanted: Indicator, scope: Scope, rows: Any, since: str) -> list[dict[str, Any]]:
    """Return the figure by county, each with the address of its own page."""
    if "county" not in wanted.by or scope.kind in ("county", "estate") or not wanted.reduction.is_added_up:
        return []
    counted = rows.by("county", summed=wanted.reduction is not Reduction.COUNT)
    counties = territory.counties_by_id()
    lines = [(counties[key], value) for key, value in counted.items() if key in counties]
    return [
        {
            "name": name_of(county),
            "value": say_value(value, wanted.unit),
            "href": _query(request, Scope("county", county.code), since=since),
        }
        for county, value in sorted(lines, key=lambda line: line[0].sort_key)
    ]


def _parts(wanted: Indicator, rows: Any) -> list[dict[str, Any]]:
    """Return the figure by what it is told apart by beside places, the largest first."""
    tables = []
    for part in wanted.parts:
        found = rows.parted(part, wanted.reduction)
        lines = sorted(found.items(), key=lambda line: (line[1] is None, -(line[1] or 0), line[0]))
        shown = [(name_of_part(part, value), say_value(number, wanted.unit)) for value, number in lines]
        tables.append({"title": PARTS[part][0], "lines": shown})
    return tables


def _levels(wanted: Indicator, rows: Any) -> list[dict[str, Any]]:
    """Return the share of each level of proof among the rows."""
    if wanted.level is None or not wanted.reduction.is_added_up:
        return []
    counted = {k: v for k, v in rows.by("level", summed=wanted.reduction is Reduction.SUM).items() if k is not None}
    whole = sum(counted.values())
    return [
        {
            "title": Proof(level).title,
            "value": say_value(value, wanted.unit),
            "share": round(100 * value / whole) if whole else 0,
        }
        for level, value in sorted(counted.items())
    ]


def _history(request: PersonRequest, wanted: Indicator, scope: Scope) -> dict[str, Any]:
    """Return how the figure stood at the ends of the last months."""
    days = _month_ends_until(request.asof.day)
    points = queries.history(wanted.code, days=days, asof=request.asof, scope=scope, reach=request.reach)
    return {
        "chart": Markup(charts.history(points, wanted.title, request.LANGUAGE_CODE)),
        "points": [(on, say_value(value.value, value.unit)) for on, value in points],
    }


def _month_ends_until(day: date) -> list[date]:
    ends = [end for end in month_ends(date(day.year - 2, day.month, min(day.day, 28)), day) if end < day]
    return [*ends[-(MONTHS_SHOWN - 1) :], day]


@page(Permission.FIGURES_READ)
def download(request: PersonRequest, code: str, kind: str) -> HttpResponse:
    """Send the rows of a figure as a workbook or as CSV."""
    wanted, scope = _find(code), _scope(request)
    if kind not in FORMATS:
        raise Http404
    begins = beginning.asked(request, wanted)
    if begins.problem:  # a whole list instead of the part that was asked would be taken for it
        raise Http404
    since = begins.first
    value, rows = queries.counted(code, asof=request.asof, scope=scope, reach=request.reach, first=since)
    content = exported(
        kind, wanted, queries.with_origins(rows, wanted.cell), value=value, asof=request.asof, since=since,
        language=request.LANGUAGE_CODE,
    )  # fmt: skip
    response = HttpResponse(content, content_type=FORMATS[kind])
    days = [begins.parameter] * bool(since) + [write_day(request.asof.day)]
    name = f"{'-'.join((code, *days))}.{kind}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response

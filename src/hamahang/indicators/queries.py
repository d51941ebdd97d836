"""Asking for figures: by code, scope, day and what was known; with the records behind them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.core.cache import cache
from django.db import models

from hamahang.accounts.queries import Reach
from hamahang.domain.indicators import ALL, Figure, Indicator, Question, Row, Rows, Scope, figure_of
from hamahang.domain.ledger import AsOf
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _groups, indicator, indicators
from hamahang.ledger import queries as ledger
from hamahang.territory import queries as territory

# What the headquarters reports for a single estate: idle units and what became of them.
OF_STATUS = {
    "units_active": "ACTIVE", "units_underused": "UNDERUSED", "units_idle": "IDLE",
    "units_under_construction": "UNDER_CONSTRUCTION",
}  # fmt: skip
BY_ESTATE = ("idle_units_identified", "idle_units_in_diagnosis", "idle_units_restarted")


def compute(code: str, *, asof: AsOf, scope: Scope, reach: Reach) -> Figure:
    """Return a figure. Kept until the ledger moves: the same question at the same head has the same answer.

    :raises hamahang.indicators.catalogue.UnknownIndicator: if there is no such figure
    """
    return computed([code], asof=asof, scope=scope, reach=reach)[0]


def computed(codes: Iterable[str], *, asof: AsOf, scope: Scope, reach: Reach) -> list[Figure]:
    """Return some figures as `compute` does, all at one head of the ledger.

    :raises hamahang.indicators.catalogue.UnknownIndicator: if there is no such figure
    """
    point, question = point_key(asof, reach), Question(asof, scope, reach)
    every = [indicator(code) for code in codes]
    return [_kept(wanted, scope, point, partial(wanted.rows, question)) for wanted in every]


def _kept(wanted: Indicator, scope: Scope, point: str, rows: Callable[[], Rows]) -> Figure:
    """Return a figure as it was kept, else counted from its rows and kept."""
    key = _key(wanted, scope, point)
    figure: Figure | None = cache.get(key)
    if figure is None:
        figure = figure_of(wanted, rows(), scope=scope)
        cache.set(key, figure, 3600)
    return figure


def counted(code: str, *, asof: AsOf, scope: Scope, reach: Reach, first: date | None = None) -> tuple[Figure, Any]:
    """Return a figure with the rows it is counted from; with a first day, of events of that day and later."""
    wanted = indicator(code)
    found = rows(code, asof=asof, scope=scope, reach=reach, first=first)
    if first is not None:
        return figure_of(wanted, found, scope=scope), found
    return _kept(wanted, scope, point_key(asof, reach), lambda: found), found


def of_statuses(*, asof: AsOf, scope: Scope, reach: Reach) -> list[Figure]:
    """Return how many units are active, under-used, idle, under construction: the four figures, counted together."""
    point = point_key(asof, reach)
    known = [cache.get(_key(indicator(code), scope, point)) for code in OF_STATUS]
    if None not in known:
        return known
    rows = indicator("units_registered").rows(Question(asof, scope, reach))
    if rows.is_withheld:
        return computed(OF_STATUS, asof=asof, scope=scope, reach=reach)
    counted: Any = rows.query.order_by().values_list("status").annotate(number=models.Count("pk"))  # type: ignore[attr-defined]
    numbers = dict(counted)
    found = []
    for code, status in OF_STATUS.items():
        wanted, number = indicator(code), numbers.get(status, 0)
        level = None if wanted.level is None else int(wanted.level)
        found.append(Figure(code, scope, number, wanted.unit, number, level))
        cache.set(_key(wanted, scope, point), found[-1], 3600)
    return found


def _key(wanted: Indicator, scope: Scope, point: str) -> str:
    return f"figure:{wanted.code}:{wanted.version}:{scope}:{point}"


def point_key(asof: AsOf, reach: Reach) -> str:
    """Return a key under which an answer may be kept: it changes when the ledger moves, and with who may list what."""
    number, seal = ledger.head()
    places = "-".join(sorted(reach.places)) if reach.places is not None else "*"
    known = asof.entry if asof.entry is not None else number
    return f"{seal[:16]}:{asof.day}:{known}:{places}:{reach.bank}"


def report(*, asof: AsOf, scope: Scope | None, reach: Reach) -> list[Figure]:
    """Return every figure of the catalogue for a scope; with none, the whole, and beside it what is reported for
    one estate.
    """
    figures = computed(indicators(), asof=asof, scope=scope or ALL, reach=reach)
    if scope is None:
        figures += _of_estates(asof, reach)
    return figures


def _of_estates(asof: AsOf, reach: Reach) -> list[Figure]:
    """Return the figures that the headquarters reports estate by estate, for the estates that have any."""
    codes = {estate.pk: estate.code for estate in territory.estates_in(reach)}
    found = []
    for code in BY_ESTATE:
        counted = rows(code, asof=asof, scope=ALL, reach=reach).by("estate", summed=False)
        places = sorted(codes[key] for key in counted if isinstance(key, int) and key in codes)
        found += [compute(code, asof=asof, scope=Scope("estate", place), reach=reach) for place in places]
    return found


def title(code: str) -> Text:
    """Return a figure's title."""
    return indicator(code).title


def listed(code: str, *, asof: AsOf, scope: Scope, reach: Reach) -> list[tuple[Row, "Origin"]]:
    """Return all rows of a figure, each with where it was read."""
    return with_origins(rows(code, asof=asof, scope=scope, reach=reach), indicator(code).cell)


def rows(code: str, *, asof: AsOf, scope: Scope, reach: Reach, first: date | None = None) -> Any:
    """Return the rows a figure is counted from, as its reader may list them. first: only those of this day and later"""
    found: Any = indicator(code).rows(Question(asof, scope, reach))
    return found.since(first) if first else found


def history(code: str, *, days: Iterable[date], asof: AsOf, scope: Scope, reach: Reach) -> list[tuple[date, Figure]]:
    """Return how a figure stood on each of some days, as known at the asked moment."""
    points = (AsOf(day=day, known_at=asof.known_at, entry=asof.entry) for day in days)
    return [(point.day, compute(code, asof=point, scope=scope, reach=reach)) for point in points]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a row was read: file, sheet and cell; empty for what was entered by hand."""

    file: str = ""
    sheet: str = ""
    cell: str = ""
    sha256: str = ""


def with_origins(found: Iterable[Row], field: str) -> list[tuple[Row, Origin]]:
    """Return rows, each with where it was read."""
    found = list(found)
    return list(zip(found, origins(found, field), strict=True))


def origins(found: Iterable[Row], field: str) -> list[Origin]:
    """Return the origin of each row, one query for all."""
    found = list(found)
    tables = ledger.source_tables_by_id(row.source_table for row in found if row.source_table)
    return [_origin(tables.get(row.source_table or 0), row, field) for row in found]


def _origin(table: Any, row: Row, field: str) -> Origin:
    if table is None:
        return Origin()
    return Origin(table.file, table.sheet, table.cell(row.source_row, field), table.sha256)


def groups() -> tuple[Text, ...]:
    """Return the subjects of the catalogue in the order of the briefing."""
    return _groups.ORDER

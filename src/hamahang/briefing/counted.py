"""A figure as it is counted for the public: its rows without names, its parts by place, and what became of it since."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from hamahang.accounts.queries import EVERYTHING
from hamahang.briefing import protecting
from hamahang.briefing.telling import cell_of, cells_of
from hamahang.domain.cross_suppression import Key
from hamahang.domain.differences import Edition, Fate, Part, why_different
from hamahang.domain.indicators import ALL, Reduction, Row, Scope
from hamahang.domain.ledger import AsOf
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators import queries as indicators
from hamahang.indicators.catalogue import indicator
from hamahang.indicators.catalogue import indicators as catalogue
from hamahang.ledger import queries as ledger
from hamahang.territory import queries as territory
from hamahang.territory.places import county_names

NO_PLACE = Text(fa="بی‌شهرستان", en="no county")
NO_LEVEL = Text(fa="بی‌سطح", en="no level")


def public_rows(found: Iterable[Row]) -> list[dict[str, Any]]:
    """Return rows for keeping, without names: record, day, amount, base, level, county, unit and entry."""
    counties = {pk: county.code for pk, county in territory.counties_by_id().items()}
    return [
        {
            "record": row.record,
            "on": row.on.isoformat() if row.on else None,
            "amount": None if row.amount is None else str(row.amount),
            "base": row.base,
            "level": row.level,
            "county": counties.get(row.county or 0, ""),
            "unit": row.unit,
            "entry": row.entry,
        }
        for row in found
    ]


def rows_now(code: str, *, scope: Scope, day: date, entry: int | None = None) -> list[dict[str, Any]]:
    """Return the rows of a figure as it is counted now, or as it was counted when an entry was the last."""
    return public_rows(indicators.rows(code, asof=AsOf(day, entry=entry), scope=scope, reach=EVERYTHING))


def edition(publication: Any) -> Edition:
    """Return a published count as it is compared with another."""
    definition = publication.definition
    return _edition(
        publication.rows, publication.day, publication.head_number, definition["version"],
        Reduction(definition["reduction"]),
    )  # fmt: skip


def edition_now(publication: Any) -> Edition:
    """Return the same question answered now."""
    wanted = indicator(publication.indicator)
    found = rows_now(wanted.code, scope=Scope.parse(publication.scope), day=publication.day)
    return _edition(found, publication.day, ledger.head()[0], wanted.version, wanted.reduction)


def _edition(found: list[dict[str, Any]], day: date, head: int, version: int, reduction: Reduction) -> Edition:
    rows = {row["record"]: {"base": None, **row} for row in found}
    return Edition(rows=rows, day=day, head=head, version=version, reduction=reduction)


def parts_between(before: Edition, now: Edition, *, code: str, scope: Scope) -> tuple[Part, ...]:
    """Return why two counts of a figure differ, as it was known at the later one: the same whenever it is asked."""
    again = _again(before, now, code, scope)
    gone = before.rows.keys() - (again or now).rows.keys()
    fate = Fate(voided=ledger.voided(gone, by=now.head), moved=_moved(before, again or now, code, scope))
    return why_different(before, now, fate, again=again)


def _again(before: Edition, now: Edition, code: str, scope: Scope) -> Edition | None:
    """Return the first day counted again with what the second count knew; None if its definition is gone."""
    known = catalogue().get(code)
    if before.day == now.day or known is None or (known.version, known.reduction) != (now.version, now.reduction):
        return None
    found = rows_now(code, scope=scope, day=before.day, entry=now.head)
    return _edition(found, before.day, now.head, now.version, now.reduction)


def _moved(before: Edition, now: Edition, code: str, scope: Scope) -> frozenset[str]:
    """Return the records that are still counted in the whole, but came into this place or left it."""
    differing = before.rows.keys() ^ now.rows.keys()
    if scope == ALL or not differing or code not in catalogue():
        return frozenset()
    then = {row["record"] for row in rows_now(code, scope=ALL, day=before.day, entry=now.head)}
    return frozenset(record for record in differing if record in then and _is_of_before(record, before, now))


def _is_of_before(record: str, before: Edition, now: Edition) -> bool:
    """Return whether a record was there at the first count already."""
    return record in before.rows or now.rows[record]["entry"] <= before.head


# --- parts that the public may see ---


@dataclass(frozen=True, slots=True)
class Cell:
    """One place or level. records, amount: None where hidden."""

    code: str
    title: Text
    records: int | None
    amount: int | Decimal | None


@dataclass(frozen=True, slots=True)
class Parts:
    """A figure by place or by level of proof. hidden: cells that are not shown; None in cells: nothing may be."""

    cells: tuple[Cell, ...]
    hidden: int
    is_shown: bool


@dataclass(frozen=True, slots=True)
class Grid:
    """A figure's records by place and level of proof. lines: a place and its records by level, None where hidden."""

    levels: tuple[Text, ...]
    lines: tuple[tuple[Text, tuple[int | None, ...]], ...]
    hidden: int


@dataclass(frozen=True, slots=True)
class Tables:
    """A figure by county, by level of proof, and by both; what is hidden is asked once for all three."""

    by_county: Parts
    by_level: Parts
    grid: Grid | None


def tables(publication: Any) -> Tables:
    """Return what the public may see of a figure's parts, small cells hidden."""
    hidden = protecting.hidden_of(publication)
    return Tables(
        _parts(publication, "county", hidden.county, county_names(publication.day), NO_PLACE),
        _parts(publication, "level", hidden.level, _levels(), NO_LEVEL),
        _grid(publication, hidden.both),
    )


def by_county(publication: Any) -> Parts:
    """Return a published figure by county, small cells hidden."""
    hidden = protecting.hidden_of(publication).county
    return _parts(publication, "county", hidden, county_names(publication.day), NO_PLACE)


def _levels() -> dict[str, Text]:
    return {str(int(level)): level.title for level in Proof}


def _grid(publication: Any, hidden: frozenset[Key] | None) -> Grid | None:
    """Return the records of a published figure by county and level, small cells hidden; None if nothing can be shown.

    What the two tables of one way hide is hidden here too.
    """
    records = Counter((cell_of(row, "county"), cell_of(row, "level")) for row in publication.rows)
    if hidden is None or hidden >= records.keys():
        return None
    counties, levels = sorted({key[0] for key in records}), sorted({key[1] for key in records})
    titles, names = county_names(publication.day), _levels()
    lines = tuple(
        (
            titles.get(county, NO_PLACE),
            tuple(None if (county, each) in hidden else records[county, each] for each in levels),
        )
        for county in counties
    )
    return Grid(tuple(names.get(each, NO_LEVEL) for each in levels), lines, len(hidden))


def _parts(publication: Any, column: str, hidden: frozenset[str] | None, titles: dict[str, Text], none: Text) -> Parts:
    cells = cells_of(publication, column)
    if hidden is None:
        return Parts((), len(cells), is_shown=False)
    is_sum = publication.definition["reduction"] == Reduction.SUM.value
    shown = tuple(
        Cell(key, titles.get(key, none), *_values(None if key in hidden else cells[key], is_sum=is_sum))
        for key in sorted(cells)
    )
    return Parts(shown, len(hidden), is_shown=True)


def _values(cell: tuple[int, ...] | None, *, is_sum: bool) -> tuple[int | None, int | None]:
    if cell is None:
        return None, None
    return cell[0], cell[1] if is_sum else cell[0]

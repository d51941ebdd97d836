"""A figure as it is counted for the public: its rows without names, its parts by place, and what became of it since."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from hamahang.accounts.queries import EVERYTHING
from hamahang.briefing.models import Publication, PublicationState
from hamahang.domain.cross_suppression import protect_table
from hamahang.domain.differences import Edition, Fate, Part, why_different
from hamahang.domain.indicators import ALL, Reduction, Row, Scope
from hamahang.domain.ledger import AsOf
from hamahang.domain.proof import Proof
from hamahang.domain.publishing import PUBLISHED
from hamahang.domain.suppression import LEAST_PERSONS, LEAST_RECORDS, Earlier, protect
from hamahang.domain.text import Text
from hamahang.indicators import queries as indicators
from hamahang.indicators.catalogue import indicator
from hamahang.indicators.catalogue import indicators as catalogue
from hamahang.ledger import queries as ledger
from hamahang.territory import queries as territory

ADDED_UP = (Reduction.COUNT, Reduction.SUM)
NO_PLACE = Text(fa="بی‌شهرستان", en="no county")
NO_LEVEL = Text(fa="بی‌سطح", en="no level")


def public_rows(found: Iterable[Row]) -> list[dict[str, Any]]:
    """Return rows for keeping, without names: record, day, amount, base, level, county, and the entry they are of."""
    counties = {pk: county.code for pk, county in territory.counties_by_id().items()}
    return [
        {
            "record": row.record,
            "on": row.on.isoformat() if row.on else None,
            "amount": None if row.amount is None else str(row.amount),
            "base": row.base,
            "level": row.level,
            "county": counties.get(row.county or 0, ""),
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
    voided = ledger.voided(gone, by=now.head)
    fate = Fate(
        voided=frozenset(voided), moved=_moved(before, again or now, code, scope), mended=frozenset(voided.values())
    )
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


def by_county(publication: Any) -> Parts:
    """Return a published figure by county, small cells hidden."""
    names = {county.code: county for county in territory.counties_by_id().values()}
    titles = {code: Text(fa=county.name, en=county.name_en or county.name) for code, county in names.items()}
    return _parts(publication, "county", titles, NO_PLACE)


def by_level(publication: Any) -> Parts:
    """Return a published figure by level of proof, small cells hidden."""
    return _parts(publication, "level", {str(int(level)): level.title for level in Proof}, NO_LEVEL)


@dataclass(frozen=True, slots=True)
class Grid:
    """A figure's records by place and level of proof. lines: a place and its records by level, None where hidden."""

    levels: tuple[Text, ...]
    lines: tuple[tuple[Text, tuple[int | None, ...]], ...]
    hidden: int


def by_county_and_level(publication: Any) -> Grid | None:
    """Return the records of a published figure by county and level, small cells hidden; None if they cannot be shown.

    What the two tables of one way hide is hidden here too.
    """
    records = Counter((row["county"], "" if row["level"] is None else str(row["level"])) for row in publication.rows)
    one_way = (by_county(publication), by_level(publication))
    counties, levels = sorted({key[0] for key in records}), sorted({key[1] for key in records})
    if len(counties) < 2 or len(levels) < 2 or not all(parts.is_shown for parts in one_way):
        return None
    gone = [{cell.code for cell in parts.cells if cell.records is None} for parts in one_way]
    also = [key for key in records if key[0] in gone[0] or key[1] in gone[1]]
    hidden = protect_table(records, LEAST_RECORDS, also=also)
    if hidden is None:
        return None
    titles = [{cell.code: cell.title for cell in parts.cells} for parts in one_way]
    lines = tuple(
        (titles[0][county], tuple(None if (county, each) in hidden else records[county, each] for each in levels))
        for county in counties
    )
    return Grid(tuple(titles[1][each] for each in levels), lines, len(hidden))


def _published_before(publication: Any) -> list[Publication]:
    """Return the publications of the same figure and place that went out before one, the oldest first."""
    found = PublicationState.objects.filter(
        state=PUBLISHED, voided_entry=None, publication__indicator=publication.indicator,
        publication__scope=publication.scope,
    ).select_related("publication").order_by("pk")  # fmt: skip
    every = [state.publication for state in found]
    own = next((at for at, each in enumerate(every) if each.pk == publication.pk), len(every))
    return every[:own]


def _parts(publication: Any, column: str, titles: dict[str, Text], none: Text) -> Parts:
    is_sum = publication.definition["reduction"] == Reduction.SUM.value
    earlier: list[Earlier] = []
    for before in _published_before(publication):
        then = _cells(before, column)
        found = protect(then, _least(before), earlier=earlier) if _is_added_up(before) else None
        hides = then.keys() if found is None else {key for key, values in found.cells.items() if values is None}
        earlier.append(Earlier(then, frozenset(hides)))
    table = _cells(publication, column)
    shown = protect(table, _least(publication), earlier=earlier) if _is_added_up(publication) else None
    if shown is None:
        return Parts((), len(table), is_shown=False)
    cells = tuple(
        Cell(key, titles.get(key, none), *_values(shown.cells[key], is_sum=is_sum)) for key in sorted(shown.cells)
    )
    return Parts(cells, shown.hidden, is_shown=True)


def _least(publication: Any) -> tuple[int | None, ...]:
    """Return the least that may be shown of records, and of the amounts that are added up."""
    is_sum = publication.definition["reduction"] == Reduction.SUM.value
    return (LEAST_RECORDS, LEAST_PERSONS if publication.unit == "person" else None)[: 2 if is_sum else 1]


def _cells(publication: Any, column: str) -> dict[str, tuple[int, ...]]:
    """Return the records of each place or level, and their amount where it is added up."""
    is_sum = publication.definition["reduction"] == Reduction.SUM.value
    records: Counter[str] = Counter()
    amounts: dict[str, Decimal] = {}
    for row in publication.rows:
        key = "" if row[column] is None else str(row[column])
        records[key] += 1
        amounts[key] = amounts.get(key, Decimal(0)) + Decimal(row["amount"] or 0)
    return {key: (number, int(amounts[key])) if is_sum else (number,) for key, number in records.items()}


def _is_added_up(publication: Any) -> bool:
    return publication.definition["reduction"] in {reduction.value for reduction in ADDED_UP}


def _values(cell: tuple[int, ...] | None, *, is_sum: bool) -> tuple[int | None, int | None]:
    if cell is None:
        return None, None
    return cell[0], cell[1] if is_sum else cell[0]

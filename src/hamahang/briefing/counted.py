"""A figure as it is counted for the public: its rows without names, its parts by place, and what became of it since."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from hamahang.accounts.queries import EVERYTHING
from hamahang.domain.indicators import ALL, Reduction, Row, Scope
from hamahang.domain.ledger import AsOf
from hamahang.domain.proof import Proof
from hamahang.domain.publishing import Edition, Fate, Part, why_different
from hamahang.domain.suppression import LEAST_PERSONS, LEAST_RECORDS, protect
from hamahang.domain.text import Text
from hamahang.indicators import queries as indicators
from hamahang.indicators.catalogue import indicator
from hamahang.ledger import queries as ledger
from hamahang.territory import queries as territory

ADDED_UP = (Reduction.COUNT, Reduction.SUM)
NO_PLACE = Text(fa="بی‌شهرستان", en="no county")
NO_LEVEL = Text(fa="بی‌سطح", en="no level")


def public_rows(found: Iterable[Row]) -> list[dict[str, Any]]:
    """Return rows for keeping, without names: record, day, amount, level, county, and the entry they come from."""
    counties = {pk: county.code for pk, county in territory.counties_by_id().items()}
    return [
        {
            "record": row.record,
            "on": row.on.isoformat() if row.on else None,
            "amount": None if row.amount is None else str(row.amount),
            "level": row.level,
            "county": counties.get(row.county or 0, ""),
            "entry": row.entry,
        }
        for row in found
    ]


def rows_now(code: str, *, scope: Scope, day: date) -> list[dict[str, Any]]:
    """Return the rows of a figure as it is counted now."""
    return public_rows(indicators.rows(code, asof=AsOf(day), scope=scope, reach=EVERYTHING))


def edition(publication: Any) -> Edition:
    """Return a published count as it is compared with another."""
    return _edition(publication.rows, publication.day, publication.head_number, publication.definition)


def edition_now(publication: Any) -> Edition:
    """Return the same question answered now."""
    code, scope = publication.indicator, Scope.parse(publication.scope)
    found = rows_now(code, scope=scope, day=publication.day)
    definition = {"version": indicator(code).version, "reduction": indicator(code).reduction.value}
    return _edition(found, publication.day, ledger.head()[0], definition)


def _edition(found: list[dict[str, Any]], day: date, head: int, definition: dict[str, Any]) -> Edition:
    rows = {row["record"]: row for row in found}
    is_sum = definition["reduction"] == Reduction.SUM.value
    return Edition(rows=rows, day=day, head=head, version=definition["version"], is_sum=is_sum)


def parts_between(before: Edition, now: Edition, *, code: str, scope: Scope) -> tuple[Part, ...]:
    """Return why two counts of a figure differ."""
    differing = before.rows.keys() ^ now.rows.keys()
    moved: frozenset[str] = frozenset()
    if scope != ALL and differing:
        then = {row["record"] for row in rows_now(code, scope=ALL, day=before.day)}
        # what is still counted in the whole, but came into this place or left it
        moved = frozenset(record for record in differing if record in then and _is_of_before(record, before, now))
    return why_different(before, now, Fate(voided=ledger.voided(before.rows.keys() - now.rows.keys()), moved=moved))


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


def _parts(publication: Any, column: str, titles: dict[str, Text], none: Text) -> Parts:
    is_sum = publication.definition["reduction"] == Reduction.SUM.value
    records: Counter[str] = Counter()
    amounts: dict[str, Decimal] = {}
    for row in publication.rows:
        key = "" if row[column] is None else str(row[column])
        records[key] += 1
        amounts[key] = amounts.get(key, Decimal(0)) + Decimal(row["amount"] or 0)
    table = {key: (number, int(amounts[key])) if is_sum else (number,) for key, number in records.items()}
    least = (LEAST_RECORDS, LEAST_PERSONS if publication.unit == "person" else None)[: 2 if is_sum else 1]
    shown = protect(table, least) if _is_added_up(publication) else None
    if shown is None:
        return Parts((), len(table), is_shown=False)
    cells = tuple(
        Cell(key, titles.get(key, none), *_values(shown.cells[key], is_sum=is_sum)) for key in sorted(shown.cells)
    )
    return Parts(cells, shown.hidden, is_shown=True)


def _is_added_up(publication: Any) -> bool:
    return publication.definition["reduction"] in {reduction.value for reduction in ADDED_UP}


def _values(cell: tuple[int, ...] | None, *, is_sum: bool) -> tuple[int | None, int | None]:
    if cell is None:
        return None, None
    return cell[0], cell[1] if is_sum else cell[0]

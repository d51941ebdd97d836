"""What one published figure tells: the sets of records behind the numbers its tables show, and the small ones that
they hide. A table is told apart from the others, for who does not see it cannot know that all of a county are of one
level. Who sees a table by county and level sees the tables of other figures too, and looks for its small cells in them.

Records that are each of another unit stand for these units: so many statuses are so many head counts are so many units.
Persons that are added up are sets of their own: how many women some records count is not told by their number.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from hamahang.domain.cross_suppression import Key
from hamahang.domain.indicators import ALL, Reduction
from hamahang.domain.suppression import LEAST_PERSONS, LEAST_RECORDS, Earlier

EXACT = 1_000  # a share of fewer than this, to one decimal, tells how many its numerator holds
COUNTY, LEVEL, BOTH, EVERY = "county", "level", "both", "every"
TABLES = (COUNTY, LEVEL, BOTH, EVERY)  # every: all of them side by side
COLUMNS = {COUNTY: ("county",), LEVEL: ("level",), BOTH: ("county", "level")}
Records = frozenset[str]
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Hidden:
    """Cells that are not shown by county, by level of proof, and by both; None: the table cannot be shown."""

    county: frozenset[str] | None = None
    level: frozenset[str] | None = None
    both: frozenset[Key] | None = None

    def of(self, table: str) -> frozenset[Any] | None:
        """Return the cells that a table hides."""
        found: frozenset[Any] | None = getattr(self, table)
        return found

    def as_values(self) -> dict[str, Any]:
        """Return the same as plain values, to be kept."""
        return {table: None if (gone := self.of(table)) is None else sorted(gone) for table in COLUMNS}

    @classmethod
    def of_values(cls, values: Mapping[str, Any]) -> "Hidden":
        """Return what was kept as plain values."""
        county, level, both = (values[table] for table in COLUMNS)
        return cls(
            None if county is None else frozenset(county),
            None if level is None else frozenset(level),
            None if both is None else frozenset((one, other) for one, other in both),
        )


@dataclass(frozen=True, slots=True)
class Footprint:
    """What a publication told, table by table: sets of records whose number it shows, and small ones that it hides.

    editions: its tables of one way with what they hid; of: figure and place, empty for a briefing
    """

    known: Mapping[str, tuple[Records, ...]] = field(default_factory=dict)
    small: Mapping[str, tuple[Records, ...]] = field(default_factory=dict)
    editions: Mapping[str, Earlier] = field(default_factory=dict)
    of: tuple[str, str] = ("", "")


def footprint_of(publication: Any, hidden: Hidden) -> Footprint:
    """Return what a figure told with what it hid; nothing if it counts nothing."""
    if not publication.rows:
        return Footprint()
    editions = {}
    for table in (COUNTY, LEVEL):
        cells, gone = cells_of(publication, table), hidden.of(table)
        editions[table] = Earlier(cells, frozenset(cells) if gone is None else gone)
    return Footprint(
        {table: tuple(shown(publication, hidden, table)) for table in TABLES},
        {table: tuple(small(publication, hidden, table)) for table in TABLES},
        editions,
        (publication.indicator, publication.scope),
    )


def cells_of(publication: Any, column: str) -> dict[str, tuple[int, ...]]:
    """Return the records of each place or level, and their amount where it is added up."""
    is_sum = publication.definition["reduction"] == Reduction.SUM.value
    records: Counter[str] = Counter()
    amounts: dict[str, Decimal] = {}
    for row in publication.rows:
        key = cell_of(row, column)
        records[key] += 1
        amounts[key] = amounts.get(key, Decimal(0)) + Decimal(row["amount"] or 0)
    return {key: (number, int(amounts[key])) if is_sum else (number,) for key, number in records.items()}


def cell_of(row: Row, column: str) -> str:
    """Return the county or the level of a row; empty for none."""
    return "" if row[column] is None else str(row[column])


def things_of(rows: Iterable[Row]) -> dict[str, str]:
    """Return what each record stands for: its unit where no other record that does is of that one, else itself."""
    kinds: defaultdict[str, dict[str, Any]] = defaultdict(dict)
    for row in rows:
        kinds[row["record"].partition(":")[0]][row["record"]] = row.get("unit")
    apart = {kind for kind, units in kinds.items() if all(units.values()) and len(set(units.values())) == len(units)}
    named = Counter(unit for kind in apart for unit in kinds[kind].values())
    if named and max(named.values()) > 1:
        apart = set()
    return {
        record: f"unit:{unit}" if kind in apart else record
        for kind, units in kinds.items()
        for record, unit in units.items()
    }


def records_of(rows: Iterable[Row]) -> Records:
    """Return the records of rows, as what they stand for."""
    return frozenset(things_of(rows).values())


def persons_of(rows: Iterable[Row]) -> Records:
    """Return the persons that rows count, told apart by record and number: one record may count others elsewhere."""
    counted = ((row["record"], abs(Decimal(row["amount"] or 0))) for row in rows)
    return frozenset(f"#{record}={persons.normalize():f}" for record, persons in counted if persons)


def by_itself(figure: Any) -> list[Records]:
    """Return the sets whose numbers a figure tells by itself: its records, of a share those on either side, persons."""
    sides = sides_of_share(figure) if len(figure.rows) < EXACT else []
    persons = [persons_of(figure.rows)] if is_of_persons(figure) else []
    return [records for records in dict.fromkeys([records_of(figure.rows), *sides, *persons]) if records]


def few_by_itself(figure: Any) -> list[Records]:
    """Return the sets that a figure tells by itself and that are too small to be told of a place."""
    records = [each for each in (records_of(figure.rows), *sides_of_share(figure)) if 0 < len(each) < LEAST_RECORDS]
    persons = sum(Decimal(row["amount"] or 0) for row in figure.rows) if is_of_persons(figure) else 0
    return [*records, persons_of(figure.rows)] if 0 < persons < LEAST_PERSONS else records


def sides_of_share(figure: Any) -> list[Records]:
    """Return the records in the numerator of a share that counts records, and the rest; nothing for other figures."""
    if figure.definition["reduction"] != Reduction.RATIO.value:
        return []
    things = things_of(figure.rows)
    weighed = [(things[row["record"]], Decimal(row["amount"] or 0), row.get("base", 1) or 0) for row in figure.rows]
    if any(amount not in (0, 1) or base not in (0, 1) for _, amount, base in weighed):
        return []
    over = frozenset(record for record, amount, _ in weighed if amount)
    return [over, frozenset(record for record, amount, base in weighed if base and not amount)]


def sets_of(publication: Any, table: str) -> dict[Any, Records]:
    """Return the records of each cell of a table."""
    things = things_of(publication.rows)
    return {
        key: frozenset(things[row["record"]] for row in rows) for key, rows in rows_by_cell(publication, table).items()
    }


def persons_in(publication: Any, table: str) -> dict[Any, Records]:
    """Return the persons of each cell of a table of one way; nothing for what counts none."""
    if table == BOTH or not is_of_persons(publication):
        return {}
    return {key: persons_of(rows) for key, rows in rows_by_cell(publication, table).items()}


def rows_by_cell(publication: Any, table: str) -> dict[Any, list[Row]]:
    """Return the rows of each cell of a table."""
    found: defaultdict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in publication.rows:
        found[tuple(cell_of(row, column) for column in COLUMNS[table])].append(row)
    return {key if table == BOTH else key[0]: rows for key, rows in found.items()}


def shown(publication: Any, hidden: Hidden, table: str) -> list[Records]:
    """Return the sets whose numbers a table tells, those of its sums too."""
    if table == EVERY:
        return list(dict.fromkeys(records for each in COLUMNS for records in shown(publication, hidden, each)))
    gone, told = hidden.of(table), by_itself(publication)
    if gone is None:
        return told if table == COUNTY or publication.scope == str(ALL) else []
    cells = [
        records
        for told_of in (sets_of(publication, table), persons_in(publication, table))
        for key, records in told_of.items()
        if key not in gone and records
    ]
    sums = [*sets_of(publication, COUNTY).values(), *sets_of(publication, LEVEL).values()] if table == BOTH else []
    return list(dict.fromkeys([*told, *cells, *sums]))


def small(publication: Any, hidden: Hidden, table: str) -> list[Records]:
    """Return the small sets that a table hides; beside all the others, those of the table by county and level."""
    if table == EVERY:
        return [] if hidden.both is None else small(publication, hidden, BOTH)
    gone = hidden.of(table)
    persons, sides = persons_in(publication, table), sides_of_share(publication)
    cells = cells_of(publication, table) if persons else {}
    found = []
    for key, records in sets_of(publication, table).items():
        if gone is not None and key not in gone:
            continue
        found += [records] if len(records) < LEAST_RECORDS else []
        found += [persons[key]] if persons and 0 < cells[key][1] < LEAST_PERSONS else []
        found += [few for side in sides if 0 < len(few := side & records) < LEAST_RECORDS]
    return list(dict.fromkeys(found))


def least(publication: Any) -> tuple[int | None, ...]:
    """Return the least that may be shown of records, and of the amounts that are added up."""
    is_sum = publication.definition["reduction"] == Reduction.SUM.value
    return (LEAST_RECORDS, LEAST_PERSONS if publication.unit == "person" else None)[: 2 if is_sum else 1]


def is_of_persons(figure: Any) -> bool:
    """Return whether a figure adds up persons."""
    return least(figure)[-1] == LEAST_PERSONS

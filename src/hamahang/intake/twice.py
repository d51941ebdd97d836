"""Persons who stand in a list twice, or in the lists of two units for one month."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from hamahang.domain import persons
from hamahang.domain.lists.intake import WARNING, CheckedRow, Column, Problem, problem
from hamahang.register import queries as register


@dataclass(frozen=True, slots=True)
class Insured:
    """A row about a person. column, letters: where the code stands; unit: as found; problems: of the row, added to."""

    row: CheckedRow
    column: Column
    letters: Mapping[str, str]
    unit: Any
    problems: list[Problem]

    @property
    def person(self) -> str:
        """The keyed hash of the code."""
        return str(self.row.values[self.column.name])

    @property
    def month(self) -> date | None:
        """The first day of the month, None where the row says none."""
        month = self.row.values.get("month")
        return month if isinstance(month, date) else None

    def say(self, code: str, severity: str = "error", **words: object) -> None:
        """Add a problem at the cell of the code, which is told by its last digits."""
        cell, shown = f"{self.letters[self.column.name]}{self.row.row}", persons.shown(self.row.cells[self.column.name])
        self.problems.append(problem(code, column=self.column, cell=cell, value=shown, severity=severity, **words))


def tell_of_twice(rows: Sequence[Insured]) -> None:
    """Refuse a person the second time in a unit's month, and tell of one who is in two units, in this list or before.

    Whoever worked no day in a unit is not counted there.
    """
    good = [row for row in rows if row.row.is_good and row.month is not None]
    once: list[Insured] = []
    first: dict[tuple[str, date | None, int], Insured] = {}
    for row in good:
        known = first.setdefault((row.person, row.month, row.unit.pk), row)
        if known is not row:
            row.say("same_person", first=known.row.row)
        elif row.row.values.get("days") != 0:
            once.append(row)
    counted: dict[tuple[str, date | None], Insured] = {}
    for row in once:
        other = counted.setdefault((row.person, row.month), row)
        if other is not row:
            row.say("two_units", WARNING, first=other.row.row, unit=row.unit.name, other=other.unit.name)
    for row, other_unit in _known_elsewhere(list(counted.values())):
        row.say("two_units_known", WARNING, unit=row.unit.name, other=other_unit)


def _known_elsewhere(rows: Sequence[Insured]) -> Iterator[tuple[Insured, str]]:
    """Yield the rows whose person the register has in another unit for the month, with that unit's name."""
    by_month: dict[date, list[Insured]] = {}
    for row in rows:
        if row.month is not None:
            by_month.setdefault(row.month, []).append(row)
    found = []
    for month, listed in by_month.items():
        units = register.units_of_insured(month, (row.person for row in listed))
        others = ((row, [unit for unit in units.get(row.person, ()) if unit != row.unit.pk]) for row in listed)
        found += [(row, other[0]) for row, other in others if other]
    names = register.units_in_brief(unit for _, unit in found)
    for row, unit in found:
        if unit in names:
            yield row, names[unit].name

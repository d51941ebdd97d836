"""Sheets written down as rows of values, for tests: None is a blank cell, a number or a day is one."""

from collections.abc import Iterable, Sequence
from datetime import date

from hamahang.domain.lists.intake import Cell, Sheet, SheetRow
from hamahang.intake.precheck import column_letters

Value = str | int | float | date | Cell | None


def cell(value: Value) -> Cell:
    """Return a value as the reader gives it."""
    if isinstance(value, Cell):
        return value
    if isinstance(value, date):
        return Cell(value.isoformat(), "day")
    return Cell(str(value)) if isinstance(value, str) else Cell(str(value), "number")


def sheet(
    rows: Iterable[Sequence[Value]],
    *,
    name: str = "برگه",
    merged: Sequence[tuple[int, str, int, str]] = (),
    width: int = 0,
) -> Sheet:
    """Return a sheet of these rows; a row without values is a blank one. width: of a text file's rows, as they are."""
    made = []
    for number, values in enumerate(rows, start=1):
        cells = {column_letters(at): cell(value) for at, value in enumerate(values, start=1) if value is not None}
        if cells:
            made.append(SheetRow(number, cells, width=len(values) if width else 0))
    return Sheet(name, made, merged=tuple(merged))

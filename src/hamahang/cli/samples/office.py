"""An office at work: its workbooks, its headings, its words and spellings."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from hamahang.cli.samples.mess import other_place, other_spelling, say_day, without_joiners
from hamahang.cli.samples.names import EXAMPLE
from hamahang.cli.samples.story import Row
from hamahang.domain.lists.intake import Table

Cells = list[Any]
MADE = datetime(2011, 7, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class ExampleFile:
    """One list as an office sent it. received_on: Jalali, when the headquarters got it."""

    path: Path
    source: str
    received_on: str
    title: str


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a list, and what only its maker knows of it.

    unit: licence number of the unit meant, "" where the list has none or the unit is not registered
    wrong: code of the deliberate mistake for which the row must be refused, "" for a good row
    at: column of the mistake, counted from 0; None where it is no single cell's
    """

    cells: Cells
    unit: str = ""
    wrong: str = ""
    at: int | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """A row as it stands in a file. row: as spreadsheets count, from 1."""

    sheet: str
    row: int
    unit: str = ""
    wrong: str = ""
    cell: str = ""

    @classmethod
    def of(cls, sheet: str, index: int, line: Line) -> "Written":
        """Return where a line was written; index: of its row, from 0."""
        cell = "" if line.at is None else xl_rowcol_to_cell(index, line.at)
        return cls(sheet, index + 1, line.unit, line.wrong, cell)


class Book:
    """A workbook as an office makes it: right to left, a title and a note above, a header, rows, perhaps totals."""

    def __init__(self, path: Path) -> None:
        self.book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_numbers": False})
        self.book.set_properties({"title": EXAMPLE, "created": MADE.replace(tzinfo=None)})
        self.title = self.book.add_format({"bold": True, "font_size": 14, "align": "center"})
        self.head = self.book.add_format({"bold": True, "border": 1, "align": "center", "text_wrap": True})
        self.plain = self.book.add_format({"border": 1})
        self.written: list[Written] = []

    def sheet(self, name: str, title: str, note: str, width: int) -> Any:
        """Begin a sheet with its merged title and a note; rows go on from the fourth."""
        sheet = self.book.add_worksheet(name)
        sheet.right_to_left()
        sheet.merge_range(0, 0, 0, width - 1, title, self.title)
        sheet.write_string(1, 0, EXAMPLE)
        sheet.write_string(2, 0, note)
        sheet.set_column(0, width - 1, 16)
        return sheet

    def rows(self, sheet: Any, start: int, headings: Sequence[str], lines: Iterable[Line]) -> int:
        """Write a header and rows; return the row after the last."""
        for index, heading in enumerate(headings):
            sheet.write_string(start, index, heading, self.head)
        at = start + 1
        for line in lines:
            self.line(sheet, at, line)
            at += 1
        return at

    def line(self, sheet: Any, at: int, line: Line) -> None:
        """Write one row and remember what is true of it."""
        self.row(sheet, at, line.cells)
        self.written.append(Written.of(sheet.get_name(), at, line))

    def row(self, sheet: Any, at: int, row: Cells) -> None:
        """Write one row: texts as texts, numbers as numbers, nothing for None."""
        for index, value in enumerate(row):
            if isinstance(value, int | float) and not isinstance(value, bool):
                sheet.write_number(at, index, value, self.plain)
            elif value not in (None, ""):
                sheet.write_string(at, index, str(value), self.plain)


class Office:
    """How an office writes: its own random ways, and the words of a list's choices."""

    def __init__(self, table: Table, seed: int) -> None:
        self.random = Random(f"{seed}-{table.code}")  # noqa: S311 - an example, not a secret
        self.columns = {column.name: column for column in table.columns}

    def heading(self, name: str, pick: int = 0) -> str:
        """Return a heading for a field."""
        titles = self.columns[name].titles
        return titles[min(pick, len(titles) - 1)]

    def word(self, name: str, code: str) -> str:
        """Return the office's word for a choice."""
        return self.random.choice(self.columns[name].choices[code][:2]) if code else ""

    def day(self, text: str) -> str:
        """Return a day in one of the usual ways."""
        return say_day(text, self.random) if text else ""

    def name(self, unit: Row, licence: str = "") -> str:
        """Return a unit's name in this office's spelling; spelled most freely where its licence stands beside it."""
        name = other_spelling(unit["name"], self.random)
        return without_joiners(name, self.random) if licence and self.random.random() < 0.4 else name

    def place(self, county: str) -> str:
        """Return a county's name in this office's spelling."""
        return other_place(county, self.random)

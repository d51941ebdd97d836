"""What a list is: its columns and their kinds; the rows of a file; each problem with its cell and its repair."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum
from typing import Any

from hamahang.domain.lists.messages import MESSAGES as MESSAGES
from hamahang.domain.money import MoneyUnit
from hamahang.domain.text import Text

ERROR, WARNING, NOTE = "error", "warning", "note"
NOTHING = Text(fa="", en="")


class Kind(Enum):
    """What the cells of a column hold."""

    TEXT = "text"
    WHOLE = "whole"
    NUMBER = "number"
    RIALS = "rials"
    DAY = "day"
    CHOICE = "choice"
    LEGAL_ID = "legal_id"
    COUNTY = "county"
    ESTATE = "estate"
    PERCENT = "percent"
    YESNO = "yesno"
    MONTH = "month"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as read.

    kind: text, number, day, truth, error, formula (without a stored value)
    note: filled_down (from the merged cell above), control (characters taken out), inexact (digits lost in the file),
    mended (a person wrote it in place of what was read)
    """

    text: str
    kind: str = "text"
    note: str = ""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row of a sheet: its number and its cells that hold something, by column letters.

    width: how many cells a row of a text file has, empty ones too; 0 where rows have no width of their own
    """

    number: int
    cells: Mapping[str, Cell]
    is_hidden: bool = False
    width: int = 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook, or the one table of a CSV.

    merged: first row, first column, last row and last column of each merged cell
    """

    name: str
    rows: Sequence[SheetRow]
    is_hidden: bool = False
    hidden_columns: tuple[str, ...] = ()
    merged: tuple[tuple[int, str, int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """Where a field stands when it is not one whole column.

    letters: columns put together, a day as year, month, day; separator: between the parts
    at: which part of one column, from 1, parts cut at the separator; 0 for the whole
    """

    letters: tuple[str, ...]
    separator: str = ""
    at: int = 0

    @property
    def is_plain(self) -> bool:
        """Whether it is one whole column."""
        return len(self.letters) == 1 and not self.at


@dataclass(frozen=True, slots=True)
class HeadedPiece:
    """A piece whose columns are named by their folded headings, as a sender's form keeps it."""

    headings: tuple[str, ...]
    separator: str = ""
    at: int = 0


@dataclass(frozen=True, slots=True)
class Answers:
    """What a person told of a file as a whole.

    money: the unit of its amounts, where the file names none
    given: by field, the value of every row, where the file has no such column (the estate's name is in the title)
    period: the first and last day it speaks of
    left_out: rows that are not to be taken, by sheet and row: the reason, and who said so
    """

    money: MoneyUnit | None = None
    given: Mapping[str, str] = field(default_factory=dict)
    period: tuple[date, date] | None = None
    left_out: Mapping[tuple[str, int], tuple[str, str]] = field(default_factory=dict)


NO_ANSWERS = Answers()


def mended(sheets: Sequence[Sheet], corrections: Mapping[tuple[str, str], str]) -> Sequence[Sheet]:
    """Return sheets with what people wrote in place of some cells, by sheet and cell ("F17"); empty clears a cell."""
    by_row: dict[tuple[str, int], dict[str, str]] = {}
    for (sheet, cell), written in corrections.items():
        letters = cell.rstrip("0123456789")
        by_row.setdefault((sheet, int(cell[len(letters) :])), {})[letters] = written
    if not by_row:
        return sheets
    return [
        replace(sheet, rows=[_mended(row, by_row.get((sheet.name, row.number), {})) for row in sheet.rows])
        for sheet in sheets
    ]


def _mended(row: SheetRow, written: Mapping[str, str]) -> SheetRow:
    if not written:
        return row
    cells = {**row.cells, **{letters: Cell(text, note="mended") for letters, text in written.items()}}
    return replace(row, cells={letters: cell for letters, cell in cells.items() if cell.text or cell.kind != "text"})


@dataclass(frozen=True, slots=True)
class Column:
    """A field of a list. titles: the canonical Persian heading first, then other headings seen in the field.

    most: the largest whole number it may hold; is_signed: a number may be below zero
    refused_as: the message for a word that is none of the choices
    is_private: of a person, and nothing a figure needs; its cells are dropped before the list is kept
    """

    name: str
    titles: tuple[str, ...]
    kind: Kind = Kind.TEXT
    required: bool = False
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    help: Text = NOTHING
    longest: int = 120  # letters a text may have
    most: int | None = None
    refused_as: str = "unknown_choice"
    is_private: bool = False
    is_signed: bool = False

    @property
    def is_personal(self) -> bool:
        """Whether its cells are concealed before the list is kept."""
        return self.is_private or self.kind is Kind.PERSON


@dataclass(frozen=True, slots=True)
class Breach:
    """A rule between cells of a row that is broken. field: whose cell is to be mended; others: against which fields.

    counted: what the others say together; message: with {column}, {value}, {others} and {counted}
    """

    code: str
    field: str
    others: tuple[str, ...]
    counted: object
    message: Text
    severity: str


Rule = Callable[[Mapping[str, Any]], Breach | None]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a list. key: the fields that make two rows the same row; rules: between the cells of a row."""

    code: str
    title: Text
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()

    @property
    def person(self) -> Column | None:
        """The column that says whom a row is about, None where rows are not about persons."""
        return next((column for column in self.columns if column.kind is Kind.PERSON), None)


@dataclass(frozen=True, slots=True)
class Source:
    """A kind of list that an office sends.

    rank: of its sender, 1 to 3: of two lists that say different things of one record on one day, the higher holds
    """

    code: str
    title: Text
    sender: Text
    tables: tuple[Table, ...]
    rank: int = 2
    # what people taught of a sender's headings, by folded heading: those that hold no field, and fields in pieces
    no_fields: frozenset[str] = frozenset()
    pieces: Mapping[str, "HeadedPiece"] = field(default_factory=dict)

    @property
    def is_personal(self) -> bool:
        """Whether the list says something of persons that is concealed before it is kept."""
        return any(column.is_personal for table in self.tables for column in table.columns)

    @property
    def names_persons(self) -> bool:
        """Whether each row of the list is about a person."""
        return any(table.person for table in self.tables)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong or doubtful at a cell: what was read, why it cannot stand, and what to do.

    candidates: what it may have meant, each as it can be typed into the cell and then means that only
    """

    code: str
    severity: str
    message: Text
    field: str = ""
    cell: str = ""
    value: str = ""
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckedRow:
    """A row after its check: the texts as read, the values understood, and the problems."""

    table: str
    sheet: str
    row: int
    cells: Mapping[str, str]
    values: Mapping[str, Any]  # by field, typed by the column's kind
    problems: tuple[Problem, ...] = ()
    header: int = 0  # which of the headers found in the file the row stands under

    @property
    def is_good(self) -> bool:
        """Whether no problem stops the row."""
        return all(problem.severity != ERROR for problem in self.problems)


def problem(
    code: str, *, column: Column | None = None, cell: str = "", value: str = "", severity: str = ERROR, **words: object
) -> Problem:
    """Return a problem in both languages."""
    title = Text(fa=column.titles[0], en=column.name.replace("_", " ")) if column else NOTHING
    message = MESSAGES[code].format(value=value[:80], column=title, **words)
    return Problem(code, severity, message, column.name if column else "", cell, value[:200])

"""What a list is: its columns and their kinds; how a row is checked; each problem with its cell and its repair."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from hamahang.domain import calendar, money, numbers
from hamahang.domain.identifiers import is_legal_id
from hamahang.domain.money import MoneyUnit
from hamahang.domain.text import Reading, Text, clean, fold, to_latin_digits

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


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as read. kind: text, number, day, error, formula (without a stored value); note: what the reader saw."""

    text: str
    kind: str = "text"
    note: str = ""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row of a sheet: its number and its cells that hold something, by column letters."""

    number: int
    cells: Mapping[str, Cell]
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook, or the one table of a CSV."""

    name: str
    rows: Sequence[SheetRow]


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
    cells = {**row.cells, **{letters: Cell(text) for letters, text in written.items()}}
    return replace(row, cells={letters: cell for letters, cell in cells.items() if cell.text or cell.kind != "text"})


@dataclass(frozen=True, slots=True)
class Column:
    """A field of a list. titles: the canonical Persian heading first, then other headings seen in the field."""

    name: str
    titles: tuple[str, ...]
    kind: Kind = Kind.TEXT
    required: bool = False
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    help: Text = NOTHING
    longest: int = 120  # letters a text may have


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a list. key: the fields that make two rows the same row."""

    code: str
    title: Text
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A kind of list that an office sends."""

    code: str
    title: Text
    sender: Text
    tables: tuple[Table, ...]


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

    @property
    def is_good(self) -> bool:
        """Whether no problem stops the row."""
        return all(problem.severity != ERROR for problem in self.problems)


MESSAGES: dict[str, Text] = {
    "required": Text(
        fa="ستون «{column}» خالی است؛ این ستون باید پر باشد.", en="“{column}” is empty; it must be filled in."
    ),
    "impossible_day": Text(
        fa="«{value}» در تقویم نیست؛ روز درست را بنویسید، مانند ۱۳۹۰/۰۴/۱۰.",
        en="“{value}” is not in the calendar; write the right day, such as 1390/04/10.",
    ),
    "not_a_day": Text(
        fa="«{value}» تاریخ نیست؛ سال/ماه/روز بنویسید، مانند ۱۳۹۰/۰۴/۱۰.",
        en="“{value}” is not a date; write year/month/day, such as 1390/04/10.",
    ),
    "two_digit_year": Text(
        fa="سالِ «{value}» دو رقمی است و می‌تواند {candidates} باشد؛ سال را چهار رقمی بنویسید.",
        en="The year of “{value}” has two digits and may be {candidates}; write it with four.",
    ),
    "ambiguous": Text(
        fa="«{value}» را می‌توان {candidates} خواند؛ آن را بی‌ابهام بنویسید.",
        en="“{value}” can be read as {candidates}; write it without doubt.",
    ),
    "no_unit": Text(
        fa="واحد مبلغ «{value}» معلوم نیست؛ ریال یا میلیون ریال را در سرستون یا خانه بنویسید.",
        en="The unit of the amount “{value}” is not stated; write rials or million rials in the heading or the cell.",
    ),
    "not_a_number": Text(
        fa="«{value}» عدد نیست؛ عدد را با رقم بنویسید.", en="“{value}” is not a number; write it in digits."
    ),
    "negative": Text(
        fa="«{value}» منفی است؛ مقدار این ستون منفی نمی‌شود.", en="“{value}” is negative; this column cannot be."
    ),
    "fraction": Text(
        fa="«{value}» عدد درست نیست؛ این ستون عدد بی‌اعشار می‌خواهد.", en="“{value}” is not whole; write a whole number."
    ),
    "too_large": Text(
        fa="«{value}» بزرگ‌تر از حد این ستون است؛ عدد و واحد آن را بازبینی کنید.",
        en="“{value}” is beyond what this column can hold; check the number and its unit.",
    ),
    "too_long": Text(
        fa="متن «{column}» بلندتر از {longest} حرف است؛ آن را کوتاه کنید.",
        en="The text in “{column}” is longer than {longest} letters; shorten it.",
    ),
    "bad_legal_id": Text(
        fa="رقم کنترل شناسهٔ ملی «{value}» درست نیست؛ یازده رقم را از روی سند بنویسید.",
        en="The check digit of the legal id “{value}” is wrong; copy its eleven digits from the document.",
    ),
    "unknown_choice": Text(
        fa="«{value}» برای «{column}» شناخته نیست؛ یکی از اینها را بنویسید: {choices}.",
        en="“{value}” is not known for “{column}”; write one of: {choices}.",
    ),
    "error_cell": Text(
        fa="این خانه خطای اکسل دارد ({value})؛ مقدار آن را بنویسید.",
        en="This cell holds a spreadsheet error ({value}); write its value.",
    ),
    "formula_without_value": Text(
        fa="این خانه فرمول بی‌مقدار دارد؛ فایل را در اکسل باز و ذخیره کنید، یا مقدار را بنویسید.",
        en="This cell holds a formula without a stored value; open and save the file, or write the value.",
    ),
    "duplicate": Text(
        fa="همین ردیف («{value}») در سطر {first} هم آمده است؛ یکی را پاک کنید.",
        en="The same row (“{value}”) stands in row {first} too; remove one.",
    ),
    "filled_down": Text(fa="از خانهٔ ادغام‌شدهٔ بالا پر شد.", en="Filled from the merged cell above."),
}
LIMIT = 10**18


def problem(
    code: str, *, column: Column | None = None, cell: str = "", value: str = "", severity: str = ERROR, **words: object
) -> Problem:
    """Return a problem in both languages."""
    title = Text(fa=column.titles[0], en=column.name.replace("_", " ")) if column else NOTHING
    message = MESSAGES[code].format(value=value[:80], column=title, **words)
    return Problem(code, severity, message, column.name if column else "", cell, value[:200])


def check_row(
    table: Table, cells: Mapping[str, Cell], *, units: Mapping[str, MoneyUnit], letters: Mapping[str, str], row: int
) -> tuple[dict[str, object], list[Problem]]:
    """Return the values understood in a row and its problems.

    cells: by field; units: the money unit stated for a field by its heading or the title; letters: field → column
    """
    values: dict[str, object] = {}
    problems: list[Problem] = []
    for column in table.columns:
        address = f"{letters[column.name]}{row}" if column.name in letters else ""
        cell = cells.get(column.name)
        if cell is None or not clean(cell.text):
            if cell is not None and cell.kind == "formula":
                problems.append(problem("formula_without_value", column=column, cell=address))
            elif column.required:
                problems.append(problem("required", column=column, cell=address))
            continue
        found = _check_cell(column, cell, units.get(column.name), address)
        if isinstance(found, Problem):
            problems.append(found)
        else:
            values[column.name] = found
        if cell.note == "filled_down":
            problems.append(problem("filled_down", column=column, cell=address, severity=NOTE))
    return values, problems


def _check_cell(column: Column, cell: Cell, unit: MoneyUnit | None, address: str) -> object:
    if cell.kind == "error":
        return problem("error_cell", column=column, cell=address, value=cell.text)
    if cell.kind == "formula":
        return problem("formula_without_value", column=column, cell=address)
    text = clean(cell.text)
    return READERS[column.kind](column, cell, text, unit, address)


def _refused(column: Column, address: str, text: str, reading: Reading) -> Problem:  # type: ignore[type-arg]
    candidates = Text(
        fa=" یا ".join(_say(candidate, "fa") for candidate in reading.candidates),
        en=" or ".join(_say(candidate, "en") for candidate in reading.candidates),
    )
    code = reading.problem if reading.problem in MESSAGES else "not_a_number"
    found = problem(code, column=column, cell=address, value=text, candidates=candidates)
    unit = " ریال" if column.kind is Kind.RIALS else ""
    return replace(found, candidates=tuple(f"{typed(candidate)}{unit}" for candidate in reading.candidates))


def typed(value: object) -> str:
    """Return a value as it can be typed into a cell so that it means nothing else."""
    if isinstance(value, date):
        return calendar.write_day(value).replace("-", "/")
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def _say(value: object, language: str) -> str:
    if isinstance(value, date):
        return calendar.say_day(value, language, short=True)
    return money.say_number(value, language) if isinstance(value, int | Decimal) else str(value)


def _text(column: Column, cell: Cell, text: str, unit: MoneyUnit | None, address: str) -> object:
    if len(text) > column.longest:
        return problem("too_long", column=column, cell=address, value=text, longest=column.longest)
    return text


def _day(column: Column, cell: Cell, text: str, unit: MoneyUnit | None, address: str) -> object:
    if cell.kind == "day":
        return date.fromisoformat(cell.text[:10])
    reading = calendar.parse_day(text)
    return reading.value if reading.value is not None else _refused(column, address, text, reading)


def _number(column: Column, cell: Cell, text: str, unit: MoneyUnit | None, address: str) -> object:
    reading = numbers.parse_number(text)
    if reading.value is None:
        return _refused(column, address, text, reading)
    if reading.value < 0:
        return problem("negative", column=column, cell=address, value=text)
    if reading.value >= LIMIT:
        return problem("too_large", column=column, cell=address, value=text)
    return reading.value


def _whole(column: Column, cell: Cell, text: str, unit: MoneyUnit | None, address: str) -> object:
    number = _number(column, cell, text, unit, address)
    if not isinstance(number, Decimal):
        return number
    if number != number.to_integral_value():
        return problem("fraction", column=column, cell=address, value=text)
    return int(number) if number < 2**31 else problem("too_large", column=column, cell=address, value=text)


def _percent(column: Column, cell: Cell, text: str, unit: MoneyUnit | None, address: str) -> object:
    number = _number(column, cell, text, unit, address)
    if isinstance(number, Decimal) and number > 100:
        return problem("too_large", column=column, cell=address, value=text)
    return number


def _rials(column: Column, cell: Cell, text: str, unit: MoneyUnit | None, address: str) -> object:
    reading = money.parse_amount(text, unit)
    if reading.value is None:
        return _refused(column, address, text, reading)
    if reading.value < 0:
        return problem("negative", column=column, cell=address, value=text)
    return reading.value if reading.value < LIMIT else problem("too_large", column=column, cell=address, value=text)


def _choice(column: Column, cell: Cell, text: str, unit: MoneyUnit | None, address: str) -> object:
    wanted = fold(text)
    for code, words in column.choices.items():
        if wanted == code.lower() or any(wanted == fold(word) for word in words):
            return code
    offered = " · ".join(words[0] for words in column.choices.values())
    return problem("unknown_choice", column=column, cell=address, value=text, choices=offered)


def _legal_id(column: Column, cell: Cell, text: str, unit: MoneyUnit | None, address: str) -> object:
    digits = "".join(letter for letter in to_latin_digits(text) if letter.isascii() and letter.isdigit())
    # a spreadsheet drops the zeros in front of an id it takes for a number
    full = digits.zfill(11) if cell.kind == "number" else digits
    return full if is_legal_id(full) else problem("bad_legal_id", column=column, cell=address, value=text)


YES = frozenset({"دارد", "بله", "بلی", "دارای", "yes", "1", "+", "✓", "هست"})
NO = frozenset({"ندارد", "خیر", "نه", "فاقد", "no", "0", "-", "نیست"})


def _yes_or_no(column: Column, cell: Cell, text: str, unit: MoneyUnit | None, address: str) -> object:
    word = fold(text) or text
    if word in YES:
        return True
    if word in NO or text in NO:
        return False
    return problem("unknown_choice", column=column, cell=address, value=text, choices="دارد · ندارد")


Reader = Callable[[Column, Cell, str, MoneyUnit | None, str], object]
READERS: dict[Kind, Reader] = {
    Kind.TEXT: _text,
    Kind.COUNTY: _text,
    Kind.ESTATE: _text,
    Kind.DAY: _day,
    Kind.NUMBER: _number,
    Kind.WHOLE: _whole,
    Kind.PERCENT: _percent,
    Kind.RIALS: _rials,
    Kind.CHOICE: _choice,
    Kind.LEGAL_ID: _legal_id,
    Kind.YESNO: _yes_or_no,
}

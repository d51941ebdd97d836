"""A table of areas and indicators, and weights, out of CSV files as people write them.

The table: the first row names the indicators, the second says + or − for each, then a row for each area with its name
first. Weights: a row for each indicator with its weight, or the names in one row and the weights in the next, or a JSON
object. Persian and Arabic digits, the marks of order of bytes, and comma, semicolon or tab are read; an empty cell, a
dash or NA is a value that is not known.
"""

import csv
import io
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hamahang.domain.numbers import parse_number
from hamahang.domain.text import Text, clean, to_latin_digits
from hamahang.methods.benchmark.faults import Unfit
from hamahang.methods.benchmark.table import Indicator, Table, refuse_doubles

MORE, LESS = frozenset("+＋"), frozenset("-−–—‐﹣－")
NOT_KNOWN = frozenset({"", "-", "−", "–", "—", "…", "...", "na", "n/a", "nan", "null", "none", "ندارد", "نامشخص"})
INFINITE = frozenset({"inf", "-inf", "+inf", "infinity", "-infinity", "∞", "-∞"})
FLOAT = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
SIGNS = str.maketrans({"٫": ".", "−": "-", "–": "-", "＋": "+"})


class BadFile(Unfit):
    """A file that is no table, with the row and column of the fault, both from 1; 0 where it is the whole."""

    def __init__(self, said: Text, *, row: int = 0, column: int = 0) -> None:
        self.row, self.column = row, column
        super().__init__(said.format(row=row, column=column))


NOT_TEXT = Text(
    fa="پرونده به UTF-8 نیست؛ آن را با قالب «CSV UTF-8» ذخیره کنید.",
    en="The file is not in UTF-8; save it as “CSV UTF-8”.",
)
TOO_SHORT = Text(
    fa="سطر نخست نام شاخص‌ها، سطر دوم + یا − و پس از آن هر سطر یک ناحیه است؛ این پرونده چنین سطرهایی ندارد.",
    en="The first row names the indicators, the second says + or −, then each row is an area; such rows are missing.",
)
NO_NAME = Text(
    fa="ستون {column} نام ندارد؛ نام شاخص را در سطر نخست بنویسید.",
    en="Column {column} has no name; write the indicator's name in the first row.",
)
NO_AREA = Text(
    fa="سطر {row} نام ناحیه ندارد؛ نامش را در ستون نخست بنویسید.",
    en="Row {row} has no area; write its name in the first column.",
)
TOO_LONG = Text(
    fa="سطر {row} بیش از سرستون‌ها خانه دارد؛ شاید عددی با ویرگول و بی‌گیومه نوشته شده است.",
    en="Row {row} has more cells than the heading; perhaps a number with a comma is not in quotes.",
)
BAD_JSON = Text(
    fa='وزن‌ها JSON درستی نیست؛ به صورت {{"شاخص": ۰٫۵}} با رقم لاتین بنویسید.',
    en='The weights are no sound JSON; write {{"indicator": 0.5}}.',
)
NO_WEIGHTS = Text(
    fa="در سطر {row} نام شاخص و وزن آن نیست؛ هر سطر یک نام و یک عدد است.",
    en="Row {row} has no indicator with its weight; each row is a name and a number.",
)


@dataclass(frozen=True, slots=True)
class Row:
    """A row with its number in the file."""

    number: int
    cells: tuple[str, ...]


def decoded(data: bytes) -> str:
    """Return the text of a file.

    :raises BadFile: if it is in no encoding that we read
    """
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise BadFile(NOT_TEXT) from error


def read_table(text: str) -> Table:
    """Return the table of a CSV text.

    :raises Unfit: if it is none, with the place
    """
    rows = _rows(text)
    if len(rows) < 3:
        raise BadFile(TOO_SHORT)
    width = max((place + 1 for row in rows for place, cell in enumerate(row.cells) if cell), default=0)
    names, signs, areas = rows[0], rows[1], rows[2:]
    named = len(_trimmed(names.cells))
    if width > named:
        longest = next(row for row in rows if len(_trimmed(row.cells)) > named)
        raise BadFile(NO_NAME if longest is signs else TOO_LONG, row=longest.number, column=named + 1)
    indicators = tuple(
        Indicator(_name(names, column), _direction(signs, column, _name(names, column))) for column in range(1, named)
    )
    refuse_doubles(tuple(one.code for one in indicators))
    values = np.array([[_value(row, column, indicators) for column in range(1, named)] for row in areas])
    return Table(tuple(_area(row) for row in areas), indicators, values.reshape(len(areas), named - 1))


def read_weights(text: str) -> dict[str, float]:
    """Return the weights of a text by indicator; whether they fit a table is not looked at here.

    :raises Unfit: if they cannot be read, with the place
    """
    if text.lstrip().startswith("{"):
        return _weights_of_json(text)
    rows = _rows(text)
    if len(rows) == 2 and (len(rows[0].cells) > 2 or _is_number(_cell(rows[1], 0))):
        names, numbers = rows
        first = 0 if _is_number(_cell(numbers, 0)) else 1
        pairs = [
            (names.number, _cell(names, at), _cell(numbers, at)) for at in range(first, len(_trimmed(names.cells)))
        ]
    else:
        begun = 1 if rows and not _is_number(_cell(rows[0], 1)) else 0
        pairs = [(row.number, _cell(row, 0), _cell(row, 1)) for row in rows[begun:]]
    if not pairs:
        raise BadFile(NO_WEIGHTS, row=1)
    refuse_doubles([name for _, name, _ in pairs])
    found = {}
    for number, name, cell in pairs:
        if not name or not _is_number(cell):
            raise BadFile(NO_WEIGHTS, row=number)
        found[name] = _number(cell, "", name)
    return found


def _weights_of_json(text: str) -> dict[str, float]:
    try:
        said = json.loads(text)
    except ValueError as error:
        raise BadFile(BAD_JSON) from error
    if not all(isinstance(value, int | float) and not isinstance(value, bool) for value in said.values()):
        raise BadFile(BAD_JSON)
    return {clean(name): float(value) for name, value in said.items()}


def _rows(text: str) -> list[Row]:
    """Return the rows that are not empty, cells cleaned."""
    heading = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(",;\t؛", key=heading.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows = []
    try:
        for cells in reader:
            row = Row(reader.line_num, tuple(clean(cell) for cell in cells))
            if any(row.cells):
                rows.append(row)
    except csv.Error as error:
        raise BadFile(TOO_LONG, row=reader.line_num) from error
    return rows


def _trimmed(cells: Sequence[str]) -> tuple[str, ...]:
    count = max((place + 1 for place, cell in enumerate(cells) if cell), default=0)
    return tuple(cells[:count])


def _cell(row: Row, column: int) -> str:
    return row.cells[column] if column < len(row.cells) else ""


def _name(row: Row, column: int) -> str:
    name = _cell(row, column)
    if not name:
        raise BadFile(NO_NAME, row=row.number, column=column + 1)
    return name


def _area(row: Row) -> str:
    name = _cell(row, 0)
    if not name:
        raise BadFile(NO_AREA, row=row.number, column=1)
    return name


def _direction(row: Row, column: int, name: str) -> int:
    sign = _cell(row, column)
    if sign in MORE:
        return 1
    if sign in LESS:
        return -1
    said = Text(
        fa=f"سطر دوم زیر «{name}» باید + (بیشتر بهتر) یا − (کمتر بهتر) باشد، نه «{sign}».",
        en=f"The second row under {name!r} must be + (more is better) or - (less is better), not {_latin(sign)}.",
    )
    raise BadFile(_plain(said), row=row.number, column=column + 1)


def _value(row: Row, column: int, indicators: Sequence[Indicator]) -> float:
    cell = _cell(row, column)
    if cell.lower() in NOT_KNOWN:
        return float("nan")
    return _number(cell, _area(row), indicators[column - 1].code, row=row.number, column=column + 1)


def _is_number(cell: str) -> bool:
    latin = to_latin_digits(cell).translate(SIGNS)
    return FLOAT.fullmatch(latin) is not None or parse_number(cell).value is not None


def _number(cell: str, area: str, indicator: str, *, row: int = 0, column: int = 0) -> float:
    """Return the number of a cell.

    :raises BadFile: if it is none, or can be read in two ways
    """
    latin = to_latin_digits(cell).translate(SIGNS).replace(" ", "")
    if FLOAT.fullmatch(latin) and abs(float(latin)) < np.inf:
        return float(latin)
    reading = parse_number(cell)
    if reading.value is not None:
        return float(reading.value)
    where = Text(fa=f"سطر {row}، ستون {column} («{area}»، «{indicator}»)", en=f"Row {row}, column {column}")
    ways = " / ".join(str(way) for way in reading.candidates)
    if ways:
        said = Text(
            fa=f"{where.fa}: «{cell}» دو جور خوانده می‌شود ({ways})؛ با نقطهٔ اعشار بنویسید.",
            en=f"{where.en} ({area!r}, {indicator!r}): {cell!r} reads in two ways ({ways}); write a decimal point.",
        )
    elif latin.lower() in INFINITE or FLOAT.fullmatch(latin):
        said = Text(
            fa=f"{where.fa}: «{cell}» عددی کران‌دار نیست؛ عدد را بنویسید یا خانه را خالی بگذارید.",
            en=f"{where.en} ({area!r}, {indicator!r}): {cell!r} is not finite; write a number or leave it empty.",
        )
    else:
        said = Text(
            fa=f"{where.fa}: «{cell}» عدد نیست؛ عدد را بنویسید یا خانه را خالی بگذارید.",
            en=f"{where.en} ({area!r}, {indicator!r}): {cell!r} is no number; write one or leave the cell empty.",
        )
    raise BadFile(_plain(said), row=row, column=column)


def _plain(said: Text) -> Text:
    """Return words that hold what a file says, so that braces in it are only braces."""
    return Text(fa=said.fa.replace("{", "{{").replace("}", "}}"), en=said.en.replace("{", "{{").replace("}", "}}"))


def _latin(sign: str) -> str:
    return repr(sign) if sign else "empty"

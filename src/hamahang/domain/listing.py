"""Finding a table in a sheet as offices make them: titles above, headers of one or two lines, totals inside."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache

from hamahang.domain import numbers
from hamahang.domain.intake import (
    ERROR,
    WARNING,
    Cell,
    CheckedRow,
    Column,
    Kind,
    Problem,
    Sheet,
    SheetRow,
    Source,
    Table,
    check_row,
    problem,
)
from hamahang.domain.money import MoneyUnit, say_number, unit_in
from hamahang.domain.text import Text, clean, fold

HEADER_WITHIN = 40
PARENTHESES = re.compile(r"[(\[][^()\[\]]{0,80}[)\]]")
PUNCTUATION = str.maketrans(dict.fromkeys(":;،,.*_/\\|«»\"'#", " "))
TOTAL_WORDS = ("جمع", "مجموع", "total", "sum")
SUMMED = (Kind.WHOLE, Kind.RIALS, Kind.NUMBER)


@dataclass(frozen=True, slots=True)
class Header:
    """Where a table begins and which column holds which field."""

    table: Table
    sheet: str
    rows: tuple[int, ...]
    letters: Mapping[str, str]
    units: Mapping[str, MoneyUnit]
    missing: tuple[Column, ...] = ()


@dataclass(frozen=True, slots=True)
class Ignored:
    """A row of the file that is no row of the list, and why."""

    sheet: str
    row: int
    reason: Text
    cells: Mapping[str, str]


@dataclass
class Listing:
    """What was found in a file: headers, checked rows, ignored rows, and problems of the file as a whole."""

    headers: list[Header] = field(default_factory=list)
    rows: list[CheckedRow] = field(default_factory=list)
    ignored: list[Ignored] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


ABOVE = Text(fa="عنوان بالای جدول", en="title above the table")
HEADER = Text(fa="سرستون", en="header")
REPEATED = Text(fa="سرستون تکراری", en="repeated header")
TOTALS = Text(fa="سطر جمع", en="totals row")
NO_TABLE = Text(fa="برگه جدول این فهرست را ندارد", en="the sheet holds no table of this list")
WRONG_TOTAL = Text(
    fa="جمع نوشته‌شده در ستون «{column}» {written} است و سطرها {counted} می‌شوند؛ یکی را درست کنید.",
    en="The total written in “{column}” is {written}, the rows add up to {counted}; mend one of them.",
)
MISSING = Text(
    fa="ستون «{column}» در برگهٔ «{sheet}» پیدا نشد؛ آن را بیفزایید یا از الگوی همین فهرست استفاده کنید.",
    en="The column “{column}” was not found in sheet “{sheet}”; add it, or use the template of this list.",
)
WRONG_LIST = Text(
    fa="این فایل به «{wanted}» نمی‌ماند؛ سرستون‌هایش به «{better}» می‌خورد. نوع فهرست را درست انتخاب کنید.",
    en="This file does not look like “{wanted}”; its headings fit “{better}”. Choose the right kind of list.",
)
NOT_FOUND = Text(
    fa="سرستون‌های «{wanted}» در این فایل پیدا نشد؛ الگوی این فهرست را بگیرید و با آن مقایسه کنید.",
    en="The headings of “{wanted}” were not found in this file; take its template and compare.",
)
NOTHING_IN_IT = Text(fa="جدول سرستون دارد ولی هیچ سطری ندارد.", en="The table has headings but no rows.")


def read_listing(source: Source, sheets: Sequence[Sheet], *, others: Sequence[Source] = ()) -> Listing:
    """Read the tables of a list out of the sheets of a file; every row ends as checked or as ignored with a reason.

    others: further kinds of list, to say which one the file really is
    """
    listing = Listing()
    for sheet in sheets:
        header = _find_header(source, sheet)
        if header is None:
            listing.ignored += [_ignored(sheet, row, NO_TABLE) for row in sheet.rows if row.cells]
            continue
        listing.headers.append(header)
        listing.problems += [_missing(header, column) for column in header.missing]
        _read_table(header, sheet, listing)
    if not listing.headers:
        listing.problems.append(_not_found(source, sheets, others))
    elif not listing.rows and not listing.problems:
        listing.problems.append(Problem("no_rows", ERROR, NOTHING_IN_IT))
    _mark_duplicates(source, listing)
    return listing


def _missing(header: Header, column: Column) -> Problem:
    words = {"column": Text(fa=column.titles[0], en=column.name.replace("_", " ")), "sheet": header.sheet}
    return Problem("missing_column", ERROR, MISSING.format(**words), column.name)


def _not_found(source: Source, sheets: Sequence[Sheet], others: Sequence[Source]) -> Problem:
    for other in others:
        if other.code != source.code and any(_find_header(other, sheet) for sheet in sheets):
            return Problem("wrong_list", ERROR, WRONG_LIST.format(wanted=source.title, better=other.title))
    return Problem("no_table", ERROR, NOT_FOUND.format(wanted=source.title))


@lru_cache(maxsize=8_192)
def heading_key(text: str) -> str:
    """Return what two spellings of a heading share: no unit in brackets, no punctuation, folded, without spaces."""
    return fold(PARENTHESES.sub(" ", clean(text)).translate(PUNCTUATION)).replace(" ", "")


def _find_header(source: Source, sheet: Sheet) -> Header | None:
    """Return the header that names most columns, among one- and two-line headers of the first rows."""
    best: tuple[int, Header] | None = None
    candidates = [row for row in sheet.rows if row.cells][:HEADER_WITHIN]
    for index, row in enumerate(candidates):
        below = candidates[index + 1] if index + 1 < len(candidates) else None
        for rows in ((row,), (row, below)) if below and below.number == row.number + 1 else ((row,),):
            for table in source.tables:
                header = _header(table, sheet, [r for r in rows if r is not None])
                score = 2 * len(header.letters) - len(header.rows)
                if _is_enough(header) and (best is None or score > best[0]):
                    best = (score, header)
    return replace(best[1], units=_units(best[1], sheet)) if best else None


def _units(header: Header, sheet: Sheet) -> dict[str, MoneyUnit]:
    """Return the money unit of each amount: stated in its heading, else in a title above the table."""
    above = [cell.text for row in sheet.rows if row.number < header.rows[0] for cell in row.cells.values()]
    stated = next((unit for text in above if (unit := unit_in(text))), None)
    headings = _headings([row for row in sheet.rows if row.number in header.rows])
    units = {}
    for column in header.table.columns:
        if column.kind is Kind.RIALS and column.name in header.letters:
            unit = unit_in(headings[header.letters[column.name]][1]) or stated
            if unit:
                units[column.name] = unit
    return units


def _is_enough(header: Header) -> bool:
    """Ask a header to name three columns and half of the required ones."""
    required = sum(column.required for column in header.table.columns)
    named = required - len(header.missing)
    return len(header.letters) >= min(3, len(header.table.columns)) and 2 * named >= required


def _header(table: Table, sheet: Sheet, rows: Sequence[SheetRow]) -> Header:
    headings = _headings(rows)
    letters: dict[str, str] = {}
    for column in table.columns:
        wanted = {heading_key(title) for title in column.titles}
        letter = next((at for at, texts in headings.items() if at not in letters.values() and wanted & texts[0]), "")
        if letter:
            letters[column.name] = letter
    missing = tuple(column for column in table.columns if column.required and column.name not in letters)
    return Header(table, sheet.name, tuple(row.number for row in rows), letters, {}, missing)


def _headings(rows: Sequence[SheetRow]) -> dict[str, tuple[set[str], str]]:
    """Return for each column what its heading may be: each line alone, and the lines together."""
    headings: dict[str, tuple[set[str], str]] = {}
    carried = ""
    letters = sorted({letter for row in rows for letter in row.cells}, key=lambda at: (len(at), at))
    for letter in letters:
        lines = [row.cells[letter].text if letter in row.cells else "" for row in rows]
        if len(lines) == 2:
            # a merged heading stands over its first column only
            carried = lines[0] or carried
            lines = [carried, lines[1]] if lines[1] else [lines[0]]
        keys = {heading_key(line) for line in lines if line}
        keys.add(heading_key(" ".join(lines)))
        headings[letter] = (keys - {""}, " ".join(lines))
    return headings


def _read_table(header: Header, sheet: Sheet, listing: Listing) -> None:
    field_at = {letter: name for name, letter in header.letters.items()}
    sums: dict[str, Decimal] = {}
    for row in sheet.rows:
        if not row.cells:
            continue
        if row.number in header.rows or row.number < header.rows[0]:
            listing.ignored.append(_ignored(sheet, row, HEADER if row.number in header.rows else ABOVE))
        elif _is_header_again(header, row):
            listing.ignored.append(_ignored(sheet, row, REPEATED))
        elif _is_total(header, row):
            listing.ignored.append(_ignored(sheet, row, TOTALS))
            listing.problems += _cross_foot(header, row, sums)
        else:
            cells = {field_at[letter]: cell for letter, cell in row.cells.items() if letter in field_at}
            if not cells:
                listing.ignored.append(_ignored(sheet, row, NO_TABLE))
                continue
            listing.rows.append(_checked(header, row, cells, sums))


def _ignored(sheet: Sheet, row: SheetRow, reason: Text) -> Ignored:
    return Ignored(sheet.name, row.number, reason, {letter: cell.text for letter, cell in row.cells.items()})


def _is_header_again(header: Header, row: SheetRow) -> bool:
    same = 0
    for column in header.table.columns:
        cell = row.cells.get(header.letters.get(column.name, ""))
        same += bool(cell) and heading_key(cell.text) in {heading_key(title) for title in column.titles}  # type: ignore[union-attr]
    return same >= max(2, len(header.letters) // 2)


def _is_total(header: Header, row: SheetRow) -> bool:
    """Recognise a totals row: it says so in a cell, and has none of the fields that make a row its own."""
    says = any(fold(cell.text).split(" ")[0].rstrip(":") in TOTAL_WORDS for cell in row.cells.values() if cell.text)
    keys = [header.letters.get(name, "") for name in header.table.key]
    own = [
        row.cells[at] for at in keys if at in row.cells and fold(row.cells[at].text).split(" ")[0] not in TOTAL_WORDS
    ]
    return says and len(own) < max(len(header.table.key), 1)


def _checked(header: Header, row: SheetRow, cells: Mapping[str, Cell], sums: dict[str, Decimal]) -> CheckedRow:
    values, problems = check_row(header.table, cells, units=header.units, letters=header.letters, row=row.number)
    for name, number in _written(header, cells):
        sums[name] = sums.get(name, Decimal(0)) + number
    texts = {name: cell.text for name, cell in cells.items()}
    return CheckedRow(header.table.code, header.sheet, row.number, texts, values, tuple(problems))


def _written(header: Header, cells: Mapping[str, Cell]) -> Iterator[tuple[str, Decimal]]:
    """Yield the numbers as written, in the column's own unit: a total is compared with what stands above it."""
    for column in header.table.columns:
        cell = cells.get(column.name)
        if cell and column.kind in SUMMED and (number := numbers.parse_number(clean(cell.text)).value) is not None:
            yield column.name, number


def _cross_foot(header: Header, row: SheetRow, sums: Mapping[str, Decimal]) -> Iterator[Problem]:
    for column in header.table.columns:
        letter = header.letters.get(column.name, "")
        cell = row.cells.get(letter)
        if cell is None or column.kind not in SUMMED:
            continue
        written, counted = numbers.parse_number(clean(cell.text)).value, sums.get(column.name, Decimal(0))
        if written is not None and written != counted:
            title = Text(fa=column.titles[0], en=column.name.replace("_", " "))
            message = WRONG_TOTAL.format(column=title, written=_said(written), counted=_said(counted))
            yield Problem("wrong_total", WARNING, message, column.name, f"{letter}{row.number}", cell.text)


def _said(number: Decimal) -> Text:
    return Text(fa=say_number(number, "fa"), en=say_number(number, "en"))


def _mark_duplicates(source: Source, listing: Listing) -> None:
    """Refuse the second of two rows with the same key."""
    keys = {table.code: table for table in source.tables}
    first: dict[tuple[object, ...], int] = {}
    for index, row in enumerate(listing.rows):
        table = keys[row.table]
        key = (row.table, *(_comparable(row.values.get(name)) for name in table.key))
        if not table.key or None in key:
            continue
        if key not in first:
            first[key] = row.row
            continue
        found = problem("duplicate", value=" · ".join(str(part) for part in key[1:]), first=first[key])
        listing.rows[index] = CheckedRow(row.table, row.sheet, row.row, row.cells, row.values, (*row.problems, found))


def _comparable(value: object) -> object:
    return fold(value) if isinstance(value, str) else value

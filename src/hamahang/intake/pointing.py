"""A file shown as it is, with the table that was found in it, so that a person can point out where it really stands."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hamahang.domain.lists.intake import Kind, Piece, Sheet, SheetRow, Source, Table, mended
from hamahang.domain.lists.layouts import Layout
from hamahang.domain.lists.mapping import SAMPLE, Heading, propose, value_score
from hamahang.domain.lists.pieces import PARTS_OF_DAY, days_in_columns
from hamahang.domain.lists.shapes import column_number, letters_key
from hamahang.domain.lists.tables import find_tables
from hamahang.domain.persons import shown as shown_of
from hamahang.domain.text import place_key, to_latin_digits
from hamahang.intake import queries
from hamahang.intake.answers import layouts_from, piece_from
from hamahang.intake.sources import source_named
from hamahang.intake.workbook import read_sheets
from hamahang.territory import queries as territory

Rows = Sequence[tuple[int, Mapping[str, str]]]
ROWS, COLUMNS = 40, 60
MOSTLY = 0.8  # of a column's values that must be of a field for it to be proposed without a word in its heading
LONGEST = 60


@dataclass(frozen=True, slots=True)
class Grid:
    """A part of a sheet to point at.

    sheets: names of all sheets; sheet: the one shown; rows: (number, text by column); layouts: the tables of the sheet
    """

    sheets: tuple[str, ...]
    sheet: str
    letters: tuple[str, ...]
    rows: Rows
    last_row: int
    layouts: tuple[Layout, ...]


def grid_of(batch: Any, *, store: Path, sheet: int = -1, begin: int = 1) -> Grid:
    """Return a part of a sheet of a received file, from row `begin` on; sheet -1: the first one with a table.

    :raises hamahang.intake.workbook.UnreadableFile: if the file cannot be read
    """
    corrections = queries.corrections_of(batch)
    written = {place: correction.written for place, correction in corrections.items()}
    sheets = mended(read_sheets(store / batch.file.sha256), written)
    names = tuple(one.name for one in sheets)
    if not 0 <= sheet < len(sheets):
        with_table = [number for number, name in enumerate(names) if any(name == t["sheet"] for t in batch.found)]
        with_rows = [number for number, one in enumerate(sheets) if len(one.rows)]
        sheet = (with_table or with_rows or [0])[0]
    shown = sheets[sheet]
    rows = _from(shown, begin)
    letters = sorted({letter for row in rows for letter in row.cells}, key=letters_key)[:COLUMNS]
    texts = tuple(
        (row.number, {at: shown_of(row.cells[at].text)[:LONGEST] for at in letters if at in row.cells}) for row in rows
    )
    last = shown.rows[-1].number if len(shown.rows) else 0
    return Grid(names, shown.name, tuple(letters), texts, last, _layouts(batch, shown))


def _from(sheet: Sheet, begin: int) -> list[SheetRow]:
    found = []
    for row in sheet.rows:
        if row.number >= begin and row.cells:
            found.append(row)
        if len(found) == ROWS:
            break
    return found


def _layouts(batch: Any, sheet: Sheet) -> tuple[Layout, ...]:
    """Return the tables of a sheet: as a person pointed them out, as they were found, or as they seem to stand."""
    told = tuple(layout for layout in layouts_from(batch.answers) if layout.sheet == sheet.name)
    if told:
        return told
    here = [table for table in batch.found if table["sheet"] == sheet.name and table["first_row"]]
    found = tuple(layout_of(table, here) for table in here)
    return found or _guessed(source_named(batch.source), sheet)


def layout_of(found: Mapping[str, Any], beside: Sequence[Mapping[str, Any]] = ()) -> Layout:
    """Return a table that was found as one that might have been pointed out.

    found: one of `answers.found_in`; beside: all tables of its sheet: it ends where the next one below begins
    """
    parts = {name: piece_from(piece) for name, piece in found["pieces"].items()}
    plain = {one["field"]: Piece((one["letter"],)) for one in found["columns"] if one["field"] not in ("", *parts)}
    header_rows = tuple(found["header_rows"])
    first = max([found["first_row"], *(row + 1 for row in header_rows)])
    below = [min([*other["header_rows"], other["first_row"]]) for other in beside]
    last = min((row - 1 for row in below if row > first), default=None)
    return Layout(found["sheet"], found["table"], header_rows, first, last, {**plain, **parts})


def _guessed(source: Source, sheet: Sheet) -> tuple[Layout, ...]:
    """Return the table that a sheet seems to hold, for a list whose headings were not recognised."""
    tables = find_tables(sheet)[:1]
    if not tables:
        return ()
    found = tables[0]
    inside = (row for row in sheet.rows if row.number >= found.first_row)
    sample = [row for row, _ in zip(inside, range(SAMPLE), strict=False)]
    columns = [
        Heading(c.letter, c.heading, [row.cells[c.letter] for row in sample if c.letter in row.cells])
        for c in found.columns
    ]
    proposals = {table.code: propose(columns, table.columns) for table in source.tables}
    code = max(proposals, key=lambda code: sum(p.confidence for p in proposals[code]))
    table = next(table for table in source.tables if table.code == code)
    pieces = {p.field: Piece((p.letter,)) for p in proposals[code] if p.field}
    pieces |= days_in_columns(table.columns, {column.letter: column.text for column in columns})
    used = {letter for piece in pieces.values() for letter in piece.letters}
    pieces |= _by_values(table, pieces, [column for column in columns if column.letter not in used])
    first = max([found.first_row, *(row + 1 for row in found.header_rows)])
    return (Layout(sheet.name, code, tuple(found.header_rows), first, None, pieces),)


def _by_values(table: Table, known: Mapping[str, Piece], columns: Sequence[Heading]) -> dict[str, Piece]:
    """Return the fields that nothing but the values below tells: names of counties, words that the list offers."""
    counties = {county.name_key for county in territory.counties_by_id().values()}
    found: dict[str, Piece] = {}
    for column in columns:
        texts = [cell.text for cell in column.cells if cell.text.strip()]
        for field in table.columns:
            if field.name in (*known, *found) or not texts:
                continue
            if field.kind is Kind.COUNTY:
                share = sum(place_key(text) in counties for text in texts) / len(texts)
            elif field.kind is Kind.CHOICE:
                share = value_score(column.cells, field) or 0.0
            else:
                continue
            if share >= MOSTLY:
                found[field.name] = Piece((column.letter,))
                break
    return found


@dataclass(frozen=True, slots=True)
class Pointed:
    """What a person chose for one column. second: the field of its second part, cut off at the separator."""

    field: str
    second: str = ""
    separator: str = ""


def pieces_of(table: Table, columns: Mapping[str, Pointed], rows: Rows, header_rows: Sequence[int]) -> dict[str, Piece]:
    """Return where each field stands: one column, several put together, or a part of one.

    columns: by letters; rows: as of `Grid`, by which the year, month and day of a day in three columns are told apart
    """
    kinds = {column.name: column.kind for column in table.columns}
    pieces: dict[str, Piece] = {}
    whole: dict[str, list[str]] = {}
    for letter, chosen in sorted(columns.items(), key=lambda item: letters_key(item[0])):
        if chosen.field and chosen.second:
            pieces[chosen.field] = Piece((letter,), chosen.separator, 1)
            pieces[chosen.second] = Piece((letter,), chosen.separator, 2)
        elif chosen.field:
            whole.setdefault(chosen.field, []).append(letter)
    for name, letters in whole.items():
        is_day = kinds.get(name) is Kind.DAY and len(letters) == 3
        pieces[name] = Piece(tuple(_as_day(letters, rows, header_rows) if is_day else letters))
    return pieces


def _as_day(letters: Sequence[str], rows: Rows, heads: Sequence[int]) -> list[str]:
    """Return three columns as year, month, day: by their headings, else by how large their numbers are."""
    said = {at: _part_of_day(cells.get(at, "") for number, cells in rows if number in heads) for at in letters}
    if sorted(said.values()) == [0, 1, 2]:
        return sorted(letters, key=lambda at: said[at])
    largest = {
        at: max((_whole(cells.get(at, "")) for number, cells in rows if number not in heads), default=0)
        for at in letters
    }
    year, day, month = sorted(letters, key=lambda at: (-largest[at], column_number(at)))
    return [year, month, day]


def _part_of_day(texts: Iterable[str]) -> int:
    words = (word.lower() for text in texts for word in text.split())
    return next((PARTS_OF_DAY[word] for word in words if word in PARTS_OF_DAY), -1)


def _whole(text: str) -> int:
    digits = to_latin_digits(text.strip())
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 5 else 0

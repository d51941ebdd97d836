"""Tables found by their shape alone: where types of cells change, rows thin out and words repeat.

It knows no list of ours, so it finds the tables of any workbook; what their columns mean is asked of `mapping`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from hamahang.domain.lists import totals
from hamahang.domain.lists.intake import Sheet
from hamahang.domain.lists.shapes import (
    BLANK,
    MEASURED,
    NUMBER_CODE,
    TEXT_CODE,
    YEAR_CODE,
    Shapes,
    column_number,
    headings,
    letters_key,
)
from hamahang.domain.lists.tableheads import (
    HEADER_LINES,
    HEADER_WITHIN,
    Span,
    data_start,
    header_above,
    is_heading,
    kinds_of,
    numbering,
)
from hamahang.domain.text import fold


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column of a table. heading: its lines of the header, the upper ones first; kind: T, N or D, as most cells."""

    letter: str
    heading: str
    kind: str


@dataclass(frozen=True, slots=True)
class Found:
    """A table found in a sheet. first_row and last_row: of its data; last_row lies before first_row if it has none."""

    sheet: str
    first_row: int
    last_row: int
    header_rows: tuple[int, ...]
    columns: tuple[TableColumn, ...]
    totals_rows: tuple[int, ...] = ()
    repeated_rows: tuple[int, ...] = ()


@dataclass
class _Piece:
    """Rows and columns that belong together: indexes into the sheet's rows, and columns by their order."""

    rows: list[int]
    columns: list[str]
    header: list[int] = field(default_factory=list)
    data: list[int] = field(default_factory=list)
    repeated: list[int] = field(default_factory=list)


def find_tables(sheet: Sheet) -> list[Found]:
    """Return the tables of a sheet, from top to bottom, side by side from the first column on."""
    shapes = Shapes(sheet)
    pieces: list[_Piece] = []
    for run in _runs(shapes):
        for piece in _bands(shapes, run, pieces):
            for part in _with_header(shapes, piece, sheet.merged):
                _join_or_add(shapes, pieces, part)
    tables = [found for piece in pieces if _is_table(shapes, piece) and (found := _found(shapes, piece)).columns]
    return sorted(tables, key=lambda table: (table.header_rows[:1] or (table.first_row,), table.columns[0].letter))


# --- which rows and columns belong together ---


def _runs(shapes: Shapes) -> Iterator[list[int]]:
    """Yield the rows between blank rows."""
    run: list[int] = []
    for index, number in enumerate(shapes.numbers):
        if not shapes.shapes[index].strip():
            continue
        if run and number > shapes.numbers[run[-1]] + 1:
            yield run
            run = []
        run.append(index)
    if run:
        yield run


def _bands(shapes: Shapes, run: list[int], above: Sequence[_Piece]) -> list[_Piece]:
    """Split a run into tables that stand side by side, where blank columns part what is not one table.

    Where headers stand side by side above a blank row, so do the rows below it.
    """
    waiting = [piece.columns for piece in above if piece.header and not piece.data]
    known = {shape for index in run if len((shape := shapes.shapes[index]).replace(BLANK, "")) > 1}
    filled = {
        letter
        for letter in shapes.columns
        if any(len(s) > (at := shapes.order[letter]) and s[at] != BLANK for s in known)
    }
    if not filled:
        return [_Piece(run, [letter for letter in shapes.columns if any(shapes.at(i, letter) != BLANK for i in run)])]
    bands = _apart(sorted(filled, key=letters_key))
    joined: list[list[str]] = []
    for band in bands:
        two = bool(joined) and len(band) > 1 and len(joined[-1]) > 1
        if (
            not joined
            or (two and joined[-1] in waiting and band in waiting)
            or (two and _are_two(shapes, run, joined[-1], band))
        ):
            joined.append(band)
        else:
            joined[-1] = joined[-1] + band
    return [_Piece([index for index in run if shapes.filled(index, band)], band) for band in joined]


def _are_apart(shapes: Shapes, run: list[int], left: list[str], right: list[str], waiting: Sequence[list[str]]) -> bool:
    if len(left) < 2 or len(right) < 2:
        return False
    return (left in waiting and right in waiting) or _are_two(shapes, run, left, right)


def _apart(letters: list[str]) -> list[list[str]]:
    """Group letters of columns that stand next to each other."""
    bands: list[list[str]] = []
    for letter in letters:
        if bands and column_number(letter) == column_number(bands[-1][-1]) + 1:
            bands[-1].append(letter)
        else:
            bands.append([letter])
    return bands


def _are_two(shapes: Shapes, run: list[int], left: list[str], right: list[str]) -> bool:
    """Say whether two bands are two tables: they repeat each other's headings, or do not run over the same rows."""
    # groups of columns of one table may repeat their headings too, but not the heading of the first column
    first = _first_words(shapes, run, right[:1])
    if first & _first_words(shapes, run, left[:2]):
        return True
    ends = []
    for band in (left, right):
        rows = [at for at, index in enumerate(run) if shapes.filled(index, band) > 1]
        ends.append((rows[0], rows[-1]) if rows else (0, 0))
    apart = max(abs(ends[0][0] - ends[1][0]), abs(ends[0][1] - ends[1][1]))
    return apart >= max(2, len(run) // 5)


def _first_words(shapes: Shapes, run: list[int], band: list[str]) -> set[str]:
    """Return the texts of a band's first rows that fill it."""
    words: set[str] = set()
    rows = [index for index in run[:HEADER_WITHIN] if 2 * shapes.filled(index, band) > len(band)][:2]
    for index in rows:
        cells = shapes.row(index).cells
        words |= {fold(cells[at].text) for at in band if at in cells and shapes.at(index, at) in (TEXT_CODE, YEAR_CODE)}
    return words


# --- where one table ends and the next begins ---


def _with_header(shapes: Shapes, piece: _Piece, merged: Sequence[Span]) -> Iterator[_Piece]:
    """Find the header of a piece; where another header follows without a blank row, yield two pieces."""
    rest = piece.rows
    while rest:
        kinds = kinds_of(shapes, rest, piece.columns)
        start = data_start(shapes, rest, piece.columns, kinds)
        header = header_above(shapes, rest[:start], piece.columns, merged)
        keys = _keys(shapes, header, piece.columns)
        end, repeated = len(rest), []
        heads: dict[str, bool] = {}  # by shape: a long table has few
        for at in range(start, len(rest)):
            shape = shapes.shapes[rest[at]]
            if shape not in heads:
                heads[shape] = is_heading(shapes, rest[at], piece.columns, kinds)
            if not heads[shape]:
                continue
            again = _keys(shapes, [rest[at]], piece.columns)
            if keys and len(again & keys) * 2 >= len(again):
                repeated.append(rest[at])
            elif at > start and at + 1 < len(rest):
                end = at
                break
        data = [index for index in rest[start:end] if index not in repeated]
        yield _Piece(rest[:end], piece.columns, header, data, repeated)
        rest = rest[end:]


def _keys(shapes: Shapes, rows: Sequence[int], columns: Sequence[str]) -> set[str]:
    """Return the words of header rows."""
    found = set()
    for index in rows:
        cells = shapes.row(index).cells
        found |= {fold(cells[letter].text) for letter in columns if letter in cells}
    return found


# --- pieces that go on, and tables ---


def _join_or_add(shapes: Shapes, pieces: list[_Piece], part: _Piece) -> None:
    """Add a piece, or let it go on the table above it: the same columns, no header of its own, or the same one."""
    before = next((piece for piece in reversed(pieces) if _overlap(piece, part) >= 0.5), None)
    if before is not None and before.header and _goes_on(shapes, before, part):
        _lower_lines(shapes, before, part)
        before.rows += part.rows
        before.repeated += part.repeated
        # what the types alone took for a header is a row like those above
        before.data += sorted([*(index for index in part.header if index not in part.data), *part.data])
        return
    pieces.append(part)


def _lower_lines(shapes: Shapes, before: _Piece, part: _Piece) -> None:
    """Take the few rows of words that stand above a blank row, and all measured ones below it, into the header."""
    kinds = kinds_of(shapes, part.data, part.columns) if part.data else {}
    measured = [letter for letter in before.columns if kinds.get(letter) in MEASURED]
    if len(measured) < 2 or len(before.header) + len(before.data) > HEADER_LINES:
        return
    rows = [[shapes.at(index, letter) for letter in measured] for index in before.data]
    worded = [sum(code in (TEXT_CODE, YEAR_CODE) for code in codes) for codes in rows]
    if min(worded, default=0) > 1 and all(code in (TEXT_CODE, YEAR_CODE, BLANK) for codes in rows for code in codes):
        before.header += before.data
        before.data = []


def _overlap(one: _Piece, two: _Piece) -> float:
    return len(set(one.columns) & set(two.columns)) / max(len(one.columns), len(two.columns), 1)


def _goes_on(shapes: Shapes, before: _Piece, part: _Piece) -> bool:
    if not part.header:
        return any(shapes.filled(index, part.columns) > 1 for index in part.data)
    above, own = _keys(shapes, before.header, before.columns), _keys(shapes, part.header, part.columns)
    if own == above or any(shapes.at(index, at) == YEAR_CODE for index in part.header for at in part.columns):
        return False
    old, new = kinds_of(shapes, before.data or before.rows, before.columns), kinds_of(shapes, part.rows, part.columns)
    is_measured = any(kind in MEASURED for kind in old.values())
    if is_measured:
        # a table of texts and numbers goes on with a row of the same kinds, whatever was taken for a header
        top = part.header[0]
        shared = [letter for letter in part.columns if letter in old]
        return all(
            (shapes.at(top, letter) in MEASURED) == (old[letter] in MEASURED)
            for letter in shared
            if shapes.at(top, letter) != BLANK
        ) and any(shapes.at(top, letter) in MEASURED for letter in shared)
    return not any(kind in MEASURED for kind in new.values()) and part.columns == before.columns


def _is_table(shapes: Shapes, piece: _Piece) -> bool:
    """Ask for two columns, and a header with rows below it, or rows enough to be one without a header."""
    if len(piece.columns) < 2:
        return False
    return bool(piece.header) or len(_without_notes(shapes, piece)) > 2


def _found(shapes: Shapes, piece: _Piece) -> Found:
    data = _without_notes(shapes, piece)
    kinds = kinds_of(shapes, data, piece.columns) if data else dict.fromkeys(piece.columns, TEXT_CODE)
    if piece.header and (numbered := numbering(shapes, data, piece.columns, kinds)):
        data, piece.repeated = data[1:], numbered + piece.repeated
    rows = [shapes.row(index) for index in piece.header]
    names = headings(rows, piece.columns, shapes.sheet.merged)
    columns = [TableColumn(at, names.get(at, ""), kinds[at].replace(YEAR_CODE, NUMBER_CODE)) for at in piece.columns]
    empty = {at for at in piece.columns if not names.get(at) and all(shapes.at(i, at) == BLANK for i in data)}
    header = tuple(shapes.numbers[index] for index in piece.header)
    numbers = [shapes.numbers[index] for index in data]
    few = totals.candidates(shapes, data, piece.columns)
    added = totals.find_totals([shapes.row(index) for index in few], piece.columns)
    found = Found(
        shapes.sheet.name,
        numbers[0] if numbers else header[-1] + 1,
        numbers[-1] if numbers else header[-1],
        header,
        tuple(column for column in columns if column.letter not in empty),
        repeated_rows=tuple(shapes.numbers[index] for index in piece.repeated),
    )
    added += totals.by_sum(shapes, data, piece.columns, kinds, set(added))
    return _without_last_totals(replace(found, totals_rows=tuple(sorted(added))), numbers)


def _without_last_totals(found: Found, numbers: list[int]) -> Found:
    """End a table's rows before the totals that stand below them."""
    rows = [number for number in numbers if number not in found.totals_rows]
    return replace(found, first_row=rows[0], last_row=rows[-1]) if rows else found


def _without_notes(shapes: Shapes, piece: _Piece) -> list[int]:
    """Return the data without the notes below them: rows of one text in a table of more columns."""
    data = list(piece.data)
    while data and len(piece.columns) > 2 and shapes.filled(data[-1], piece.columns) == 1:
        data.pop()
    return data

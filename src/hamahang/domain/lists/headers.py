"""The header of a list we know: which rows it stands in, and which column holds which field."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from hamahang.domain.lists.intake import (
    ERROR,
    NOTE,
    WARNING,
    Answers,
    Cell,
    Column,
    Kind,
    Piece,
    Problem,
    Sheet,
    SheetRow,
    Source,
    Table,
)
from hamahang.domain.lists.mapping import (
    SAMPLE,
    SURE,
    TELLING,
    Heading,
    heading_key,
    heading_score,
    propose,
    value_score,
)
from hamahang.domain.lists.moneyunits import named_units
from hamahang.domain.lists.pieces import days_in_columns, taught_pieces
from hamahang.domain.lists.shapes import column_number, counts_rows, headings, letters_key
from hamahang.domain.money import MoneyUnit
from hamahang.domain.text import Text

HEADER_WITHIN, HEADER_LINES, LOOK_AHEAD = 40, 3, 3
LONGEST_HEADING = 80
WIDEST_LIST = 80  # columns without a field of the list among which its other fields are looked for
TWO_COLUMNS = Text(
    fa="ستون‌های {columns} هر دو «{heading}» است؛ از روی مقدارها ستون {taken} خوانده شد.",
    en="The columns {columns} are both “{heading}”; by its values column {taken} was read.",
)
WHICH_COLUMN = Text(
    fa="ستون‌های {columns} هر دو «{heading}» است و معلوم نیست کدام درست است؛ سرستون یکی را عوض کنید.",
    en="The columns {columns} are both “{heading}” and either may be meant; change the heading of one.",
)
READ_AS = Text(
    fa="سرستون «{heading}» (ستون {letter}) به جای «{column}» خوانده شد.",
    en="The heading “{heading}” (column {letter}) was read as “{column}”.",
)


@dataclass(frozen=True, slots=True)
class Header:
    """Where a table begins and which column holds which field.

    letters: by field; units: the money unit of a field; stated: the fields whose own heading names it
    given: by field, what a person told of every row
    pieces: fields that are not one whole column; their letters name the first one
    texts: the heading of each column
    unused: headings of the columns that hold none of the list's fields; width: cells of a row of a text file, 0 if
    rows have no width; problems: what must be said of the header itself
    """

    table: Table
    sheet: str
    rows: tuple[int, ...]
    letters: Mapping[str, str]
    units: Mapping[str, MoneyUnit]
    missing: tuple[Column, ...] = ()
    stated: frozenset[str] = frozenset()
    unused: tuple[tuple[str, str], ...] = ()
    width: int = 0
    problems: tuple[Problem, ...] = ()
    given: Mapping[str, str] = field(default_factory=dict)
    pieces: Mapping[str, Piece] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)

    def answered(self, answers: Answers) -> "Header":
        """Return the header with what a person told: it asks for nothing that was told."""
        columns = {column.name: column for column in self.table.columns}
        given = {name: text for name, text in answers.given.items() if name in columns and name not in self.letters}
        units = dict(self.units)
        if answers.money is not None:
            units |= {
                name: answers.money
                for name in (*self.letters, *given)
                if columns[name].kind is Kind.RIALS and name not in units
            }
        missing = tuple(column for column in self.missing if column.name not in given)
        return replace(self, units=units, missing=missing, given=given)

    @property
    def score(self) -> int:
        """How much it names; of two that name the same, the one of fewer lines."""
        return 2 * len(self.letters) - len(self.rows)


@dataclass(frozen=True, slots=True)
class Titles:
    """The headings of a source, each by what its spellings share."""

    source: Source
    keys: frozenset[str]

    @classmethod
    def of(cls, source: Source) -> "Titles":
        """Collect the headings of all tables of a source."""
        columns = (column for table in source.tables for column in table.columns)
        return cls(source, frozenset(heading_key(title) for column in columns for title in column.titles))

    def known_in(self, row: SheetRow) -> int:
        """Return how many cells of a row are headings of the list."""
        return sum(
            heading_key(cell.text) in self.keys
            for cell in row.cells.values()
            if cell.kind == "text" and len(cell.text) <= LONGEST_HEADING
        )


def headers_at(titles: Titles, sheet: Sheet, window: Sequence[SheetRow], above: Sequence[str]) -> list[Header]:
    """Return the headers that begin with the first row of a window: one, or several side by side, or none.

    window: a row and the few below it; above: texts of the titles over the table
    """
    best, start = _best(titles.source, sheet, window, frozenset())
    if best is None or start:
        return []
    found = [best]
    while True:
        # a table beside it has its own headings in the same rows
        used = frozenset(letter for header in found for letter in header.letters.values())
        beside, start = _best(titles.source, sheet, window, used, rows=len(best.rows))
        if beside is None or start:
            return [_finished(titles.source, header, sheet, window, above, found) for header in found]
        found.append(beside)


def _best(
    source: Source, sheet: Sheet, window: Sequence[SheetRow], used: frozenset[str], *, rows: int = 0
) -> tuple[Header | None, int]:
    """Return the header that names most fields, and with which row of the window it begins."""
    best: tuple[Header | None, int] = (None, 0)
    for start, lines in _spans(window):
        if rows and len(lines) != rows:
            continue
        for table in source.tables:
            header = _header(table, sheet, lines, used)
            if _is_enough(header) and (best[0] is None or header.score > best[0].score):
                best = (header, start)
    return best if best[0] is None else _with_groups(best[0], best[1], sheet, window, used)


def _with_groups(
    header: Header, start: int, sheet: Sheet, window: Sequence[SheetRow], used: frozenset[str]
) -> tuple[Header, int]:
    """Add the lines above a header whose merged cells group its columns, for they belong to each heading's words."""
    while start and len(header.rows) < HEADER_LINES and _groups(sheet, window[start - 1], header):
        lines = [row for row in window if window[start - 1].number <= row.number <= header.rows[-1]]
        wider = _header(header.table, sheet, lines, used)
        if len(wider.letters) < len(header.letters):
            break
        header, start = wider, start - 1
    return header, start


def _groups(sheet: Sheet, row: SheetRow, header: Header) -> bool:
    """Say whether a row's merged cells stand over some columns of a header, or reach down into it."""
    if row.number + 1 != header.rows[0]:
        return False
    for top, left, bottom, right in sheet.merged:
        width = column_number(right) - column_number(left) + 1
        if top == row.number and (bottom >= header.rows[0] or 1 < width < len(header.letters)):
            return True
    return False


def _spans(window: Sequence[SheetRow]) -> Iterator[tuple[int, list[SheetRow]]]:
    """Yield the rows that may be a header together: one to three that stand below each other."""
    for start in range(min(len(window), LOOK_AHEAD)):
        lines: list[SheetRow] = []
        for row in window[start : start + HEADER_LINES]:
            if lines and row.number != lines[-1].number + 1:
                break
            lines = [*lines, row]
            yield start, lines


def _header(table: Table, sheet: Sheet, rows: Sequence[SheetRow], used: frozenset[str]) -> Header:
    """Name the fields of a table by the exact words of some rows."""
    named: dict[str, list[str]] = {}
    for at, keys in _keys(sheet, rows, used).items():
        for key in keys:
            named.setdefault(key, []).append(at)
    letters: dict[str, str] = {}
    taken: set[str] = set()
    for column in table.columns:
        for title in column.titles:
            at = next((at for at in named.get(heading_key(title), ()) if at not in taken), "")
            if at:
                letters[column.name] = at
                taken.add(at)
                break
    return Header(table, sheet.name, tuple(row.number for row in rows), letters, {}, _missing(table, letters))


def _missing(table: Table, letters: Mapping[str, str]) -> tuple[Column, ...]:
    return tuple(column for column in table.columns if column.required and column.name not in letters)


def _keys(sheet: Sheet, rows: Sequence[SheetRow], used: frozenset[str]) -> dict[str, set[str]]:
    """Return for each column what its heading may be: each line alone, and the lines together."""
    columns = [at for at in sorted({at for row in rows for at in row.cells}, key=letters_key) if at not in used]
    return {
        at: {heading_key(text), *(heading_key(line) for line in text.split(" / "))} - {""}
        for at, text in headings(rows, columns, sheet.merged).items()
    }


def _is_enough(header: Header) -> bool:
    """Ask a header to name three columns and half of the required ones."""
    required = sum(column.required for column in header.table.columns)
    named = required - len(header.missing)
    return len(header.letters) >= min(3, len(header.table.columns)) and 2 * named >= required


# --- what more a header says ---


def _finished(
    source: Source,
    header: Header,
    sheet: Sheet,
    window: Sequence[SheetRow],
    above: Sequence[str],
    group: Sequence[Header],
) -> Header:
    """Complete a header: columns whose words are only alike, two of the same heading, units, what is left over."""
    rows = [row for row in window if row.number in header.rows]
    columns = sorted({at for row in rows for at in row.cells}, key=letters_key)
    texts = headings(rows, columns, sheet.merged)
    others = {at for other in group if other is not header for at in other.letters.values()}
    texts = {at: text for at, text in texts.items() if at not in others}
    cells = _sample(sheet, header, list(texts))
    pieces = {**days_in_columns(header.table.columns, texts), **taught_pieces(source, header.table, texts)}
    parts = {at for piece in pieces.values() for at in piece.letters}
    letters = {name: at for name, at in header.letters.items() if at not in parts}
    letters |= {name: piece.letters[0] for name, piece in pieces.items()}
    problems = list[Problem]()
    for column in header.table.columns:
        if column.name in letters and column.name not in pieces:
            _other_word(column, letters, texts, cells)
            problems += _two_columns(column, letters, texts, cells)
    own_texts = {at: text for at, text in texts.items() if at not in parts}
    open_texts = {at: text for at, text in own_texts.items() if heading_key(text) not in source.no_fields}
    problems += _read_alike(header.table, letters, open_texts, cells)
    own, units = named_units(header.table, letters, texts, above)
    return Header(
        table=header.table,
        sheet=header.sheet,
        rows=header.rows,
        letters=letters,
        units=units,
        missing=_missing(header.table, letters),
        stated=own,
        unused=_unused(own_texts, letters, group),
        width=max((row.width for row in rows), default=0),
        problems=tuple(problems),
        pieces=pieces,
        texts=texts,
    )


def _unused(
    texts: Mapping[str, str], letters: Mapping[str, str], group: Sequence[Header]
) -> tuple[tuple[str, str], ...]:
    """Return the columns without a field; of tables side by side, those that stand before the next table."""
    if len(group) > 1:
        first, last = (edge(letters.values(), key=letters_key) for edge in (min, max))
        texts = {at: text for at, text in texts.items() if letters_key(first) <= letters_key(at) <= letters_key(last)}
    return tuple((at, text) for at, text in texts.items() if at not in letters.values())


def _sample(sheet: Sheet, header: Header, letters: Sequence[str]) -> dict[str, list[Cell]]:
    """Return some values of each column below a header."""
    below = []
    for row in sheet.rows:
        if row.number > header.rows[-1]:
            below.append(row)
        if len(below) == SAMPLE:
            break
    return {at: [row.cells[at] for row in below if at in row.cells] for at in letters}


def _two_columns(
    column: Column, letters: dict[str, str], texts: Mapping[str, str], cells: Mapping[str, list[Cell]]
) -> Iterator[Problem]:
    """Choose among columns of the very same heading by their values; where both may be meant, it is asked."""
    taken = letters.get(column.name, "")
    key = heading_key(texts.get(taken, ""))
    same = [at for at, text in texts.items() if heading_key(text) == key and at not in set(letters.values()) - {taken}]
    if len(same) < 2 or not key:
        return
    scores = {at: value_score(cells[at], column) or 0.0 for at in same}
    ranked = sorted(same, key=lambda at: -scores[at])
    is_clear = scores[ranked[0]] >= 0.5 and scores[ranked[0]] - scores[ranked[1]] >= 0.4
    letters[column.name] = ranked[0]
    words = {"columns": "، ".join(same), "heading": texts[taken], "taken": ranked[0]}
    text, severity = (TWO_COLUMNS, WARNING) if is_clear else (WHICH_COLUMN, ERROR)
    yield Problem("two_columns", severity, text.format(**words), column.name, same[-1], texts[taken])


def _other_word(
    column: Column, letters: dict[str, str], texts: Mapping[str, str], cells: Mapping[str, list[Cell]]
) -> None:
    """Take another column that names a field of choices, where none of the first one's values is a choice; or none.

    «ردیف» is a budget line in one list, and the number of the row in most.
    """
    if column.kind is not Kind.CHOICE or value_score(cells.get(letters[column.name], ()), column) != 0:
        return
    keys = {heading_key(title) for title in column.titles}
    free = [at for at in texts if at not in letters.values()]
    free = [at for at in free if any(heading_key(line) in keys for line in (texts[at], *texts[at].split(" / ")))]
    best = max(free, key=lambda at: value_score(cells[at], column) or 0.0, default="")
    if best and (value_score(cells[best], column) or 0.0) >= 0.5:
        letters[column.name] = best
    elif counts_rows(cells[letters[column.name]]):
        del letters[column.name]


def _read_alike(
    table: Table, letters: dict[str, str], texts: Mapping[str, str], cells: Mapping[str, list[Cell]]
) -> Iterator[Problem]:
    """Give fields that no heading names exactly the columns whose words and values fit them surely."""
    free = [Heading(at, text, cells[at]) for at, text in texts.items() if at not in letters.values()]
    open_fields = [column for column in table.columns if column.name not in letters]
    by_name = {column.name: column for column in open_fields}
    for proposal in propose(free[:WIDEST_LIST], open_fields, at_least=SURE):
        if proposal.field is None or not proposal.heading:
            continue
        column = by_name[proposal.field]
        letters[proposal.field] = proposal.letter
        title = Text(fa=column.titles[0], en=column.name.replace("_", " "))
        message = READ_AS.format(heading=proposal.heading, letter=proposal.letter, column=title)
        yield Problem("read_as", NOTE, message, column.name, proposal.letter, proposal.heading)


def loosely(titles: Titles, sheet: Sheet, rows: Sequence[SheetRow], above: Sequence[str]) -> list[Header]:
    """Return the header of a sheet none of whose rows names the list exactly: by words and values that are alike."""
    best: Header | None = None
    for start in range(len(rows)):
        for _, lines in _spans(rows[start : start + 1] if start + 1 == len(rows) else rows[start : start + 2]):
            texts = headings(lines, _letters(lines), sheet.merged)
            for table in titles.source.tables:
                if not _may_name(table, texts.values()):
                    continue
                header = _header(table, sheet, lines, frozenset())
                named = {at: cells for at, cells in _sample(sheet, header, list(texts)).items() if cells}
                found = propose([Heading(at, texts[at], cells) for at, cells in named.items()], table.columns)
                letters = {p.field: p.letter for p in found if p.field and p.heading and p.confidence >= SURE}
                header = Header(table, sheet.name, header.rows, letters, {}, _missing(table, letters))
                if _is_enough(header) and not header.missing and (best is None or header.score > best.score):
                    best = header
    if best is None:
        return []
    exact = Header(best.table, best.sheet, best.rows, {}, {}, best.missing)
    return [_finished(titles.source, exact, sheet, rows, above, [exact])]


def _may_name(table: Table, texts: Collection[str]) -> bool:
    """Say whether rows may name a list surely: its values are tried only where the words of all it needs are there."""
    return all(
        column.name in TELLING or any(heading_score(text, column.titles) >= SURE for text in texts)
        for column in table.columns
        if column.required
    )


def _letters(rows: Sequence[SheetRow]) -> list[str]:
    return sorted({at for row in rows for at in row.cells}, key=letters_key)

"""Reading a list out of sheets as offices make them: titles above, headers again, totals inside, notes below."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from hamahang.domain.lists.doubles import mark_duplicates
from hamahang.domain.lists.headers import HEADER_WITHIN, LOOK_AHEAD, Header, Titles, headers_at, loosely
from hamahang.domain.lists.intake import (
    ERROR,
    NO_ANSWERS,
    NOTE,
    WARNING,
    Answers,
    CheckedRow,
    Column,
    Problem,
    Sheet,
    SheetRow,
    Source,
)
from hamahang.domain.lists.layouts import Layout, header_as_told
from hamahang.domain.lists.mapping import heading_key as heading_key
from hamahang.domain.lists.periods import check_period, period_in_title
from hamahang.domain.lists.shapes import column_number
from hamahang.domain.lists.tablerows import TableRows
from hamahang.domain.text import Text, fold

WINDOW = LOOK_AHEAD + 3
NOTE_LENGTH = 40
BEFORE = 12  # rows above a table that a person pointed out which may be its header and titles
SHOWN = 12
NOTE_WORDS = ("توضیح", "یادداشت", "منبع", "ماخذ", "تذکر", "نکته", "note", "source", "*")


@dataclass(frozen=True, slots=True)
class Ignored:
    """A row of the file that is no row of the list, and why."""

    sheet: str
    row: int
    reason: Text
    cells: Mapping[str, str]


@dataclass
class Extent:
    """Where the rows of a table were found, in rows of its sheet; and the titles above it."""

    first: int = 0
    last: int = 0
    totals: list[int] = field(default_factory=list)
    titles: tuple[str, ...] = ()


@dataclass
class Listing:
    """What was found in a file: headers, checked rows, ignored rows, and problems of the file as a whole.

    extents: of each header, where its rows were found
    """

    headers: list[Header] = field(default_factory=list)
    extents: list[Extent] = field(default_factory=list)
    rows: list[CheckedRow] = field(default_factory=list)
    ignored: list[Ignored] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


ABOVE = Text(fa="عنوان بالای جدول", en="title above the table")
HEADER = Text(fa="سرستون", en="header")
REPEATED = Text(fa="سرستون تکراری", en="repeated header")
NUMBERED = Text(fa="شمارهٔ ستون‌ها", en="numbers of the columns")
TOTALS = Text(fa="سطر جمع", en="totals row")
BESIDE = Text(fa="یادداشت کنار یا پایین جدول", en="note beside or below the table")
LEFT_OUT = Text(fa="به دست {by} کنار گذاشته شد: {reason}", en="left out by {by}: {reason}")
OUTSIDE = Text(fa="بیرون از جدولی که نشان داده شد", en="outside the table that was pointed out")
NO_TABLE = Text(fa="برگه جدول این فهرست را ندارد", en="the sheet holds no table of this list")
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
UNUSED = Text(
    fa="این ستون‌های برگهٔ «{sheet}» جزو فهرست نیست و خوانده نشد: {columns}.",
    en="These columns of sheet “{sheet}” are not of the list and were not read: {columns}.",
)
STRAYS = Text(
    fa="در برگهٔ «{sheet}» خانه‌هایی سرستون ندارد و خوانده نشد: {cells} و پایین‌تر؛ سرستون بنویسید یا پاکشان کنید.",
    en="Cells of sheet “{sheet}” have no heading and were not read: {cells} and below; name them or delete them.",
)
HIDDEN_ROWS = Text(
    fa="در برگهٔ «{sheet}» {count} سطر پنهان است ({rows}) و خوانده شد؛ اگر جزو فهرست نیست پاکشان کنید.",
    en="Sheet “{sheet}” has {count} hidden rows ({rows}), and they were read; delete them if they are not of the list.",
)
HIDDEN_COLUMNS = Text(
    fa="در برگهٔ «{sheet}» ستون‌های {columns} پنهان است و خوانده شد.",
    en="Sheet “{sheet}” has hidden columns ({columns}), and they were read.",
)
HIDDEN_SHEET = Text(fa="برگهٔ «{sheet}» پنهان است و خوانده شد.", en="Sheet “{sheet}” is hidden, and was read.")


def read_listing(
    source: Source,
    sheets: Sequence[Sheet],
    *,
    others: Sequence[Source] = (),
    day: date | None = None,
    answers: Answers = NO_ANSWERS,
    layouts: Sequence[Layout] = (),
) -> Listing:
    """Read the tables of a list out of the sheets of a file; every row ends as checked or as ignored with a reason.

    layouts: tables that a person pointed out; in their sheets no others are looked for

    others: further kinds of list, to say which one the file really is
    day: when the list is read; None if days far ahead are not asked about
    answers: what a person told of the file as a whole
    """
    listing, titles = Listing(), Titles.of(source)
    for sheet in sheets:
        reading = _Reading(titles, sheet, listing, day, answers)
        if own := [layout for layout in layouts if layout.sheet == sheet.name]:
            reading.read_as_told(own)
        else:
            reading.read()
    if not listing.headers:
        listing.problems.append(_not_found(source, sheets, others))
    elif not listing.rows and not any(problem.severity == ERROR for problem in listing.problems):
        listing.problems.append(Problem("no_rows", ERROR, NOTHING_IN_IT))
    mark_duplicates(source, listing.rows)
    _check_periods(listing, answers)
    return listing


def _check_periods(listing: Listing, answers: Answers) -> None:
    """Hold the days of each table against the period that a person, or else its title, says."""
    for number, (header, extent) in enumerate(zip(listing.headers, listing.extents, strict=True)):
        period = answers.period or period_in_title(extent.titles)
        if period is not None:
            rows = [row for row in listing.rows if row.header == number]
            listing.problems += check_period(period, header.table, rows, dict(header.letters))


def find_headers(titles: Titles, sheet: Sheet) -> list[Header]:
    """Return the first headers of a sheet that name the list."""
    head = sheet.rows[: HEADER_WITHIN + WINDOW]
    for at in range(min(len(head), HEADER_WITHIN)):
        window = head[at : at + WINDOW]
        if any(titles.known_in(row) > 1 for row in window[:LOOK_AHEAD]):
            above = [cell.text for row in head[:at] for cell in row.cells.values()]
            if found := headers_at(titles, sheet, window, above):
                return found
    return []


def _not_found(source: Source, sheets: Sequence[Sheet], others: Sequence[Source]) -> Problem:
    for other in others:
        if other.code != source.code and any(_names_all(Titles.of(other), sheet) for sheet in sheets):
            return Problem("wrong_list", ERROR, WRONG_LIST.format(wanted=source.title, better=other.title))
    return Problem("no_table", ERROR, NOT_FOUND.format(wanted=source.title))


def _names_all(titles: Titles, sheet: Sheet) -> bool:
    """Say whether a sheet names all that a list must have, not only some words that many lists have."""
    return any(not header.missing for header in find_headers(titles, sheet))


class _Reading:
    """One sheet as it is read from top to bottom, with the tables that are open."""

    def __init__(self, titles: Titles, sheet: Sheet, listing: Listing, day: date | None, answers: Answers) -> None:
        self.titles, self.sheet, self.listing, self.day, self.answers = titles, sheet, listing, day, answers
        self.open: list[TableRows] = []
        self.above: list[SheetRow] = []
        self.hidden: list[int] = []
        self.known: set[str] = set()  # columns that are read, or were said not to be
        self.strays: dict[str, int] = {}  # columns with cells under no heading, and the first row of each
        self.spans = {first: (left, right) for first, left, _, right in sheet.merged if left != right}

    def read(self) -> None:
        """Read the whole sheet."""
        first = find_headers(self.titles, self.sheet)
        if not first:
            head = self.sheet.rows[:HEADER_WITHIN]
            first = loosely(self.titles, self.sheet, head, self._texts(head)) if head else []
        if not first:
            self.listing.ignored += [_ignored(self.sheet, row, NO_TABLE) for row in self.sheet.rows if row.cells]
            return
        begin = first[0].rows[0]
        skip = 0
        for row, window in _windows(self.sheet.rows):
            if row.number < skip or not row.cells:
                continue
            if row.number < begin:
                self.above.append(row)
                self.listing.ignored.append(_ignored(self.sheet, row, ABOVE))
            elif headers := first if row.number == begin else self._another(window):
                self._begin(headers, window)
                skip = headers[0].rows[-1] + 1
            else:
                self._row(row)
        self._say_strays()
        self._say_hidden()

    def _texts(self, rows: Sequence[SheetRow]) -> list[str]:
        return [cell.text for row in rows for cell in row.cells.values()]

    def _another(self, window: Sequence[SheetRow]) -> list[Header]:
        """Return the headers of another table that begins here, below the one that is open."""
        if any(table.measures(window[0]) for table in self.open):
            return []
        ahead = [
            row for row in window[:LOOK_AHEAD]
            if not any(table.measures(row) for table in self.open) and self.titles.known_in(row) > 1
        ]  # fmt: skip
        if not ahead:
            return []
        if all(table.is_header_again(ahead[0]) for table in self.open) and len(ahead) == 1:
            return []
        texts = self._texts([row for row in self.above if row.number < window[0].number])
        found = headers_at(self.titles, self.sheet, window, texts)
        same = [(table.header.table.code, dict(table.header.letters)) for table in self.open]
        return [] if [(header.table.code, dict(header.letters)) for header in found] == same else found

    def read_as_told(self, layouts: Sequence[Layout]) -> None:
        """Read the sheet by the tables that a person pointed out."""
        waiting = sorted(layouts, key=lambda layout: -layout.first_row)
        heads = {number for layout in layouts for number in layout.header_rows}
        before: list[SheetRow] = []
        until: dict[int, int | None] = {}
        for row in self.sheet.rows:
            while waiting and row.number >= waiting[-1].first_row:
                layout = waiting.pop()
                self.open = [table for table in self.open if (until[table.index] or row.number) >= row.number]
                until[len(self.listing.headers)] = layout.last_row
                self._open(header_as_told(self.titles.source, self.sheet, layout, before))
            self.open = [table for table in self.open if (until[table.index] or row.number) >= row.number]
            if row.number in heads:
                self.listing.ignored.append(_ignored(self.sheet, row, HEADER))
            elif row.cells and self.open:
                self._row(row)
            elif row.cells:
                self.listing.ignored.append(_ignored(self.sheet, row, ABOVE if waiting else OUTSIDE))
            before = [*before, row][-BEFORE:]
        self._say_strays()
        self._say_hidden()

    def _open(self, header: Header) -> None:
        """Open a table under its header."""
        self.known |= {letter for piece in header.pieces.values() for letter in piece.letters}
        self.known |= {*header.letters.values(), *(letter for letter, _ in header.unused)}
        header = header.answered(self.answers)
        self.open.append(TableRows(header, len(self.listing.headers), self.day))
        self.listing.headers.append(header)
        self.listing.extents.append(Extent(titles=tuple(self._texts(self.above))))
        self.listing.problems += [_missing(header, column) for column in header.missing]
        self.listing.problems += [*header.problems, *_unused(header)]

    def _begin(self, headers: list[Header], window: Sequence[SheetRow]) -> None:
        rows = {number for header in headers for number in header.rows}
        self.listing.ignored += [_ignored(self.sheet, row, HEADER) for row in window if row.number in rows]
        self.open = []
        # a column between tables side by side belongs to none of them, and its cells are told as stray ones
        self.known = set()
        for header in headers:
            self._open(header)
        self.above = []

    def _row(self, row: SheetRow) -> None:
        """Let a row end: in the tables it has cells of, or ignored with the reason."""
        if (self.sheet.name, row.number) in self.answers.left_out:
            self._leave_out(row)
            return
        if row.is_hidden:
            self.hidden.append(row.number)
        aside: list[tuple[Text, TableRows]] = []
        is_read = False
        for table in self.open:
            cells = table.cells_of(row)
            if not cells:
                continue
            if reason := self._why_not(row, table):
                aside.append((reason, table))
            else:
                self.listing.rows.append(table.checked(row, cells))
                extent = self.listing.extents[table.index]
                extent.first, extent.last = extent.first or row.number, row.number
                is_read = True
        if not is_read:
            reason = aside[0][0] if aside else BESIDE
            self.listing.ignored.append(_ignored(self.sheet, row, reason))
            self.above = [*self.above[-4:], row] if reason is BESIDE else []
            return
        # of tables side by side one may be summed up in a row where the other goes on
        self.listing.ignored += [_ignored(self.sheet, table.part_of(row), reason) for reason, table in aside]
        if not row.cells.keys() <= self.known:
            for letter in row.cells.keys() - self.known:
                self.strays.setdefault(letter, row.number)

    def _leave_out(self, row: SheetRow) -> None:
        """Leave out a row as a person told; a total below still adds it up."""
        for table in self.open:
            if cells := table.cells_of(row):
                table.checked(row, cells)
        reason, by = self.answers.left_out[self.sheet.name, row.number]
        self.listing.ignored.append(_ignored(self.sheet, row, LEFT_OUT.format(by=by, reason=reason)))

    def _why_not(self, row: SheetRow, table: TableRows) -> Text | None:
        """Return why a row is none of a table's, None if it is one."""
        if table.is_header_again(row):
            return REPEATED
        if table.is_numbering(row):
            return NUMBERED
        if self._is_note(row, table):
            return BESIDE
        if table.is_total(row):
            self.listing.problems += table.cross_foot(row)
            self.listing.extents[table.index].totals.append(row.number)
            return TOTALS
        return None

    def _is_note(self, row: SheetRow, table: "TableRows") -> bool:
        """Recognise a note: one text alone in a row of several fields, long, said to be one, or merged over columns."""
        if len(row.cells) != 1 or len(table.header.letters) < 3:
            return False
        cell = next(iter(row.cells.values()))
        text = fold(cell.text)
        span = self.spans.get(row.number)
        is_wide = span is not None and column_number(span[1]) - column_number(span[0]) > 1
        return cell.kind == "text" and (is_wide or len(text) > NOTE_LENGTH or text.startswith(NOTE_WORDS))

    def _say_strays(self) -> None:
        if self.strays:
            cells = sorted(
                (f"{letter}{row}" for letter, row in self.strays.items()), key=lambda cell: (len(cell), cell)
            )
            message = STRAYS.format(sheet=self.sheet.name, cells="، ".join(cells[:SHOWN]))
            self.listing.problems.append(Problem("stray_cells", WARNING, message, cell=cells[0]))

    def _say_hidden(self) -> None:
        name = self.sheet.name
        used = {letter for table in self.open for letter in table.header.letters.values()}
        columns = [letter for letter in self.sheet.hidden_columns if letter in used]
        if self.hidden:
            shown = "، ".join(map(str, self.hidden[:SHOWN])) + (" …" if len(self.hidden) > SHOWN else "")
            message = HIDDEN_ROWS.format(sheet=name, count=len(self.hidden), rows=shown)
            self.listing.problems.append(Problem("hidden_rows", WARNING, message))
        if columns:
            message = HIDDEN_COLUMNS.format(sheet=name, columns="، ".join(columns))
            self.listing.problems.append(Problem("hidden_columns", WARNING, message))
        if self.sheet.is_hidden:
            self.listing.problems.append(Problem("hidden_sheet", WARNING, HIDDEN_SHEET.format(sheet=name)))


def _windows(rows: Sequence[SheetRow]) -> Iterator[tuple[SheetRow, list[SheetRow]]]:
    """Yield each row with itself and the few below it."""
    window: list[SheetRow] = []
    for row in rows:
        window.append(row)
        if len(window) == WINDOW:
            yield window[0], window
            window = window[1:]
    while window:
        yield window[0], window
        window = window[1:]


def _missing(header: Header, column: Column) -> Problem:
    words = {"column": Text(fa=column.titles[0], en=column.name.replace("_", " ")), "sheet": header.sheet}
    return Problem("missing_column", ERROR, MISSING.format(**words), column.name)


def _unused(header: Header) -> Iterator[Problem]:
    if header.unused:
        columns = "، ".join(f"{letter} «{text[:40]}»" for letter, text in header.unused[:SHOWN])
        yield Problem("unused_columns", NOTE, UNUSED.format(sheet=header.sheet, columns=columns))


def _ignored(sheet: Sheet, row: SheetRow, reason: Text) -> Ignored:
    return Ignored(sheet.name, row.number, reason, {letter: cell.text for letter, cell in row.cells.items()})

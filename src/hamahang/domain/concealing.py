"""Concealing a list before it is kept: what must not be known of persons goes, the rest stays in its cells.

In a list of persons only what stands under a known heading of the list is kept, and of that only what the kind of its
column understands: a title, a note, a column nobody asked for may name somebody. In other lists only the columns that
are said to be private are concealed.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from hamahang.domain import persons
from hamahang.domain.calendar import MONTHS_EN, MONTHS_FA, read_month
from hamahang.domain.identifiers import is_personal_id
from hamahang.domain.lists.checking import PLACEHOLDERS, READERS, Place
from hamahang.domain.lists.headers import LONGEST_HEADING
from hamahang.domain.lists.intake import Cell, Column, Kind, Problem, Sheet, SheetRow, Source
from hamahang.domain.lists.mapping import AT_LEAST, GENERAL, heading_key, heading_score
from hamahang.domain.lists.shapes import column_number
from hamahang.domain.lists.totals import says_nothing_else
from hamahang.domain.text import clean, fold

HashOf = Callable[[str], str]
REMEMBERED = 65_536
WRITTEN = (Kind.TEXT, Kind.COUNTY, Kind.ESTATE)
# columns that only a list of persons has, one of them beside a code or two
TELLING = frozenset({"days", "insurance_no"})
OF_PERSONS = frozenset({"surname", "full_name", "father_name", "identity_no", "birth_date"})
BEGINNING = 200  # rows of a sheet in which a heading is looked for
# words that names of files and sheets may keep beside those of headings
NEUTRAL = frozenset(
    {
        *("لیست", "فهرست", "بیمه", "ماه", "ماهانه", "سال", "برگه", "ورق", "کاربرگ", "بیمه‌شدگان", "جدید", "اصلاحی"),
        *("sheet", "list", "insured", "insurance", "monthly", "book", "xlsx", "xls", "xlsb", "csv", "ods", "zip"),
        *("xml", "html", "txt", *MONTHS_FA, *MONTHS_EN),
    }
)
SPREADSHEET_ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#"})


def heading_words(sources: Iterable[Source]) -> frozenset[str]:
    """Return the headings of kinds of list, each by what its spellings share: words that name nobody."""
    columns = [*GENERAL, *(column for source in sources for table in source.tables for column in table.columns)]
    return frozenset(heading_key(title) for column in columns for title in column.titles)


def plain_words(sources: Iterable[Source]) -> frozenset[str]:
    """Return the words that a name of a file or sheet may keep: of titles and headings of lists, and of months."""
    every = list(sources)
    titles = [source.title for source in every] + [table.title for source in every for table in source.tables]
    columns = [*GENERAL, *(column for source in every for table in source.tables for column in table.columns)]
    texts = [*NEUTRAL, *(title.fa for title in titles), *(title.en for title in titles)]
    texts += [title for column in columns for title in column.titles]
    return frozenset(word for text in texts for word in fold(text).split())


def plain_name(name: str, words: frozenset[str]) -> str:
    """Return the name of a file or sheet with every word hidden that is not among some: it may name a person."""
    hidden = persons.WORD.sub(
        lambda found: found[0] if all(part in words for part in fold(found[0]).split()) else persons.HIDDEN, name
    )
    return persons.without_codes(hidden)


@dataclass(frozen=True, slots=True)
class _Placed:
    """A row and the columns it stands under. width: cells of the heading in a text file, 0 where rows have none"""

    row: SheetRow
    columns: Mapping[str, Column]
    is_heading: bool
    width: int

    @property
    def is_aside(self) -> bool:
        """Whether the cells of a row of a text file do not stand under their headings."""
        if not self.row.width or not self.width:
            return False
        beyond = any(column_number(at) > self.width for at in self.row.cells)
        short = self.row.width < self.width and any(column_number(at) > self.row.width for at in self.columns)
        return short or (self.row.width > self.width and beyond)


@dataclass(slots=True)
class _Seen:
    """What stands in rows whose code stands in its place: codes, and the texts of each column."""

    codes: set[str] = field(default_factory=set)
    texts: set[tuple[str, str]] = field(default_factory=set)  # name of the column and text


class Concealing:
    """Conceals the sheets of one kind of list.

    words: headings of all kinds of list, as `heading_words`; plain: as `plain_words`
    hash_of: from a code of ten digits to its keyed hash
    """

    def __init__(self, source: Source, words: frozenset[str], plain: frozenset[str], hash_of: HashOf) -> None:
        self.words, self.plain, self.hash_of = words, plain, hash_of
        columns = [column for table in source.tables for column in table.columns]
        self.private = [column for column in columns if column.is_private]
        # where two columns share a heading the one that conceals more is taken
        columns.sort(key=lambda column: column.is_personal)
        self.owners = {heading_key(title): column for column in columns for title in column.titles}
        self.is_strict = source.names_persons
        self.tried: dict[tuple[str, Cell], bool] = {}

    def names(self, sheets: Sequence[Sheet]) -> list[str]:
        """Return what the sheets are called when they are concealed, each otherwise than the others."""
        found: list[str] = []
        for sheet in sheets:
            name = plain_name(sheet.name, self.plain) if self.is_strict else sheet.name
            while name in found:
                name += " ·"
            found.append(name)
        return found

    def is_told_by(self, sheets: Sequence[Sheet], *, surely: bool) -> bool:
        """Say whether the headings of a file are those of this list of persons.

        surely: whether by a column that no other list has, or else by several that say who somebody is
        """
        if not self.is_strict:
            return False
        for sheet in sheets:
            for placed in self._placed(replace(sheet, rows=sheet.rows[:BEGINNING])):
                columns = {column.name: column for column in placed.columns.values()}
                if any(column.kind is Kind.PERSON for column in columns.values()) and (
                    TELLING & columns.keys() if surely else len(OF_PERSONS & columns.keys()) > 1
                ):
                    return True
        return False

    def rows(self, sheet: Sheet) -> Iterator[SheetRow]:
        """Yield the rows of a sheet concealed; each keeps its number, and each cell its letters."""
        seen = self._seen(sheet) if self.is_strict else _Seen()
        for placed in self._placed(sheet):
            cells = {at: self._cell(at, cell, placed, seen) for at, cell in placed.row.cells.items()}
            yield replace(placed.row, cells={at: cell for at, cell in cells.items() if cell is not None})

    def written(self, sheets: Sequence[Sheet], cells: Mapping[tuple[str, str], str]) -> dict[tuple[str, str], str]:
        """Return what people wrote in cells of a concealed list, concealed; what no column of the list holds goes."""
        kept = {}
        for sheet in sheets:
            by_row: dict[int, list[str]] = {}
            for name, address in cells:
                letters = address.rstrip("0123456789")
                if name == sheet.name:
                    by_row.setdefault(int(address[len(letters) :]), []).append(letters)
            for placed in self._placed(sheet) if by_row else ():
                for at in by_row.get(placed.row.number, ()):
                    text = cells[sheet.name, f"{at}{placed.row.number}"]
                    said = self._said(text, placed.columns.get(at), is_heading=placed.is_heading)
                    if said is not None:
                        kept[sheet.name, f"{at}{placed.row.number}"] = said
        return kept

    def given(self, answers: Mapping[str, str]) -> dict[str, str]:
        """Return what was told of every row of a list, without what it may not say of persons."""
        barred = {column.name for column in self.owners.values() if column.is_personal}
        hide = persons.without_codes if self.is_strict else str
        return {name: hide(text) for name, text in answers.items() if name not in barred}

    def _said(self, text: str, column: Column | None, *, is_heading: bool) -> str | None:
        if column is None or is_heading:
            return None if self.is_strict else text
        if not text or not (column.is_personal or self.is_strict):
            return text
        if column.is_personal:
            cell = self._personal(column, Cell(text))
            return None if cell is None else cell.text
        return self._public(column, Cell(text), _Seen(), is_sound=True).text

    # --- which column a cell stands in ---

    def _placed(self, sheet: Sheet) -> Iterator[_Placed]:
        """Yield each row with the columns of the heading above it."""
        columns: dict[str, Column] = {}
        width, was_heading = 0, False
        for row in sheet.rows:
            named = self._named(row)
            if named:
                named |= self._nearly_private(row, named)
            is_heading = len(named) > 1 or (was_heading and bool(named))
            if is_heading:
                columns, width = {**columns, **named} if was_heading else named, row.width
            yield _Placed(row, columns, is_heading, width)
            was_heading = is_heading

    def _named(self, row: SheetRow) -> dict[str, Column]:
        """Return the columns that cells of a row name, by the very words."""
        found = {}
        for at, cell in row.cells.items():
            if cell.kind == "text" and len(cell.text) <= LONGEST_HEADING:
                owner = self.owners.get(heading_key(cell.text))
                if owner is not None:
                    found[at] = owner
        return found

    def _nearly_private(self, row: SheetRow, named: Mapping[str, Column]) -> dict[str, Column]:
        """Return the columns whose headings are like a private one's: better one too many concealed than one kept."""
        if self.is_strict:
            return {}
        others = {at: cell.text for at, cell in row.cells.items() if at not in named and cell.kind == "text"}
        return {
            at: column
            for at, text in others.items()
            for column in self.private
            if len(text) <= LONGEST_HEADING and heading_score(text, column.titles) >= AT_LEAST
        }

    def _seen(self, sheet: Sheet) -> _Seen:
        seen = _Seen()
        for placed in self._placed(sheet):
            if not placed.is_heading and self._is_sound(placed):
                for at, column in placed.columns.items():
                    cell = placed.row.cells.get(at)
                    if cell is not None and column.kind is Kind.PERSON:
                        seen.codes.add(_code(cell))
                    elif cell is not None and column.kind in WRITTEN and not column.is_private:
                        seen.texts.add((column.name, cell.text))
        return seen

    def _is_sound(self, placed: _Placed) -> bool:
        """Say whether a row has a code where codes stand, right or wrong: then its other cells stand right too."""
        codes = [at for at, column in placed.columns.items() if column.kind is Kind.PERSON and at in placed.row.cells]
        return not placed.is_aside and any(_is_like_a_code(placed.row.cells[at]) for at in codes)

    def _is_of_the_list(self, placed: _Placed) -> bool:
        """Say whether a row without a code is of the list all the same: it counts something."""
        counted = [at for at, column in placed.columns.items() if column.kind in (Kind.WHOLE, Kind.NUMBER)]
        return any(self._fits(placed.columns[at], placed.row.cells[at]) for at in counted if at in placed.row.cells)

    def _fits(self, column: Column, cell: Cell) -> bool:
        """Say whether a cell holds what its column is for; a list says the same things again and again."""
        key = (column.name, cell)
        if key not in self.tried:
            if len(self.tried) >= REMEMBERED:
                self.tried.clear()
            self.tried[key] = _is_understood(column, cell)
        return self.tried[key]

    # --- what is kept of a cell ---

    def _cell(self, at: str, cell: Cell, placed: _Placed, seen: _Seen) -> Cell | None:
        column = placed.columns.get(at)
        if not self.is_strict:
            is_private = column is not None and column.is_personal and not placed.is_heading
            return self._personal(column, cell) if is_private and column else cell
        is_sound = self._is_sound(placed)
        if column is not None and column.is_private and is_sound and not placed.is_heading:
            # somebody may be called as a column is
            return None
        if cell.kind == "text" and (says_nothing_else(cell.text) or heading_key(cell.text) in self.words):
            return cell
        if placed.is_heading or placed.is_aside or not (is_sound or self._is_of_the_list(placed)):
            return Cell(persons.HIDDEN)
        if column is None:
            return None
        return (
            self._personal(column, cell) if column.is_personal else self._public(column, cell, seen, is_sound=is_sound)
        )

    def _personal(self, column: Column, cell: Cell) -> Cell | None:
        """Return what is kept of a person's cell: a concealed code, or nothing."""
        text = clean(cell.text)
        if column.kind is not Kind.PERSON:
            return None
        if cell.kind in ("error", "formula"):
            return _without_value(cell)
        if persons.hash_in(text) or text.lower() in PLACEHOLDERS or not text:
            return replace(cell, text=text, kind="text")
        code = _code(cell)
        if is_personal_id(code) and _is_like_a_code(cell):
            return Cell(persons.concealed(code, self.hash_of(code)), note=_noted(cell))
        return Cell(persons.masked(text), note=_noted(cell))

    def _public(self, column: Column, cell: Cell, seen: _Seen, *, is_sound: bool) -> Cell:
        if cell.kind in ("error", "formula"):
            return _without_value(cell)
        text = cell.text
        if column.kind is Kind.LEGAL_ID:
            return cell if self._fits(column, cell) else Cell(persons.masked(text), note=cell.note)
        if column.kind not in WRITTEN:
            return cell if self._fits(column, cell) else Cell(persons.without_words(text), note=cell.note)
        if not is_sound and (column.name, text) not in seen.texts:
            return Cell(persons.HIDDEN)
        if not persons.LETTER.search(text):
            # the number of a licence or workshop may be as long as a code; a code of this very list it is not
            return Cell(persons.masked(text)) if _code(cell) in seen.codes else cell
        return replace(cell, text=persons.without_codes(text))


def _code(cell: Cell) -> str:
    return persons.code_of(cell.text)


def _is_like_a_code(cell: Cell) -> bool:
    """Say whether a cell holds a code, right or wrong: digits alone and about as many, or one that is concealed."""
    text = clean(cell.text)
    if persons.hash_in(text) or persons.MASKED.fullmatch(text):
        return text != persons.HIDDEN
    return 8 <= len(_code(cell)) <= 11 and not persons.LETTER.search(text)


def _noted(cell: Cell) -> str:
    # digits that a spreadsheet lost are no code, and its check says so
    return cell.note if cell.note in ("filled_down", "control") else ""


def _without_value(cell: Cell) -> Cell:
    return replace(cell, text=cell.text if cell.text.upper() in SPREADSHEET_ERRORS else "#" * (cell.kind == "error"))


def _is_understood(column: Column, cell: Cell) -> bool:
    """Say whether a cell holds what its column is for, so that it can hold nothing else."""
    text = clean(cell.text)
    if not text or text.lower() in PLACEHOLDERS:
        return True
    if cell.kind in ("error", "formula"):
        return False
    if column.kind is Kind.MONTH:
        return read_month(text, is_day=cell.kind == "day") is not None
    # a sum stands in the same column and is more than any row may say
    return not isinstance(READERS[column.kind](replace(column, most=None), cell, text, Place()), Problem)

"""The rows under one header: which are of the list, which repeat it or add it up, and whether the sums are right."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from hamahang.domain import numbers
from hamahang.domain.lists.checking import Checker
from hamahang.domain.lists.headers import Header
from hamahang.domain.lists.intake import WARNING, Cell, CheckedRow, Column, Kind, Problem, SheetRow, problem
from hamahang.domain.lists.mapping import heading_key
from hamahang.domain.lists.pieces import piece_of
from hamahang.domain.lists.shapes import column_number, letters_key
from hamahang.domain.lists.tableheads import is_numbering
from hamahang.domain.lists.totals import says_nothing_else, says_total
from hamahang.domain.money import say_number
from hamahang.domain.text import Text, clean

SUMMED = (Kind.WHOLE, Kind.RIALS, Kind.NUMBER)
MEASURED = (*SUMMED, Kind.DAY, Kind.PERCENT, Kind.LEGAL_ID, Kind.PERSON)
WRONG_TOTAL = Text(
    fa="جمع نوشته‌شده در ستون «{column}» {written} است و سطرها {counted} می‌شوند؛ یکی را درست کنید.",
    en="The total written in “{column}” is {written}, the rows add up to {counted}; mend one of them.",
)


class TableRows:
    """A table that is open: its header, and the sums of what was read since the last total and in all."""

    def __init__(self, header: Header, index: int, day: date | None = None) -> None:
        self.header, self.index = header, index
        self.whole_at = {letter: name for name, letter in header.letters.items() if name not in header.pieces}
        parts = {letter: name for name, piece in header.pieces.items() for letter in piece.letters}
        self.field_at = {**parts, **self.whole_at}
        columns = {column.name: column for column in header.table.columns}
        self.kinds = {name: columns[name].kind for name in header.pieces}
        self.measured = [at for at, name in self.field_at.items() if columns[name].kind in MEASURED]
        self.worded = [at for at, name in self.field_at.items() if columns[name].kind is Kind.TEXT]
        self.summed = [(columns[name], at) for at, name in self.field_at.items() if columns[name].kind in SUMMED]
        self.keys = [header.letters.get(name, "") for name in header.table.key]
        self.titles = {at: {heading_key(t) for t in columns[name].titles} for at, name in self.field_at.items()}
        self.given = {name: Cell(text) for name, text in header.given.items()}
        self.checker = Checker(header.table, units=header.units, letters=header.letters, stated=header.stated, day=day)
        self.since: dict[str, Decimal] = {}
        self.whole: dict[str, Decimal] = {}
        self.rows = 0

    def cells_of(self, row: SheetRow) -> dict[str, Cell]:
        """Return a row's cells by field, with what a person told of every row; none for a row that has none here."""
        found = {name: row.cells[letter] for letter, name in self.whole_at.items() if letter in row.cells}
        for name, piece in self.header.pieces.items():
            if (cell := piece_of(row.cells, piece, self.kinds[name])) is not None:
                found[name] = cell
        return {**self.given, **found} if found else found

    def part_of(self, row: SheetRow) -> SheetRow:
        """Return a row with the cells of this table alone."""
        return replace(row, cells={letter: row.cells[letter] for letter in self.field_at if letter in row.cells})

    def measures(self, row: SheetRow) -> bool:
        """Say whether a row has digits where the table has numbers, days and ids: then it is no header."""
        for letter in self.measured:
            cell = row.cells.get(letter)
            if cell is not None and (cell.text.isdecimal() or any(map(str.isdigit, cell.text))):
                return True
        return False

    def is_header_again(self, row: SheetRow) -> bool:
        """Recognise the header that is printed again on the next page."""
        if self.measures(row):
            return False
        same = 0
        for letter, titles in self.titles.items():
            cell = row.cells.get(letter)
            if cell is not None and cell.kind == "text" and len(cell.text) <= 80:
                same += heading_key(cell.text) in titles
        return same >= max(2, len(self.field_at) // 2)

    def is_numbering(self, row: SheetRow) -> bool:
        """Recognise the line right below a header that numbers the columns: 1, 2, 3 …, where the list has words."""
        if self.rows or not any(at in row.cells for at in self.worded):
            return False
        texts = [row.cells[at].text for at in sorted(row.cells, key=letters_key)]
        return is_numbering(texts, len(self.field_at))

    def is_total(self, row: SheetRow) -> bool:
        """Recognise a totals row: it says so, or it is the sum; and it has none of what makes a row its own."""
        own = [row.cells[at] for at in self.keys if at in row.cells and not says_total(row.cells[at].text)]
        if len(own) >= max(len(self.keys), 1):
            return False
        said = [cell.text for cell in row.cells.values() if cell.kind == "text" and says_total(cell.text)]
        # «جمع کل» is a total whatever stands beside it; «جمع آوری ضایعات» may be a name
        if any(says_nothing_else(text) for text in said) or (said and not own):
            return True
        texts = [cell for at, cell in row.cells.items() if at in self.field_at and at not in self._summed_letters()]
        written = list(self._written(row))
        return not texts and self.rows > 1 and bool(written) and all(self._agrees(*pair) for pair in written)

    def _summed_letters(self) -> set[str]:
        return {letter for _, letter in self.summed}

    def _agrees(self, column: Column, number: Decimal) -> bool:
        return number in (self.since.get(column.name), self.whole.get(column.name))

    def _written(self, row: SheetRow) -> Iterator[tuple[Column, Decimal]]:
        """Yield the numbers as written, in the column's own unit: a total is compared with what stands above it."""
        for column, letter in self.summed:
            cell = row.cells.get(letter)
            if cell is not None and (number := _number(cell)) is not None:
                yield column, number

    def _read(self, row: SheetRow, values: Mapping[str, object]) -> Iterator[tuple[Column, Decimal]]:
        """Yield the numbers of a row as `_written` does; those that were understood are not read a second time."""
        for column, letter in self.summed:
            value = values.get(column.name)
            if column.kind is not Kind.RIALS and type(value) is Decimal:
                yield column, value
            elif column.kind is not Kind.RIALS and type(value) is int:
                yield column, Decimal(value)
            elif (cell := row.cells.get(letter)) is not None and (number := _number(cell)) is not None:
                yield column, number

    def cross_foot(self, row: SheetRow) -> Iterator[Problem]:
        """Compare a total with the sum of the rows since the last one, or of all; then begin anew."""
        has_parts = self.since != self.whole
        for column, written in self._written(row):
            if not self._agrees(column, written):
                counted = (self.since if has_parts and self.since else self.whole).get(column.name, Decimal(0))
                letter = self.header.letters[column.name]
                title = Text(fa=column.titles[0], en=column.name.replace("_", " "))
                message = WRONG_TOTAL.format(column=title, written=_said(written), counted=_said(counted))
                yield Problem(
                    "wrong_total", WARNING, message, column.name, f"{letter}{row.number}", row.cells[letter].text
                )
        self.since = {}

    def checked(self, row: SheetRow, cells: Mapping[str, Cell]) -> CheckedRow:
        """Return the row with its values and problems, and add its numbers to the sums."""
        header, since, whole = self.header, self.since, self.whole
        values, problems = self.checker.check(cells, row.number)
        if row.width:
            problems += self._of_width(row)
        for column, number in self._read(row, values):
            name = column.name
            since[name] = since[name] + number if name in since else number
            whole[name] = whole[name] + number if name in whole else number
        self.rows += 1
        texts = {name: cell.text for name, cell in cells.items()}
        return CheckedRow(header.table.code, header.sheet, row.number, texts, values, tuple(problems), self.index)

    def _of_width(self, row: SheetRow) -> Iterator[Problem]:
        """Refuse a row of a text file whose cells do not stand under their headings."""
        wanted = self.header.width
        if not row.width or not wanted:
            return
        if row.width > wanted and any(column_number(letter) > wanted for letter in row.cells):
            yield problem("too_many_cells", cell=str(row.number), found=row.width, wanted=wanted)
        elif row.width < wanted and any(column_number(letter) > row.width for letter in self.field_at):
            yield problem("too_few_cells", cell=str(row.number), found=row.width, wanted=wanted)


def _number(cell: Cell) -> Decimal | None:
    if cell.kind == "number" and not cell.note:
        return Decimal(cell.text)
    return numbers.parse_number(clean(cell.text)).value


def _said(number: Decimal) -> Text:
    return Text(fa=say_number(number, "fa"), en=say_number(number, "en"))

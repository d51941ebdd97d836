"""What the cells of a sheet hold, told by their look alone: a long sheet as a letter for each cell."""

import re
from collections.abc import Iterator, Sequence

from hamahang.domain.lists.intake import Cell, Sheet, SheetRow
from hamahang.domain.text import TO_LATIN, clean, to_latin_digits

SAMPLE, AT_ONCE = 200, 200
NUMBER = re.compile(r"\(?[+\-−]?\s?[0-9][0-9,٬،./٫ ']{0,40}\)?-?\s?[%٪]?")
DAY = re.compile(r"[0-9]{1,4}([/.\-])[0-9]{1,2}\1[0-9]{1,4}(?:[ T][0-9:.]{4,15}Z?)?")
YEAR = re.compile(r"(?:1[34][0-9]{2}|19[0-9]{2}|20[0-9]{2})")
# a year of accounts or of schools: «1389/90», 2010–2011
TWO_YEARS = re.compile(r"(?:1[34]|19|20)[0-9]{2}\s?[/–-]\s?(?:[0-9]{2}|(?:1[34]|19|20)[0-9]{2})")
# what a footnote leaves beside a number: 2011*, 35 (r), 1390 (1), 12¹
FOOTNOTE = re.compile(
    r"(?<=[0-9%٪])(?:\s?\([a-z0-9*]{1,2}\)|\s?[*†‡]{1,3}|\s?\[[a-z0-9]\]|[¹²³⁴⁵⁶⁷⁸⁹]| [a-z1-9]\)|\s[a-z])$"
)
# what official tables print where there is no figure
MISSING = frozenset(
    {"-", "--", "---", "–", "—", "−", "ـ", ".", "..", "...", "…", ":", "*", "**", "n/a", "n.a.", "n.a", "na", "nd"}
)
LONGEST_MISSING = 4
TEXT_CODE, NUMBER_CODE, DAY_CODE, YEAR_CODE, OTHER_CODE, BLANK = "T", "N", "D", "Y", "E", " "
MEASURED = frozenset("NDY")


def column_number(letters: str) -> int:
    """Return the number of a column from its letters: A is 1."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def letters_key(letters: str) -> tuple[int, str]:
    """Return what sorts column letters as columns stand: Z before AA."""
    return len(letters), letters


def kind_of_cell(cell: Cell) -> str:
    """Return what a cell holds: a number, a year, a day, a text, or something else."""
    if cell.kind == "number":
        return YEAR_CODE if len(cell.text) == 4 and YEAR.fullmatch(cell.text) else NUMBER_CODE
    if cell.kind == "day":
        return DAY_CODE
    if cell.kind != "text":
        # a formula without a value, an error: most stand where numbers do
        return OTHER_CODE
    text = cell.text
    if len(text) <= LONGEST_MISSING and text.strip().lower() in MISSING:
        return OTHER_CODE
    if text[:1].isalpha():
        return TEXT_CODE
    text = text.strip()
    return _kind_of_text(text) if text else BLANK


def _kind_of_text(text: str) -> str:
    """Return what a text holds that does not begin with a letter."""
    if not text.isascii():
        text = clean(text[:60]).translate(TO_LATIN)
    if not text[:1].isdigit() and text[:1] not in "(+-−":
        return TEXT_CODE
    if not "0" <= text[-1:] <= "9":
        text = FOOTNOTE.sub("", text)
    if YEAR.fullmatch(text) or TWO_YEARS.fullmatch(text):
        return YEAR_CODE
    if DAY.fullmatch(text):
        return DAY_CODE
    return NUMBER_CODE if len(text) < 60 and NUMBER.fullmatch(text) else TEXT_CODE


class Shapes:
    """The shape of each row of a sheet: a letter for each column, so that a long sheet stays small in memory."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.numbers: list[int] = []
        self.shapes: list[str] = []
        known: dict[str, str] = {}
        order: dict[str, int] = {}
        for row in sheet.rows:
            cells = row.cells
            if not cells.keys() <= order.keys():
                for letter in cells:
                    order.setdefault(letter, len(order))
            # the columns of a row stand in the order in which they were first seen
            text = "".join([kind_of_cell(cells[letter]) if letter in cells else BLANK for letter in order])
            self.numbers.append(row.number)
            self.shapes.append(known.setdefault(text, text))
        self.order = order
        self.columns = sorted(order, key=letters_key)

    def at(self, index: int, letter: str) -> str:
        """Return what a row holds in a column."""
        shape, place = self.shapes[index], self.order[letter]
        return shape[place] if place < len(shape) else BLANK

    def filled(self, index: int, columns: Sequence[str]) -> int:
        """Return how many of the columns a row fills."""
        return sum(self.at(index, letter) != BLANK for letter in columns)

    def rows(self, indexes: Sequence[int]) -> Iterator[SheetRow]:
        """Yield rows with their cells, many at a time."""
        for start in range(0, len(indexes), AT_ONCE):
            some = indexes[start : start + AT_ONCE]
            between = self.sheet.rows[some[0] : some[-1] + 1]
            yield from (between[index - some[0]] for index in some)

    def row(self, index: int) -> SheetRow:
        """Return a row with its cells."""
        return self.sheet.rows[index]


def headings(
    rows: Sequence[SheetRow], columns: Sequence[str], merged: Sequence[tuple[int, str, int, str]] = ()
) -> dict[str, str]:
    """Return the heading of each column: its lines from above, a merged one over each column it spans.

    Where a file says nothing of cells merged there, an upper line goes on over the blank columns after it.
    """
    names: dict[str, list[str]] = {letter: [] for letter in columns}
    for place, row in enumerate(rows):
        spans = {
            letter: span[1] for span in merged if span[0] <= row.number <= span[2]
            for letter in columns if column_number(span[1]) <= column_number(letter) <= column_number(span[3])
        }  # fmt: skip
        carried, is_spanned = "", any(row.number == span[0] and span[1] != span[3] for span in merged)
        is_lowest = place == len(rows) - 1
        for letter in columns:
            cell = row.cells.get(letter)
            text = clean(cell.text) if cell else ""
            if not text and letter in spans and spans[letter] in row.cells:
                text = clean(row.cells[spans[letter]].text)
            elif not text and not is_spanned and not is_lowest and rows[place + 1].cells.get(letter):
                text = carried
            carried = text or carried
            if text and text not in names[letter]:
                names[letter].append(text)
    return {letter: " / ".join(lines) for letter, lines in names.items() if lines}


def counts_rows(cells: Sequence[Cell]) -> bool:
    """Say whether a column only counts its rows: 1, 2, 3, and so on."""
    said = [to_latin_digits(cell.text.strip()) for cell in cells if cell.text.strip()]
    return len(said) > 1 and said == [str(number) for number in range(1, len(said) + 1)]

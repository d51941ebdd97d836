"""Rows that are not of a list but add it up: told by their words, by what they lack, and by the sum."""

import re
from collections.abc import Callable, Mapping, Sequence

from hamahang.domain.lists.intake import Cell, SheetRow
from hamahang.domain.lists.shapes import BLANK, FOOTNOTE, MEASURED, NUMBER_CODE, SAMPLE, TEXT_CODE, Shapes, kind_of_cell
from hamahang.domain.text import TO_LATIN, clean, fold

TOTAL_WORDS = frozenset(
    {
        "جمع", "جمعکل", "مجموع", "مجموعکل", "سرجمع", "کل", "الاجمالی", "المجموع", "اجمالی", "الجمله", "total", "totals",
        "totaux", "subtotal", "sum", "ensemble", "summe", "gesamt", "insgesamt", "zusammen", "totale", "totaal",
        "toplam", "toplamı", "suma", "razem", "ogołem", "celkem", "summa", "totalt", "osszesen", "ukupno", "jumlah",
        "итого", "всего", "всього", "усього", "разом", "общо", "συνολο", "cəmi", "jami", "合计", "总计", "合計", "総数",
        "計", "합계",
    }
)  # fmt: skip
# words that make a total only beside one of those: «Grand total», but no «Grand Hotel»
BEFORE_TOTAL = frozenset({"grand", "genel", "sub", "overall", "общий", "общая", "general"})
ADDED_UP = 12  # columns whose sums are enough to tell a total
SHORT = 5_000  # rows of a sheet in which a total that has a name of its own is looked for
BESIDE_TOTAL = frozenset(
    {
        "استان", "شهرستان", "صفحه", "برگه", "فهرست", "ستون", "مبالغ", "کشور", "العام", "الکلی", "of", "all", "page",
        "country",
    }
)  # fmt: skip
SAYING_TOTAL = TOTAL_WORDS | BEFORE_TOTAL | BESIDE_TOTAL
LAST_WORDS = frozenset({"total", "totals", "subtotal", "toplam", "toplamı", "toplami"})
POINTED = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+")
LONGEST = 80  # letters of a text that are looked at


def says_total(text: str) -> bool:
    """Say whether a text names a total: its first word does, in one of the languages lists come in."""
    if text[:1].isdigit():
        return False  # as most keys of rows begin
    words = [word.strip('.()*"') for word in fold(text[:LONGEST].replace(":", " ")).split()]
    if words and words[0] in BEFORE_TOTAL:
        words = words[1:]
    return bool(words) and words[0] in TOTAL_WORDS


def says_nothing_else(text: str) -> bool:
    """Say whether a text names a total and nothing of its own."""
    words = [word for part in fold(text[:LONGEST]).split() if (word := part.strip('.()*:"'))]
    return any(word in TOTAL_WORDS for word in words) and all(word in SAYING_TOTAL for word in words)


def ends_with_total(text: str) -> bool:
    """Say whether a text's last word names a total, as a spreadsheet's own subtotals do: «East Total»."""
    words = fold(text[:LONGEST].replace(":", " ")).split()
    return 1 < len(words) <= 6 and words[-1].strip(".()*") in LAST_WORDS


def find_totals(rows: Sequence[SheetRow], columns: Sequence[str]) -> list[int]:
    """Return the numbers of the rows that say they are totals: the first text of the row does."""
    found = []
    for row in rows:
        texts = [row.cells[at].text for at in columns if at in row.cells and kind_of_cell(row.cells[at]) == TEXT_CODE]
        if texts and (says_total(texts[0]) or ends_with_total(texts[0])):
            found.append(row.number)
    return found


def candidates(shapes: Shapes, data: Sequence[int], columns: Sequence[str]) -> list[int]:
    """Return the rows that have fewer texts than most, as a total has; the others are rows of the list."""
    texts = [sum(shapes.at(index, letter) == TEXT_CODE for letter in columns) for index in data[:SAMPLE]]
    usual = sorted(texts)[len(texts) // 2] if texts else 0
    few: dict[str, bool] = {}  # by shape: a long table has few
    for index in data:
        if (shape := shapes.shapes[index]) not in few:
            codes = [shapes.at(index, letter) for letter in columns]
            few[shape] = 0 < codes.count(TEXT_CODE) < max(usual, 2) and not MEASURED.isdisjoint(codes)
    return [index for index in data if few[shapes.shapes[index]]]


def by_sum(
    shapes: Shapes, data: list[int], columns: Sequence[str], kinds: Mapping[str, str], known: set[int]
) -> list[int]:
    """Return the last row or the first if it is the sum of the others, in each of its numbers.

    One that also says something, such as a country's name over its provinces, must be it in two columns at least.
    """
    rest = [index for index in data if shapes.numbers[index] not in known]
    if len(rest) < 4 or rest[-1] != data[-1]:
        return []
    ends = [index for index in (rest[-1], rest[0]) if _may_be_sum(shapes, index, columns, rest[-1])]
    if not ends:
        return []
    measured = [at for at in columns if kinds[at] == NUMBER_CODE][:ADDED_UP]
    # some print the thousands with points: «63.537»
    for read in (plain_number, _pointed):
        sums = dict.fromkeys(measured, 0.0)
        for row in shapes.rows(rest):
            cells = row.cells
            for letter in measured:
                sums[letter] += read(cells[letter]) if letter in cells else 0.0
        if found := [shapes.numbers[index] for index in ends if _is_sum(shapes, index, columns, sums, read)]:
            return found[:1]
        if len(shapes.numbers) > SHORT:
            break
    return []


def _may_be_sum(shapes: Shapes, index: int, columns: Sequence[str], last: int) -> bool:
    """Say whether a row says little enough: nothing at the end of a table, one text at most in a short one."""
    texts = sum(shapes.at(index, at) == TEXT_CODE for at in columns)
    if not texts:
        return index == last
    return texts == 1 and len(shapes.numbers) <= SHORT and shapes.at(index, columns[0]) in (TEXT_CODE, BLANK)


def _is_sum(
    shapes: Shapes,
    index: int,
    columns: Sequence[str],
    sums: Mapping[str, float],
    read: Callable[[Cell], float],
) -> bool:
    cells = shapes.row(index).cells
    own = {at: read(cells[at]) for at in sums if shapes.at(index, at) in MEASURED}
    # the sums hold the row itself: it is the half of them
    right = [at for at, value in own.items() if value and abs(sums[at] - 2 * value) <= 1e-6 * abs(sums[at])]
    is_named = any(shapes.at(index, at) == TEXT_CODE for at in columns)
    return len(right) == len(own) and len(right) > int(is_named)


def plain_number(cell: Cell) -> float:
    """Return a number for adding up, 0 where the cell holds none."""
    try:
        return float(cell.text)
    except ValueError:
        pass
    text = FOOTNOTE.sub("", cell.text.strip() if cell.text.isascii() else clean(cell.text).translate(TO_LATIN))
    try:
        return float(re.sub("[,٬،' ]", "", text.replace("٫", ".")))
    except ValueError:
        return 0.0


def _pointed(cell: Cell) -> float:
    """Return a number whose points are between thousands."""
    is_grouped = cell.kind == "text" and POINTED.fullmatch(cell.text.strip()) is not None
    return plain_number(Cell(cell.text.replace(".", "")) if is_grouped else cell)

"""Rows that are not of a list but add it up: told by their words, by what they lack, and by the sum."""

import re
from collections.abc import Mapping, Sequence

from hamahang.domain.intake import Cell, SheetRow
from hamahang.domain.shapes import MEASURED, NUMBER_CODE, SAMPLE, TEXT_CODE, Shapes, kind_of_cell
from hamahang.domain.text import TO_LATIN, clean, fold

TOTAL_WORDS = frozenset(
    {
        "جمع", "جمعکل", "مجموع", "مجموعکل", "سرجمع", "کل", "الاجمالی", "المجموع", "اجمالی", "total", "totals",
        "subtotal", "sum", "grand", "summe", "gesamt", "insgesamt", "totale", "toplam", "suma", "razem", "итого",
        "всего", "合计", "总计", "合計", "計",
    }
)  # fmt: skip
ADDED_UP = 12  # columns whose sums are enough to tell a total
BESIDE_TOTAL = frozenset({"استان", "شهرستان", "صفحه", "برگه", "فهرست", "ستون", "مبالغ", "of", "all", "page", "total"})


def says_total(text: str) -> bool:
    """Say whether a text names a total: its first word does, in one of the languages lists come in."""
    if text[:1].isdigit():
        return False  # as most keys of rows begin
    words = fold(text.replace(":", " ")).split()
    return bool(words) and words[0].strip(".()*") in TOTAL_WORDS


def says_nothing_else(text: str) -> bool:
    """Say whether a text names a total and nothing of its own."""
    words = [word.strip(".()*:") for word in fold(text).split()]
    return bool(words) and all(word in TOTAL_WORDS or word in BESIDE_TOTAL for word in words if word)


def find_totals(rows: Sequence[SheetRow], columns: Sequence[str]) -> list[int]:
    """Return the numbers of the rows that say they are totals: the first text of the row does."""
    found = []
    for row in rows:
        texts = [row.cells[at].text for at in columns if at in row.cells and kind_of_cell(row.cells[at]) == TEXT_CODE]
        if texts and says_total(texts[0]):
            found.append(row.number)
    return found


def candidates(shapes: Shapes, data: Sequence[int], columns: Sequence[str]) -> list[int]:
    """Return the rows that have fewer texts than most, as a total has; the others are rows of the list."""
    texts = [sum(shapes.at(index, letter) == TEXT_CODE for letter in columns) for index in data[:SAMPLE]]
    usual = sorted(texts)[len(texts) // 2] if texts else 0
    return [
        index for index in data
        if 0 < sum(shapes.at(index, letter) == TEXT_CODE for letter in columns) < max(usual, 2)
        and any(shapes.at(index, letter) in MEASURED for letter in columns)
    ]  # fmt: skip


def by_sum(
    shapes: Shapes, data: list[int], columns: Sequence[str], kinds: Mapping[str, str], known: set[int]
) -> list[int]:
    """Return the last row if it says nothing but is the sum of the rows above it, in each of its numbers."""
    if len(data) < 4 or shapes.numbers[data[-1]] in known:
        return []
    measured = [at for at in columns if kinds[at] == NUMBER_CODE and shapes.at(data[-1], at) in MEASURED]
    measured = measured[:ADDED_UP]
    if not measured or any(shapes.at(data[-1], at) == TEXT_CODE for at in columns):
        return []
    last, sums = shapes.row(data[-1]), dict.fromkeys(measured, 0.0)
    for row in shapes.rows(data[:-1]):
        if row.number not in known:
            cells = row.cells
            for letter in measured:
                sums[letter] += plain_number(cells[letter]) if letter in cells else 0.0
    is_sum = all(abs(sums[at] - plain_number(last.cells[at])) <= 1e-6 * abs(sums[at]) and sums[at] for at in measured)
    return [last.number] if is_sum else []


def plain_number(cell: Cell) -> float:
    """Return a number for adding up, 0 where the cell holds none."""
    try:
        return float(cell.text)
    except ValueError:
        pass
    text = cell.text if cell.text.isascii() else clean(cell.text).translate(TO_LATIN)
    try:
        return float(re.sub("[,٬،' ]", "", text))
    except ValueError:
        return 0.0

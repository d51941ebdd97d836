"""Where the header of a table stands and its data begin, by the look of the rows: words above what is measured.

Official tables count in years, number their columns in a line of their own, and group columns without merging cells.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from hamahang.domain.lists.shapes import (
    BLANK,
    MEASURED,
    OTHER_CODE,
    SAMPLE,
    TEXT_CODE,
    YEAR_CODE,
    Shapes,
    column_number,
)
from hamahang.domain.text import clean, fold, to_latin_digits

HEADER_WITHIN, HEADER_LINES = 40, 3
FEWEST = 3  # rows from which it can be told that one of them numbers the columns
LONGEST_GROUP = 80  # letters of a heading over a group of columns; what is longer is a title
Span = tuple[int, str, int, str]


def kinds_of(shapes: Shapes, rows: Sequence[int], columns: Sequence[str]) -> dict[str, str]:
    """Return what most cells of each column hold below the first rows."""
    first = min(max(1, len(rows) // 3), HEADER_WITHIN)
    sample = rows[first : first + SAMPLE] or rows
    kinds = {}
    for letter in columns:
        found = Counter(code for index in sample if (code := shapes.at(index, letter)) not in (BLANK, OTHER_CODE))
        kinds[letter] = found.most_common(1)[0][0] if found else TEXT_CODE
    return kinds


def data_start(shapes: Shapes, rows: Sequence[int], columns: Sequence[str], kinds: Mapping[str, str]) -> int:
    """Return where the data begin: the first row that measures where most rows measure."""
    measured = [letter for letter in columns if kinds[letter] in MEASURED]
    if not measured:
        return _after_first_full(shapes, rows, columns)
    for at, index in enumerate(rows[: HEADER_WITHIN + HEADER_LINES]):
        same = sum(shapes.at(index, letter) in MEASURED for letter in measured)
        other = sum(shapes.at(index, letter) == TEXT_CODE for letter in measured)
        if same <= other or is_years(shapes, rows, at, columns):
            continue
        if same >= min(2, len(measured)) or len(rows) - at < 3:
            return at
    return _after_first_full(shapes, rows, columns)


def is_years(shapes: Shapes, rows: Sequence[int], at: int, columns: Sequence[str]) -> bool:
    """Say whether a row's numbers are years over columns of other numbers, so that it is a header."""
    found = [letter for letter in columns if shapes.at(rows[at], letter) in MEASURED]
    if len(found) < 2 or any(shapes.at(rows[at], letter) != YEAR_CODE for letter in found):
        return False
    cells = shapes.row(rows[at]).cells
    texts = [clean(cells[letter].text) for letter in found]
    if len(set(texts)) < 2 or not _comes_round(texts):
        return False
    # years below years are data, unless the row is all there is before a blank one
    below = [shapes.at(index, letter) for index in rows[at + 1 : at + 1 + SAMPLE] for letter in found]
    codes = Counter(code for code in below if code in MEASURED)
    return not codes or 2 * codes[YEAR_CODE] < codes.total()


def _comes_round(texts: Sequence[str]) -> bool:
    """Say whether texts are all different, or the same ones in the same order again and again."""
    period = len(set(texts))
    return all(text == texts[at % period] for at, text in enumerate(texts))


def _after_first_full(shapes: Shapes, rows: Sequence[int], columns: Sequence[str]) -> int:
    """Return the row after the first that fills most columns: the header of a table of texts alone."""
    widest = max(shapes.filled(index, columns) for index in rows[: HEADER_WITHIN + SAMPLE])
    for at, index in enumerate(rows[:HEADER_WITHIN]):
        if shapes.filled(index, columns) >= max(2, 0.6 * widest):
            return at + 1
    return len(rows)


def header_above(shapes: Shapes, above: Sequence[int], columns: Sequence[str], merged: Sequence[Span]) -> list[int]:
    """Return the lines of the header among the rows above the data: at most three, titles left out."""
    header: list[int] = []
    for index in reversed(above):
        if len(header) == HEADER_LINES:
            break
        if not (_may_head(shapes, index, columns, merged, is_lowest=not header) or _groups(shapes, index, header)):
            break
        header.insert(0, index)
    return header


def _may_head(shapes: Shapes, index: int, columns: Sequence[str], merged: Sequence[Span], *, is_lowest: bool) -> bool:
    filled, number = shapes.filled(index, columns), shapes.numbers[index]
    # a merged cell over some of the columns is a group's heading; one over all of them, or from the first on, a title
    spans = [span for span in merged if span[0] == number and (filled > 1 or span[1] != columns[0])]
    widths = [column_number(span[3]) - column_number(span[1]) + 1 for span in spans]
    if filled and any(1 < width < len(columns) for width in widths):
        return True
    return filled >= 2 and filled >= (0.3 if is_lowest else 0.45) * len(columns)


def _groups(shapes: Shapes, index: int, header: Sequence[int]) -> bool:
    """Say whether a row names groups of the columns whose headings below it come again in each group."""
    if not header or shapes.numbers[index] + 1 != shapes.numbers[header[0]]:
        return False
    words = [fold(cell.text) for cell in shapes.row(header[0]).cells.values()]
    groups = [cell.text for cell in shapes.row(index).cells.values()]
    return len(set(words)) < len(words) and len(groups) > 1 and all(len(text) <= LONGEST_GROUP for text in groups)


def numbering(shapes: Shapes, data: Sequence[int], columns: Sequence[str], kinds: Mapping[str, str]) -> list[int]:
    """Return the first row below a header if it only numbers the columns, as official tables do: 1, 2, 3 …

    Then a number stands where the rows below have words.
    """
    if len(data) < FEWEST or shapes.filled(data[0], columns) < 3:
        return []
    cells = shapes.row(data[0]).cells
    worded = [letter for letter in columns if kinds[letter] == TEXT_CODE and letter in cells]
    if not worded or any(len(cells[letter].text) > 5 for letter in worded):
        return []
    texts = [cells[letter].text for letter in columns if letter in cells]
    return [data[0]] if is_numbering(texts, len(columns)) else []


def is_numbering(texts: Sequence[str], width: int) -> bool:
    """Say whether the cells of a row number its columns, one after another; letters may stand for the first ones."""
    signs = [to_latin_digits(clean(text[:8])).strip("()[]. ") for text in texts]
    numbers = [sign for sign in signs if sign.isdecimal()]
    letters = [sign for sign in signs if len(sign) == 1 and sign.isalpha()]
    if len(numbers) < 3 or len(numbers) + len(letters) < max(len(signs), width - 1):
        return False
    first = int(numbers[0])
    return first <= 1 + len(letters) + 1 and [int(sign) for sign in numbers] == list(range(first, first + len(numbers)))


def is_heading(shapes: Shapes, index: int, columns: Sequence[str], kinds: Mapping[str, str]) -> bool:
    """Say whether a row among the data is a header: words wherever the others measure, and nearly full."""
    measured = [letter for letter in columns if kinds[letter] in MEASURED]
    words = sum(shapes.at(index, letter) == TEXT_CODE for letter in measured)
    if words < 2 or any(shapes.at(index, letter) in MEASURED for letter in measured):
        return False
    return shapes.filled(index, columns) >= 0.6 * len(columns)

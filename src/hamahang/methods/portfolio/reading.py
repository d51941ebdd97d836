"""Public problem files: the multidimensional knapsacks of OR-Library, and the multiple-choice ones in use.

mknap (OR-Library): the number of problems; for each n, m and the best known value, n values, m rows of n weights, m
limits. The multiple-choice ones come in four forms, told apart by their length and words:
    Khan    n l m; m limits; for each class its number, then l lines of a value and m weights
    Hifi    the same without the numbers of the classes
    counted n m; m limits; for each class how many lines it has, then the lines
    worded  "num_class n", "num_dimension m", for each class "num_item l" and its lines, "c:" and m limits at the end

Sources: J. E. Beasley, OR-Library, mknapinfo; S. Khan and others (2002), Solving the knapsack problem for adaptive
multimedia systems, Studia Informatica Universalis 2, 161–182; M. Hifi and others (2004), J. Oper. Res. Soc. 55.
"""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

import numpy as np
from scipy import sparse

from hamahang.methods.portfolio.packing import LARGEST, NumbersTooLarge, Packing

MOST_DIGITS = 6  # after the point


class NotAProblem(ValueError):
    """The text is not of the form; `where` says what was expected."""

    def __init__(self, where: str) -> None:
        self.where = where
        super().__init__(where)


@dataclass(frozen=True)
class Read:
    """A problem that was read. scale: a value of 1 in the file is so much in the packing"""

    packing: Packing
    scale: int

    def value(self, whole: float) -> float | int:
        """Return a value as the file counts."""
        found = whole / self.scale
        return round(found) if self.scale == 1 and float(whole).is_integer() else found


def read_mknap(text: str, *, instance: int = 1) -> Read:
    """Read one problem of a file, the first is 1.

    :raises NotAProblem: if the file is not of the form or has no such problem
    """
    numbers = _Numbers(text)
    count = numbers.whole("the number of problems")
    for at in range(1, count + 1):
        columns, rows = numbers.whole(f"n of problem {at}"), numbers.whole(f"m of problem {at}")
        if columns < 1 or rows < 1:
            raise NotAProblem(f"problem {at} has {columns} variables and {rows} limits")
        numbers.take(1, f"the best value of problem {at}")
        values = numbers.take(columns, f"values of problem {at}")
        weights = numbers.take(columns * rows, f"weights of problem {at}")
        limits = numbers.take(rows, f"limits of problem {at}")
        if at == instance:
            by_row = [weights[row * columns : (row + 1) * columns] for row in range(rows)]
            return _packed(values, by_row, limits, [1] * columns, is_must=False)
    raise NotAProblem(f"the file has {count} problems, there is no {instance}")


def read_mmkp(text: str) -> Read:
    """Read a multiple-choice problem: of each class exactly one is taken.

    :raises NotAProblem: if the file is of none of the forms
    """
    if "num_class" in text:
        return _worded(text)
    first = next((line.split() for line in text.splitlines() if line.strip()), [])
    return _counted(text) if len(first) == 2 else _uniform(text)


def _uniform(text: str) -> Read:
    numbers = _Numbers(text)
    classes, items, rows = (numbers.whole(name) for name in ("n", "l", "m"))
    limits = numbers.take(rows, "limits")
    with_number = numbers.left == classes * (1 + items * (rows + 1))
    if not with_number and numbers.left != classes * items * (rows + 1):
        expected = classes * items * (rows + 1)
        raise NotAProblem(f"{classes} classes of {items} lines need {expected} numbers; {numbers.left} are there")
    lines: list[list[Decimal]] = []
    for at in range(classes):
        if with_number:
            numbers.take(1, f"the number of class {at + 1}")
        lines += [numbers.take(rows + 1, f"a line of class {at + 1}") for _ in range(items)]
    return _of_lines(lines, limits, [items] * classes)


def _counted(text: str) -> Read:
    numbers = _Numbers(text)
    classes, rows = numbers.whole("n"), numbers.whole("m")
    limits = numbers.take(rows, "limits")
    lines: list[list[Decimal]] = []
    counts = []
    for at in range(classes):
        counts.append(numbers.whole(f"how many lines class {at + 1} has"))
        lines += [numbers.take(rows + 1, f"a line of class {at + 1}") for _ in range(counts[-1])]
    return _of_lines(lines, limits, counts)


def _worded(text: str) -> Read:
    plain = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))
    head = re.search(r"num_class\s+(\d+)\s+num_dimension\s+(\d+)", plain)
    if head is None:
        raise NotAProblem("num_class and num_dimension at the head")
    classes, rows = int(head[1]), int(head[2])
    body, colon, end = plain[head.end() :].rpartition("c:")
    if not colon:
        raise NotAProblem("the limits after c:")
    parts = re.split(r"num_item\s+", body)[1:]
    if len(parts) != classes:
        raise NotAProblem(f"{classes} classes, {len(parts)} are there")
    lines: list[list[Decimal]] = []
    counts = []
    for at, part in enumerate(parts, start=1):
        numbers = _Numbers(part)
        counts.append(numbers.whole(f"how many lines class {at} has"))
        lines += [numbers.take(rows + 1, f"a line of class {at}") for _ in range(counts[-1])]
    return _of_lines(lines, _Numbers(end).take(rows, "limits"), counts)


def _of_lines(lines: list[list[Decimal]], limits: list[Decimal], counts: list[int]) -> Read:
    if not counts or min(counts) < 1:
        raise NotAProblem("every class has a line")
    values = [line[0] for line in lines]
    by_row = [[line[row + 1] for line in lines] for row in range(len(limits))]
    return _packed(values, by_row, limits, counts, is_must=True)


def _packed(
    values: list[Decimal], by_row: list[list[Decimal]], limits: list[Decimal], counts: list[int], *, is_must: bool
) -> Read:
    scale = _scale(values)
    rows, most = [], []
    for weights, limit in zip(by_row, limits, strict=True):
        of_row = _scale([*weights, limit])
        rows.append([int(weight * of_row) for weight in weights])
        # a limit above all weights together holds nobody back, however large it is written
        most.append(min(int(limit * of_row), sum(weight for weight in rows[-1] if weight > 0)))
    if max((abs(number) for row in [*rows, most] for number in row), default=0) > LARGEST:
        raise NumbersTooLarge
    matrix = sparse.csc_matrix(np.array(rows, np.int64).reshape(len(rows), len(values)))
    packing = Packing(
        np.array([int(value * scale) for value in values], np.int64),
        np.repeat(np.arange(len(counts)), counts).astype(np.int64),
        np.full(len(counts), is_must),
        matrix,
        np.array(most, np.int64),
    )
    return Read(packing, scale)


def _scale(numbers: list[Decimal]) -> int:
    """Return the power of ten that makes numbers whole.

    :raises NotAProblem: if one has more digits after its point than can be kept
    """
    digits = max((-int(number.normalize().as_tuple().exponent) for number in numbers), default=0)
    if digits > MOST_DIGITS:
        raise NotAProblem(f"at most {MOST_DIGITS} digits after the point")
    return int(10 ** max(digits, 0))


class _Numbers:
    """The numbers of a text, taken one after the other."""

    def __init__(self, text: str) -> None:
        self.words = text.split()
        self.at = 0

    @property
    def left(self) -> int:
        """How many there are still."""
        return len(self.words) - self.at

    def take(self, count: int, what: str) -> list[Decimal]:
        """Return the next numbers.

        :raises NotAProblem: if there are not so many, or one is none
        """
        words = self.words[self.at : self.at + count]
        if len(words) < count:
            raise NotAProblem(f"{what}: the file ends after {len(words)} of {count}")
        self.at += count
        try:
            found = [Decimal(word) for word in words]
        except InvalidOperation as error:
            raise NotAProblem(f"{what}: not a number among {' '.join(words[:8])}") from error
        if not all(number.is_finite() for number in found):
            raise NotAProblem(f"{what}: not a finite number")
        return found

    def whole(self, what: str) -> int:
        """Return the next number, which must be whole and not negative."""
        (number,) = self.take(1, what)
        if number != number.to_integral_value() or not 0 <= number < 10**9:
            raise NotAProblem(f"{what}: {number} is not a count")
        return int(number)

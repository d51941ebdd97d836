"""Public problem files: the multidimensional knapsacks of OR-Library, and the multiple-choice ones in use.

mknap (OR-Library): the number of problems; for each n, m and the best known value, n values, m rows of n weights, m
limits. A file of one problem is also in use without the number of problems, and without the best value.

The multiple-choice ones come in five forms. Which one it is, is told by the words or by how many numbers there are, so
that lines may be broken anywhere:
    Khan      n l m; m limits; for each class its number, then l lines of a value and m weights
    Hifi      the same without the numbers of the classes
    counted   n m; m limits; for each class how many lines it has, then the lines
    numbered  several problems in the form of Khan, each with its own number before it
    worded    "num_class n", "num_dimension m", for each class "num_item l" and its lines, "c:" and m limits at the end

Sources: J. E. Beasley, OR-Library, mknapinfo; S. Khan and others (2002), Solving the knapsack problem for adaptive
multimedia systems, Studia Informatica Universalis 2, 161–182; M. Hifi and others (2004), J. Oper. Res. Soc. 55; C.
Hiremath, R. Hill (2007), New greedy heuristics for the multiple-choice multidimensional knapsack problem, Int. J. Oper.
Res. 2.
"""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import overload

import numpy as np
from scipy import sparse

from hamahang.methods.portfolio.packing import LARGEST, NumbersTooLarge, Packing
from hamahang.methods.portfolio.problem import cut

HEAD, LIMITS = ("آغاز", "the head"), ("حدها", "limits")
SHOWN = 8  # words of a file that are repeated
MOST_DIGITS = 9  # after the point
MOST_COUNT = 10  # digits of a count
MOST_WHOLE = 400  # digits before the point; a limit may be written so large that it holds nobody


Words = tuple[str, str]  # Persian, English


class NotAProblem(ValueError):
    """The text is not of the form; `why` says in both languages what was expected, (Persian, English)."""

    def __init__(self, fa: str, en: str) -> None:
        self.why = cut(fa), cut(en)
        super().__init__(self.why[1])


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
    if (of_one := _of_one(numbers)) is not None:
        if instance != 1:
            raise _no_such(1, instance)
        return _knapsack(numbers, ("مسئله", "the problem"), best_values=of_one)
    count = numbers.whole(("شمار مسئله‌ها", "the number of problems"))
    for at in range(1, count + 1):
        read = _knapsack(numbers, (f"مسئلهٔ {at}", f"problem {at}"), best_values=1, is_wanted=at == instance)
        if read is not None:
            return read
    raise _no_such(count, instance)


def _no_such(count: int, instance: int) -> NotAProblem:
    """Return the refusal of a problem that a file does not have."""
    has = "one problem" if count == 1 else f"{count} problems"
    return NotAProblem(
        f"پرونده {count} مسئله دارد و مسئلهٔ {instance} در آن نیست", f"the file has {has}, there is no {instance}"
    )


def _of_one(numbers: "_Numbers") -> int | None:
    """Return how many best values a file has that is one problem without their number; None if it is no such file."""
    columns, rows = (numbers.glance(place) for place in (0, 1))
    if not columns or not rows or _are_several(numbers):
        return None
    without = 2 + columns + columns * rows + rows
    return numbers.left - without if numbers.left - without in (0, 1) else None


def _are_several(numbers: "_Numbers") -> bool:
    """Return whether a file is exactly so many problems as its first number says."""
    at = 1
    for _ in range(numbers.glance(0) or 0):
        columns, rows = numbers.glance(at), numbers.glance(at + 1)
        if columns is None or rows is None:
            return False
        at += 3 + columns + columns * rows + rows
    return at == len(numbers.words)


@overload
def _knapsack(numbers: "_Numbers", name: Words, *, best_values: int) -> Read: ...
@overload
def _knapsack(numbers: "_Numbers", name: Words, *, best_values: int, is_wanted: bool) -> Read | None: ...
def _knapsack(numbers: "_Numbers", name: Words, *, best_values: int, is_wanted: bool = True) -> Read | None:
    columns, rows = (numbers.whole(_of(name, of, of)) for of in "nm")
    if columns < 1 or rows < 1:
        raise NotAProblem(
            f"{name[0]} {columns} متغیر و {rows} حد دارد", f"{name[1]} has {columns} variables and {rows} limits"
        )
    if not is_wanted:
        numbers.skip(best_values + columns * (rows + 1) + rows, _of(name, "عددهای", "the numbers"))
        return None
    numbers.take(best_values, _of(name, "بهترین ارزش", "the best value"))
    values = numbers.take(columns, _of(name, "ارزش‌های", "values"))
    weights = numbers.take(columns * rows, _of(name, "وزن‌های", "weights"))
    limits = numbers.take(rows, _of(name, "حدهای", "limits"))
    by_row = [weights[row * columns : (row + 1) * columns] for row in range(rows)]
    return _packed(values, by_row, limits, [1] * columns, is_must=False)


def _of(name: Words, fa: str, en: str) -> Words:
    return f"{fa} {name[0]}", f"{en} of {name[1]}"


def read_mmkp(text: str, *, instance: int = 1) -> Read:
    """Read a multiple-choice problem: of each class exactly one is taken. instance: of a file of several, from 1

    :raises NotAProblem: if the file is of none of the forms or has no such problem
    """
    if "num_class" in text:
        if instance != 1:
            raise _no_such(1, instance)
        return _worded(text)
    plain = _plain(text)
    numbers = _Numbers(plain)
    shapes = [shape for shape in (_uniform(numbers), _counted(numbers)) if shape]
    if not shapes and (several := _numbered(numbers)):
        if not 1 <= instance <= len(several):
            raise _no_such(len(several), instance)
        return _shaped(plain, several[instance - 1])
    if not shapes:
        raise NotAProblem(*_no_form(numbers))
    if instance != 1:
        raise _no_such(1, instance)
    return _shaped(plain, shapes[0])


def _plain(text: str) -> str:
    """Return a text without comments, headings in letters, and marks between numbers."""
    lines = (re.split(r"#|//", line)[0] for line in text.splitlines())
    marks = str.maketrans(",;:\t", "    ")
    return "\n".join(re.sub(r"^\s*[A-Za-z_][A-Za-z_ ]*", "", line).translate(marks) for line in lines)


@dataclass(frozen=True, slots=True)
class _Shape:
    """Where the numbers of a problem are. start: of its limits; counts: lines of each class; is_headed: a number stands
    before the lines of each class
    """

    start: int
    rows: int
    counts: tuple[int, ...]
    is_headed: bool

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.start + self.rows + len(self.counts) * self.is_headed + sum(self.counts) * (self.rows + 1)


def _uniform(numbers: "_Numbers", at: int = 0, *, to_end: bool = True) -> _Shape | None:
    """Return the shape of a problem whose classes are alike, if one begins here."""
    classes, items, rows = (numbers.glance(at + place) for place in range(3))
    if not classes or not items or not rows or classes * items > len(numbers.words):
        return None
    shapes = [_Shape(at + 3, rows, (items,) * classes, is_headed) for is_headed in (True, False)]
    if not to_end:
        return shapes[0] if shapes[0].end <= len(numbers.words) else None
    return next((shape for shape in shapes if shape.end == len(numbers.words)), None)


def _counted(numbers: "_Numbers") -> _Shape | None:
    classes, rows = numbers.glance(0), numbers.glance(1)
    if not classes or not rows:
        return None
    place = 2 + rows
    counts: list[int] = []
    while len(counts) < classes and (count := numbers.glance(place)):
        counts.append(count)
        place += 1 + count * (rows + 1)
    shape = _Shape(2, rows, tuple(counts), is_headed=True)
    return shape if len(counts) == classes and shape.end == len(numbers.words) else None


def _numbered(numbers: "_Numbers") -> list[_Shape]:
    """Return the shapes of several problems, each with its number; none if the file is not of them."""
    found: list[_Shape] = []
    at = 0
    while at < len(numbers.words):
        shape = _uniform(numbers, at + 1, to_end=False)
        if shape is None or numbers.glance(at) != len(found) + 1:
            return []
        found.append(shape)
        at = shape.end
    return found


def _no_form(numbers: "_Numbers") -> Words:
    """Return what a file of none of the forms would need to be of one."""
    classes, items, rows = (numbers.whole((name, name)) for name in ("n", "l", "m"))
    whole = 3 + rows + classes * items * (rows + 1)
    there, headed = len(numbers.words), whole + classes
    fa = (
        f"اگر n l m = {classes} {items} {rows} باشد {whole} عدد می‌خواهد، یا {headed} عدد با شمارهٔ رده‌ها؛ اگر "
        f"n m = {classes} {items} باشد شمار سطرهای هر رده پیش از آن می‌آید؛ {there} عدد هست"
    )
    en = (
        f"as n l m = {classes} {items} {rows} it would need {whole} numbers, or {headed} with the numbers of "
        f"the classes, and as n m = {classes} {items} the lines of each class counted before them; "
        f"{there} numbers are there"
    )
    return fa, en


def _shaped(text: str, shape: _Shape) -> Read:
    """Return the problem of a shape."""
    numbers = _Numbers(text)
    numbers.skip(shape.start, HEAD)
    limits = numbers.take(shape.rows, LIMITS)
    lines: list[list[Decimal]] = []
    for at, count in enumerate(shape.counts, start=1):
        if shape.is_headed:
            numbers.take(1, (f"شمارهٔ ردهٔ {at}", f"the number of class {at}"))
        lines += [numbers.take(shape.rows + 1, _line_of(at)) for _ in range(count)]
    return _of_lines(lines, limits, list(shape.counts))


def _line_of(at: int) -> Words:
    return f"سطری از ردهٔ {at}", f"a line of class {at}"


def _worded(text: str) -> Read:
    plain = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))
    head = re.search(r"num_class\s+(\d+)\s+num_dimension\s+(\d+)", plain)
    if head is None:
        raise NotAProblem("num_class و num_dimension در آغاز", "num_class and num_dimension at the head")
    classes, rows = int(head[1]), int(head[2])
    body, colon, end = plain[head.end() :].rpartition("c:")
    if not colon:
        raise NotAProblem("حدها پس از c:", "the limits after c:")
    parts = re.split(r"num_item\s+", body)[1:]
    if len(parts) != classes:
        raise NotAProblem(f"{classes} رده، {len(parts)} رده هست", f"{classes} classes, {len(parts)} are there")
    lines: list[list[Decimal]] = []
    counts = []
    for at, part in enumerate(parts, start=1):
        numbers = _Numbers(part)
        counts.append(numbers.whole((f"شمار سطرهای ردهٔ {at}", f"how many lines class {at} has")))
        lines += [numbers.take(rows + 1, _line_of(at)) for _ in range(counts[-1])]
    return _of_lines(lines, _Numbers(end).take(rows, LIMITS), counts)


def _of_lines(lines: list[list[Decimal]], limits: list[Decimal], counts: list[int]) -> Read:
    if not counts or min(counts) < 1:
        raise NotAProblem("هر رده سطری دارد", "every class has a line")
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
    worth = [int(value * scale) for value in values]
    if max((abs(number) for row in [*rows, most, worth] for number in row), default=0) > LARGEST:
        raise NumbersTooLarge
    matrix = sparse.csc_matrix(np.array(rows, np.int64).reshape(len(rows), len(values)))
    packing = Packing(
        np.array(worth, np.int64),
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
        raise NotAProblem(f"حداکثر {MOST_DIGITS} رقم پس از ممیز", f"at most {MOST_DIGITS} digits after the point")
    return int(10 ** max(digits, 0))


def _short(what: Words, there: int, count: int) -> NotAProblem:
    return NotAProblem(
        f"{what[0]}: پرونده پس از {there} از {count} عدد پایان می‌یابد",
        f"{what[1]}: the file ends after {there} of {count}",
    )


class _Numbers:
    """The numbers of a text, taken one after the other."""

    def __init__(self, text: str) -> None:
        self.words = text.split()
        self.at = 0

    @property
    def left(self) -> int:
        """How many there are still."""
        return len(self.words) - self.at

    def glance(self, place: int) -> int | None:
        """Return the number at a place from the start, if it is a count; it is not taken."""
        word = self.words[place] if place < len(self.words) else ""
        return int(word) if word.isdecimal() and len(word) < MOST_COUNT else None

    def skip(self, count: int, what: Words) -> None:
        """Pass over numbers.

        :raises NotAProblem: if there are not so many
        """
        if count > self.left:
            raise _short(what, self.left, count)
        self.at += count

    def take(self, count: int, what: Words) -> list[Decimal]:
        """Return the next numbers.

        :raises NotAProblem: if there are not so many, or one is none
        """
        words = self.words[self.at : self.at + count]
        if len(words) < count:
            raise _short(what, len(words), count)
        self.at += count
        try:
            found = [Decimal(word) for word in words]
        except InvalidOperation as error:
            told = cut(" ".join(words[:SHOWN]))
            raise NotAProblem(f"{what[0]}: در {told} جز عدد هم هست", f"{what[1]}: not a number among {told}") from error
        if not all(number.is_finite() for number in found):
            raise NotAProblem(f"{what[0]}: عددی متناهی نیست", f"{what[1]}: not a finite number")
        if any(number.adjusted() > MOST_WHOLE for number in found):
            raise NotAProblem(
                f"{what[0]}: عددی با بیش از {MOST_WHOLE} رقم", f"{what[1]}: a number of more than {MOST_WHOLE} digits"
            )
        return found

    def whole(self, what: Words) -> int:
        """Return the next number, which must be whole and not negative."""
        (number,) = self.take(1, what)
        if number != number.to_integral_value() or not 0 <= number < 10**9:
            raise NotAProblem(f"{what[0]}: {number} شمارش نیست", f"{what[1]}: {number} is not a count")
        return int(number)

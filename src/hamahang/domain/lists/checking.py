"""How the cells of a row are checked: each ends as a value or as a problem that says why and what to do."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache

from hamahang.domain import calendar, money, numbers, persons
from hamahang.domain.identifiers import is_legal_id
from hamahang.domain.lists.intake import NOTE, Cell, Column, Kind, Problem, Table, problem
from hamahang.domain.lists.messages import MESSAGES
from hamahang.domain.lists.rules import broken
from hamahang.domain.money import MoneyUnit, unit_in
from hamahang.domain.text import Reading, Text, clean, fold, to_latin_digits

LIMIT = 10**18
KNOWN = 4_096  # cells of a column that are remembered
LOST = "\ufffd"  # stands where bytes of a file say no letter
YEARS_AHEAD = 50  # beyond any plan or loan: such a day is a slip of the keyboard
# what offices write into a cell that has nothing to say
PLACEHOLDERS = frozenset({"-", "--", "---", "–", "—", "…", "...", "ندارد", "n/a"})
LONGEST_PLACEHOLDER = max(map(len, PLACEHOLDERS))
WORDS = (Kind.TEXT, Kind.COUNTY, Kind.ESTATE)
ANSWERED = (Kind.YESNO, Kind.CHOICE)  # there «ندارد» and a dash are answers
BRACKETS = re.compile(r"[(\[].*[)\]]", re.DOTALL)
DAY_FIRST = re.compile(r"([0-9]{1,2})[/\-.]([0-9]{1,2})[/\-.]([0-9]{4})")
EXPONENT = re.compile(r"[+-]?[0-9.]+[eE][+-]?[0-9]+")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a cell stands, and what its list says of all its cells.

    unit: the money unit of its column; is_stated: whether its own heading names it, so that no cell may name another
    day: when the list is read; None where nobody asks whether a day lies too far ahead
    year: what stands in the row's own column for the year
    """

    address: str = ""
    unit: MoneyUnit | None = None
    is_stated: bool = False
    day: date | None = None
    year: str = ""


class Checker:
    """Checks the rows of one table; what a cell was understood as is remembered, for a list says the same again."""

    def __init__(
        self,
        table: Table,
        *,
        units: Mapping[str, MoneyUnit],
        letters: Mapping[str, str],
        stated: frozenset[str] = frozenset(),
        day: date | None = None,
    ) -> None:
        """Begin with nothing known.

        units: the money unit stated for a field by its heading or the title; letters: field → column
        stated: the fields whose unit stands in their own heading; day: when the list is read
        """
        self.letters, self.day, self.rules = letters, day, table.rules
        self.columns_of = {column.name: column for column in table.columns}
        self.columns = [
            (
                column.name,
                column,
                Place("", units.get(column.name), column.name in stated, day),
                dict[int, tuple[Cell, object]](),
            )
            for column in table.columns
        ]

    def check(self, cells: Mapping[str, Cell], row: int) -> tuple[dict[str, object], list[Problem]]:
        """Return the values understood in a row and its problems. cells: by field."""
        values: dict[str, object] = {}
        problems: list[Problem] = []
        year = clean(cells["year"].text) if "year" in cells else ""
        for name, column, place, known in self.columns:
            cell = cells.get(name)
            if cell is None:
                if column.required:
                    problems += _of_blank(column, cell, self._address(name, row))
                continue
            if (again := known.get(id(cell))) is not None:
                values[name] = again[1]
                continue
            before = len(problems)
            found = self._checked(cell, column, replace(place, year=year) if year else place, row, problems)
            if found is None:
                continue
            values[name] = found
            # what a month is read as depends on the row's year
            if len(problems) == before and len(known) < KNOWN and column.kind is not Kind.MONTH:
                # by its place in memory, which is its own as long as it is kept here
                known[id(cell)] = cell, found
        for rule in self.rules:
            if (breach := rule(values)) is not None:
                text = cells[breach.field].text if breach.field in cells else ""
                problems.append(broken(breach, self.columns_of, self._address(breach.field, row), text))
        return values, problems

    def _checked(self, cell: Cell, column: Column, place: Place, row: int, problems: list[Problem]) -> object:
        """Return the value of a cell, None where it has none; add what is to be said of it."""
        text = clean(cell.text)
        if _is_plain_text(column, cell, text):
            return text
        address = self._address(column.name, row)
        is_blank = not text and cell.kind != "error"
        if is_blank or (text.lower() in PLACEHOLDERS and column.kind not in ANSWERED):
            problems += _of_blank(column, cell, address)
            return None
        here = Place(address, place.unit, place.is_stated, place.day, place.year)
        found = _check_cell(column, cell, text, here)
        if isinstance(found, Problem):
            problems.append(found)
        if cell.note or "\n" in cell.text:
            problems += _beside(column, cell, address)
        return None if isinstance(found, Problem) else found

    def _address(self, name: str, row: int) -> str:
        return f"{self.letters[name]}{row}" if name in self.letters else ""


def _is_plain_text(column: Column, cell: Cell, text: str) -> bool:
    """Say whether a cell is a text of which nothing is to be said, as most are."""
    return (
        column.kind in WORDS
        and LONGEST_PLACEHOLDER < len(text) <= column.longest
        and not cell.note
        and cell.kind in ("text", "number")
        and LOST not in text
        and "\n" not in cell.text
    )


def check_row(
    table: Table,
    cells: Mapping[str, Cell],
    *,
    units: Mapping[str, MoneyUnit],
    letters: Mapping[str, str],
    row: int,
    stated: frozenset[str] = frozenset(),
    day: date | None = None,
) -> tuple[dict[str, object], list[Problem]]:
    """Return the values understood in one row and its problems; see `Checker`."""
    return Checker(table, units=units, letters=letters, stated=stated, day=day).check(cells, row)


def _of_blank(column: Column, cell: Cell | None, address: str) -> list[Problem]:
    if cell is not None and cell.kind == "formula":
        return [problem("formula_without_value", column=column, cell=address)]
    value = clean(cell.text) if cell else ""
    if column.required:
        return [problem("required", column=column, cell=address, value=value)]
    return [problem("placeholder", column=column, cell=address, value=value, severity=NOTE)] if value else []


def _beside(column: Column, cell: Cell, address: str) -> list[Problem]:
    """Return what the reader saw at a cell, beside its value."""
    if cell.note == "filled_down":
        return [problem("filled_down", column=column, cell=address, severity=NOTE)]
    if cell.note == "control":
        return [problem("control_character", column=column, cell=address, value=clean(cell.text))]
    aside = _split_note(cell.text)[1] if column.kind is Kind.TEXT and "\n" in cell.text else ""
    return [problem("bracket_note", column=column, cell=address, value=aside, severity=NOTE)] if aside else []


def _split_note(text: str) -> tuple[str, str]:
    """Return a cell's text and the note in brackets that stands on lines of its own below it."""
    first, _, rest = text.strip().partition("\n")
    return (first, rest.strip()) if first.strip() and BRACKETS.fullmatch(rest.strip()) else (text, "")


def _check_cell(column: Column, cell: Cell, text: str, place: Place) -> object:
    if cell.kind == "error":
        return problem("error_cell", column=column, cell=place.address, value=cell.text)
    if cell.kind == "formula":
        return problem("formula_without_value", column=column, cell=place.address)
    if LOST in cell.text:
        return problem("bad_bytes", column=column, cell=place.address, value=text)
    if column.kind is Kind.TEXT and "\n" in cell.text:
        text = clean(_split_note(cell.text)[0])
    return READERS[column.kind](column, cell, text, place)


def _refused(column: Column, place: Place, text: str, reading: Reading, code: str = "") -> Problem:  # type: ignore[type-arg]
    candidates = Text(
        fa=" یا ".join(_say(candidate, "fa") for candidate in reading.candidates),
        en=" or ".join(_say(candidate, "en") for candidate in reading.candidates),
    )
    code = code or (reading.problem if reading.problem in MESSAGES else "not_a_number")
    found = problem(code, column=column, cell=place.address, value=text, candidates=candidates)
    unit = " ریال" if column.kind is Kind.RIALS else ""
    return replace(found, candidates=tuple(f"{typed(candidate)}{unit}" for candidate in reading.candidates))


def typed(value: object) -> str:
    """Return a value as it can be typed into a cell so that it means nothing else."""
    if isinstance(value, date):
        return calendar.write_day(value).replace("-", "/")
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def _say(value: object, language: str) -> str:
    if isinstance(value, date):
        return calendar.say_day(value, language, short=True)
    return money.say_number(value, language) if isinstance(value, int | Decimal) else str(value)


def _text(column: Column, cell: Cell, text: str, place: Place) -> object:
    if len(text) > column.longest:
        return problem("too_long", column=column, cell=place.address, value=text, longest=column.longest)
    return text


# a list names the same days again and again
_parse_day = lru_cache(maxsize=16_384)(calendar.parse_day)


def _day(column: Column, cell: Cell, text: str, place: Place) -> object:
    is_gregorian = cell.kind == "day" and int(cell.text[:4]) >= calendar.FIRST_GREGORIAN
    # a date cell of a year such as 1390 holds a Jalali day that a program took for a Gregorian one
    reading = Reading(date.fromisoformat(cell.text[:10])) if is_gregorian else _parse_day(text)
    if reading.value is None:
        return _refused(column, place, text, reading, _why_no_day(text, reading))
    latin = to_latin_digits(text)
    if not is_gregorian and (parts := DAY_FIRST.fullmatch(latin)):
        turned = calendar.parse_day(f"{parts[2]}/{parts[1]}/{parts[3]}").value
        if turned is not None and turned != reading.value:
            return _refused(column, place, text, Reading(candidates=(reading.value, turned)), "day_first")
    if place.day and reading.value.year > place.day.year + YEARS_AHEAD:
        return problem("future", column=column, cell=place.address, value=text)
    return reading.value


def _why_no_day(text: str, reading: Reading[date]) -> str:
    """Return what keeps a text from being a day: another calendar, a month without a day, or what was read."""
    if reading.problem == "ambiguous":
        return "gregorian"
    words = fold(text).split()
    months = {fold(name) for name in (*calendar.MONTHS_FA, *calendar.MONTHS_EN)}
    if reading.problem == "not_a_day" and any(word.removesuffix("ماه") in months for word in words):
        return "month_only" if sum(word.isdigit() for word in words) == 1 else ""
    return "not_a_day" if reading.problem == "not_a_number" else ""


def _month(column: Column, cell: Cell, text: str, place: Place) -> object:
    """Return the first day of the month; its year may stand in a column of its own."""
    found = calendar.read_month(text, is_day=cell.kind == "day")
    # typed as 1390.10 a spreadsheet keeps 1390.1, and then it may be either
    if found is None or (cell.kind == "number" and text.endswith(".1")):
        return problem("not_a_month", column=column, cell=place.address, value=text)
    year, month = found
    beside = to_latin_digits(place.year)
    if year is None and not beside:
        return problem("month_without_year", column=column, cell=place.address, value=text)
    if beside and (not calendar.YEAR.fullmatch(beside) or year not in (None, calendar.whole_year(beside))):
        return problem("other_year", column=column, cell=place.address, value=text, year=place.year[:20])
    return calendar.from_jalali(year or calendar.whole_year(beside), month, 1)


def _person(column: Column, cell: Cell, text: str, place: Place) -> object:
    """Return the keyed hash of a person's code; a code in clear is none, and no part of it is told that names him."""
    found = persons.hash_in(text)
    if found is not None:
        return found
    return problem("bad_personal_id", column=column, cell=place.address, value=persons.masked(persons.shown(text)))


def _number(column: Column, cell: Cell, text: str, place: Place) -> object:
    if text.isascii() and text.isdigit() and len(text) < 16 and not cell.note:
        return Decimal(text)
    if bad := _no_plain_number(column, cell, text, place):
        return bad
    reading = numbers.parse_number(text)
    if reading.value is None:
        return _refused(column, place, text, reading)
    if reading.value < 0 and not column.is_signed:
        return problem("negative", column=column, cell=place.address, value=text)
    if abs(reading.value) >= LIMIT:
        return problem("too_large", column=column, cell=place.address, value=text)
    return reading.value


def _no_plain_number(column: Column, cell: Cell, text: str, place: Place) -> Problem | None:
    """Return what is wrong with a number before its digits are looked at."""
    code = ""
    if cell.note == "inexact":
        try:
            code = "too_large" if abs(Decimal(cell.text)) >= LIMIT else "inexact"
        except ArithmeticError:
            code = "not_a_number"
    elif EXPONENT.fullmatch(to_latin_digits(text)):
        code = "exponent"
    elif column.kind is not Kind.PERCENT and ("%" in text or "٪" in text):
        code = "not_a_number"
    return problem(code, column=column, cell=place.address, value=text) if code else None


def _whole(column: Column, cell: Cell, text: str, place: Place) -> object:
    number = _number(column, cell, text, place)
    if not isinstance(number, Decimal):
        return number
    if number != number.to_integral_value():
        return problem("fraction", column=column, cell=place.address, value=text)
    if column.most is not None and number > column.most:
        return problem("above_most", column=column, cell=place.address, value=text, most=column.most)
    return int(number) if number < 2**31 else problem("too_large", column=column, cell=place.address, value=text)


def _percent(column: Column, cell: Cell, text: str, place: Place) -> object:
    number = _number(column, cell, text, place)
    if isinstance(number, Decimal) and number > 100:
        return problem("too_large", column=column, cell=place.address, value=text)
    return number


def _rials(column: Column, cell: Cell, text: str, place: Place) -> object:
    if bad := _no_plain_number(column, cell, text, place):
        return bad
    reading = money.parse_amount(text, place.unit)
    if reading.value is None:
        return _refused(column, place, text, reading)
    if reading.value < 0:
        return problem("negative", column=column, cell=place.address, value=text)
    if code := _other_unit(text, place):
        plain = money.parse_amount(text, MoneyUnit.RIAL).value
        candidates = tuple(dict.fromkeys(c for c in (reading.value, plain) if c is not None))
        return _refused(column, place, text, Reading(candidates=candidates), code)
    return (
        reading.value if reading.value < LIMIT else problem("too_large", column=column, cell=place.address, value=text)
    )


def _other_unit(text: str, place: Place) -> str:
    """Return why an amount must be asked about: it names another unit than its heading, or a scale without a unit."""
    own = unit_in(text)
    if own is None:
        has_scale = any(word in numbers.SCALES for word in fold(text).split())
        return "words" if has_scale else ""
    if not place.is_stated or own is place.unit or place.unit is None:
        return ""
    return "words" if ("TOMAN" in own.value) == ("TOMAN" in place.unit.value) else "other_unit"


def _choice(column: Column, cell: Cell, text: str, place: Place) -> object:
    wanted = fold(text)
    for code, words in column.choices.items():
        if wanted == code.lower() or any(wanted == fold(word) for word in words):
            return code
    offered = " · ".join(words[0] for words in column.choices.values())
    return problem(column.refused_as, column=column, cell=place.address, value=text, choices=offered)


def _legal_id(column: Column, cell: Cell, text: str, place: Place) -> object:
    latin = to_latin_digits(text)
    is_plain = latin.isascii() and latin.isdigit()
    digits = latin if is_plain else "".join(letter for letter in latin if letter.isascii() and letter.isdigit())
    # a spreadsheet drops the zeros in front of an id it takes for a number
    full = digits.zfill(11) if cell.kind == "number" else digits
    return full if is_legal_id(full) else problem("bad_legal_id", column=column, cell=place.address, value=text)


YES = frozenset({"دارد", "بله", "بلی", "دارای", "yes", "true", "1", "+", "✓", "هست"})
NO = frozenset({"ندارد", "خیر", "نه", "فاقد", "no", "false", "0", "-", "نیست"})


def _yes_or_no(column: Column, cell: Cell, text: str, place: Place) -> object:
    word = fold(text) or text
    if word in YES:
        return True
    if word in NO or text in NO:
        return False
    return problem("unknown_choice", column=column, cell=place.address, value=text, choices="دارد · ندارد")


Reader = Callable[[Column, Cell, str, Place], object]
READERS: dict[Kind, Reader] = {
    Kind.TEXT: _text,
    Kind.COUNTY: _text,
    Kind.ESTATE: _text,
    Kind.DAY: _day,
    Kind.NUMBER: _number,
    Kind.WHOLE: _whole,
    Kind.PERCENT: _percent,
    Kind.RIALS: _rials,
    Kind.CHOICE: _choice,
    Kind.LEGAL_ID: _legal_id,
    Kind.YESNO: _yes_or_no,
    Kind.MONTH: _month,
    Kind.PERSON: _person,
}

"""Days of the Jalali calendar: reading them as lists write them, saying them, months and years."""

import re
from datetime import date
from functools import cache, lru_cache

import jdatetime

from hamahang.domain.text import Reading, clean, fold, to_latin_digits, to_persian_digits

MONTHS_FA = (
    "فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند",
)  # fmt: skip
MONTHS_EN = (
    "Farvardin", "Ordibehesht", "Khordad", "Tir", "Mordad", "Shahrivar", "Mehr", "Aban", "Azar", "Dey", "Bahman",
    "Esfand",
)  # fmt: skip
GREGORIAN = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
FIRST_YEAR, LAST_YEAR = 1200, 1500
FIRST_GREGORIAN = 1700
LAST_GREGORIAN = 9_997  # the Jalali calendar of the library ends here
PARTS = re.compile(r"\s*([0-9]{1,4})\s*([/\-.])\s*([0-9]{1,2})\s*\2\s*([0-9]{1,4})\s*")
NAMED = re.compile(r"([0-9]{1,4})(?:م|ام)? ?([^\W\d]{2,10})(?: ?ماه)?(?: سال)? ?([0-9]{2,4})")
COMPACT = re.compile(r"(1[234][0-9]{2})([0-9]{2})([0-9]{2})")
YEAR = re.compile(r"(?:1[234])?[0-9]{2}")
MONTH_PARTS = re.compile(
    r"(1[234][0-9]{2}) ?[/\-.] ?([0-9]{1,2})|([0-9]{1,2}) ?[/\-.] ?(1[234][0-9]{2})|(1[234][0-9]{2})([0-9]{2})"
)
SHORT_YEAR = re.compile(r"([0-9]{2}) ?[/\-.] ?([0-9]{1,2})|([0-9]{1,2}) ?[/\-.] ?([0-9]{2})")
MONTH_NAMED = re.compile(r"(1[234][0-9]{2}|[0-9]{2})? ?([^\W\d]{2,11})(?: ?ماه)?(?: سال)? ?(1[234][0-9]{2}|[0-9]{2})?")
NEW_CENTURY = 50  # of two digits those from 50 on are of the 1300s: there was no list of insured persons before 1350
LONGEST = 60


class ImpossibleDay(ValueError):
    """The day is not in the calendar: the thirtieth of Esfand of a common year, a thirteenth month."""


# as `date.weekday` counts: Monday first
WEEKDAYS_FA = ("دوشنبه", "سه‌شنبه", "چهارشنبه", "پنج‌شنبه", "جمعه", "شنبه", "یکشنبه")
WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@lru_cache(maxsize=4096)
def jalali(day: date) -> tuple[int, int, int]:
    """Return year, month and day in the Jalali calendar."""
    found = jdatetime.date.fromgregorian(date=day)
    return found.year, found.month, found.day


def from_jalali(year: int, month: int, day: int) -> date:
    """Return the day of a Jalali year, month and day.

    :raises ImpossibleDay: if there is no such day
    """
    try:
        made: date = jdatetime.date(year, month, day).togregorian()
        return made
    except (ValueError, OverflowError) as error:
        raise ImpossibleDay(f"{year}/{month}/{day}") from error


def is_leap(year: int) -> bool:
    """Return whether Esfand has thirty days in a year."""
    leap: bool = jdatetime.date(year, 1, 1).isleap()
    return leap


def month_length(year: int, month: int) -> int:
    """Return the number of days of a month."""
    if month <= 6:
        return 31
    return 30 if month < 12 or is_leap(year) else 29


def month_name(month: int, language: str) -> str:
    """Return the name of a Jalali month."""
    return (MONTHS_FA if language == "fa" else MONTHS_EN)[month - 1]


def year_bounds(year: int) -> tuple[date, date]:
    """Return the first and the last day of a Jalali year, which is the fiscal year too."""
    return from_jalali(year, 1, 1), from_jalali(year, 12, month_length(year, 12))


def first_of_year(day: date) -> date:
    """Return the first day of the Jalali year of a day."""
    return year_bounds(jalali(day)[0])[0]


def month_ends(first: date, last: date) -> list[date]:
    """Return the last days of the Jalali months from one day to another."""
    year, month, _ = jalali(first)
    ends = []
    while (end := from_jalali(year, month, month_length(year, month))) <= last:
        ends.append(end)
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return ends


def read_day(text: str) -> date:
    """Return the day of an address or a command: Jalali `1390-04-10` in any digits, or ISO from the year 1700 on.

    :raises ImpossibleDay: if it is not a day, or is written in another way
    """
    found = PARTS.fullmatch(to_latin_digits(text)) if len(text) <= LONGEST else None
    if found is None or len(found[1]) != 4:
        raise ImpossibleDay(text[:LONGEST])
    return _made(int(found[1]), int(found[3]), int(found[4]))


def _made(year: int, month: int, day: int) -> date:
    """Return a day of a four-digit year, Jalali or Gregorian by its century.

    :raises ImpossibleDay: if there is no such day, or the year belongs to neither calendar
    """
    if FIRST_GREGORIAN <= year <= LAST_GREGORIAN:
        try:
            return date(year, month, day)
        except ValueError as error:
            raise ImpossibleDay(f"{year}-{month}-{day}") from error
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ImpossibleDay(f"{year}/{month}/{day}")
    return from_jalali(year, month, day)


def parse_day(text: str) -> Reading[date]:
    """Return the day a cell states: year or day first, month by number or name, three sets of digits.

    A year of two digits, or a Gregorian date in a Persian list, gives candidates; an impossible day its problem.
    """
    if len(text) > LONGEST * 4:
        return Reading(problem="not_a_day")
    latin = to_latin_digits(clean(text))
    if not latin:
        return Reading(problem="empty")
    if len(latin) > LONGEST:
        return Reading(problem="not_a_day")
    if compact := COMPACT.fullmatch(latin):
        return _checked(int(compact[1]), int(compact[2]), int(compact[3]))
    if parts := PARTS.fullmatch(latin):
        return _numeric(parts[1], int(parts[3]), parts[4])
    if named := NAMED.fullmatch(fold(latin)):
        return _named(named)
    return Reading(problem="not_a_day")


def _numeric(first: str, month: int, last: str) -> Reading[date]:
    if len(first) == 4 and len(last) <= 2:
        return _checked(int(first), month, int(last))
    if len(last) == 4 and len(first) <= 2:
        return _checked(int(last), month, int(first))
    if len(first) <= 2 and len(last) <= 2:
        return _two_digits(int(first), month, int(last))
    return Reading(problem="not_a_day")


def _checked(year: int, month: int, day: int) -> Reading[date]:
    try:
        made = _made(year, month, day)
    except ImpossibleDay:
        return Reading(problem="impossible_day")
    if year >= FIRST_GREGORIAN:
        return Reading(candidates=(made,), problem="ambiguous")
    return Reading(made)


def _two_digits(first: int, month: int, last: int) -> Reading[date]:
    """Return the days that a date with a two-digit year may mean: year first or last, this century or the last."""
    candidates = []
    for year, day in ((first, last), (last, first)):
        for century in (1300, 1400):
            try:
                candidates.append(from_jalali(century + year, month, day))
            except ImpossibleDay:
                continue
    unique = tuple(dict.fromkeys(candidates))
    return Reading(candidates=unique, problem="two_digit_year" if unique else "impossible_day")


def read_month(text: str, *, is_day: bool = False) -> tuple[int | None, int] | None:
    """Return year and month that a text states, the year None where it names the month alone; None for anything else.

    «1390/02» «02/1390» «139002» «خرداد ۱۳۹۰» «خرداد ۹۰» «90/03» «خرداد» «3» and a whole day, read as its month
    is_day: whether the text is a date cell's, year first; a Gregorian one is read as the month it lies in
    """
    latin = to_latin_digits(clean(text)) if len(text) <= LONGEST else ""
    if is_day:
        try:
            return jalali(read_day(latin))[:2]
        except ImpossibleDay:
            return None
    if parts := MONTH_PARTS.fullmatch(latin):
        year, month = (int(part) for part in parts.groups() if part)
        year, month = max(year, month), min(year, month)
        return (year, month) if 1 <= month <= 12 else None
    if short := SHORT_YEAR.fullmatch(latin):
        year, month = (int(part) for part in short.groups() if part)
        year, month = max(year, month), min(year, month)
        # 90 is no month; of 02/03 either may be
        return (1300 + year, month) if year >= NEW_CENTURY and 1 <= month <= 12 else None
    if latin.isascii() and latin.isdigit() and len(latin) <= 2:
        return (None, int(latin)) if 1 <= int(latin) <= 12 else None
    if named := MONTH_NAMED.fullmatch(fold(latin)):
        number = _month_names().get(named[2].removesuffix("ماه"))
        years = [whole_year(part) for part in (named[1], named[3]) if part]
        return (years[0] if years else None, number) if number and len(years) < 2 else None
    day = parse_day(latin).value
    return jalali(day)[:2] if day else None


def whole_year(text: str) -> int:
    """Return a year of four digits; of two, those from 50 on are of the 1300s. text: two or four Latin digits"""
    year = int(text)
    return year if year > 99 else year + (1300 if year >= NEW_CENTURY else 1400)


@cache
def _month_names() -> dict[str, int]:
    names = {fold(name): number for number, name in enumerate(MONTHS_FA, start=1)}
    return names | {name.lower(): number for number, name in enumerate(MONTHS_EN, start=1)}


def _named(found: re.Match[str]) -> Reading[date]:
    month = _month_names().get(found[2].removesuffix("ماه"))
    if month is None:
        return Reading(problem="not_a_day")
    day, year = int(found[1]), int(found[3])
    if day > 31:
        day, year = year, day
    if year < 100:
        return _two_digits(year, month, day)
    return _checked(year, month, day)


def write_day(day: date) -> str:
    """Return a day for addresses and JSON: Jalali, `1390-04-10`."""
    return "{:04d}-{:02d}-{:02d}".format(*jalali(day))


def say_day(day: date, language: str, *, short: bool = False) -> str:
    """Return a day in words: «۱۰ تیر ۱۳۹۰» or "1 July 2011"; short: «۱۳۹۰/۰۴/۱۰» or "2011-07-01"."""
    if language != "fa":
        return day.isoformat() if short else f"{day.day} {GREGORIAN[day.month - 1]} {day.year}"
    year, month, number = jalali(day)
    text = f"{year:04d}/{month:02d}/{number:02d}" if short else f"{number} {MONTHS_FA[month - 1]} {year}"
    return to_persian_digits(text)


def say_weekday(day: date, language: str) -> str:
    """Return the name of a day of the week: «سه‌شنبه» or "Tuesday"."""
    return WEEKDAYS_FA[day.weekday()] if language == "fa" else WEEKDAYS_EN[day.weekday()]

"""The period a list speaks of: read from what a person or a title says, and held against the days of its cells.

A list of one year sent under another would overwrite what the register knows: it is asked about, never applied.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache

from hamahang.domain import calendar
from hamahang.domain.lists.intake import ERROR, WARNING, CheckedRow, Kind, Problem, Table
from hamahang.domain.text import Text, clean, fold, to_latin_digits, to_persian_digits

Period = tuple[date, date]
YEAR = re.compile(r"(?<![0-9/.\-])(1[34][0-9]{2})(?![0-9/.\-])")
SAID_YEAR = re.compile(r"(?:سال|ماهه|پایان|year)\s*(?:های|مالی|زراعی)?\s*(1[34][0-9]{2})(?![0-9/.\-])")
YEAR_AND_MONTH = re.compile(r"(1[34][0-9]{2})\s*[/\-.]\s*([0-9]{1,2})")
LONGEST = 200
MONTHS_OF = {
    "سه ماهه اول": (1, 3), "سه ماهه نخست": (1, 3), "سه ماهه دوم": (4, 6), "سه ماهه سوم": (7, 9),
    "سه ماهه چهارم": (10, 12), "نیمه اول": (1, 6), "نیمه نخست": (1, 6), "نیمه دوم": (7, 12), "شش ماهه اول": (1, 6),
    "شش ماهه نخست": (1, 6), "شش ماهه دوم": (7, 12), "شش ماهه": (1, 6), "نه ماهه": (1, 9), "سه ماهه": (1, 3),
    "بهار": (1, 3), "تابستان": (4, 6), "پاییز": (7, 9), "زمستان": (10, 12),
}  # fmt: skip
SHOWN = 6
OTHER_PERIOD = Text(
    fa="این فهرست از {period} سخن می‌گوید، ولی روزهای ستون «{column}» از {first} تا {last} است (خانه‌های {cells})؛ "
    "دورهٔ درست را بنویسید یا فایل درست را بفرستید. تا آن‌گاه چیزی اعمال نمی‌شود.",
    en="This list is said to speak of {period}, but the days of “{column}” run from {first} to {last} (cells {cells}); "
    "state the right period or send the right file. Nothing is applied until then.",
)
AFTER_PERIOD = Text(
    fa="در ستون «{column}» {count} روز پس از دورهٔ فهرست ({period}) است: {cells}.",
    en="In “{column}” {count} days lie after the period of the list ({period}): {cells}.",
)


def parse_period(text: str) -> Period | None:
    """Return the first and last day of a period: «1390», «اردیبهشت ۱۳۹۰», «1390/02», «سه‌ماههٔ دوم ۱۳۹۰», or two days.

    None if it is none of these.
    """
    latin = to_latin_digits(clean(text[:LONGEST]))
    parts = [calendar.parse_day(part).value for part in re.split(r"\s(?:تا|to|-|–)\s", latin)]
    if len(parts) == 2 and parts[0] and parts[1]:
        return (parts[0], parts[1]) if parts[0] <= parts[1] else None
    if len(parts) == 1 and parts[0]:
        return (parts[0], parts[0])
    if month := YEAR_AND_MONTH.fullmatch(latin.strip()):
        return _months(int(month[1]), int(month[2]), int(month[2]))
    years = {int(year) for year in YEAR.findall(latin)}
    return _within(fold(latin), years.pop()) if len(years) == 1 else None


def period_in_title(texts: Iterable[str]) -> Period | None:
    """Return the period that a title above a table says, None where it says none, or several.

    «تا پایان …» has no first day: what lies before it is of the list too.
    """
    found = set()
    for text in texts:
        latin = to_latin_digits(clean(text[:LONGEST]))
        if len(set(YEAR.findall(latin))) != 1:
            continue
        folded = fold(latin)
        has_month = any(name in folded.split() for name in _month_names())
        if not SAID_YEAR.search(folded) and not has_month and not any(word in folded for word in _parts()):
            continue
        if period := _within(folded, int(YEAR.findall(latin)[0])):
            is_until = "تا پایان" in folded or "لغایت" in folded
            found.add((date.min, period[1]) if is_until else period)
    return found.pop() if len(found) == 1 else None


@cache
def _month_names() -> dict[str, int]:
    named = [*enumerate(calendar.MONTHS_FA, start=1), *enumerate(calendar.MONTHS_EN, start=1)]
    return {fold(name): number for number, name in named}


@cache
def _parts() -> dict[str, tuple[int, int]]:
    return {fold(words): months for words, months in MONTHS_OF.items()}


def _within(folded: str, year: int) -> Period | None:
    words = [word.removesuffix("ماه") if len(word) > 5 else word for word in folded.split()]
    months = [number for name, number in _month_names().items() if name in words]
    if months:
        return _months(year, min(months), max(months))
    part = next((found for words, found in _parts().items() if words in folded), (1, 12))
    return _months(year, *part)


def _months(year: int, first: int, last: int) -> Period | None:
    if not 1 <= first <= last <= 12:
        return None
    return calendar.from_jalali(year, first, 1), calendar.from_jalali(year, last, calendar.month_length(year, last))


def say_period(period: Period, language: str) -> str:
    """Return a period in words: a year, a month, or two days."""
    first, last = period
    if first == date.min:
        return ("تا " if language == "fa" else "until ") + calendar.say_day(last, language)
    if language == "fa":
        year, month, _ = calendar.jalali(first)
        if period == calendar.year_bounds(year):
            return to_persian_digits(f"سال {year}")
        if period == _months(year, month, month):
            return to_persian_digits(f"{calendar.month_name(month, 'fa')} {year}")
    joined = " تا " if language == "fa" else " to "
    return joined.join(dict.fromkeys(calendar.say_day(day, language) for day in period))


def check_period(
    period: Period, table: Table, rows: Sequence[CheckedRow], letters: dict[str, str]
) -> Iterator[Problem]:
    """Yield what is wrong with the days of a table that is said to speak of a period.

    The days that date its rows are those it must have. If none of them lies in the period, it is another's list.
    """
    first, last = period
    said = Text(fa=say_period(period, "fa"), en=say_period(period, "en"))
    for column in table.columns:
        if column.kind not in (Kind.DAY, Kind.MONTH) or not column.required or column.name not in letters:
            continue
        days = [(day, f"{letters[column.name]}{row.row}") for row in rows if (day := row.values.get(column.name))]
        title = Text(fa=column.titles[0], en=column.name.replace("_", " "))
        if days and not any(first <= day <= last for day, _ in days):
            shown = "، ".join(cell for _, cell in days[:SHOWN])
            ends = [min(days)[0], max(days)[0]]
            words = {
                name: Text(fa=calendar.say_day(day, "fa"), en=calendar.say_day(day, "en"))
                for name, day in zip(("first", "last"), ends, strict=True)
            }
            message = OTHER_PERIOD.format(period=said, column=title, cells=shown, **words)
            yield Problem("other_period", ERROR, message, column.name, days[0][1])
            continue
        after = [cell for day, cell in days if day > last]
        if after:
            shown = "، ".join(after[:SHOWN]) + (" …" if len(after) > SHOWN else "")
            message = AFTER_PERIOD.format(period=said, column=title, count=len(after), cells=shown)
            yield Problem("after_period", WARNING, message, column.name, after[0])

"""The words of periods, a period of whole days, and counting in Jalali months."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from hamahang.domain import calendar
from hamahang.domain.text import fold

MONTHS = {fold(name): number for number, name in enumerate(calendar.MONTHS_FA, start=1)} | {"امرداد": 5}
MONTHS |= {f"{name}ماه": number for name, number in MONTHS.items()}
MONTHS_EN = {name.lower(): number for number, name in enumerate(calendar.MONTHS_EN, start=1)}
GREGORIAN = {name.lower(): number for number, name in enumerate(calendar.GREGORIAN, start=1)} | {
    "ژانویه": 1, "فوریه": 2, "مارس": 3, "اوریل": 4, "مه": 5, "می": 5, "ژوین": 6, "ژوییه": 7, "جولای": 7, "اوت": 8,
    "اگوست": 8, "سپتامبر": 9, "اکتبر": 10, "نوامبر": 11, "دسامبر": 12,
}  # fmt: skip
ORDINALS = frozenset({"st", "nd", "rd", "th"})
SEASONS = {"بهار": 1, "تابستان": 4, "پاییز": 7, "زمستان": 10}
THIS = frozenset({"جاری", "کنونی", "حاضر"})
LAST = frozenset({"گذشته", "قبل", "پیش", "ماضی"})
NEXT = frozenset({"اینده", "بعد", "اتی", "پیش‌رو"})
FIRST = frozenset({"نخست", "اول", "ابتدایی", "اغازین"})
PLACES = {"دوم": 2, "سوم": 3, "چهارم": 4, "پایانی": 0, "اخر": 0, "اخرین": 0}
ORDERED = {"نخستین": 1, "اولین": 1, "دومین": 2, "سومین": 3, "چهارمین": 4, "پنجمین": 5, "ششمین": 6}
RECENT = frozenset({"گذشته", "اخیر", "قبل"})
UNTIL = frozenset({"تا", "لغایت", "منتهی", "until", "till", "by"})
ENDS = frozenset({"پایان", "اخر", "انتهای", "اواخر", "پایانی", "end"})
BEGINNINGS = frozenset({"ابتدای", "اغاز", "اول", "شروع", "اوایل", "beginning", "start", "ابتدا"})
COMPARED = frozenset({"نسبت", "مقایسه", "قیاس", "همسنجی", "سنجش"})
DAYS = {"امروز": 0, "دیروز": -1, "پریروز": -2, "فردا": 1, "today": 0, "yesterday": -1, "tomorrow": 1}
LATE = date.max


@dataclass(frozen=True, slots=True)
class Period:
    """A period that a text names, and its tokens. first None: until `last`; last None: from `first` on.

    is_compared: it is what a figure is compared with; has_year: the text itself says of which year
    """

    at: int
    end: int
    first: date | None
    last: date | None
    is_compared: bool = False
    has_year: bool = True
    is_same: bool = False  # «مدت مشابه»: the days of another period, a year before
    is_until: bool = False
    is_since: bool = False  # «از ابتدای سال»: another may say until when
    each: tuple[tuple[date, date], ...] = ()  # the years of a list, one by one


@lru_cache(maxsize=1024)
def months(year: int, first: int, last: int) -> tuple[date, date]:
    """Return the first and last day of months of a Jalali year."""
    return calendar.from_jalali(year, first, 1), calendar.from_jalali(year, last, calendar.month_length(year, last))


def shifted(day: date, years: int, *, is_end: bool = False) -> date:
    """Return the same Jalali day of another year. is_end: the last of a month stays the last of it"""
    year, month, number = calendar.jalali(day)
    is_last = is_end and number == calendar.month_length(year, month)
    year += years
    number = calendar.month_length(year, month) if is_last else number
    return calendar.from_jalali(year, month, min(number, calendar.month_length(year, month)))


def months_before(day: date, number: int) -> date:
    """Return the day so many months before, after if the number is negative."""
    year, month, at = calendar.jalali(day)
    whole = year * 12 + month - 1 - number
    year, month = whole // 12, whole % 12 + 1
    return calendar.from_jalali(year, month, min(at, calendar.month_length(year, month)))

"""Periods in words, resolved against the day of the text: «سال ۹۰», «تا پایان سال», «سه‌ماههٔ نخست», «مدت مشابه سال قبل».

A period names whole days: its first and its last. Where a text says only «until», the first is open.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from hamahang.domain import calendar
from hamahang.domain.statements import kinds, lexicon
from hamahang.domain.statements.framing import SAME, Framing
from hamahang.domain.statements.kinds import Figure
from hamahang.domain.statements.lexicon import Hits
from hamahang.domain.statements.periodwords import (
    BEGINNINGS,
    DAYS,
    ENDS,
    FIRST,
    GREGORIAN,
    MONTHS,
    MONTHS_EN,
    NEXT,
    ORDERED,
    ORDINALS,
    PLACES,
    RECENT,
    SEASONS,
    THIS,
    Period,
    months,
    months_before,
    shifted,
)  # fmt: skip
from hamahang.domain.statements.places import Place
from hamahang.domain.statements.tokens import Token

LONGEST_FEAST = 15  # days
SEASONS_OF_YEAR = 4
NEAR = 3  # words between a month and another that says its year
OF_SAME = frozenset({"روز", "هفته", "ماه"})
FARM_YEARS = frozenset({"زراعی", "ابی"})
IN_GOVERNMENT = frozenset({"در", "طی", "دوره", "دوران", "زمان", "عمر", "فعالیت", "کار", "ابتدای", "آغاز", "پایان"}) | {
    "اغاز", "شروع", "تا", "از", "طول", "", ":", ".", "،",
}  # fmt: skip
OF_MONTHS = frozenset({"صادرات", "واردات", "تولید", "عملکرد", "فروش", "تجارت"})  # «صادرات غیرنفتی ۱۰ ماهه»
BEFORE_MONTHS = OF_MONTHS | {"در", "طی", "طول", "مدت", "و", "گزارش", "امار", "کارنامه"}


class PeriodReader(Framing):
    """Finds the periods of one text."""

    def __init__(
        self, tokens: Sequence[Token], figures: Sequence[Figure], hits: Hits, day: date, places: Sequence[Place] = ()
    ) -> None:
        super().__init__(tokens, figures, day)
        self.hits = hits
        names = (place.last - 1 for place in places if self.text(place.last - 1) in SEASONS)
        self.place_names = frozenset(at for at in names if self.year_at(at + 1) is None)
        self.rules = self._rules()
        self.found: list[Period] = []

    def periods(self) -> list[Period]:
        """Return the periods in order, those that «از … تا …» joins made one."""
        found = self.found
        words = {"تاریخ"} | self.rules.keys() | MONTHS.keys() | MONTHS_EN.keys() | GREGORIAN.keys()
        starts = self.figures.keys() | self.hits["spans"].keys()
        starts |= {at for at, token in enumerate(self.tokens) if token.text in words}
        end = 0
        for at in sorted(starts):
            period = (self.taken_up(at, found) or self._at(at)) if at >= end else None
            if period is None:
                continue
            framed = self._framed(period)
            before = found[-1] if found else None
            if before is not None and before.is_compared and self.is_and(before.end, framed.at):
                framed = replace(framed, is_compared=True)  # «نسبت به ماه گذشته و مدت مشابه پارسال»
            is_again = before is not None and framed.at - before.end <= 2
            is_again = is_again and before is not None and "(" in (self.text(before.end), self.text(framed.at - 1))
            if is_again and (framed.end - framed.at == 1 or self._is_within(framed, before)):
                end = max(framed.end, at + 1)
                continue  # «۹ ماهه سال قبل (۱۴۰۳)» says the year again
            is_near = before is not None and framed.at - before.end <= NEAR and not framed.is_same
            if before is not None and is_near and not before.has_year and framed.has_year:
                before = self._in_year_of(before, framed)
            if before is not None and self._is_of_its_year(before, framed):
                framed = replace(self._in_year_of(framed, before), has_year=True)
            framed = self._since(before, framed)
            if before is not None and self._is_joined(before, framed):
                found[-1] = replace(before, end=framed.end, last=framed.last, is_until=False)
            else:
                found.append(framed)
            end = max(framed.end, at + 1)
        return found

    def _is_within(self, period: Period, before: Period | None) -> bool:
        """Return whether a period says the days of the one before: «هفته دولت (دوم تا هشتم شهریور)»."""
        if before is None or before.last is None or period.last is None or before.first is None:
            return False
        is_feast = (before.last - before.first).days < LONGEST_FEAST
        return is_feast and before.first <= period.last <= before.last

    def _in_year_of(self, period: Period, other: Period) -> Period:
        """Return a month without a year in the year of the one after it: «از تیر تا شهریور ۸۹»."""
        if other.last is None or period.last is None:
            return period
        by = calendar.jalali(other.last)[0] - calendar.jalali(period.last)[0]
        first = shifted(period.first, by) if period.first else None
        return replace(period, first=first, last=shifted(period.last, by, is_end=True))

    def _at(self, at: int) -> Period | None:
        word = self.text(at)
        figure = self.figures.get(at)
        if figure is not None and word not in ORDERED:
            return self._of_figure(at, figure)
        span = self.hits["spans"].get(at)
        if span is not None:
            return self._of_span(at, span.last, span.row)
        if word in OF_SAME and self.text(at + 1) == "مشابه":
            return self._same(at)  # «روز مشابه پارسال»
        rule = self.rules.get(word)
        if rule is not None:
            return rule(at)
        if word in MONTHS or word in MONTHS_EN:
            return self._month(at, at)
        return self.gregorian_at(at, at) if word in GREGORIAN else None

    def _rules(self) -> dict[str, Callable[[int], Period | None]]:
        rules: dict[str, Callable[[int], Period | None]] = {
            "سال": self._of_year, "امسال": self._of_year, "سالجاری": self._of_year, "پارسال": self._of_year,
            "سالهای": self._of_years, "نیمه": self.half_at, "نیم": self.half_at, "فصل": self.season_at,
            "مدت": self._same, "دوره": self._same, "بازه": self._same, "زمان": self._same, "ایام": self._same,
            "ماه": self.near_at, "هفته": self.week_at, "روز": self.near_at,
            "year": self._of_year, "this": self._this, "last": self._this, "دهه": self.feast_at,
            "next": self._this, "same": self._same,
        }  # fmt: skip
        return (
            rules
            | dict.fromkeys(SEASONS, self.season_at)
            | dict.fromkeys(DAYS, self.day_at)
            | dict.fromkeys(ORDERED, self.ordered_at)
        )

    # --- years ---

    def _of_year(self, at: int) -> Period | None:
        if self.text(at) == "سال" and self.text(at + 1) in ("های", "ها"):
            return self._of_years(at)
        found = self.year_at(at)
        following = self.figures.get(found[1] + 1) if found else None
        is_and = following is not None and following.kind == kinds.YEAR and self.text(at) == "سال"
        if found and (self.text(found[1]) == "-" or (is_and and self.text(found[1]) == "و")) and following is not None:
            return self._of_years(at)  # «در سال ۸۴ و ۸۵»
        bounds = self.year_bounds(found[0]) if found else None
        if found and bounds and self.text(at + 1) in FARM_YEARS:
            is_next = self.month >= 7 and self.text(found[1] - 1) in NEXT | {"رو"}
            bounds = self.farm_year(found[0] + is_next, is_current=found[1] == at + 2 or self.text(at + 2) in THIS)
        return Period(at, found[1], *bounds) if found and bounds else None

    def _of_years(self, at: int) -> Period | None:
        after = at + 1 + (self.text(at + 1) in ("های", "ها"))
        after += self.text(after) in ("مالی", "زراعی", "ابی", "تحصیلی")
        first = self.figures.get(after)
        if first is None or first.kind != kinds.YEAR or first.phrase.value is None:
            return None
        years = [self.whole(int(first.phrase.value), first.last)]
        while self.text(years[-1][1]) in ("و", "،", "تا", "الی", "-"):
            figure = self.figures.get(years[-1][1] + 1)
            if figure is None or figure.kind != kinds.YEAR or figure.phrase.value is None or len(years) > 9:
                break
            years.append(self.whole(int(figure.phrase.value), figure.last))
        low, high = self.year_bounds(min(years)[0]), self.year_bounds(max(years)[0])
        if low and high and self.text(at + 1) in FARM_YEARS:
            low, high = self.farm_year(max(years)[0], is_current=False), self.farm_year(max(years)[0], is_current=False)
        each = tuple(bounds for year in years if (bounds := self.year_bounds(year[0])))
        return Period(at, years[-1][1], low[0], high[1], each=each) if low and high else None

    # --- numbers: days, years, months counted ---

    def _of_figure(self, at: int, figure: Figure) -> Period | None:
        if figure.kind == kinds.DATE:
            return self._dated(at, figure)
        if figure.kind == kinds.YEAR:
            if figure.phrase.shape == "years":
                return self._year_pair(at, figure)
            return self._of_year(at)
        return self._counted(at, figure)

    def _year_pair(self, at: int, figure: Figure) -> Period | None:
        first, second = figure_digits(self.tokens, figure).split("/")[:2]
        low, high = int(first), int(second) if len(second) == 4 else int(first[:2] + second)
        if not (calendar.FIRST_YEAR <= low <= high < calendar.LAST_YEAR):
            return None
        return Period(at, figure.last, months(low, 1, 12)[0], months(high, 1, 12)[1])

    def _dated(self, at: int, figure: Figure) -> Period | None:
        if figure.phrase.shape == "date":
            digits = figure_digits(self.tokens, figure).replace(".", "/")
            if is_either_way(digits):
                return None
            day = calendar.parse_day(digits)
            found = day.value or (day.candidates[0] if len(day.candidates) == 1 else self._nearest(day.candidates))
            return Period(at, figure.last, found, found) if found else None
        number, after = int(figure.phrase.value or 1), figure.last + (self.text(figure.last) == "ام")
        if self.text(after) in ORDINALS:
            after += 1 + (self.text(after + 1) == "of")
        if self.text(after) in ("و", "تا", "الی", "،") and self.figures.get(after + 1) is not None:
            following = self.figures[after + 1]
            if following.kind == kinds.DATE and following.phrase.value is not None:
                whole = self._day_of(at, following.last, int(following.phrase.value))
                first = self._day_of(at, following.last, number) if whole else None
                return replace(whole, first=first.first) if whole and first else whole
        return self._day_of(at, after, number)

    def _day_of(self, at: int, name_at: int, number: int) -> Period | None:
        """Read a day whose month is named at a place."""
        if self.text(name_at) in GREGORIAN:
            return self.gregorian_at(at, name_at, day=number)
        is_month = self.text(name_at) in MONTHS or self.text(name_at) in MONTHS_EN
        return self._month(at, name_at, day=number) if is_month else None

    def _nearest(self, days: Sequence[date]) -> date | None:
        return min(days, key=lambda day: abs((day - self.day).days)) if days else None

    def _made(self, year: int, month: int, number: int) -> date | None:
        try:
            return calendar.from_jalali(year, month, number)
        except calendar.ImpossibleDay:
            return None

    def _month(self, at: int, name_at: int, *, day: int = 0) -> Period | None:
        """Read a month with its year, and the day before it."""
        number = MONTHS.get(self.text(name_at)) or MONTHS_EN.get(self.text(name_at))
        if number is None or (
            self.text(name_at) in ("مهر", "تیر", "دی", "بهمن", "اذر") and not day and not self._is_month(name_at)
        ):
            return None
        end = name_at + 1 + (self.text(name_at + 1) == "ماه")
        if self.text(end) == "ماه":
            end += 1
        is_one = day or self.text(name_at - 1) in ENDS
        until, end = (number, end) if is_one else self.next_month(number, end)
        found = self.year_at(end)
        if found is None and self.text(end) in ("اینده", "اتی"):  # «تا خرداد آینده»
            found = (self.year + (number <= calendar.jalali(self.day)[1]), end + 1, True)
        year = found[0] if found else self.year
        if not calendar.FIRST_YEAR <= year < calendar.LAST_YEAR:
            return None
        if day:
            made = self._made(year, number, day)
            return Period(at, found[1] if found else end, made, made, has_year=found is not None) if made else None
        return Period(at, found[1] if found else end, *months(year, number, until), has_year=found is not None)

    def _is_month(self, at: int) -> bool:
        """Return whether «مهر», «تیر», «دی» are months here: with «ماه», a year, or an edge before them."""
        before = self.text(at - 1)
        if self.text(at + 1) == "بایجان":
            return False
        if before == "های" and self.text(at - 2) == "ماه":
            return True  # «در ماه‌های مهر و آبان»
        if before in ENDS or before in BEGINNINGS or before in ("ماه", "در", "تا", "از", "و"):
            is_pair = self.text(at + 2) in MONTHS  # «در تیر و مرداد»
            return self.text(at + 1) not in ("و",) or before in ENDS or is_pair
        return self.text(at + 1) == "ماه" or self.year_at(at + 1) is not None

    def _counted(self, at: int, figure: Figure) -> Period | None:
        """Read «سه‌ماههٔ نخست», «۱۰ ماهه امسال», «پنج سال گذشته»."""
        value, word = figure.phrase.value, self.text(figure.last)
        if value is None or value != value.to_integral_value() or not 1 <= value <= 99:
            return None
        number, after = int(value), figure.last + 1
        if word == "ماه" and self.text(after) == "ه":
            after += 1
        if word in ("ماهه", "ماه") and (number <= 12 or self.text(after) in RECENT):
            return self._months_counted(at, number, after, is_adjective=word == "ماهه")
        if word == "فصل" and number <= SEASONS_OF_YEAR and self.text(after) in FIRST:
            return self._months_counted(at, 3 * number, after, is_adjective=False)
        days = {"سال": 365, "هفته": 7, "روز": 1}
        if word not in days:
            return None
        if self.text(after) in RECENT:
            first = shifted(self.day, -number) if word == "سال" else self.day - timedelta(days=number * days[word])
            return Period(at, after + 1, first, self.day)
        if self.text(after) in NEXT:
            last = shifted(self.day, number) if word == "سال" else self.day + timedelta(days=number * days[word])
            return Period(at, after + 1, self.day, last)
        return None

    def _months_counted(self, at: int, number: int, after: int, *, is_adjective: bool) -> Period | None:
        """Read what follows «۳ ماهه» and «سه ماه»: gone by, to come, or counted from a year's beginning."""
        gone = 2 * ((self.text(after), self.text(after + 1)) == ("سپری", "شده")) or self.text(after) == "سپری‌شده"
        if gone and self.text(after + gone) == "از" and self.year_at(after + gone + 1) is not None:
            after += gone  # «پنج ماه سپری شده از سال جاری»
        word = self.text(after)
        if word in RECENT and not self.year_at(after):
            return self._months_gone(at, number, after, is_adjective=is_adjective)
        if word in NEXT:
            return Period(at, after + 1, self.day, months_before(self.day, -number))
        begin, end = 1, after
        if word == "منتهی" and self.text(after + 1) == "به":
            return self._months_up_to(at, number, after + 2)
        if word in FIRST or (word in BEGINNINGS and self.year_at(after + 1) is not None):
            end = after + 1
        elif word in PLACES and number * max(PLACES[word], 1) <= 12:
            begin = (PLACES[word] - 1) * number + 1 if PLACES[word] else 13 - number
            end = after + 1
        end += self.text(end) == "از" and self.text(end + 1) == "سال"
        found = self.year_at(end)
        says_more = found is not None or end > after
        of = at - 1 - (self.text(at - 1).endswith("ی") and self.text(at - 2) in OF_MONTHS)
        if not (says_more or (is_adjective and self.text(of) in BEFORE_MONTHS)):
            return None
        year = found[0] if found else self.year
        if not calendar.FIRST_YEAR <= year < calendar.LAST_YEAR:
            return None
        last = found[1] if found else end
        return Period(at, last, *months(year, begin, begin + number - 1), has_year=found is not None)

    def _months_up_to(self, at: int, number: int, name_at: int) -> Period | None:
        """Read «یازده ماه منتهی به بهمن سال گذشته»."""
        month = self._month(at, name_at + (self.text(name_at) in ENDS))
        if month is None or month.last is None:
            return None
        first = months_before(month.last, number - 1)
        year, of_year, _ = calendar.jalali(first)
        return replace(month, first=calendar.from_jalali(year, of_year, 1))

    def _months_gone(self, at: int, number: int, after: int, *, is_adjective: bool) -> Period:
        found = self.year_at(after + 1)
        is_of_year = is_adjective or self.text(after + 1) in ("از", "در", "امسال")  # «۹ ماه گذشته از سال ۱۴۰۴»
        if found and is_of_year and calendar.FIRST_YEAR <= found[0] < calendar.LAST_YEAR:
            return Period(at, found[1], *months(found[0], 1, number))
        return Period(at, after + 1, months_before(self.day, number), self.day)

    def _this(self, at: int) -> Period | None:
        return self._of_year(at) if self.text(at + 1) == "year" else None

    def _of_span(self, at: int, end: int, row: int) -> Period | None:
        span = lexicon.rows("spans")[row]
        if span["code"].startswith("government") and self.text(at - 1) not in IN_GOVERNMENT:
            return None  # «۴۰ طرح دولت نهم» may be of any time
        first, last = (calendar.read_day(span[name]) if span[name] else None for name in ("first", "last"))
        if span["code"].startswith("government") and last is not None and last > self.day:
            last = None  # whose end nobody knew
        return Period(at, end, first, last)

    def _same(self, at: int) -> Period | None:
        """Read «مدت مشابه سال قبل», «همین مدت پارسال»: the days of the text's own period, a year before."""
        after = at + 1 + (self.text(at + 1) in ("زمان", "زمانی"))
        is_named = self.text(after) in ("مشابه", "period")
        if not is_named and (self.text(at - 1) != "همین" or self.year_at(after) is None):
            return None
        after += is_named
        after += self.text(after) in ("در", "of", "ان")
        found = self.year_at(after)
        year, end = (found[0], found[1]) if found else (self.year - 1, after)
        first, last = months(self.year, 1, 1)[0], self.day
        own = next((each for each in reversed(self.found[-4:]) if not each.is_same), None)
        near = own if own and at - own.end <= SAME and not own.is_compared else None
        if near is not None and near.last is not None and (near.first is not None or near.last <= self.day):
            first, last = near.first or months(calendar.jalali(near.last)[0], 1, 1)[0], near.last
        by = year - calendar.jalali(first)[0] if year < calendar.FIRST_GREGORIAN else -1
        by = by or -1
        return Period(at, end, shifted(first, by), shifted(last, by, is_end=near is not None), is_same=True)


def is_either_way(digits: str) -> bool:
    """Return whether a day may be its month and its month its day: «1-7-2011», but not «13-7-2011»."""
    parts = [int(part) for part in re.split("[-/]", digits)]
    is_gregorian = len(parts) == 3 and parts[2] >= calendar.FIRST_GREGORIAN
    return is_gregorian and parts[0] != parts[1] and max(parts[:2]) <= 12


def figure_digits(tokens: Sequence[Token], figure: Figure) -> str:
    """Return the digits and signs of a number as folded."""
    return "".join(token.text for token in tokens[figure.first : figure.last])

"""Parts of a year and days near by: «نیمه نخست», «بهار امسال», «ماه گذشته», «دیروز»."""

from calendar import monthrange
from dataclasses import replace
from datetime import date, timedelta

from hamahang.domain import calendar
from hamahang.domain.statements import kinds, numerals
from hamahang.domain.statements.periodwords import (
    DAYS,
    FIRST,
    GREGORIAN,
    LAST,
    MONTHS,
    NEXT,
    ORDERED,
    ORDINALS,
    SEASONS,
    THIS,
    Period,
    months,
)
from hamahang.domain.statements.years import Years

FEASTS = {("دهه", "فجر"): (11, 12, 22), ("هفته", "دولت"): (6, 2, 8)}  # month, first and last day


NEXT_SEASON = 10  # words to the next of a list of seasons


class YearParts(Years):
    """Reads what needs no number of its own."""

    def next_month(self, number: int, end: int) -> tuple[int, int]:
        """Read «فروردین و اردیبهشت»: the last of months that follow one another, and the token after it."""
        while self.text(end) in ("و", "،") and MONTHS.get(self.text(end + 1)) == number + 1:
            number, end = number + 1, end + 2
            end += self.text(end) == "ماه"
        return number, end

    def gregorian_at(self, at: int, name_at: int, *, day: int = 0) -> Period | None:
        """Read «July 2011», «1 July 2011», «July 1, 2011»; a month that does not say its year is not read."""
        number, after = GREGORIAN[self.text(name_at)], name_at + 1
        figure = self.figures.get(after)
        if not day and figure is not None and figure.kind == kinds.DATE and figure.phrase.shape == numerals.PLAIN:
            day, after = int(figure.phrase.value or 0), figure.last
            after += self.text(after) in ORDINALS
        after += self.text(after) in (",", "،")
        figure = self.figures.get(after)
        year = int(figure.phrase.value or 0) if figure is not None and figure.kind == kinds.YEAR else 0
        if figure is None or not calendar.FIRST_GREGORIAN <= year <= calendar.LAST_GREGORIAN:
            return None
        length = monthrange(year, number)[1]
        if day > length:
            return None
        return Period(at, figure.last, date(year, number, day or 1), date(year, number, day or length))

    def is_and(self, first: int, last: int) -> bool:
        """Return whether only «و» stands between two places."""
        return last - first == 1 and self.text(first) == "و"

    def half_at(self, at: int) -> Period | None:
        """Read «نیمه نخست», «نیم‌سال دوم»."""
        after = at + 1 + (self.text(at + 1) == "سال")
        word = self.text(after)
        if word in MONTHS and self.text(at - 1) == "تا":
            return self._middle_of_month(at, after)
        if word not in FIRST and word != "دوم":
            return None
        name_at = after + 1 + (self.text(after + 1) == "ماه")
        if self.text(name_at) in MONTHS and self.text(at) == "نیمه":
            return self._half_of_month(at, name_at, is_second=word == "دوم")
        found = self.year_at(after + 1)
        year = found[0] if found else self.year
        if not calendar.FIRST_YEAR <= year < calendar.LAST_YEAR:
            return None
        bounds = months(year, 7, 12) if word == "دوم" else months(year, 1, 6)
        return Period(at, found[1] if found else after + 1, *bounds, has_year=found is not None)

    def _half_of_month(self, at: int, name_at: int, *, is_second: bool) -> Period | None:
        """Read «نیمه نخست مهر»: its first fifteen days."""
        middle = self._middle_of_month(at, name_at)
        if middle is None or middle.first is None:
            return None
        year, month, _ = calendar.jalali(middle.first)
        first, last = months(year, month, month)
        return (
            replace(middle, first=middle.first + timedelta(days=1), last=last)
            if is_second
            else replace(middle, first=first)
        )

    def _middle_of_month(self, at: int, name_at: int) -> Period | None:
        """Read «تا نیمه آبان»: the fifteenth."""
        end = name_at + 1 + (self.text(name_at + 1) == "ماه")
        found = self.year_at(end)
        year = found[0] if found else self.year
        if not calendar.FIRST_YEAR <= year < calendar.LAST_YEAR:
            return None
        day = calendar.from_jalali(year, MONTHS[self.text(name_at)], 15)
        return Period(at, found[1] if found else end, day, day, has_year=found is not None)

    def ordered_at(self, at: int) -> Period | None:
        """Read «نخستین ماه امسال», «دومین ماه از سال ۱۴۰۱»."""
        found = self.year_at(at + 2) if self.text(at + 1) == "ماه" else None
        if found is None and (self.text(at + 1), self.text(at + 2)) == ("ماه", "سال"):
            found = self.year, at + 3, True  # «در دومین ماه سال»
        if found is None or not calendar.FIRST_YEAR <= found[0] < calendar.LAST_YEAR:
            return None
        number = ORDERED[self.text(at)]
        return Period(at, found[1], *months(found[0], number, number))

    def season_at(self, at: int) -> Period | None:
        """Read «بهار ۹۰», «فصل تابستان»."""
        name_at = at + 1 if self.text(at) == "فصل" else at
        month = SEASONS.get(self.text(name_at))
        if month is None or at in self.place_names:
            return None
        until, end = month, name_at + 1
        if self.text(end) in ("و", "تا") and SEASONS.get(self.text(end + 1), 0) == month + 3:
            until, end = month + 3, end + 2  # «بهار و تابستان»
        found = self.year_at(end)
        is_listed = self.text(at - 1) in ("،", "و") and at in self.after_season
        is_alone = found is None and name_at == at and self.text(at - 1) not in ("در", "تا", "پایان", "از", "طی")
        if is_alone and not is_listed:
            return None
        self.after_season.update(range(end, end + NEXT_SEASON))
        year = found[0] if found else self.year
        if not calendar.FIRST_YEAR <= year < calendar.LAST_YEAR:
            return None
        return Period(at, found[1] if found else end, *months(year, month, until + 2), has_year=found is not None)

    def feast_at(self, at: int) -> Period | None:
        """Read «دهه فجر امسال», «هفته دولت»."""
        name_at = at + 1 + (self.text(at + 1) in ("مبارک", "مبارکه"))
        days = FEASTS.get((self.text(at), self.text(name_at)))
        if days is None:
            return None
        found = self.year_at(name_at + 1)
        month, first, last = days
        year = found[0] if found else self.year
        begin, end = calendar.from_jalali(year, month, first), calendar.from_jalali(year, month, last)
        return Period(at, found[1] if found else name_at + 1, begin, end, has_year=found is not None)

    def week_at(self, at: int) -> Period | None:
        """Read «هفته دولت», «هفته گذشته»."""
        return self.feast_at(at) or self.near_at(at)

    def near_at(self, at: int) -> Period | None:
        """Read «ماه گذشته», «هفته جاری», «روز گذشته»."""
        word, after = self.text(at), self.text(at + 1)
        by = next((by for words, by in ((THIS, 0), (LAST, -1), (NEXT, 1)) if after in words), None)
        if by is None or self.text(at - 1) in ("این", "ان") or at in self.figure_ends:
            return None
        if word == "ماه":
            month = self.month - 1 + by
            bounds = months(self.year + month // 12, month % 12 + 1, month % 12 + 1)
            return Period(at, at + 2, *bounds)
        if word == "روز":
            day = self.day + timedelta(days=by)
            return Period(at, at + 2, day, day)
        first = self.day - timedelta(days=(self.day.weekday() + 2) % 7) + timedelta(days=7 * by)
        return Period(at, at + 2, first, first + timedelta(days=6))

    def day_at(self, at: int) -> Period | None:
        """Read «دیروز», «امروز»."""
        day = self.day + timedelta(days=DAYS[self.text(at)])
        return Period(at, at + 1, day, day)

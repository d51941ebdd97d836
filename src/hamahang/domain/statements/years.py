"""Years as texts name them: «سال ۹۰», «امسال», «سال گذشته», `last year`."""

from collections.abc import Sequence
from datetime import date

from hamahang.domain import calendar
from hamahang.domain.statements import kinds
from hamahang.domain.statements.kinds import Figure
from hamahang.domain.statements.periodwords import BEGINNINGS, ENDS, LAST, NEXT, THIS, months
from hamahang.domain.statements.tokens import Token


class Years:
    """Reads the years of one text, relative to the day it was said."""

    def __init__(self, tokens: Sequence[Token], figures: Sequence[Figure], day: date) -> None:
        self.tokens, self.day = tokens, day
        self.figures = {figure.first: figure for figure in figures}
        # «یک سال پیش», but «نیمه دوم سال گذشته»
        self.figure_ends = {figure.last for figure in figures if figure.kind != kinds.ORDINAL}
        self.year, self.month, _ = calendar.jalali(day)
        self.place_names: frozenset[int] = frozenset()  # tokens of «بهار» where it is a county
        self.after_season: set[int] = set()  # tokens at which a season may go on with a list of them

    def text(self, at: int) -> str:
        """Return the word at a place, nothing outside the text."""
        return self.tokens[at].text if 0 <= at < len(self.tokens) else ""

    def year_at(self, at: int) -> tuple[int, int, bool] | None:
        """Return the year that is named at a place, the token after it, and whether by its number."""
        word = self.text(at)
        if word in ("از", "در") and self.text(at + 1) in ("سال", "امسال", "سالجاری"):
            at, word = at + 1, self.text(at + 1)
        if word in ("امسال", "سالجاری"):
            return self.year, at + 1, True
        if word == "پارسال":
            return self.year - 1, at + 1, True
        figure = self.figures.get(at)
        if figure is not None and figure.kind == kinds.YEAR and figure.phrase.value is not None:
            return self.whole(int(figure.phrase.value), figure.last)
        if word in ("this", "last", "next") and self.text(at + 1) == "year":
            return self.year + {"this": 0, "last": -1, "next": 1}[word], at + 2, True
        if (word != "سال" and word != "year") or (at in self.figure_ends and self.text(at + 1) in LAST | NEXT):
            return None  # «یک سال پیش» is no calendar year
        after = at + 1
        if self.text(after) in ("مالی", "زراعی", "ابی", "تحصیلی"):
            after += 1
        figure = self.figures.get(after)
        if figure is not None and figure.kind == kinds.YEAR and figure.phrase.value is not None:
            return self.whole(int(figure.phrase.value), figure.last)
        if self.text(after) == "پیش" and self.text(after + 1) == "رو":
            return self.year + 1, after + 2, True
        shifts = ((THIS, 0), (LAST, -1), (NEXT, 1))
        named = next(((self.year + by, after + 1, True) for words, by in shifts if self.text(after) in words), None)
        is_edge = self.text(at - 1) in ENDS or self.text(at - 1) in BEGINNINGS
        return named or ((self.year, after, True) if is_edge and self.text(after) not in ("های", "ها") else None)

    def whole(self, number: int, last: int) -> tuple[int, int, bool]:
        """Return a year of two digits as one of four, with the token after it."""
        return (number if number > 99 else calendar.whole_year(f"{number:02d}")), last, True

    def farm_year(self, year: int, *, is_current: bool) -> tuple[date, date]:
        """Return the days of a farm or water year, which begins with Mehr and is named after the year it ends in."""
        if is_current and self.month >= 7:
            year += 1
        return months(year - 1, 7, 12)[0], months(year, 1, 6)[1]

    def year_bounds(self, year: int) -> tuple[date, date] | None:
        """Return the first and last day of a Jalali or Gregorian year, nothing for any other number."""
        if year >= calendar.FIRST_GREGORIAN:
            return date(year, 1, 1), date(year, 12, 31)
        return months(year, 1, 12) if calendar.FIRST_YEAR <= year < calendar.LAST_YEAR else None

"""What takes up a period from before: «در این مدت», «در همین سال», «در این فصل», «تا آن تاریخ»."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from hamahang.domain import calendar
from hamahang.domain.statements.periodwords import MONTHS, SEASONS, Period
from hamahang.domain.statements.yearparts import YearParts

SPANS = frozenset({"مدت", "دوره", "بازه", "ایام", "زمان"})  # of any length
THESE = frozenset({"این", "همین", "همان", "ان"})
WITHIN = frozenset({"در", "طی", "طول"})
LONGEST_WEEK, LONGEST_SEASON, YEAR = 7, 100, 364  # days
NEAR_SAME = 4  # periods before
MONTHS_OF_YEAR = 12
SAID_BEFORE = frozenset({("یاد", "شده"), ("مورد", "بررسی"), ("مورد", "گزارش"), ("مورد", "اشاره")})


def _months(day: date) -> int:
    """Return how many months lie before that of a day."""
    year, month, _ = calendar.jalali(day)
    return MONTHS_OF_YEAR * year + month


class TheSame(YearParts):
    """Reads the words that stand for a period of the same text."""

    def taken_up(self, at: int, found: Sequence[Period]) -> Period | None:
        """Return the period that the words around a token take up from before."""
        if self.text(at) == "تاریخ":  # «تا آن تاریخ»
            is_that = self.text(at - 1) == "ان" and self.text(at - 2) == "تا" and bool(found)
            return replace(found[-1], at=at - 1, end=at + 1) if is_that else None
        if self.text(at - 1) in THESE and self.text(at - 2) in WITHIN and found:
            rules = {"ماه": self._month_said, "سال": self._year_said, "فصل": self._season_said, "هفته": self._week_said}
            named = rules.get(self.text(at))
            if named is not None and (period := named(found)):
                return replace(period, at=at - 1, end=at + 1)
        return self._span_said(at, found)

    def _span_said(self, at: int, found: Sequence[Period]) -> Period | None:
        """Return the period of «در این مدت», «دوره یادشده»."""
        if self.text(at) not in SPANS:
            return None
        end = at + 1 + (self.text(at + 1) == "زمانی")
        is_said = self.text(end) in ("یادشده", "مذکور", "گزارش") or (self.text(end), self.text(end + 1)) in SAID_BEFORE
        is_this = self.text(at - 1) in ("این", "همین") and self.text(at) != "زمان"
        if not (is_this or is_said):
            return None
        if self.year_at(end) is not None:
            return None  # «همین مدت در سال گذشته» is of another year
        before = self._said_last(found, is_report=is_said)
        before = self._of_text(before, found) if before is not None and is_this else before
        return replace(before, at=at - 1 + is_said, end=end) if before else None

    def _said_last(self, found: Sequence[Period], *, is_report: bool = False) -> Period | None:
        """Return the period spoken of last; a day on which somebody spoke is none if a longer one was said.

        is_report: «مدت مورد بررسی» is of the year that a text reports
        """
        near = [period for period in reversed(found[-4:]) if not (period.is_compared or period.is_same)]
        now = (each for each in near if each.last and calendar.jalali(each.last)[0] == self.year)
        longer = (each for each in near if each.first != each.last)
        return (next(now, None) if is_report else None) or next(longer, None) or next(iter(near), None)

    def _of_text(self, before: Period, found: Sequence[Period]) -> Period:
        """Return the days of which the same a year before was spoken of last, to compare.

        «نرخ در بهار امسال ۸ درصد شد که در بهار سال گذشته ۹ درصد بود. در این فصل …»
        """
        for period in reversed(found[-NEAR_SAME:]):
            if period.first is None or period.last is None or before.first is None or before.last is None:
                continue
            ends = ((period.first, before.first), (period.last, before.last))
            later = {_months(one) - _months(other) for one, other in ends}
            if later == {MONTHS_OF_YEAR} and not (period.is_compared or period.is_same):
                return period
        return before

    def _month_said(self, found: Sequence[Period]) -> Period | None:
        is_month = any(self.text(at) in MONTHS for at in range(found[-1].at, found[-1].end))
        return found[-1] if is_month else None

    def _week_said(self, found: Sequence[Period]) -> Period | None:
        """Return the days of «از ۶ تا ۱۲ اردیبهشت ۴۸ بازرسی شد. در همین هفته …»."""
        before = self._said_last(found)
        if before is None or before.first is None or before.last is None or before.first == before.last:
            return None
        return before if (before.last - before.first).days <= LONGEST_WEEK else None

    def _season_said(self, found: Sequence[Period]) -> Period | None:
        """Return the season that was spoken of last: «در زمستان ۱۳۹۰ به ۱۴ درصد رسید. در این فصل …»."""
        before = self._said_last(found)
        before = self._of_text(before, found) if before is not None else None
        if before is None or before.first is None or before.last is None:
            return None
        is_season = any(self.text(at) in SEASONS or self.text(at) == "فصل" for at in range(before.at, before.end))
        return before if is_season and (before.last - before.first).days < LONGEST_SEASON else None

    def _year_said(self, found: Sequence[Period]) -> Period | None:
        """Return the whole year that was spoken of last."""
        before = self._said_last(found)
        last = before.last if before else None
        if before is None or last is None or before.first == last:
            return None
        if before.first is not None and (last - before.first).days >= YEAR:
            return before
        bounds = self.year_bounds(calendar.jalali(last)[0])
        return replace(before, first=bounds[0], last=bounds[1], is_until=False) if bounds else None

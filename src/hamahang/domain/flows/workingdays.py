"""Working days: the week's closed days and the official holidays, both data with dates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from hamahang.domain.calendar import from_jalali, jalali, month_length

ONE = timedelta(days=1)
FRIDAY = 4  # as `date.weekday` counts


@dataclass(frozen=True, slots=True)
class Closures:
    """When offices are closed. weekdays: as `date.weekday` counts, Monday 0; days: holidays beside them."""

    days: frozenset[date] = frozenset()
    weekdays: frozenset[int] = frozenset({FRIDAY})

    def is_working(self, day: date) -> bool:
        """Return whether offices are open on a day."""
        return day.weekday() not in self.weekdays and day not in self.days


@dataclass(frozen=True, slots=True)
class Pause:
    """A time in which a clock stands still: from a day up to, but without, another; None while it lasts."""

    from_on: date
    until_on: date | None = None

    def covers(self, day: date) -> bool:
        """Return whether the clock stands on a day."""
        return self.from_on <= day and (self.until_on is None or day < self.until_on)


def due_on(begun_on: date, days: int, *, closures: Closures | None = None, pauses: Sequence[Pause] = ()) -> date | None:
    """Return the last day of a time of `days` that begins on the day after `begun_on`.

    closures: where given, only working days count; days inside a pause never do
    None while a pause lasts that the clock cannot pass.
    :raises ValueError: if days is negative
    """
    if days < 0:
        raise ValueError(f"{days} days")
    day = begun_on
    while days:
        day += ONE
        lasting = [pause for pause in pauses if pause.covers(day)]
        if any(pause.until_on is None for pause in lasting):
            return None
        if not lasting and (closures is None or closures.is_working(day)):
            days -= 1
    return day


def working_days(after: date, until: date, closures: Closures) -> int:
    """Return the number of working days after one day, up to and with another; negative when they stand reversed."""
    if until < after:
        return -working_days(until, after, closures)
    days = (after + ONE * ahead for ahead in range(1, (until - after).days + 1))
    return sum(closures.is_working(day) for day in days)


def months_later(day: date, months: int) -> date:
    """Return the same day of the Jalali month that many months later, its last day where the month is shorter."""
    year, month, number = jalali(day)
    ahead = month - 1 + months
    year, month = year + ahead // 12, ahead % 12 + 1
    return from_jalali(year, month, min(number, month_length(year, month)))


def months_between(first: date, last: date) -> int:
    """Return the number of whole Jalali months from one day to another; 0 when the second is earlier."""
    if last < first:
        return 0
    (year, month, _), (later, at, _) = jalali(first), jalali(last)
    months = (later - year) * 12 + at - month
    return months if months_later(first, months) <= last else months - 1

"""For which months a unit owes returns: from one on, but not while its licences are suspended, nor once cancelled.

A return is owed for a month on each day of which the unit had a good licence: the month of a suspension, of its lifting
or of a cancellation is none, as the month of the first licence is none.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from hamahang.domain.months import Month

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Pause:
    """Months for which a unit owes no return. until: the last of them; None where it goes on"""

    first: Month
    until: Month | None = None

    def covers(self, month: Month) -> bool:
        """Return whether a month is one of them."""
        return self.first <= month and (self.until is None or month <= self.until)


@dataclass(frozen=True, slots=True)
class Owing:
    """For which months a unit owes returns: from one on, but for the pauses, which lie apart in order."""

    first: Month
    pauses: tuple[Pause, ...] = ()

    @property
    def until(self) -> Month | None:
        """The last month it owes a return for; None where it goes on owing."""
        last = self.pauses[-1] if self.pauses else None
        return last.first.plus(-1) if last is not None and last.until is None else None

    def owes(self, month: Month) -> bool:
        """Return whether it owes a return for a month."""
        return self.first <= month and not any(pause.covers(month) for pause in self.pauses)

    def months(self, first: Month, last: Month) -> int:
        """Return for how many months between two, both included, it owes a return."""
        month, number = max(first, self.first), 0
        while month <= last:
            number, month = number + self.owes(month), month.plus(1)
        return number


def pauses_of(licences: Iterable[tuple[date, Sequence[tuple[date, bool]]]]) -> tuple[Pause, ...]:
    """Return the months in which none of a unit's licences was good throughout, once it had one.

    licences: the day each was issued, and the days on which it ceased to be good or became good again, in order
    """
    changes = sorted(
        (on, number, good) for number, (issued, said) in enumerate(licences) for on, good in ((issued, True), *said)
    )
    is_good: dict[int, bool] = {}
    found: list[Pause] = []
    since: date | None = None
    for place, (on, number, good) in enumerate(changes):
        is_good[number] = good
        if place + 1 < len(changes) and changes[place + 1][0] == on:
            continue  # what else was said on that day
        if any(is_good.values()):
            found += [Pause(Month.of(since), Month.of(on - ONE_DAY))] if since is not None else []
            since = None
        elif since is None:
            since = on
    found += [Pause(Month.of(since))] if since is not None else []
    return _apart(found)


def _apart(pauses: Sequence[Pause]) -> tuple[Pause, ...]:
    """Return pauses that touch each other as one."""
    apart: list[Pause] = []
    for pause in pauses:
        last = apart[-1] if apart else None
        if last is not None and last.until is not None and pause.first <= last.until.plus(1):
            apart[-1] = Pause(last.first, pause.until)
        else:
            apart.append(pause)
    return tuple(apart)

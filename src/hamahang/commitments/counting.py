"""How much of a promise is reached: jobs are counted here, any other figure by whoever may ask for figures.

This room lies below the figures. Who asks about promises of any figure hands in how figures are counted, which is
`indicators.promises.count`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Sum

from hamahang.commitments import queries
from hamahang.domain.commitments import Goal
from hamahang.domain.ledger import AsOf

if TYPE_CHECKING:
    from hamahang.commitments.models import Commitment


class CountNotGiven(LookupError):
    """A promise of another figure than jobs was asked about. Repair: hand in `indicators.promises.count`."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What a figure says of a promise by a day, in whole units of the figure.

    amount: reached since the promise began
    events: of a figure whose rows are events, what happened on each day up to the asked one, also before the promise,
    the first day first; None for what holds on a day
    is_one_each: events are counted, not added up
    before: of what holds on a day and is promised to be no more than so much, how much there was
    """

    amount: int
    events: Sequence[tuple[date, int]] | None = None
    is_one_each: bool = False
    before: int | None = None


Count = Callable[["Commitment", AsOf], Counted]


def jobs_only(commitment: "Commitment", asof: AsOf) -> Counted:
    """Count no other figure.

    :raises CountNotGiven: always
    """
    raise CountNotGiven(f"{commitment.number}: {commitment.figure} as of {asof.day}")


def told(commitment: "Commitment", asof: AsOf, count: Count) -> Counted:
    """Return what is counted of a promise by a day, of jobs the verified persons."""
    if commitment.is_of_jobs:
        return Counted(reached(commitment, asof, count))
    return count(commitment, asof)


def goal_of(commitment: "Commitment", target: int, counted: Counted) -> Goal:
    """Return what a promise is to come to."""
    return Goal(target, commitment.is_at_most, counted.before)


def reached(commitment: "Commitment", asof: AsOf, count: Count) -> int:
    """Return how much of a promise is reached by a day: verified persons, or what its figure counts."""
    if commitment.is_of_jobs:
        return int(queries.verified_of(commitment, asof).aggregate(sum=Sum("persons"))["sum"] or 0)
    return count(commitment, asof).amount

"""Promises that should be spoken of now: those unlikely by their last kept forecast, or behind the pace they need.

For my desk and for the agenda of the headquarters; cheap, for nothing is forecast anew.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from hamahang.accounts.queries import EVERYTHING, Reach
from hamahang.commitments import queries
from hamahang.commitments.counting import Count, goal_of, jobs_only, told
from hamahang.commitments.judging import last_of
from hamahang.domain.commitments import (
    WARN_BELOW,
    Goal,
    Progress,
    is_behind,
    is_too_fast,
    pace_so_far,
    progress,
    required_pace,
)
from hamahang.domain.ledger import AsOf

if TYPE_CHECKING:
    from hamahang.commitments.models import Commitment


@dataclass(frozen=True, slots=True)
class AtRisk:
    """A promise at risk. probability: of the last kept forecast with its day, None where none is kept; paces: a month,
    so far and needed, or allowed where no more may come, None on its last day; figure: what it is counted by
    """

    id: int
    number: str
    title: str
    holder: str
    due_on: date
    figure: str
    goal: Goal
    target: int
    verified: int
    probability: Decimal | None
    said_on: date | None
    so_far: Decimal
    needed: Decimal | None


def at_risk(asof: AsOf, count: Count = jobs_only, *, reach: Reach = EVERYTHING) -> list[AtRisk]:
    """Return the promises that are running and at risk, within a reader's reach, the one that is due first first."""
    found = []
    running = queries.commitments(asof).filter(from_on__lte=asof.day, due_on__gte=asof.day)
    for commitment in (each for each in running if queries.is_open_to(each, reach)):
        target = sum(queries.targets(asof).filter(commitment=commitment).values_list("amount", flat=True))
        counted = told(commitment, asof, count)
        goal, verified = goal_of(commitment, target, counted), counted.amount
        needed = required_pace(left=goal.left(verified), day=asof.day, deadline=commitment.due_on)
        period = {"first": commitment.from_on, "last": commitment.due_on, "day": asof.day}
        so_far = pace_so_far(verified=goal.done(verified), **period) or Decimal(0)
        kept = last_of(commitment.pk, asof, until=asof.day)
        is_unlikely = kept is not None and kept.probability < WARN_BELOW
        is_late = kept is None and _is_late(goal, so_far, needed)
        if target and _is_open(goal, verified) and (is_unlikely or is_late or goal.left(verified) < 0):
            found.append(
                AtRisk(
                    commitment.pk, commitment.number, commitment.title, commitment.holder, commitment.due_on,
                    commitment.figure, goal, target, verified, kept.probability if kept else None,
                    kept.day if kept else None, so_far, needed,
                )
            )  # fmt: skip
    return found


def _is_open(goal: Goal, amount: int) -> bool:
    """Say whether a running promise can fail yet: of what is limited to its end, of all else until it is met."""
    return goal.is_limit or not goal.is_met(amount)


def _is_late(goal: Goal, so_far: Decimal, needed: Decimal | None) -> bool:
    """Say whether a promise will fail by the paces alone. needed: None on its last day"""
    if goal.is_limit:
        return needed is not None and is_too_fast(so_far=so_far, allowed=needed)
    return needed is None or is_behind(so_far=so_far, needed=needed)


@dataclass(frozen=True, slots=True)
class Kept:
    """How far a promise is. target, reached: in units of its figure; progress: of it, beside that of its time"""

    commitment: "Commitment"
    goal: Goal
    target: int
    reached: int
    progress: Progress


def kept_so_far(asof: AsOf, count: Count = jobs_only, *, over_for: int = 0, reach: Reach = EVERYTHING) -> list[Kept]:
    """Return how far each promise is that is running, of what a reader may see; the one that is due first first.

    over_for: days for which one that is over is told too
    What lies in several promises counts for each of them. What has no target yet is not told.
    """
    found = []
    shares = list(queries.targets(asof))
    known = queries.commitments(asof).filter(from_on__lte=asof.day, due_on__gte=asof.day - timedelta(days=over_for))
    for commitment in (each for each in known if queries.is_open_to(each, reach)):
        target = sum(share.amount for share in shares if share.commitment_id == commitment.pk)
        if not target:
            continue
        counted = told(commitment, asof, count)
        goal = goal_of(commitment, target, counted)
        period = {"from_on": commitment.from_on, "due_on": commitment.due_on, "day": asof.day}
        far = progress(goal=goal, amount=counted.amount, **period)
        found.append(Kept(commitment, goal, target, counted.amount, far))
    return found

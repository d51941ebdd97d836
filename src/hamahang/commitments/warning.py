"""Promises that should be spoken of now: those unlikely by their last kept forecast, or behind the pace they need.

For my desk and for the agenda of the headquarters; cheap, for nothing is forecast anew.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from hamahang.accounts.queries import EVERYTHING, Reach
from hamahang.commitments import queries
from hamahang.commitments.counting import Count, jobs_only, reached
from hamahang.commitments.judging import last_of
from hamahang.domain.commitments import WARN_BELOW, Progress, is_behind, pace_so_far, progress, required_pace
from hamahang.domain.ledger import AsOf

if TYPE_CHECKING:
    from hamahang.commitments.models import Commitment


@dataclass(frozen=True, slots=True)
class AtRisk:
    """A promise at risk. probability: of the last kept forecast with its day, None where none is kept; paces: a month,
    so far and needed, None on its last day; figure: what it is counted by
    """

    id: int
    number: str
    title: str
    holder: str
    due_on: date
    figure: str
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
        verified = reached(commitment, asof, count)
        needed = required_pace(left=target - verified, day=asof.day, deadline=commitment.due_on)
        period = {"first": commitment.from_on, "last": commitment.due_on, "day": asof.day}
        so_far = pace_so_far(verified=verified, **period) or Decimal(0)
        kept = last_of(commitment.pk, asof, until=asof.day)
        is_unlikely = kept is not None and kept.probability < WARN_BELOW
        is_late = kept is None and (needed is None or is_behind(so_far=so_far, needed=needed))
        if verified < target and (is_unlikely or is_late):
            found.append(
                AtRisk(
                    commitment.pk, commitment.number, commitment.title, commitment.holder, commitment.due_on,
                    commitment.figure, target, verified, kept.probability if kept else None, kept.day if kept else None,
                    so_far, needed,
                )
            )  # fmt: skip
    return found


@dataclass(frozen=True, slots=True)
class Kept:
    """How far a promise is. target, reached: in units of its figure; progress: of it, beside that of its time"""

    commitment: "Commitment"
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
    told = queries.commitments(asof).filter(from_on__lte=asof.day, due_on__gte=asof.day - timedelta(days=over_for))
    for commitment in (each for each in told if queries.is_open_to(each, reach)):
        target = sum(share.amount for share in shares if share.commitment_id == commitment.pk)
        if not target:
            continue
        amount = reached(commitment, asof, count)
        period = {"from_on": commitment.from_on, "due_on": commitment.due_on, "day": asof.day}
        found.append(Kept(commitment, target, amount, progress(promised=target, verified=amount, **period)))
    return found

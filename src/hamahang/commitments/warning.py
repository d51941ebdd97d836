"""Promises that should be spoken of now: those unlikely by their last kept forecast, or behind the pace they need.

For my desk and for the agenda of the headquarters; cheap, for nothing is forecast anew.
"""

from dataclasses import dataclass
from datetime import date
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
    so far and needed; figure: what it is counted by
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
    needed: Decimal


def at_risk(asof: AsOf, count: Count = jobs_only, *, reach: Reach = EVERYTHING) -> list[AtRisk]:
    """Return the promises that are running and at risk, within a reader's reach, the one that is due first first."""
    found = []
    running = queries.commitments(asof).filter(from_on__lte=asof.day, due_on__gt=asof.day)
    for commitment in (each for each in running if queries.is_open_to(each, reach)):
        target = sum(queries.targets(asof).filter(commitment=commitment).values_list("amount", flat=True))
        verified = reached(commitment, asof, count)
        needed = required_pace(left=target - verified, day=asof.day, deadline=commitment.due_on) or Decimal(0)
        so_far = pace_so_far(verified=verified, first=commitment.from_on, day=asof.day) or Decimal(0)
        kept = last_of(commitment.pk, asof, until=asof.day)
        is_unlikely = kept is not None and kept.probability < WARN_BELOW
        if verified < target and (is_unlikely or (kept is None and is_behind(so_far=so_far, needed=needed))):
            found.append(
                AtRisk(
                    commitment.pk, commitment.number, commitment.title, commitment.holder, commitment.due_on,
                    commitment.figure, target, verified, kept.probability if kept else None, kept.day if kept else None,
                    so_far, needed,
                )
            )  # fmt: skip
    return found


def progress_of_each(asof: AsOf, count: Count = jobs_only) -> "list[tuple[Commitment, Progress]]":
    """Return how far each promise is kept that has begun and still stands, by what was reached in its time and place.

    What lies in several promises counts for each of them.
    """
    found = []
    shares = list(queries.targets(asof))
    for commitment in queries.commitments(asof).filter(from_on__lte=asof.day):
        target = sum(share.amount for share in shares if share.commitment_id == commitment.pk)
        if not target:
            continue
        period = {"from_on": commitment.from_on, "due_on": commitment.due_on, "day": asof.day}
        found.append((commitment, progress(promised=target, verified=reached(commitment, asof, count), **period)))
    return found

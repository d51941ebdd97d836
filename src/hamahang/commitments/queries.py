"""Reading promises and the evidence of jobs."""

from django.db import models
from django.db.models import Max, Sum

from hamahang.commitments.models import Commitment, JobClaim, JobEvidence, Target
from hamahang.domain.commitments import Progress, progress
from hamahang.domain.ledger import AsOf
from hamahang.domain.proof import VERIFIED_FROM
from hamahang.ledger import queries as ledger

COUNTED_KINDS = ("NEW", "RETURNED")


def targets(asof: AsOf) -> models.QuerySet[Target]:
    """Return the shares of the version of each commitment that holds on a day: the last one announced by then."""
    same = Target.objects.standing(asof).filter(commitment=models.OuterRef("commitment"))
    announced = same.order_by().values("commitment").annotate(last=Max("since_on")).values("last")
    return Target.objects.standing(asof).filter(since_on=models.Subquery(announced))


def evidences(asof: AsOf, *, kinds: tuple[str, ...] = COUNTED_KINDS) -> models.QuerySet[JobEvidence]:
    """Return the evidence that holds for each claim of some kinds. Safeguarded jobs are kept apart by default."""
    return JobEvidence.objects.holding(asof, of="claim").filter(claim__kind__in=kinds)


def verified(asof: AsOf) -> models.QuerySet[JobEvidence]:
    """Return the evidence of counted jobs at a verified level of proof."""
    return evidences(asof).filter(proof__gte=VERIFIED_FROM)


def commitments(asof: AsOf) -> models.QuerySet[Commitment]:
    """Return the commitments known."""
    return Commitment.objects.known(asof).order_by("due_on", "pk")


def claims_of(unit_id: int, asof: AsOf) -> models.QuerySet[JobEvidence]:
    """Return all evidence of jobs in a unit."""
    standing = JobEvidence.objects.standing(asof).select_related("claim")
    return ledger.pointing_to(standing, to=unit_id, by="unit_id", asof=asof, entity=JobClaim, path="claim")


def commitments_by_number() -> dict[str, Commitment]:
    """Return commitments by number."""
    return {commitment.number: commitment for commitment in Commitment.objects.filter(voided_entry=None)}


def claims_by_reference() -> dict[str, JobClaim]:
    """Return job claims by reference."""
    return {claim.reference: claim for claim in JobClaim.objects.filter(voided_entry=None)}


def progress_of_each(asof: AsOf) -> list[tuple[Commitment, Progress]]:
    """Return how far each promise is kept that has begun and still stands, by the verified jobs of its time.

    A promise is of its counties and its period; jobs of both count for each promise that covers them.
    """
    found = []
    shares = list(targets(asof))
    for commitment in commitments(asof).filter(from_on__lte=asof.day):
        mine = {share.county_id: share.persons for share in shares if share.commitment_id == commitment.pk}
        if not sum(mine.values()):
            continue
        proven = verified(asof).filter(
            claim__county__in=mine, since_on__gte=commitment.from_on, since_on__lte=commitment.due_on
        )
        persons = proven.aggregate(total=Sum("persons"))["total"] or 0
        period = {"from_on": commitment.from_on, "due_on": commitment.due_on, "day": asof.day}
        found.append((commitment, progress(promised=sum(mine.values()), verified=persons, **period)))
    return found

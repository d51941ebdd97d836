"""Reading promises and the evidence of jobs."""

from datetime import date, timedelta
from typing import Any

from django.db import models
from django.db.models import Min
from django.db.models.functions import Coalesce

from hamahang.accounts.queries import Reach, narrowed
from hamahang.commitments.models import ClaimedPerson, Commitment, Forecast, JobClaim, JobEvidence, Target, TargetSplit
from hamahang.domain.commitments import GOOD_FOR, JOBS
from hamahang.domain.ledger import AsOf
from hamahang.domain.proof import VERIFIED_FROM
from hamahang.domain.territory import latin_name
from hamahang.ledger import queries as ledger
from hamahang.territory import queries as territory

COUNTED_KINDS = ("NEW", "RETURNED")
OF_JOBS = ("", JOBS)  # the figures of promises of jobs: one that names none is of jobs


def targets(asof: AsOf) -> models.QuerySet[Target]:
    """Return the shares of the version of each commitment that holds on a day: the last one announced by then.

    Of two bases announced on one day the provincial one holds.
    """
    same = (
        Target.objects.standing(asof).filter(commitment=models.OuterRef("commitment")).order_by("-since_on", "-basis")
    )
    return Target.objects.standing(asof).filter(
        since_on=models.Subquery(same.values("since_on")[:1]), basis=models.Subquery(same.values("basis")[:1])
    )


def targets_of_jobs(asof: AsOf) -> models.QuerySet[Target]:
    """Return the shares that hold of the promises that are counted in jobs."""
    return targets(asof).filter(commitment__metric__in=OF_JOBS)


def versions(commitment: Commitment, asof: AsOf) -> models.QuerySet[Target]:
    """Return the shares of all versions of a commitment's target, the first announced first."""
    standing = Target.objects.standing(asof).filter(commitment=commitment).select_related("county")
    return standing.order_by("since_on", "basis", "county__code")


def by_version(commitment: Commitment, asof: AsOf) -> dict[tuple[date, str, str], dict[int | None, int]]:
    """Return the versions of a target, by day, basis and issuer, each with the amounts by county's key."""
    found: dict[tuple[date, str, str], dict[int | None, int]] = {}
    for share in versions(commitment, asof):
        found.setdefault((share.since_on, share.basis, share.issuer), {})[share.county_id] = share.amount
    return found


def targets_of(commitment: Commitment, day: date) -> list[int]:
    """Return the shares of the version of a target that holds on a day, as known now."""
    return list(targets(AsOf(day)).filter(commitment=commitment).values_list("amount", flat=True))


def splits(commitment: Commitment, asof: AsOf) -> dict[str, dict[str, int]]:
    """Return the amounts by part and code that hold: of each, the last announced."""
    found: dict[str, dict[str, int]] = {}
    for row in TargetSplit.objects.standing(asof).filter(commitment=commitment).order_by("since_on", "pk"):
        found.setdefault(row.part, {})[row.code] = row.amount
    return found


def evidences(asof: AsOf, *, kinds: tuple[str, ...] = COUNTED_KINDS) -> models.QuerySet[JobEvidence]:
    """Return the evidence that holds for each claim of some kinds. Safeguarded jobs are kept apart by default."""
    return JobEvidence.objects.holding(asof, of="claim").filter(claim__kind__in=kinds)


def shown(asof: AsOf) -> models.QuerySet[JobEvidence]:
    """Return all evidence of counted jobs, claim by claim in order."""
    standing = JobEvidence.objects.standing(asof).filter(claim__kind__in=COUNTED_KINDS)
    return standing.select_related("claim__unit", "claim__county").order_by("claim", "since_on", "proof", "pk")


def verified(asof: AsOf) -> models.QuerySet[JobEvidence]:
    """Return the evidence of counted jobs at a verified level of proof, with `proven_on`: the first day they were."""
    proven = JobEvidence.objects.standing(asof).filter(claim=models.OuterRef("claim"), proof__gte=VERIFIED_FROM)
    first = proven.order_by().values("claim").annotate(first=Min("since_on")).values("first")
    held: Any = evidences(asof).filter(proof__gte=VERIFIED_FROM)
    found: models.QuerySet[JobEvidence] = held.annotate(proven_on=models.Subquery(first))
    return found


def shown_since(day: date, asof: AsOf, *, kinds: tuple[str, ...] = COUNTED_KINDS) -> models.QuerySet[JobEvidence]:
    """Return the best evidence of jobs that is of a day and later, without those that were proven before it."""
    before = JobEvidence.objects.standing(asof).filter(
        claim=models.OuterRef("claim"), proof__gte=VERIFIED_FROM, since_on__lt=day
    )
    return evidences(asof, kinds=kinds).filter(~models.Exists(before), since_on__gte=day)


def expired(asof: AsOf) -> models.QuerySet[JobEvidence]:
    """Return the verified evidence that is too old to show on a day that the jobs are still there."""
    old = models.Q()
    for proof, days in GOOD_FOR.items():
        old |= models.Q(proof=proof, since_on__lt=asof.day - timedelta(days=days))
    return verified(asof).filter(old)


def claimed_again(asof: AsOf) -> models.QuerySet[ClaimedPerson]:
    """Return the persons of claims that another claim named before, for another agency or programme."""
    earlier = ClaimedPerson.objects.standing(asof).filter(person=models.OuterRef("person"))
    is_before = models.Q(since_on__lt=models.OuterRef("since_on"))
    is_before |= models.Q(since_on=models.OuterRef("since_on"), claim__lt=models.OuterRef("claim"))
    agency, programme = models.OuterRef("agency"), models.OuterRef("programme")
    named = ClaimedPerson.objects.standing(asof).annotate(
        agency=Coalesce("claim__agency", 0), programme=Coalesce("claim__programme", 0)
    )
    earlier = earlier.annotate(agency=Coalesce("claim__agency", 0), programme=Coalesce("claim__programme", 0))
    others = earlier.filter(is_before).exclude(agency=agency, programme=programme)
    found: models.QuerySet[ClaimedPerson] = named.filter(models.Exists(others))
    return found


def verified_of(commitment: Commitment, asof: AsOf) -> models.QuerySet[JobEvidence]:
    """Return the evidence of jobs proven for the first time within the period and the place of a commitment.

    It is that of the last day of the promise at the latest: what was found of the same jobs later is not of it.
    """
    proven: Any = verified(until(commitment, asof))
    found: models.QuerySet[JobEvidence] = proven.filter(
        proven_on__gte=commitment.from_on, proven_on__lte=commitment.due_on
    )
    return in_place(found, commitment)


def until(commitment: Commitment, asof: AsOf) -> AsOf:
    """Return the point of view that a promise is counted from: of its last day at the latest, as known then."""
    return AsOf(min(asof.day, commitment.due_on), asof.known_at, asof.entry)


def in_place(rows: models.QuerySet[JobEvidence], commitment: Commitment) -> models.QuerySet[JobEvidence]:
    """Return the evidence that lies where a promise is counted."""
    place = commitment.place
    if place.kind == "all":
        return rows
    return rows.filter(claim__county__in=territory.county_ids(kind=place.kind, code=place.code))


def claimed(asof: AsOf, reach: Reach) -> models.QuerySet[ClaimedPerson]:
    """Return the persons that claims name, as hashes, in a reader's reach; claim by claim, the first day first."""
    rows = narrowed(ClaimedPerson.objects.standing(asof), reach, county="claim__county")
    return rows.select_related("claim__unit", "claim__agency", "claim__programme").order_by("claim", "since_on", "pk")


def commitments(asof: AsOf) -> models.QuerySet[Commitment]:
    """Return the commitments known that were announced by a day, or of which a target was."""
    told = Target.objects.standing(asof).filter(commitment=models.OuterRef("pk"))
    later = models.Q(announced_on__gt=asof.day) & ~models.Exists(told)
    return Commitment.objects.known(asof).exclude(later).order_by("due_on", "pk")


def commitments_of_jobs(asof: AsOf) -> models.QuerySet[Commitment]:
    """Return the commitments known that are counted in jobs."""
    return commitments(asof).filter(metric__in=OF_JOBS)


def is_open_to(commitment: Commitment, reach: Reach) -> bool:
    """Say whether a reader may see a promise: one of the whole, or of a place whose records may all be listed."""
    return commitment.place.kind in ("all", "province") or reach.covers(commitment.place)


def commitment(commitment_id: int, asof: AsOf) -> Commitment | None:
    """Return a commitment that was known."""
    return Commitment.objects.known(asof).filter(pk=commitment_id).first()


def commitment_of_code(code: str, asof: AsOf) -> Commitment | None:
    """Return a commitment by its number, also in Latin letters (`t-1390` for `ت-1390`)."""
    known = list(commitments(asof))
    exact = next((found for found in known if found.number == code), None)
    alike = [found for found in known if latin_name(found.number) == latin_name(code)]
    return exact or (alike[0] if len(alike) == 1 else None)


def forecasts(asof: AsOf) -> models.QuerySet[Forecast]:
    """Return the stored forecasts, of the latest day first."""
    return Forecast.objects.known(asof).select_related("commitment").order_by("-day", "-pk")


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

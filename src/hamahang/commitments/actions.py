"""Changing promises, and the evidence of jobs."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal

from hamahang.commitments.foreseeing import Foreseen
from hamahang.commitments.models import (
    ClaimedPerson,
    Commitment,
    Forecast,
    JobClaim,
    JobEvidence,
    Target,
    TargetSplit,
)
from hamahang.commitments.queries import commitments_by_number, targets_of
from hamahang.domain.commitments import JOBS, CommitmentRefused, check_announcement, check_split, check_version
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.ledger import queries as ledger
from hamahang.ledger.bulk import Effect, Origin, record_entities, record_facts, strongest
from hamahang.ledger.recording import recording

NOTHING_FORETOLD = Text(
    fa="برای این تعهد پیش‌بینی‌ای نیست: تاریخچهٔ رقم کوتاه است، یا وضعیتی است که پیش‌بینی نمی‌شود",
    en="Nothing is foretold of this promise: the figure's past is too short, or it is a state, which is not foretold",
)

OTHER_FIGURE = Text(
    fa="تعهد «{number}» از رقم دیگری است؛ همان رقم را بنویسید، یا شمارهٔ دیگری بدهید",
    en="Promise “{number}” is of another figure; write that one, or another number",
)


@dataclass(frozen=True, slots=True)
class TargetDraft:
    """One county's share in a version of a commitment's target, as a list says it; of no county what is not split."""

    number: str
    title: str
    holder: str
    county: int | None
    amount: int
    announced_on: date
    from_on: date
    due_on: date
    issuer: str = ""
    basis: str = ""
    metric: str = ""
    is_at_most: bool = False
    origin: Origin = Origin()


@dataclass(frozen=True, slots=True)
class ClaimedDraft:
    """A person whom a list of an agency names for a unit. person: keyed hash; programme: its key"""

    reference: str
    unit: int
    county: int
    kind: str
    person: str
    since_on: date
    agency: int | None = None
    programme: int | None = None
    way: str = ""
    origin: Origin = Origin()


@dataclass(frozen=True, slots=True)
class Announcement:
    """What was promised: its words, who said it where and when, and how many there were before."""

    number: str
    title: str
    holder: str
    from_on: date
    due_on: date
    metric: str = JOBS
    is_at_most: bool = False
    scope: str = "all"
    definition: str = ""
    announced_by: str = ""
    announced_at: str = ""
    announced_on: date | None = None
    baseline: int | None = None
    baseline_on: date | None = None


@dataclass(frozen=True, slots=True)
class EvidenceDraft:
    """Jobs in a unit that a list says exist, at a level of proof, on a day."""

    reference: str
    unit: int
    county: int
    kind: str
    persons: int
    level: Proof
    held_on: date
    document_no: str = ""
    women: int | None = None
    local: int | None = None
    full_time: Decimal | None = None
    agency: int | None = None
    way: str = ""
    origin: Origin = Origin()


def record_targets(*, drafts: Sequence[TargetDraft], by: str, at: datetime) -> list[Effect]:
    """Record versions of targets; return the effect of each row.

    :raises CommitmentRefused: if one is of another figure than its promise: amounts would change their unit
    """
    figures = {number: known.figure for number, known in commitments_by_number().items()}
    for draft in drafts:
        if figures.setdefault(draft.number, draft.metric or JOBS) != (draft.metric or JOBS):
            raise CommitmentRefused(OTHER_FIGURE.format(number=draft.number))
    with recording(action="commitments.targets.recorded", by=by, at=at):
        stored = record_entities([_commitment(draft) for draft in drafts], key=("number",))
        facts = [_target(commitment, draft) for (commitment, _), draft in zip(stored, drafts, strict=True)]
        effects = record_facts(facts, key=("commitment_id", "county_id", "since_on", "basis"))
    return [strongest(effect, target) for (_, effect), target in zip(stored, effects, strict=True)]


def _commitment(draft: TargetDraft) -> Commitment:
    commitment = Commitment(
        number=draft.number,
        title=draft.title,
        holder=draft.holder,
        from_on=draft.from_on,
        due_on=draft.due_on,
        metric=draft.metric,
        is_at_most=draft.is_at_most,
    )
    return draft.origin.mark(commitment)


def _target(commitment: Commitment, draft: TargetDraft) -> Target:
    target = Target(
        commitment_id=commitment.pk,
        county_id=draft.county,
        amount=draft.amount,
        issuer=draft.issuer,
        basis=draft.basis,
        since_on=draft.announced_on,
        proof=Proof.ANNOUNCED,
    )
    return draft.origin.mark(target)


def record_evidences(*, drafts: Sequence[EvidenceDraft], by: str, at: datetime) -> list[Effect]:
    """Record a list of job evidence; return the effect of each row."""
    with recording(action="commitments.evidence.recorded", by=by, at=at):
        stored = record_entities([_claim(draft) for draft in drafts], key=("reference",))
        facts = [_evidence(claim, draft) for (claim, _), draft in zip(stored, drafts, strict=True)]
        effects = record_facts(facts, key=("claim_id", "since_on", "proof"))
    return [strongest(effect, evidence) for (_, effect), evidence in zip(stored, effects, strict=True)]


def _claim(draft: EvidenceDraft) -> JobClaim:
    claim = JobClaim(
        reference=draft.reference,
        unit_id=draft.unit,
        county_id=draft.county,
        kind=draft.kind,
        agency_id=draft.agency,
        way=draft.way,
    )
    return draft.origin.mark(claim)


def _evidence(claim: JobClaim, draft: EvidenceDraft) -> JobEvidence:
    evidence = JobEvidence(
        claim_id=claim.pk,
        persons=draft.persons,
        women=draft.women,
        local=draft.local,
        full_time=draft.full_time,
        document_no=draft.document_no,
        since_on=draft.held_on,
        proof=draft.level,
    )
    return draft.origin.mark(evidence)


def announce(*, promise: Announcement, by: str, at: datetime) -> Commitment:
    """Record a promise, or say more of one that a list named already.

    :raises CommitmentRefused: if it lacks words, ends before it begins, has a baseline without its day, or limits jobs
    """
    check_announcement(
        words=(promise.number, promise.title, promise.holder),
        period=(promise.from_on, promise.due_on),
        baseline=(promise.baseline, promise.baseline_on),
        figure=promise.metric or JOBS,
        is_at_most=promise.is_at_most,
    )
    with recording(action="commitments.announced", by=by, at=at):
        said = {field.name: getattr(promise, field.name) for field in fields(promise)}
        [(commitment, _)] = record_entities([Commitment(**said)], key=("number",))
    return commitment


def set_target(
    *,
    commitment: Commitment,
    amounts: dict[int | None, int],
    issuer: str,
    basis: str,
    announced_on: date,
    by: str,
    at: datetime,
) -> list[Effect]:
    """Record a version of a target, from the day it was announced; the earlier ones stay.

    amounts: by key of the county, None for what is not split; basis: empty where it is not known
    :raises CommitmentRefused: if it promises nothing, or was announced after the deadline
    """
    check_version(
        amounts=list(amounts.values()), basis=basis, announced_on=announced_on, due_on=commitment.due_on,
        is_at_most=commitment.is_at_most,
    )  # fmt: skip
    with recording(action="commitments.target.set", by=by, at=at):
        shares = [
            Target(
                commitment=commitment,
                county_id=county,
                amount=number,
                issuer=issuer,
                basis=basis,
                since_on=announced_on,
                proof=Proof.ANNOUNCED,
            )
            for county, number in amounts.items()
        ]
        return record_facts(shares, key=("commitment_id", "county_id", "since_on", "basis"))


def set_split(
    *, commitment: Commitment, part: str, amounts: dict[str, int], announced_on: date, by: str, at: datetime
) -> list[Effect]:
    """Split a target by agency, sector or month, from the day that was announced.

    amounts: by code: key of an agency, two digits of a sector, or a month such as 1390-04
    :raises CommitmentRefused: if there are none, or they are more than the target
    """
    rows = targets_of(commitment, announced_on)
    check_split(part=part, amounts=amounts, whole=sum(rows))
    with recording(action="commitments.target.split", by=by, at=at):
        splits = [
            TargetSplit(
                commitment=commitment,
                part=part,
                code=code,
                amount=number,
                since_on=announced_on,
                proof=Proof.ANNOUNCED,
            )
            for code, number in amounts.items()
        ]
        return record_facts(splits, key=("commitment_id", "part", "code", "since_on"))


def record_claimed(*, drafts: Sequence[ClaimedDraft], by: str, at: datetime) -> list[Effect]:
    """Record which persons claims name; return the effect of each row."""
    with recording(action="commitments.persons.recorded", by=by, at=at):
        claims = [
            draft.origin.make(
                JobClaim,
                reference=draft.reference,
                unit_id=draft.unit,
                county_id=draft.county,
                kind=draft.kind,
                agency_id=draft.agency,
                programme_id=draft.programme,
                way=draft.way,
            )
            for draft in drafts
        ]
        stored = record_entities(claims, key=("reference",))
        persons = [
            draft.origin.make(
                ClaimedPerson, claim_id=claim.pk, person=draft.person, since_on=draft.since_on, proof=Proof.LISTED
            )
            for (claim, _), draft in zip(stored, drafts, strict=True)
        ]
        effects = record_facts(persons, key=("claim_id", "person"))
    return [strongest(effect, person) for (_, effect), person in zip(stored, effects, strict=True)]


def store_forecast(*, foreseen: Foreseen, by: str, at: datetime) -> Forecast:
    """Keep what is foreseen of a promise with the hash of what it rests on; the same from the same is kept once.

    :raises CommitmentRefused: if nothing is foretold of it
    """
    if foreseen.chance is None:
        raise CommitmentRefused(NOTHING_FORETOLD)
    with recording(action="commitments.forecast.stored", by=by, at=at):
        same = Forecast.objects.filter(
            commitment=foreseen.commitment,
            day=foreseen.day,
            inputs=foreseen.inputs,
            method=foreseen.method,
            voided_entry=None,
        ).first()
        if same is not None:
            return same
        forecast = Forecast(
            commitment=foreseen.commitment,
            day=foreseen.day,
            deadline=foreseen.commitment.due_on,
            target=foreseen.target,
            verified=foreseen.verified,
            probability=foreseen.probability,
            said=list(foreseen.atoms),
            rivals=foreseen.rivals,
            inputs=foreseen.inputs,
            known_entry=ledger.head()[0],
            method=foreseen.method,
        )
        forecast.save()
    return forecast

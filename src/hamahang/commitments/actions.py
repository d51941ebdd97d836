"""Changing promises of jobs and their evidence."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from hamahang.commitments.models import Commitment, JobClaim, JobEvidence, Target
from hamahang.domain.proof import Proof
from hamahang.ledger.bulk import Effect, Origin, record_entities, record_facts, strongest
from hamahang.ledger.recording import recording


@dataclass(frozen=True, slots=True)
class TargetDraft:
    """One county's share in a version of a commitment's target, as a list says it."""

    number: str
    title: str
    holder: str
    county: int
    persons: int
    announced_on: date
    from_on: date
    due_on: date
    issuer: str = ""
    origin: Origin = Origin()


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
    origin: Origin = Origin()


def record_targets(*, drafts: Sequence[TargetDraft], by: str, at: datetime) -> list[Effect]:
    """Record versions of targets; return the effect of each row."""
    with recording(action="commitments.targets.recorded", by=by, at=at):
        stored = record_entities([_commitment(draft) for draft in drafts], key=("number",))
        facts = [_target(commitment, draft) for (commitment, _), draft in zip(stored, drafts, strict=True)]
        effects = record_facts(facts, key=("commitment_id", "county_id", "since_on"))
    return [strongest(effect, target) for (_, effect), target in zip(stored, effects, strict=True)]


def _commitment(draft: TargetDraft) -> Commitment:
    commitment = Commitment(
        number=draft.number, title=draft.title, holder=draft.holder, from_on=draft.from_on, due_on=draft.due_on
    )
    return draft.origin.mark(commitment)


def _target(commitment: Commitment, draft: TargetDraft) -> Target:
    target = Target(
        commitment_id=commitment.pk,
        county_id=draft.county,
        persons=draft.persons,
        issuer=draft.issuer,
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
    claim = JobClaim(reference=draft.reference, unit_id=draft.unit, county_id=draft.county, kind=draft.kind)
    return draft.origin.mark(claim)


def _evidence(claim: JobClaim, draft: EvidenceDraft) -> JobEvidence:
    evidence = JobEvidence(
        claim_id=claim.pk,
        persons=draft.persons,
        document_no=draft.document_no,
        since_on=draft.held_on,
        proof=draft.level,
    )
    return draft.origin.mark(evidence)

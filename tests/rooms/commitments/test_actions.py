"""Promises of jobs: each version of a target is kept, and evidence grows from claim to proof."""

from dataclasses import replace
from datetime import timedelta

import pytest

from hamahang.commitments.actions import EvidenceDraft, TargetDraft, record_evidences, record_targets
from hamahang.commitments.models import Commitment, JobClaim, JobEvidence, Target
from hamahang.domain.proof import Proof
from hamahang.ledger import queries as ledger
from hamahang.ledger.bulk import Effect
from hamahang.ledger.verification import verify_records
from tests import factories
from tests.factories import AT, DAY, LATER

pytestmark = pytest.mark.django_db


@pytest.fixture
def target() -> TargetDraft:
    return TargetDraft(
        number="k/1",
        title="دو هزار شغل",
        holder="ستاد",
        county=factories.county().pk,
        amount=1_800,
        announced_on=DAY,
        from_on=DAY,
        due_on=LATER,
    )


@pytest.fixture
def evidence() -> EvidenceDraft:
    unit = factories.unit()
    return EvidenceDraft(
        reference="j/1", unit=unit.pk, county=unit.county_id, kind="NEW", persons=12, level=Proof.DECLARED, held_on=DAY
    )


def promise(*drafts: TargetDraft) -> list[Effect]:
    return record_targets(drafts=drafts, by="amar", at=AT)


def show(*drafts: EvidenceDraft) -> list[Effect]:
    return record_evidences(drafts=drafts, by="amar", at=AT)


def test_a_raised_target_is_a_new_version_and_the_first_stays(target: TargetDraft) -> None:
    promise(target)
    raised = DAY + timedelta(days=90)

    assert promise(replace(target, amount=2_000, announced_on=raised)) == [Effect.CREATED]

    assert Commitment.objects.count() == 1
    for day, amount in ((DAY, 1_800), (raised, 2_000)):
        standing = Target.objects.standing(ledger.as_of(day=day)).order_by("-since_on")
        assert standing.first().amount == amount


def test_a_version_typed_wrong_is_voided_and_kept(target: TargetDraft) -> None:
    promise(target)

    assert promise(replace(target, amount=2_000)) == [Effect.CORRECTED]

    assert Target.objects.get(voided_entry=None).amount == 2_000
    assert Target.objects.exclude(voided_entry=None).get().amount == 1_800
    assert verify_records() is None


def test_lists_twice_change_nothing(target: TargetDraft, evidence: EvidenceDraft) -> None:
    targets = [target, replace(target, county=factories.county().pk, amount=200)]
    evidences = [evidence, replace(evidence, reference="j/2", level=Proof.INSURED)]
    promise(*targets)
    show(*evidences)
    before = ledger.head()

    assert promise(*targets) == show(*evidences) == [Effect.UNCHANGED] * 2
    assert ledger.head() == before


def test_better_evidence_stands_beside_the_claim(evidence: EvidenceDraft) -> None:
    show(evidence)

    assert show(replace(evidence, persons=9, level=Proof.INSURED)) == [Effect.CREATED]

    assert JobClaim.objects.count() == 1
    held = JobEvidence.objects.holding(ledger.as_of(day=DAY), of="claim").get()
    assert (held.persons, held.proof) == (9, Proof.INSURED)
    assert JobEvidence.objects.filter(voided_entry=None).count() == 2


def test_evidence_typed_wrong_is_voided_and_kept(evidence: EvidenceDraft) -> None:
    show(evidence)

    assert show(replace(evidence, persons=21)) == [Effect.CORRECTED]

    assert JobEvidence.objects.get(voided_entry=None).persons == 21
    assert JobEvidence.objects.exclude(voided_entry=None).get().persons == 12
    assert verify_records() is None

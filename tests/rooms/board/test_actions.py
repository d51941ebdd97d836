"""Resolutions: what an executor claims stands beside what was verified, never in its place."""

from dataclasses import replace
from datetime import timedelta

import pytest

from hamahang.board.actions import ResolutionDraft, record_resolutions
from hamahang.board.models import Resolution, ResolutionState
from hamahang.domain.proof import Proof
from hamahang.ledger import queries as ledger
from hamahang.ledger.bulk import Effect
from hamahang.ledger.verification import verify_records
from tests.factories import AT, DAY, LATER

pytestmark = pytest.mark.django_db
MONTH = timedelta(days=30)
GAS = ResolutionDraft(
    number="r/1",
    passed_on=DAY,
    text="گازرسانی به شهرک",
    executor="شرکت گاز",
    due_on=LATER,
    state="NOTIFIED",
    state_on=DAY + MONTH,
)


def record(*drafts: ResolutionDraft) -> list[Effect]:
    return record_resolutions(drafts=drafts, by="dabir", at=AT)


def states() -> list[tuple[str, object, int]]:
    found = ResolutionState.objects.filter(voided_entry=None).order_by("since_on", "pk")
    return list(found.values_list("state", "since_on", "proof"))


def test_a_resolution_is_notified_on_the_day_it_was_passed() -> None:
    assert record(GAS) == [Effect.CREATED]

    assert states() == [("NOTIFIED", DAY, Proof.LISTED)]
    assert verify_records() is None


def test_a_claim_and_its_verification_are_kept_apart() -> None:
    record(replace(GAS, state="DONE_CLAIMED"))
    record(replace(GAS, state="DONE_VERIFIED", state_on=DAY + 2 * MONTH))

    assert states() == [
        ("NOTIFIED", DAY, Proof.LISTED),
        ("DONE_CLAIMED", DAY + MONTH, Proof.LISTED),
        ("DONE_VERIFIED", DAY + 2 * MONTH, Proof.CONFIRMED),
    ]
    assert Resolution.objects.count() == 1


def test_an_earlier_day_still_finds_it_open() -> None:
    record(replace(GAS, state="DONE_CLAIMED"))

    for day, state in ((DAY, "NOTIFIED"), (DAY + MONTH, "DONE_CLAIMED")):
        assert ResolutionState.objects.holding(ledger.as_of(day=day), of="resolution").get().state == state


def test_the_same_list_twice_changes_nothing() -> None:
    drafts = [GAS, replace(GAS, number="r/2", state="IN_PROGRESS"), replace(GAS, number="r/3", state="NOT_DONE")]
    record(*drafts)
    before = ledger.head()

    assert record(*drafts) == [Effect.UNCHANGED] * 3
    assert ledger.head() == before


def test_a_state_with_another_day_is_voided_and_kept() -> None:
    record(replace(GAS, state="IN_PROGRESS"))

    assert record(replace(GAS, state="IN_PROGRESS", state_on=DAY + 2 * MONTH)) == [Effect.CORRECTED]

    assert ResolutionState.objects.exclude(voided_entry=None).get().since_on == DAY + MONTH
    assert ("IN_PROGRESS", DAY + 2 * MONTH, Proof.LISTED) in states()
    assert verify_records() is None

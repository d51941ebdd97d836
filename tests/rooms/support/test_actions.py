"""Support: no rial is paid beyond what was approved, and a bank's list is recorded once."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from hamahang.domain.credit.postings import Account, balances
from hamahang.domain.support import DisbursementExceedsFacility
from hamahang.ledger import queries as ledger
from hamahang.ledger.bulk import Effect
from hamahang.ledger.models import Change, Entry
from hamahang.ledger.recording import recording
from hamahang.ledger.undoing import undo_entry
from hamahang.ledger.verification import verify_records
from hamahang.support import actions, queries
from hamahang.support.checking import check_all
from hamahang.support.models import BudgetLine, CreditFacility, Disbursement, Posting
from hamahang.support.posting import move_of
from tests import factories
from tests.factories import AT, DAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def facility() -> CreditFacility:
    return factories.credit_facility(approved=1_000)


def pay(facility: CreditFacility, amount: int, document: str) -> Disbursement:
    return actions.record_disbursement(
        facility=facility, amount=amount, paid_on=DAY, document_no=document, by="bank", at=AT
    )


def draft(**values: Any) -> actions.PaymentDraft:
    given = {
        "bank": 0, "facility_no": "f/1", "unit": 0, "programme": "TARGETED_SUBSIDIES", "line": "FUEL",
        "approved": 1_000, "amount": 400, "paid_on": DAY, "document_no": "d/1",
    }  # fmt: skip
    return actions.PaymentDraft(**{**given, **values})


@pytest.fixture
def first() -> actions.PaymentDraft:
    return draft(bank=factories.agency().pk, unit=factories.unit().pk)


def record(*drafts: actions.PaymentDraft) -> list[Effect]:
    return actions.record_payments(drafts=drafts, by="bank", at=AT)


def traces() -> tuple[Any, ...]:
    return Disbursement.objects.count(), Entry.objects.count(), Change.objects.count(), ledger.head()


def test_a_facility_is_paid_out_to_the_last_rial(facility: CreditFacility) -> None:
    for number, amount in enumerate((400, 599, 1)):
        pay(facility, amount, f"d/{number}")

    assert queries.paid_so_far([facility.pk]) == {facility.pk: 1_000}
    assert verify_records() is None


@pytest.mark.parametrize("amount", [601, 1_001, 10**15])
def test_a_payment_beyond_the_facility_is_refused_and_leaves_no_trace(facility: CreditFacility, amount: int) -> None:
    pay(facility, 400, "d/1")
    before = traces()

    with pytest.raises(DisbursementExceedsFacility) as refused:
        pay(facility, amount, "d/2")

    assert (refused.value.approved, refused.value.paid_so_far, refused.value.amount) == (1_000, 400, amount)
    assert traces() == before


@pytest.mark.parametrize("amount", [0, -1])
def test_a_payment_of_nothing_or_less_is_refused(facility: CreditFacility, amount: int) -> None:
    before = traces()

    with pytest.raises(ValueError, match="positive"):
        pay(facility, amount, "d/1")

    assert traces() == before


def test_one_document_is_paid_once(facility: CreditFacility) -> None:
    pay(facility, 400, "d/1")
    before = traces()

    with pytest.raises(IntegrityError), transaction.atomic():
        pay(facility, 400, "d/1")

    assert traces() == before


def test_a_stale_facility_does_not_loosen_the_limit(facility: CreditFacility) -> None:
    facility.approved = 10**9

    with pytest.raises(DisbursementExceedsFacility):
        pay(facility, 1_001, "d/1")


def test_a_voided_payment_leaves_room_for_the_right_one(first: actions.PaymentDraft) -> None:
    assert record(first) == [Effect.CREATED]
    wrong = Disbursement.objects.get()

    assert record(replace(first, amount=1_000)) == [Effect.CORRECTED]

    wrong.refresh_from_db()
    assert wrong.amount == 400
    assert wrong.voided_entry_id == ledger.head()[0]
    assert queries.paid_so_far([wrong.facility_id]) == {wrong.facility_id: 1_000}
    assert verify_records() is None


def test_the_same_list_twice_changes_nothing(first: actions.PaymentDraft) -> None:
    drafts = [first, replace(first, document_no="d/2", amount=500), replace(first, facility_no="f/2")]
    assert record(*drafts) == [Effect.CREATED] * 3
    before = traces()

    assert record(*drafts) == [Effect.UNCHANGED] * 3
    assert record(*reversed(drafts)) == [Effect.UNCHANGED] * 3
    assert traces() == before


@pytest.mark.parametrize("then", [{"document_no": "d/2", "amount": 601}, {"amount": 1_001}, {"approved": 399}])
def test_a_list_that_overpays_is_refused_as_a_whole(first: actions.PaymentDraft, then: dict[str, Any]) -> None:
    record(first)
    before = traces()

    with pytest.raises(DisbursementExceedsFacility):
        record(replace(first, facility_no="f/9", document_no="d/9"), replace(first, **then))

    assert traces() == before
    assert CreditFacility.objects.get().approved == 1_000


def test_two_banks_may_use_one_number(first: actions.PaymentDraft) -> None:
    record(first, replace(first, bank=factories.agency().pk))

    assert CreditFacility.objects.count() == 2


def test_the_lines_of_the_field_are_opened_once() -> None:
    lines = actions.open_lines(by="tests", at=AT)
    before = ledger.head()

    assert actions.open_lines(by="tests", at=AT).keys() == lines.keys()
    assert ledger.head() == before
    assert len(lines) == BudgetLine.objects.count() == 9


def test_an_earlier_moment_keeps_the_payment_that_was_corrected_later(first: actions.PaymentDraft) -> None:
    record(first)
    actions.record_payments(drafts=[replace(first, amount=700)], by="bank", at=AT + timedelta(days=9))

    then = ledger.as_of(day=DAY, known_at=AT + timedelta(days=1))
    assert [paid.amount for paid in Disbursement.objects.standing(then)] == [400]
    assert [paid.amount for paid in Disbursement.objects.standing(ledger.as_of(day=DAY))] == [700]


# --- postings follow ---


def test_a_list_makes_the_postings_that_a_payment_in_the_page_makes(first: actions.PaymentDraft) -> None:
    record(first)
    by_hand = factories.credit_facility(approved=1_000, approved_on=DAY)
    pay(by_hand, 400, "d/9")

    def posted(facility: CreditFacility) -> list[Any]:
        kept = Posting.objects.filter(facility=facility).order_by("kind", "pk")
        return list(kept.values_list("kind", "debit", "credit", "amount", "since_on"))

    assert posted(CreditFacility.objects.get(number="f/1")) == posted(by_hand)
    assert check_all().fault is None


def test_a_corrected_row_of_a_list_reverses_its_postings_and_posts_the_right_ones(first: actions.PaymentDraft) -> None:
    record(first)
    record(replace(first, amount=700, approved=900))

    paid = Posting.objects.filter(kind="PAYMENT", debit="PRINCIPAL").order_by("pk")
    assert [(posting.amount, posting.reversals.count()) for posting in paid] == [(400, 1), (700, 0)]
    # 1,000 were promised, then 900; 700 of them are paid
    assert balances(map(move_of, Posting.objects.all()))[Account.COMMITTED] == 200
    assert check_all().fault is None


def test_a_list_that_is_taken_back_leaves_its_postings_reversed(first: actions.PaymentDraft) -> None:
    record(first)
    number = ledger.head()[0]

    with recording(action="test.undone", by="tests", at=AT):
        undo_entry(number)
        actions.settle_entries(entries=[number], by="tests", at=AT)

    assert not CreditFacility.objects.filter(voided_entry=None).exists()
    assert not Posting.objects.exclude(voided_entry=None).exists()
    assert set(balances(map(move_of, Posting.objects.all())).values()) == {0}
    assert check_all().fault is None
    assert verify_records() is None


def test_payments_of_before_there_were_postings_are_posted_once() -> None:
    factories.disbursement(amount=400)

    actions.bring_postings(by="tests", at=AT)
    before = traces()
    actions.bring_postings(by="tests", at=AT)

    assert Posting.objects.filter(kind="PAYMENT").count() == 2
    assert traces() == before
    assert check_all().fault is None

"""A facility from contract to settlement: what is due, what a repayment covers, what a new table carries over."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from hamahang.domain.credit.claims import RepaymentExceedsDebt
from hamahang.domain.credit.postings import Account
from hamahang.domain.credit.terms import (
    AlreadyDecided,
    ContractExceedsApproval,
    CreditRefused,
    KeyIsTaken,
    SamePerson,
    TrancheIsTaken,
    TrancheNotProven,
)
from hamahang.domain.proof import Proof
from hamahang.domain.support import DisbursementExceedsFacility
from hamahang.ledger.verification import verify_records
from hamahang.support import actions, contracting, paying, queries, repaying, restructuring
from hamahang.support.checking import check_all
from hamahang.support.models import Disbursement, FacilityNow, Instalment, OpenInstalment, Posting, Schedule
from hamahang.support.posting import FacilityIsClosed, PaymentIsRepaid
from hamahang.support.repaying import NoTable, TableIsLater
from tests import factories
from tests.factories import AT
from tests.rooms.support.crediting import (
    START,
    balance,
    contracted,
    day,
    enter,
    holds,
    paid_out,
    pay,
    postpone,
    repay,
    rows,
    terms,
    traces,
    write_off,
)

pytestmark = pytest.mark.django_db
WHO: dict[str, Any] = {"by": "karshenas", "at": AT}


# --- contract ---


def test_a_contract_promises_what_it_says_and_a_payment_uses_the_promise_up() -> None:
    facility = contracted(terms(principal=1_000_000), approved=1_200_000)
    assert balance(facility, Account.COMMITTED) == 1_000_000

    pay(facility, 400_000)

    assert balance(facility, Account.COMMITTED) == 600_000
    assert balance(facility, Account.PRINCIPAL) == 400_000
    assert balance(facility, Account.BANK) == -400_000
    holds()


def test_a_contract_above_its_approval_needs_somebody_who_answers_for_it() -> None:
    facility = factories.credit_facility(approved=1_000, approved_on=START)
    before = traces()
    with pytest.raises(ContractExceedsApproval):
        contracting.sign_contract(facility=facility, terms=terms(principal=1_100), on=START, **WHO)
    assert traces() == before

    contracting.allow_exception(
        facility=facility, kind="CONTRACT", amount=100, reason="مصوبهٔ کارگروه", on=START, by="rais", at=AT
    )
    contracting.sign_contract(facility=facility, terms=terms(principal=1_100), on=START, **WHO)

    holds()


def test_payments_beyond_the_contract_need_somebody_who_answers_for_them() -> None:
    facility = contracted(terms(principal=1_000))
    with pytest.raises(DisbursementExceedsFacility):
        enter(facility, 1_001)

    contracting.allow_exception(
        facility=facility, kind="PAYMENT", amount=1, reason="گرد کردن", on=START, by="rais", at=AT
    )
    pay(facility, 1_001)

    holds()


def test_a_contract_is_not_older_than_its_approval() -> None:
    facility = factories.credit_facility(approved=1_000, approved_on=START)
    earlier = START - timedelta(days=1)

    with pytest.raises(CreditRefused):
        contracting.sign_contract(facility=facility, terms=terms(principal=900), on=earlier, **WHO)


def test_a_contract_that_comes_after_the_payments_draws_their_tables() -> None:
    facility = factories.credit_facility(approved=1_200_000, approved_on=START)
    actions.record_disbursement(facility=facility, amount=1_200_000, paid_on=START, document_no="d/1", **WHO)
    with pytest.raises(NoTable):
        repay(facility, 1, START)

    contracting.sign_contract(facility=facility, terms=terms(), on=START, **WHO)

    assert [row[1:] for row in rows(facility)][:2] == [(100_000, 12_000), (100_000, 11_000)]
    holds()


def test_a_wrong_contract_is_taken_back_with_its_table_and_the_right_one_recorded() -> None:
    facility = paid_out()
    wrong = facility.contracts.get()

    contracting.take_contract_back(contract=wrong, reason="نرخ اشتباه بود", **WHO)
    contracting.sign_contract(facility=facility, terms=terms(rate=Decimal("0.06")), on=START, **WHO)

    assert [row[2] for row in rows(facility)][:2] == [6_000, 5_500]
    assert balance(facility, Account.PROFIT) == sum(row[2] for row in rows(facility))
    holds()
    assert verify_records() is None


def test_a_contract_that_is_being_repaid_is_not_taken_back() -> None:
    facility = paid_out()
    repay(facility, 5, day(1390, 2, 15))

    with pytest.raises(CreditRefused):
        contracting.take_contract_back(contract=facility.contracts.get(), reason="اشتباه", **WHO)


def test_a_grant_is_paid_and_nothing_is_owed() -> None:
    facility = paid_out(terms(contract="GRANT", purpose="GRANT", rate=Decimal(0)))

    assert balance(facility, Account.GRANT) == 1_200_000
    assert balance(facility, Account.PRINCIPAL) == 0
    assert FacilityNow.objects.get(facility=facility).stage == "GRANTED"
    holds()


def test_payments_that_turn_out_to_be_a_grant_are_posted_as_one() -> None:
    facility = factories.credit_facility(approved=1_000, approved_on=START)
    actions.record_disbursement(facility=facility, amount=1_000, paid_on=START, document_no="d/1", **WHO)
    said = terms(principal=1_000, contract="GRANT", purpose="GRANT", rate=Decimal(0))

    contracting.sign_contract(facility=facility, terms=said, on=START, **WHO)

    assert (balance(facility, Account.GRANT), balance(facility, Account.PRINCIPAL)) == (1_000, 0)
    holds()


# --- tranches ---


def test_a_tranche_is_released_only_by_an_inspection_that_saw_enough_of_its_project() -> None:
    facility, project = contracted(), factories.project()
    tranche = contracting.plan_tranche(
        facility=facility, amount=400_000, percent=Decimal(40), project=project, on=START, **WHO
    )
    early = factories.progress(project=project, percent=Decimal(39), proof=Proof.SEEN, since_on=START)
    said = factories.progress(project=project, percent=Decimal(60), proof=Proof.DECLARED, since_on=START)
    other = factories.progress(percent=Decimal(60), proof=Proof.SEEN, since_on=START)

    with pytest.raises(TrancheNotProven):
        contracting.release_tranche(tranche=tranche, on=START, **WHO)
    with pytest.raises(TrancheNotProven):
        contracting.release_tranche(
            tranche=tranche, inspection=contracting.Inspection(observation=early), on=START, **WHO
        )
    for wrong in (said, other):
        with pytest.raises(CreditRefused):
            contracting.release_tranche(
                tranche=tranche, inspection=contracting.Inspection(observation=wrong), on=START, **WHO
            )
    with pytest.raises(CreditRefused):
        enter(facility, 400_000, tranche=tranche)

    seen = factories.progress(project=project, percent=Decimal(40), proof=Proof.SEEN, since_on=START)
    contracting.release_tranche(tranche=tranche, inspection=contracting.Inspection(observation=seen), on=START, **WHO)
    with pytest.raises(CreditRefused):
        enter(facility, 399_999, tranche=tranche)
    assert pay(facility, 400_000, tranche=tranche).payment.tranche == tranche


def test_a_tranche_of_a_unit_is_released_by_a_visit_of_that_unit() -> None:
    facility = contracted()
    tranche = contracting.plan_tranche(facility=facility, amount=1, percent=Decimal(30), on=START, **WHO)
    elsewhere = contracting.Inspection(visit=factories.visit(visited_on=START), percent=Decimal(50))
    with pytest.raises(CreditRefused):
        contracting.release_tranche(tranche=tranche, inspection=elsewhere, on=START, **WHO)

    visit = factories.visit(unit=facility.unit, visited_on=START)
    inspection = contracting.Inspection(visit=visit, percent=Decimal(50))
    release = contracting.release_tranche(tranche=tranche, inspection=inspection, on=START, **WHO)

    assert (release.percent, release.visit, release.proof) == (Decimal(50), visit, Proof.SEEN)


def test_an_exception_releases_a_tranche_with_its_reason_and_its_person() -> None:
    tranche = contracting.plan_tranche(facility=contracted(), amount=1, percent=Decimal(30), on=START, **WHO)

    release = contracting.release_tranche(tranche=tranche, reason="خرید ماشین‌آلات", on=START, by="rais", at=AT)

    assert (release.reason, release.by, release.percent) == ("خرید ماشین‌آلات", "rais", None)


def test_tranches_together_are_not_above_the_contract() -> None:
    facility = contracted(terms(principal=1_000))
    contracting.plan_tranche(facility=facility, amount=600, percent=Decimal(0), on=START, **WHO)

    with pytest.raises(CreditRefused):
        contracting.plan_tranche(facility=facility, amount=401, percent=Decimal(50), on=START, **WHO)


# --- who may, and once ---


def test_whoever_enters_a_payment_cannot_approve_it() -> None:
    entered = enter(contracted(), 100)
    before = traces()

    with pytest.raises(SamePerson):
        paying.approve_payment(payment=entered, on=START, by="karshenas", at=AT)

    assert traces() == before


def test_a_payment_is_decided_once() -> None:
    facility = contracted()
    entered = enter(facility, 100)
    paying.approve_payment(payment=entered, on=START, by="rais", at=AT)

    with pytest.raises(AlreadyDecided) as refused:
        paying.approve_payment(payment=entered, on=START, by="dabir", at=AT)
    with pytest.raises(AlreadyDecided):
        paying.refuse_payment(payment=entered, reason="دیر شد", on=START, by="dabir", at=AT)

    assert "rais" in refused.value.why.fa
    assert queries.paid_so_far([facility.pk]) == {facility.pk: 100}


def test_a_tranche_is_entered_once_and_the_second_is_told_by_whom() -> None:
    facility = contracted()
    tranche = contracting.plan_tranche(facility=facility, amount=100, percent=Decimal(0), on=START, **WHO)
    contracting.release_tranche(tranche=tranche, reason="پیش‌پرداخت", on=START, by="rais", at=AT)
    first = enter(facility, 100, tranche=tranche, by="zahra")

    with pytest.raises(TrancheIsTaken) as refused:
        enter(facility, 100, tranche=tranche)
    assert refused.value.by == "zahra"

    paying.refuse_payment(payment=first, reason="شماره حساب اشتباه است", on=START, by="rais", at=AT)
    paid = pay(facility, 100, tranche=tranche)
    with pytest.raises(TrancheIsTaken):
        enter(facility, 100, tranche=tranche)
    paying.reverse_payment(disbursement=paid, reason="برگشت خورد", by="rais", at=AT)
    pay(facility, 100, tranche=tranche)
    holds()


def test_payments_that_wait_count_against_the_limit() -> None:
    facility = contracted(terms(principal=1_000))
    enter(facility, 600)

    with pytest.raises(DisbursementExceedsFacility):
        enter(facility, 401)


def test_the_same_key_again_changes_nothing_and_says_so() -> None:
    facility = paid_out()
    entered = {"facility": facility, "amount": 5, "on": day(1390, 2, 15), "key": "k-1", **WHO}
    first = repaying.record_repayment(**entered)
    before = traces()

    again = repaying.record_repayment(**entered)

    assert (first.is_new, again.is_new, again.repayment) == (True, False, first.repayment)
    assert traces() == before


@pytest.mark.parametrize("other", [{"amount": 6}, {"on": day(1390, 2, 16)}, {"payer": "PROGRAMME"}])
def test_the_same_key_with_another_repayment_is_refused_by_name(other: dict[str, Any]) -> None:
    entered = {"facility": paid_out(), "amount": 5, "on": day(1390, 2, 15), "key": "k-1", **WHO}
    repaying.record_repayment(**entered)
    before = traces()

    with pytest.raises(KeyIsTaken) as refused:
        repaying.record_repayment(**entered | other)

    assert refused.value.key == "k-1"
    assert traces() == before


def test_the_same_key_of_a_payment_again_changes_nothing_and_another_payment_is_refused() -> None:
    facility = contracted()
    entered = {"facility": facility, "amount": 5, "on": START, "document_no": "s", "key": "k-1", **WHO}
    first = paying.enter_payment(**entered)

    again = paying.enter_payment(**entered)
    with pytest.raises(KeyIsTaken):
        paying.enter_payment(**entered | {"amount": 6})
    with pytest.raises(KeyIsTaken):
        paying.enter_payment(**entered | {"facility": contracted()})

    assert (again.is_new, again.payment) == (False, first.payment)


def test_a_document_is_paid_once() -> None:
    facility = contracted()
    pay(facility, 5, document_no="s/9")

    with pytest.raises(CreditRefused):
        enter(facility, 5, document_no="s/9")


# --- repayments ---


def test_a_repayment_covers_the_oldest_first_and_profit_before_principal() -> None:
    facility = paid_out()

    repay(facility, 112_000 + 11_500, day(1390, 3, 15))

    first, second = Instalment.objects.order_by("due_on")[:2]
    assert repaying.covered_of([first.schedule_id]) == {first.pk: (100_000, 12_000), second.pk: (500, 11_000)}
    assert balance(facility, Account.PRINCIPAL) == 1_200_000 - 100_500
    holds()


def test_a_contract_may_say_principal_first() -> None:
    facility = paid_out(terms(order="PRINCIPAL_FIRST"))

    repay(facility, 100_001, day(1390, 2, 15))

    (first,) = repaying.covered_of([Schedule.objects.get().pk]).values()
    assert first == (100_000, 1)


def test_more_than_is_owed_is_refused() -> None:
    facility = paid_out()
    owed = sum(principal + profit for _, principal, profit in rows(facility))

    with pytest.raises(RepaymentExceedsDebt) as refused:
        repay(facility, owed + 1, day(1390, 2, 15))
    assert refused.value.owed == owed

    repay(facility, owed, day(1390, 2, 15))
    assert FacilityNow.objects.get(facility=facility).stage == "SETTLED"
    assert not OpenInstalment.objects.exists()
    holds()


def test_profit_falls_due_day_by_day_and_an_earlier_day_does_not_know_it() -> None:
    facility = paid_out()

    assert balance(facility, Account.PROFIT, day(1390, 2, 14)) == 0
    assert balance(facility, Account.PROFIT, day(1390, 2, 15)) == 12_000
    assert balance(facility, Account.PROFIT, day(1390, 3, 15)) == 23_000


def test_the_programme_pays_its_part_of_the_profit_and_no_more() -> None:
    facility = paid_out(terms(subsidised=Decimal("0.04")))
    on = day(1390, 2, 15)
    assert (balance(facility, Account.PROFIT, on), balance(facility, Account.SUBSIDY, on)) == (8_000, 4_000)

    with pytest.raises(RepaymentExceedsDebt):
        repay(facility, 4_001, on, payer="PROGRAMME")
    repay(facility, 4_000, on, payer="PROGRAMME")

    assert balance(facility, Account.SUBSIDY, on) == 0
    holds()


def test_a_reversed_repayment_leaves_its_instalments_unpaid_and_both_postings_stand() -> None:
    facility = paid_out()
    back = repay(facility, 112_000, day(1390, 2, 15))
    postings = Posting.objects.count()

    repaying.reverse_repayment(repayment=back, reason="چک برگشت خورد", by="rais", at=AT)

    assert Posting.objects.count() == postings + 2
    assert {p.reverses.repayment for p in Posting.objects.exclude(reverses=None)} == {back}
    assert OpenInstalment.objects.order_by("due_on").first().principal == 100_000
    with pytest.raises(KeyIsTaken):
        repay(facility, 112_000, day(1390, 2, 15), key=back.key)
    holds()


def test_a_reversed_payment_takes_its_own_table_away_and_no_other() -> None:
    facility = contracted()
    pay(facility, 600_000)
    alone = rows(facility)
    second = pay(facility, 600_000, on=day(1390, 1, 20))
    assert len(rows(facility)) == 2 * len(alone)

    paying.reverse_payment(disbursement=second, reason="ثبت دوباره", by="rais", at=AT)

    assert rows(facility) == alone
    holds()
    assert verify_records() is None


def test_a_payment_that_is_being_repaid_is_not_reversed_by_hand_nor_by_a_list() -> None:
    facility = paid_out()
    repay(facility, 5, day(1390, 2, 15))
    before = traces()

    with pytest.raises(PaymentIsRepaid):
        paying.reverse_payment(disbursement=Disbursement.objects.get(), reason="اشتباه", by="rais", at=AT)
    draft = actions.PaymentDraft(
        bank=facility.bank_id, facility_no=facility.number, unit=facility.unit_id, programme="BANK", line="FUEL",
        approved=1_200_000, amount=7, paid_on=START, document_no=Disbursement.objects.get().document_no,
    )  # fmt: skip
    with pytest.raises(PaymentIsRepaid):
        actions.record_payments(drafts=[draft], by="bank", at=AT)

    assert traces() == before


# --- new tables ---


def test_a_postponement_moves_the_unpaid_days_and_keeps_the_table_before() -> None:
    facility = paid_out()
    repay(facility, 112_000, day(1390, 2, 15))
    first = Schedule.objects.get()

    second = postpone(facility, 6, day(1390, 3, 15))

    # on 15 Khordad 1,100,000 are ahead or due, 11,000 of profit fell due and becomes principal
    new = rows(facility)
    assert sum(principal for _, principal, _ in new) == 1_111_000
    assert [row[0] for row in new][:2] == [day(1390, 9, 15), day(1390, 10, 15)]
    assert len(new) == 11
    # six months of twelve percent on all of it until the first
    assert new[0][2] == 66_660
    assert (second.number, second.kind) == (2, "POSTPONED")
    assert Instalment.objects.filter(schedule=first, voided_entry=None).count() == 12
    assert balance(facility, Account.PROFIT) == sum(row[2] for row in new)
    holds()


def test_profit_since_the_last_due_day_is_carried_into_the_new_table() -> None:
    facility = paid_out()
    repay(facility, 112_000, day(1390, 2, 15))

    postpone(facility, 6, day(1390, 2, 25))

    # ten days of twelve percent on 1,100,000: 3,616.4
    assert sum(principal for _, principal, _ in rows(facility)) == 1_103_616
    holds()


def test_a_postponement_that_leaves_a_day_behind_is_refused() -> None:
    facility = paid_out()

    with pytest.raises(CreditRefused):
        postpone(facility, 6, day(1391, 1, 15))


def test_arrears_get_instalments_of_their_own_and_those_ahead_stay() -> None:
    facility = paid_out()
    before = rows(facility)

    restructuring.spread_arrears(
        facility=facility, number=4, spacing=3, first_on=day(1390, 6, 1), rate=Decimal(0), on=day(1390, 4, 20),
        reason="کمبود نقدینگی", by="rais", at=AT,
    )  # fmt: skip

    # three fell due: 300,000 and 12,000 + 11,000 + 10,000 of profit
    new = rows(facility)
    assert [row for row in new if row in before] == before[3:]
    assert [row[1] for row in new if row not in before] == [83_250] * 4
    assert balance(facility, Account.PRINCIPAL, day(1390, 4, 20)) == 1_233_000
    holds()


def test_all_that_is_owed_gets_a_new_table_at_a_new_rate() -> None:
    facility = paid_out()

    restructuring.reschedule(
        facility=facility, number=24, spacing=1, first_on=day(1390, 5, 15), rate=Decimal("0.06"),
        on=day(1390, 4, 15), reason="مصوبهٔ ستاد", by="rais", at=AT,
    )  # fmt: skip

    new = rows(facility)
    assert len(new) == 24
    assert sum(row[1] for row in new) == 1_233_000
    assert new[0][2] == 6_165
    holds()


def test_what_was_paid_ahead_counts_as_paid_in_the_new_table() -> None:
    facility = paid_out()
    repay(facility, 112_000 + 111_000, day(1390, 2, 1))

    postpone(facility, 3, day(1390, 2, 2))

    # 1,000,000 left, and eighteen days of profit on it: 5,917.8; profit that was paid ahead is earned
    assert sum(row[1] for row in rows(facility)) == 1_000_000 + 5_918
    holds()


def test_an_early_settlement_asks_for_profit_up_to_the_day_only() -> None:
    facility = paid_out()
    repay(facility, 112_000, day(1390, 2, 15))
    on = day(1390, 2, 25)
    assert restructuring.debt_on(facility=facility, on=on).total == 1_103_616

    settled = restructuring.settle(facility=facility, on=on, key="settle-1", by="bank", at=AT)
    before = traces()
    again = restructuring.settle(facility=facility, on=on, key="settle-1", by="bank", at=AT)

    assert settled.repayment.amount == 1_103_616
    assert (again.is_new, again.repayment) == (False, settled.repayment)
    assert traces() == before
    assert FacilityNow.objects.get(facility=facility).stage == "SETTLED"
    assert [balance(facility, account) for account in (Account.PRINCIPAL, Account.PROFIT)] == [0, 0]
    holds()


def test_a_facility_settled_or_written_off_pays_nothing_any_more() -> None:
    facility = contracted()
    pay(facility, 600_000)
    write_off(facility, day(1391, 6, 1))

    with pytest.raises(FacilityIsClosed):
        enter(facility, 1, on=day(1391, 6, 2))

    assert balance(facility, Account.COMMITTED) == 0
    holds()


def test_a_write_off_ends_what_is_owed_and_what_still_comes_in_is_a_recovery() -> None:
    facility = paid_out()
    write_off(facility, day(1392, 1, 15))
    written = balance(facility, Account.WRITTEN_OFF)
    # all that was lent, and the profit of all twelve instalments
    assert written == 1_200_000 + 78_000
    assert balance(facility, Account.PRINCIPAL) == balance(facility, Account.PROFIT) == 0

    repay(facility, 78_000, day(1392, 5, 1))
    with pytest.raises(RepaymentExceedsDebt):
        repay(facility, 1_200_001, day(1392, 5, 2))

    assert balance(facility, Account.WRITTEN_OFF) == 1_200_000
    assert FacilityNow.objects.get(facility=facility).stage == "WRITTEN_OFF"
    holds()


def test_a_debt_that_was_written_off_comes_back_to_life_in_a_new_table() -> None:
    facility = contracted(terms(principal=1_400_000), approved=1_400_000)
    pay(facility, 1_200_000)
    write_off(facility, day(1392, 1, 15))

    restructuring.reschedule(
        facility=facility, number=10, spacing=1, first_on=day(1392, 8, 1), rate=Decimal(0), on=day(1392, 7, 1),
        reason="مالک تازه", by="rais", at=AT,
    )  # fmt: skip

    assert sum(row[1] for row in rows(facility)) == 1_278_000
    assert balance(facility, Account.WRITTEN_OFF) == 0
    pay(facility, 200_000, on=day(1392, 7, 2))
    holds()


def test_a_repayment_of_an_earlier_table_that_is_reversed_falls_due_in_the_new_one() -> None:
    facility = paid_out()
    back = repay(facility, 112_000, day(1390, 2, 15))
    postpone(facility, 6, day(1390, 3, 15))
    owed = sum(row[1] for row in rows(facility))

    repaying.reverse_repayment(repayment=back, reason="چک برگشت خورد", by="rais", at=AT)

    assert sum(row[1] for row in rows(facility)) == owed + 112_000
    holds()


def test_nothing_is_recorded_before_the_table_in_force() -> None:
    facility = paid_out()
    postpone(facility, 6, day(1390, 3, 15))

    with pytest.raises(TableIsLater):
        repay(facility, 5, day(1390, 3, 14))
    with pytest.raises(TableIsLater):
        postpone(facility, 3, day(1390, 1, 14))


def test_a_payment_into_a_restructured_facility_falls_due_on_its_days() -> None:
    facility = contracted()
    pay(facility, 600_000)
    postpone(facility, 6, day(1390, 1, 20))
    days = {row[0] for row in rows(facility)}

    pay(facility, 600_000, on=day(1390, 2, 1))

    assert {row[0] for row in rows(facility)} == days
    assert sum(row[1] for row in rows(facility)) == 1_200_000 + 986  # five days of profit were carried over
    holds()


# --- the check finds what is wrong ---

MORE = "UPDATE support_posting SET amount = amount + 1"


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        (
            f"{MORE} WHERE kind = 'PAYMENT' AND debit = 'PRINCIPAL'",
            "paid_differs",
        ),
        (f"{MORE} WHERE kind = 'REPAYMENT' AND amount > 5", "repaid_differs"),
        (f"{MORE} WHERE kind = 'PROFIT' AND debit = 'PROFIT'", "profit_differs"),
        (f"{MORE} WHERE kind = 'COMMITMENT'", "committed_differs"),
        (f"{MORE} WHERE kind = 'REVERSAL'", "wrong_reversal"),
        ("UPDATE support_posting SET voided_entry_id = 1 WHERE kind = 'COMMITMENT'", "posting_voided"),
        ("UPDATE support_instalment SET principal = principal + 1, payable = payable + 1", "principal_differs"),
        ("UPDATE support_facilitycontract SET principal = 1199999", "beyond_limit"),
        ("UPDATE support_creditfacility SET approved = 1199999", "beyond_approval"),
        ("DELETE FROM support_openinstalment", "left_differs"),
    ],
)
def test_the_check_names_the_first_facility_that_fails(raw_access: None, statement: str, what: str) -> None:
    from django.db import connection

    facility = paid_out()
    back = repay(facility, 5, day(1390, 2, 15))
    repay(facility, 112_000, day(1390, 2, 15))
    repaying.reverse_repayment(repayment=back, reason="اشتباه", by="rais", at=AT)
    holds()

    with connection.cursor() as cursor:
        cursor.execute(statement)

    fault = check_all().fault
    assert fault is not None
    assert (fault.facility, fault.number, fault.what) == (facility.pk, facility.number, what)


@pytest.mark.parametrize("act", ["settle", "write_off", "reschedule"])
def test_grace_profit_that_was_paid_before_it_was_owed_is_earned_and_owed_to_nobody(act: str) -> None:
    # one instalment after a year; its principal is to grow by the profit of the grace time, and all is paid on day one
    facility = contracted(terms(grace=12, instalments=1, grace_profit="CAPITALISED"))
    pay(facility, 400_000)
    repay(facility, sum(one.principal + one.profit for one in repaying.unpaid([facility.pk])[facility.pk]), START)
    said = {"facility": facility, "on": START, "by": "rais", "at": AT}

    owed = restructuring.debt_on(facility=facility, on=START)
    assert (owed.principal, owed.total) == (0, 0)
    assert owed.ahead > 0
    if act == "settle":
        with pytest.raises(CreditRefused):
            restructuring.settle(**said, key="early")
    elif act == "write_off":
        write_off(facility, START)
    else:
        restructuring.reschedule(
            **said, number=2, spacing=1, first_on=START + timedelta(40), rate=Decimal("0.1"), reason="مصوبه"
        )

    assert balance(facility, Account.PRINCIPAL) == 0
    assert balance(facility, Account.WRITTEN_OFF) == 0
    holds()

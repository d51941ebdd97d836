"""Any sequence of payments, repayments, reversals, new tables and write-offs leaves accounts that hold."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from hamahang.domain.credit.postings import Account
from hamahang.domain.credit.terms import CreditRefused, Terms
from hamahang.domain.ledger import AsOf
from hamahang.domain.support import DisbursementExceedsFacility
from hamahang.ledger import queries as ledger
from hamahang.support import facilities, paying, repaying, restructuring
from hamahang.support.checking import check_all
from hamahang.support.models import CreditFacility, Disbursement, FacilityNow, Repayment
from tests.factories import AT
from tests.rooms.support.crediting import START, contracted, pay, repay, traces

EXAMPLES, STEPS = 12, 14
REFUSALS = (CreditRefused, DisbursementExceedsFacility)
TERMS = st.builds(
    Terms,
    principal=st.just(1_000_003),
    rate=st.sampled_from([Decimal(0), Decimal("0.12"), Decimal("0.1775")]),
    subsidised=st.sampled_from([Decimal(0)]),
    grace=st.sampled_from([0, 5, 12]),
    instalments=st.sampled_from([1, 7, 24]),
    spacing=st.sampled_from([1, 3]),
    method=st.sampled_from(["ANNUITY", "EQUAL_PRINCIPAL"]),
    grace_profit=st.sampled_from(["PAID", "CAPITALISED"]),
    order=st.sampled_from(["PROFIT_FIRST", "PRINCIPAL_FIRST"]),
)
HELPED = st.sampled_from([Decimal(0), Decimal("0.25"), Decimal(1)])
PARTS = st.sampled_from([1, 3, 10, 40, 100])


class Facility(RuleBasedStateMachine):
    """One facility, whatever people do to it. What is refused must leave no trace."""

    facility: CreditFacility
    day: date

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.statements: list[tuple[AsOf, dict[str, int]]] = []

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    @initialize(said=TERMS, helped=HELPED)
    def sign(self, said: Terms, helped: Decimal) -> None:
        said = replace(said, subsidised=(said.rate * helped).quantize(Decimal("0.000001")))
        self.facility, self.day = contracted(said, approved=1_000_003), START

    def tried(self, act: Any) -> None:
        before = traces()
        try:
            act()
        except REFUSALS:
            assert traces() == before

    @rule(days=st.sampled_from([1, 9, 31, 70, 200]))
    def time_passes(self, days: int) -> None:
        self.day += timedelta(days=days)

    @rule(part=PARTS)
    def pay(self, part: int) -> None:
        self.tried(lambda: pay(self.facility, 1_000_003 * part // 100 + 1, on=self.day))

    @rule(part=PARTS)
    def repay(self, part: int) -> None:
        left = sum(one.principal + one.profit for one in repaying.unpaid([self.facility.pk])[self.facility.pk])
        self.tried(lambda: repay(self.facility, left * part // 100, self.day))

    @rule()
    def the_programme_pays(self) -> None:
        balance = facilities.balances_of([self.facility.pk], AsOf(self.day)).get(self.facility.pk, {})
        self.tried(lambda: repay(self.facility, balance.get(Account.SUBSIDY.value, 0), self.day, payer="PROGRAMME"))

    @rule(which=st.integers(0, 9))
    def say_it_again(self, which: int) -> None:
        known = list(Repayment.objects.filter(facility=self.facility, voided_entry=None).order_by("pk"))
        if known:
            said, before = known[which % len(known)], traces()
            again = repay(self.facility, said.amount, said.since_on, key=said.key, payer=said.payer)
            assert again == said
            assert traces() == before

    @rule(which=st.integers(0, 9))
    def reverse_a_payment(self, which: int) -> None:
        known = list(Disbursement.objects.filter(facility=self.facility, voided_entry=None).order_by("pk"))
        if known:
            paid = known[which % len(known)]
            self.tried(lambda: paying.reverse_payment(disbursement=paid, reason="اشتباه", by="rais", at=AT))

    @rule(which=st.integers(0, 9))
    def reverse_a_repayment(self, which: int) -> None:
        known = list(Repayment.objects.filter(facility=self.facility, voided_entry=None).order_by("pk"))
        if known:
            wrong = known[which % len(known)]
            self.tried(lambda: repaying.reverse_repayment(repayment=wrong, reason="برگشت", by="rais", at=AT))

    @rule(months=st.sampled_from([1, 6, 24]))
    def postpone(self, months: int) -> None:
        self.renew(restructuring.postpone, months=months)

    @rule(number=st.sampled_from([1, 5]), rate=st.sampled_from([Decimal(0), Decimal("0.09")]))
    def spread_arrears(self, number: int, rate: Decimal) -> None:
        first = self.day + timedelta(days=20)
        self.renew(restructuring.spread_arrears, number=number, spacing=2, first_on=first, rate=rate)

    @rule(number=st.sampled_from([1, 12]), rate=st.sampled_from([Decimal(0), Decimal("0.09")]))
    def reschedule(self, number: int, rate: Decimal) -> None:
        first = self.day + timedelta(days=40)
        self.renew(restructuring.reschedule, number=number, spacing=1, first_on=first, rate=rate)

    @rule()
    def write_off(self) -> None:
        self.renew(restructuring.write_off)

    @rule()
    def settle(self) -> None:
        key = f"settle-{traces()}"[:60]
        self.tried(
            lambda: restructuring.settle(facility=self.facility, on=self.day, key=key, by="bank", at=AT),
        )

    def renew(self, act: Any, **said: Any) -> None:
        self.tried(lambda: act(facility=self.facility, on=self.day, reason="مصوبه", by="rais", at=AT, **said))

    @invariant()
    def the_accounts_hold(self) -> None:
        fault = check_all().fault
        assert fault is None, fault

    @invariant()
    def every_rial_that_went_out_is_owed_came_back_or_was_lost(self) -> None:
        if hasattr(self, "facility"):
            balance = facilities.balances_of([self.facility.pk], AsOf(date.max)).get(self.facility.pk, {})
            assert sum(balance.values()) == 0
            paid = sum(Disbursement.objects.filter(voided_entry=None).values_list("amount", flat=True))
            back = sum(Repayment.objects.filter(voided_entry=None).values_list("amount", flat=True))
            assert balance.get("BANK", 0) == back - paid
            assert balance.get("INCOME", 0) <= 0
            assert paid <= 1_000_003

    @invariant()
    def a_statement_of_an_earlier_day_is_told_the_same_again(self) -> None:
        if not hasattr(self, "facility"):
            return
        pk = self.facility.pk
        for asof, said in self.statements:
            assert facilities.balances_of([pk], asof).get(pk, {}) == said
        now = AsOf(self.day, known_at=AT, entry=ledger.head()[0])
        self.statements.append((now, dict(facilities.balances_of([pk], now).get(pk, {}))))

    @invariant()
    def what_is_kept_for_lists_is_what_the_facts_say(self) -> None:
        if hasattr(self, "facility"):
            known = facilities.standings([self.facility.pk], AsOf(date(2200, 1, 1)))[self.facility.pk]
            kept = FacilityNow.objects.get(facility=self.facility)
            assert kept.oldest_due_on == known.oldest_due_on
            assert known.state in (kept.stage, "OVERDUE")


@pytest.mark.django_db
def test_any_sequence_of_events_leaves_accounts_that_hold() -> None:
    run_state_machine_as_test(
        Facility,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )

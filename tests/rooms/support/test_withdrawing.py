"""What was wrongly written of a facility is taken back with a reason, unless something rests on it, and stays seen."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from hamahang.accounts.queries import EVERYTHING
from hamahang.domain.credit.terms import CreditRefused
from hamahang.domain.ledger import AsOf
from hamahang.ledger import queries as ledger
from hamahang.support import contracting, facilities, flagged, paying, withdrawing
from hamahang.support.models import CreditFacility, FacilityException, Guarantee, Tranche, TrancheRelease
from tests import factories
from tests.factories import AT, LATER
from tests.rooms.support.crediting import START, contracted, enter, pay, terms

pytestmark = pytest.mark.django_db
WHO: dict[str, Any] = {"by": "rais", "at": AT}
END = AsOf(LATER)


def guaranteed(facility: CreditFacility) -> Guarantee:
    return contracting.add_guarantee(facility=facility, kind="CHEQUE", value=900, number="۷۷", on=START, **WHO)


def planned(facility: CreditFacility, amount: int = 100, percent: int = 0) -> Tranche:
    return contracting.plan_tranche(
        facility=facility, amount=amount, percent=Decimal(percent), on=START, by="tashilat", at=AT
    )


def released(tranche: Tranche) -> TrancheRelease:
    return contracting.release_tranche(tranche=tranche, reason="شتاب", on=START, **WHO)


def allowed(facility: CreditFacility, amount: int, kind: str = "PAYMENT") -> FacilityException:
    return contracting.allow_exception(facility=facility, kind=kind, amount=amount, reason="مصوبه", on=START, **WHO)


def test_a_returned_cheque_no_longer_secures_and_is_seen_with_its_reason() -> None:
    facility = contracted()
    cheque, then = guaranteed(facility), ledger.head()[0]

    withdrawing.take_guarantee_back(guarantee=cheque, reason=" چک برگشت خورد ", **WHO)

    assert facilities.whole(facility, END).guarantees == []
    assert [(row.kind, row.name, row.amount, row.reason, row.by) for row in facilities.taken_back(facility, END)] == [
        ("guarantee", "۷۷", 900, "چک برگشت خورد", "rais")
    ]
    before = AsOf(LATER, None, then)
    assert facilities.whole(facility, before).guarantees == [cheque]
    assert facilities.taken_back(facility, before) == []


def wrong_ones() -> list[tuple[Callable[..., None], str, Any]]:
    facility = contracted()
    tranche = planned(facility)
    return [
        (withdrawing.take_guarantee_back, "guarantee", guaranteed(facility)),
        (withdrawing.take_exception_back, "exception", allowed(facility, 5)),
        (withdrawing.take_release_back, "release", released(tranche)),
        (withdrawing.take_tranche_back, "tranche", tranche),
    ]


@pytest.mark.parametrize("at", range(4))
def test_nothing_is_taken_back_without_a_reason(at: int) -> None:
    act, name, record = wrong_ones()[at]
    before = ledger.head()

    with pytest.raises(CreditRefused):
        act(**{name: record}, reason="  ", **WHO)

    assert ledger.head() == before


def test_a_release_that_is_taken_back_waits_for_its_proof_again_and_raises_no_flag() -> None:
    facility = contracted()
    tranche = planned(facility, percent=40)
    release = released(tranche)
    assert [found.flag.rule for found in flagged.flags(END, EVERYTHING)] == ["PROGRESS"]

    withdrawing.take_release_back(release=release, reason="بازدید نشده بود", **WHO)

    assert flagged.flags(END, EVERYTHING) == []
    with pytest.raises(CreditRefused):
        enter(facility, 100, tranche=tranche)
    released(tranche)
    assert enter(facility, 100, tranche=tranche).tranche == tranche


def test_a_tranche_goes_with_its_release_and_its_money_can_be_planned_again() -> None:
    facility = contracted(terms(principal=1_000))
    first, second = planned(facility, 600), planned(facility, 400)
    released(second)

    withdrawing.take_tranche_back(tranche=second, reason="مبلغ اشتباه بود", **WHO)

    whole = facilities.whole(facility, END)
    assert [row.tranche for row in whole.tranches] == [first]
    assert {(row.kind, row.name) for row in facilities.taken_back(facility, END)} == {
        ("tranche", "2"),
        ("release", "2"),
    }
    assert planned(facility, 400).number == 2


def test_what_was_paid_or_entered_rests_on_its_tranche_and_its_release() -> None:
    facility = contracted()
    tranche = planned(facility)
    release = released(tranche)
    entered = enter(facility, 100, tranche=tranche)

    for _ in range(2):
        with pytest.raises(CreditRefused, match="payment is entered"):
            withdrawing.take_release_back(release=release, reason="x", **WHO)
        with pytest.raises(CreditRefused, match="payment is entered"):
            withdrawing.take_tranche_back(tranche=tranche, reason="x", **WHO)
        if not entered.decisions.exists():
            paying.approve_payment(payment=entered, on=START, **WHO)


def test_an_exception_that_something_rests_on_stays() -> None:
    facility = contracted(terms(principal=1_000))
    spare, needed = allowed(facility, 50), allowed(facility, 70)
    pay(facility, 1_060)

    withdrawing.take_exception_back(exception=spare, reason="لازم نشد", **WHO)
    before = ledger.head()
    with pytest.raises(CreditRefused, match="rest on"):
        withdrawing.take_exception_back(exception=needed, reason="x", **WHO)

    assert ledger.head() == before
    assert facilities.whole(facility, END).exceptions == [needed]


def test_a_contract_beyond_its_approval_rests_on_its_exception() -> None:
    facility = factories.credit_facility(approved=1_000, approved_on=START)
    needed = allowed(facility, 200, "CONTRACT")
    contracting.sign_contract(facility=facility, terms=terms(principal=1_100), on=START, **WHO)
    spare = allowed(facility, 50, "CONTRACT")

    with pytest.raises(CreditRefused, match="rest on"):
        withdrawing.take_exception_back(exception=needed, reason="x", **WHO)
    withdrawing.take_exception_back(exception=spare, reason="لازم نشد", **WHO)

    assert facilities.whole(facility, END).exceptions == [needed]

"""Reconciling with a bank: the same list changes nothing, what differs is decided, a month is frozen."""

from datetime import date, timedelta
from typing import Any

import pytest

from hamahang.accounts.models import Agency
from hamahang.domain.ledger import AsOf
from hamahang.domain.reconciling import Kind
from hamahang.domain.requests import RequestRefused
from hamahang.ledger import queries as ledger
from hamahang.ledger.bulk import Effect
from hamahang.support import actions, matched, settling
from hamahang.support.models import BankPayment, CreditFacility, Disbursement, ReconcilingDecision
from hamahang.support.settling import BankPaymentDraft
from tests import factories
from tests.factories import AT, DAY

pytestmark = pytest.mark.django_db
WHO = {"by": "tashilat", "at": AT}
END = DAY + timedelta(30)


@pytest.fixture
def bank() -> Agency:
    return factories.agency()


def ours(bank: Agency, amount: int, document: str, on: date = DAY, number: str = "f/1") -> Disbursement:
    known = CreditFacility.objects.filter(bank=bank, number=number).first()
    facility = known or factories.credit_facility(bank=bank, number=number, approved=10**6)
    return actions.record_disbursement(
        facility=facility, amount=amount, paid_on=on, document_no=document, by="b", at=AT
    )


def listed(bank: Agency, *rows: tuple[int, str], on: date = DAY, number: str = "f/1") -> list[Effect]:
    drafts = [
        BankPaymentDraft(bank=bank.pk, file_no=number, amount=amount, paid_on=on, document_no=document)
        for amount, document in rows
    ]
    return settling.record_bank_payments(drafts=drafts, **WHO)


def kinds(bank: Agency, day: date = END) -> list[str]:
    return sorted(group.kind.value for group in matched.groups(bank.pk, AsOf(day)))


def key_of(bank: Agency, kind: Kind) -> str:
    return next(group.key for group in matched.groups(bank.pk, AsOf(END)) if group.kind is kind)


def test_the_same_list_again_changes_nothing(bank: Agency) -> None:
    rows = ((400, "1"), (500, ""), (500, ""), (600, "2"))
    assert listed(bank, *rows) == [Effect.CREATED] * 4
    before = ledger.head()

    assert listed(bank, *rows) == [Effect.UNCHANGED] * 4

    assert ledger.head() == before
    assert BankPayment.objects.count() == 4


def test_two_rows_of_one_document_are_one_payment_and_two_without_one_are_two(bank: Agency) -> None:
    listed(bank, (400, "1"), (400, "1"), (500, ""), (500, ""))

    assert sorted(BankPayment.objects.values_list("amount", flat=True)) == [400, 500, 500]


def test_a_later_list_that_says_otherwise_corrects_and_the_earlier_question_still_sees_the_first(bank: Agency) -> None:
    ours(bank, 400, "1")
    listed(bank, (400, "1"))
    then = ledger.head()[0]

    assert listed(bank, (410, "1")) == [Effect.CORRECTED]

    assert kinds(bank) == ["DIFFERING"]
    assert then < ledger.head()[0]


def test_a_decision_needs_a_reason_and_something_that_differs(bank: Agency) -> None:
    ours(bank, 400, "1")
    listed(bank, (410, "1"), (7, "9"))
    key = key_of(bank, Kind.DIFFERING)
    given: dict[str, Any] = {"bank": bank.pk, "key": key, "verdict": "THEIRS", "reason": "سند بانک", "on": END}

    for wrong in ({"reason": " "}, {"verdict": "MAYBE"}, {"key": "d1=b1+b2"}):
        with pytest.raises(RequestRefused):
            settling.decide(**(given | wrong), **WHO)
    settling.decide(**given, **WHO)

    assert set(matched.decisions(bank.pk, AsOf(END))) == {key}
    assert ReconcilingDecision.objects.get().verdict == "THEIRS"


def test_a_difference_that_is_gone_cannot_be_decided(bank: Agency) -> None:
    ours(bank, 400, "1")
    listed(bank, (410, "1"))
    key = key_of(bank, Kind.DIFFERING)
    listed(bank, (400, "1"))

    with pytest.raises(RequestRefused, match="no longer there"):
        settling.decide(bank=bank.pk, key=key, verdict="THEIRS", reason="x", on=END, **WHO)


def test_payments_are_joined_by_a_persons_word(bank: Agency) -> None:
    one, other = ours(bank, 400, "1"), ours(bank, 70, "2", number="f/2")
    listed(bank, (401, "9"), number="x/1")
    theirs = f"b{BankPayment.objects.get().pk}"
    given: dict[str, Any] = {"bank": bank.pk, "theirs": [theirs], "on": END}

    for wrong in ({"ours": [], "reason": "x"}, {"ours": ["d0"], "reason": "x"}, {"ours": [f"d{one.pk}"], "reason": ""}):
        with pytest.raises(RequestRefused):
            settling.join(**given, **wrong, **WHO)
    settling.join(ours=[f"d{one.pk}"], reason="کارمزد", **given, **WHO)

    assert [(g.kind.value, g.look) for g in matched.groups(bank.pk, AsOf(END))] == [
        ("DIFFERING", "PERSON"),
        ("ONLY_OURS", "NONE"),
    ]
    with pytest.raises(RequestRefused):
        settling.join(ours=[f"d{other.pk}"], reason="باز", **given, **WHO)


def frozen(bank: Agency, from_on: date = DAY, until_on: date = END, **rest: Any) -> Any:
    return settling.freeze(bank=bank.pk, from_on=from_on, until_on=until_on, **({"on": until_on} | rest), **WHO)


def ask(bank: Agency, verdict: str = "ASKED", kind: Kind = Kind.DIFFERING) -> None:
    settling.decide(bank=bank.pk, key=key_of(bank, kind), verdict=verdict, reason="نامهٔ ۱۲", on=END, **WHO)


def test_a_month_with_an_undecided_difference_is_not_frozen(bank: Agency) -> None:
    ours(bank, 400, "1")
    listed(bank, (410, "1"))

    with pytest.raises(RequestRefused, match="1 differences"):
        frozen(bank)
    settling.decide(
        bank=bank.pk, key=key_of(bank, Kind.DIFFERING), verdict="BOTH", reason="کارمزد", on=END + timedelta(9), **WHO
    )
    statement = frozen(bank)

    assert statement.totals["DIFFERING"] == [1, 400, 410]
    assert statement.seal == settling.seal_of(statement.rows)
    with pytest.raises(RequestRefused, match="frozen"):
        frozen(bank)


def test_what_was_only_asked_stays_open_and_is_carried_on_by_name_alone(bank: Agency) -> None:
    ours(bank, 400, "1")
    listed(bank, (410, "1"))
    ask(bank)
    with pytest.raises(RequestRefused, match="only asked"):
        frozen(bank)

    statement = frozen(bank, carry=True)

    assert [row["open"] for row in statement.rows] == [True]
    assert not matched.changed_since(statement, AsOf(END))
    for side, by in (("OURS", "a"), ("BANK", "b")):
        settling.sign(statement=statement, side=side, on=END, by=by, at=AT)


def test_a_statement_whose_decision_became_a_question_is_not_signed(bank: Agency) -> None:
    ours(bank, 400, "1")
    listed(bank, (410, "1"))
    ask(bank, "THEIRS")
    statement = frozen(bank)
    ask(bank)

    with pytest.raises(RequestRefused, match="only asked"):
        settling.sign(statement=statement, side="OURS", on=END, by="a", at=AT)


def test_an_open_item_stands_in_the_next_statement_until_it_is_settled(bank: Agency) -> None:
    ours(bank, 400, "1")
    listed(bank, (410, "1"))
    ask(bank)
    frozen(bank, carry=True)
    following = {"from_on": END + timedelta(1), "until_on": END + timedelta(30)}

    with pytest.raises(RequestRefused, match="only asked"):
        frozen(bank, **following)
    ask(bank, "BOTH")
    statement = frozen(bank, **following)

    assert [(row["kind"], row.get("carried"), row.get("open")) for row in statement.rows] == [("DIFFERING", True, None)]
    # it was counted in the statement of its own days
    assert statement.totals["DIFFERING"] == [0, 0, 0]
    assert not matched.changed_since(statement, AsOf(statement.until_on))
    third = frozen(bank, END + timedelta(31), END + timedelta(40))
    assert third.rows == []


def test_days_that_share_a_statement_or_are_to_come_are_not_frozen(bank: Agency) -> None:
    ours(bank, 400, "1")
    listed(bank, (400, "1"))
    frozen(bank)

    for first, last in ((DAY, END), (END, END + timedelta(9)), (DAY - timedelta(9), DAY), (DAY + timedelta(1), DAY)):
        with pytest.raises(RequestRefused):
            frozen(bank, first, last)
    with pytest.raises(RequestRefused, match="not over"):
        frozen(bank, END + timedelta(1), END + timedelta(9), on=END + timedelta(8))
    frozen(bank, END + timedelta(1), END + timedelta(9))


def test_a_statement_does_not_reach_beyond_the_banks_list(bank: Agency) -> None:
    ours(bank, 400, "1")
    with pytest.raises(RequestRefused, match="no list"):
        frozen(bank)
    listed(bank, (400, "1"))
    ours(bank, 70, "2", on=DAY + timedelta(9))

    with pytest.raises(RequestRefused, match="payments of ours: 1"):
        frozen(bank)
    assert len(frozen(bank, DAY, DAY + timedelta(8)).rows) == 1


def test_a_wrong_statement_is_taken_back_until_both_sides_have_signed(bank: Agency) -> None:
    ours(bank, 400, "1")
    listed(bank, (400, "1"))
    statement = frozen(bank, DAY, DAY + timedelta(3))
    settling.sign(statement=statement, side="OURS", on=END, by="a", at=AT)

    with pytest.raises(RequestRefused):
        settling.take_statement_back(statement=statement, reason=" ", **WHO)
    settling.take_statement_back(statement=statement, reason="روز پایان اشتباه بود", **WHO)

    statement = frozen(bank)
    for side, by in (("OURS", "a"), ("BANK", "b")):
        settling.sign(statement=statement, side=side, on=END, by=by, at=AT)
    with pytest.raises(RequestRefused, match="signed"):
        settling.take_statement_back(statement=statement, reason="باز", **WHO)


def test_a_wrong_join_is_taken_back_with_a_reason_and_the_earlier_question_still_sees_it(bank: Agency) -> None:
    one = ours(bank, 400, "1")
    listed(bank, (70, "9"), number="x/1")
    theirs = f"b{BankPayment.objects.get().pk}"
    word = settling.join(bank=bank.pk, ours=[f"d{one.pk}"], theirs=[theirs], reason="اشتباه", on=END, **WHO)
    then = ledger.head()[0]
    assert matched.joins(bank.pk, AsOf(END)) == {f"d{one.pk}={theirs}": word}

    with pytest.raises(RequestRefused):
        settling.part(join=word, reason=" ", **WHO)
    settling.part(join=word, reason="پروندهٔ دیگری بود", **WHO)

    assert kinds(bank) == ["ONLY_OURS", "ONLY_THEIRS"]
    assert matched.joins(bank.pk, AsOf(END, None, then)) == {f"d{one.pk}={theirs}": word}


def test_both_sides_sign_once_and_nobody_for_both(bank: Agency) -> None:
    ours(bank, 400, "1")
    listed(bank, (400, "1"))
    statement = frozen(bank)
    given: dict[str, Any] = {"statement": statement, "on": END, "at": AT}
    settling.sign(side="OURS", by="a", **given)

    for side, by in (("OURS", "b"), ("BANK", "a")):
        with pytest.raises(RequestRefused):
            settling.sign(side=side, by=by, **given)
    settling.sign(side="BANK", by="b", **given)

    assert {side: signed.by for side, signed in matched.signatures(statement).items()} == {"OURS": "a", "BANK": "b"}


def test_what_changed_since_a_statement_was_frozen_is_shown_and_the_statement_stays(bank: Agency) -> None:
    ours(bank, 400, "1")
    listed(bank, (400, "1"))
    statement = frozen(bank)
    assert not matched.changed_since(statement, AsOf(END))
    before = statement.rows

    listed(bank, (390, "1"))
    ours(bank, 55, "late")

    since = matched.changed_since(statement, AsOf(END))
    statement.refresh_from_db()
    assert ([row["kind"] for row in since.gone], sorted(row["kind"] for row in since.new)) == (
        ["MATCHED"],
        ["DIFFERING", "ONLY_OURS"],
    )
    assert statement.rows == before


def test_as_of_an_earlier_day_the_two_lists_stand_as_they_stood(bank: Agency) -> None:
    ours(bank, 400, "1")
    ours(bank, 500, "2", on=DAY + timedelta(9))
    listed(bank, (400, "1"))

    assert matched.last_listed(bank.pk, AsOf(END)) == DAY
    assert matched.last_listed(bank.pk, AsOf(DAY - timedelta(1))) is None
    assert kinds(bank, DAY) == ["MATCHED"]
    assert kinds(bank, END) == ["MATCHED", "ONLY_OURS"]


def test_numbers_of_files_are_compared_as_they_are_meant(bank: Agency) -> None:
    ours(bank, 400, "7", number="F-۱۲/3")
    listed(bank, (400, ""), number="f-12 /۳")

    assert kinds(bank) == ["MATCHED"]


def test_what_only_we_have_is_counted_up_to_the_last_day_of_the_banks_list(bank: Agency) -> None:
    ours(bank, 300, "1")
    ours(bank, 900, "3", on=DAY + timedelta(9))
    ours(factories.agency(), 5, "1")
    listed(bank, (400, "8"), (77, "9"), on=DAY + timedelta(3), number="x")

    assert [paid.amount for paid in matched.only_ours(AsOf(END))] == [300]
    assert sorted(p.amount for p in matched.theirs_of(AsOf(END), Kind.ONLY_THEIRS)) == [77, 400]

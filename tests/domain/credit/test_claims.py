"""Claim classes by age, what a repayment covers, and the state that follows from a facility's life."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamahang.domain.calendar import from_jalali
from hamahang.domain.credit.claims import (
    ClaimClass,
    ClassLimits,
    Life,
    Open,
    RepaymentExceedsDebt,
    State,
    Version,
    allocate,
    class_of,
    due_before,
    history,
    limits_on,
)
from hamahang.domain.credit.postings import Account, Move, balances, falling_due, moved, paid_out, repaid
from hamahang.domain.credit.table import Due
from hamahang.domain.flows.workingdays import months_later
from hamahang.domain.text import Text

DAYS = st.dates(min_value=date(2005, 1, 1), max_value=date(2030, 1, 1))
DUE = from_jalali(1390, 1, 31)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ((1390, 1, 31), "CURRENT"), ((1390, 3, 31), "CURRENT"), ((1390, 4, 1), "PAST_DUE"), ((1390, 7, 30), "PAST_DUE"),
        ((1390, 8, 1), "OVERDUE"), ((1391, 7, 30), "OVERDUE"), ((1391, 8, 1), "DOUBTFUL"), ((1400, 1, 1), "DOUBTFUL"),
    ],
)  # fmt: skip
def test_a_claim_is_classed_by_whole_months_since_its_day(day: tuple[int, int, int], expected: str) -> None:
    assert class_of(DUE, from_jalali(*day)) == expected


def test_what_is_not_unpaid_is_current() -> None:
    assert class_of(None, DUE) is ClaimClass.CURRENT


def test_limits_are_those_of_the_day() -> None:
    words = Text(fa="بخشنامه", en="circular")
    first = ClassLimits(from_jalali(1380, 1, 1), ((ClaimClass.PAST_DUE, 2),), words)
    later = ClassLimits(from_jalali(1391, 1, 1), ((ClaimClass.PAST_DUE, 3),), words)

    assert limits_on(from_jalali(1370, 1, 1), (later, first)) is first
    assert class_of(DUE, from_jalali(1390, 4, 5), (later, first)) is ClaimClass.PAST_DUE
    assert class_of(from_jalali(1391, 1, 31), from_jalali(1391, 4, 5), (later, first)) is ClaimClass.CURRENT


@given(DAYS, st.integers(-900, 900))
def test_the_bounds_of_a_question_are_the_rule_itself(day: date, before: int) -> None:
    due = day - timedelta(days=before)

    for name in ClaimClass:
        first, last = due_before(name, day)
        is_within = (first is None or due >= first) and (due < last or name is ClaimClass.CURRENT)
        assert is_within == (class_of(due, day) is name)


@given(st.integers(0, 10**12), st.integers(0, 10**12), st.integers(1, 10**12), st.booleans())
def test_a_share_is_never_more_than_what_is_open(principal: int, profit: int, amount: int, is_first: bool) -> None:
    order = "PROFIT_FIRST" if is_first else "PRINCIPAL_FIRST"
    unpaid = [Open(1, DUE, principal, profit), Open(2, months_later(DUE, 1), principal, profit)]

    if amount > 2 * (principal + profit):
        with pytest.raises(RepaymentExceedsDebt):
            allocate(amount, unpaid, order=order)
        return
    shares = allocate(amount, unpaid, order=order)

    assert sum(share.principal + share.profit for share in shares) == amount
    assert all(share.principal <= principal and share.profit <= profit for share in shares)
    # nothing is covered of the second before the first is whole
    if len(shares) == 2:
        assert (shares[0].principal, shares[0].profit) == (principal, profit)


# --- states ---

FIRST, SECOND = DUE, months_later(DUE, 1)
START = from_jalali(1389, 12, 1)
TABLE = Version(START, "CONTRACT", ((1, FIRST, 60, START), (2, SECOND, 50, START)))


def life(**values: Any) -> Life:
    given_ = {
        "approved_on": from_jalali(1389, 11, 1), "contracted_on": from_jalali(1389, 11, 15), "contracted": 100,
        "payments": [(START, 100)], "versions": [TABLE],
    } | values  # fmt: skip
    return Life(**given_)


def states(known: Life, until: date = date(2030, 1, 1)) -> list[State]:
    return [state for _, state in history(known, until)]


def test_a_facility_is_approved_contracted_repaid_late_and_settled() -> None:
    paid_late = FIRST + timedelta(days=9)
    known = life(covered=[(paid_late, 1, 60), (SECOND, 2, 50)])

    assert history(known, date(2030, 1, 1)) == [
        (from_jalali(1389, 11, 1), State.APPROVED),
        (from_jalali(1389, 11, 15), State.CONTRACTED),
        (START, State.REPAYING),
        (FIRST + timedelta(days=1), State.OVERDUE),
        (paid_late, State.REPAYING),
        (SECOND, State.SETTLED),
    ]


def test_a_day_sees_what_had_happened_by_then() -> None:
    known = life(covered=[(FIRST, 1, 60)])

    assert states(known, START - timedelta(days=1)) == [State.APPROVED, State.CONTRACTED]
    assert states(known, SECOND)[-1] is State.REPAYING
    assert states(known, SECOND + timedelta(days=1))[-1] is State.OVERDUE


def test_what_is_paid_in_parts_is_paying_out_and_a_grant_is_granted() -> None:
    half = life(payments=[(START, 40)], versions=[Version(START, "CONTRACT", ((1, FIRST, 44, START),))])
    grant = life(is_grant=True, versions=[])

    assert states(half, START)[-1] is State.PAYING
    assert states(grant)[-1] is State.GRANTED
    assert states(life(is_grant=True, versions=[], payments=[(START, 40)]))[-1] is State.PAYING


def test_what_a_list_says_was_paid_without_a_contract_is_paying_out() -> None:
    known = Life(approved_on=START, payments=[(START, 40)])

    assert states(known) == [State.APPROVED, State.PAYING]


@pytest.mark.parametrize(
    ("kind", "state"),
    [("POSTPONED", State.RESTRUCTURED), ("ARREARS", State.RESTRUCTURED), ("WHOLE", State.RESTRUCTURED)],
)
def test_a_new_table_restructures_and_can_be_late_itself(kind: str, state: State) -> None:
    again = Version(SECOND + timedelta(days=30), kind, ((3, months_later(SECOND, 6), 115, SECOND),))

    found = states(life(versions=[TABLE, again]))

    assert found[-3:] == [State.OVERDUE, state, State.OVERDUE]


def test_a_write_off_and_an_early_settlement_end_it() -> None:
    ended = SECOND + timedelta(days=30)
    lost = life(versions=[TABLE, Version(ended, "WRITTEN_OFF")])
    paid = life(
        payments=[(START, 40)],
        versions=[TABLE, Version(ended, "SETTLEMENT", ((9, ended, 115, ended),))],
        covered=[(ended, 9, 115)],
    )

    assert history(lost, date(2030, 1, 1))[-1] == (ended, State.WRITTEN_OFF)
    assert history(paid, date(2030, 1, 1))[-1] == (ended, State.SETTLED)


# --- double entry ---

AMOUNTS = st.integers(0, 10**14)


@given(AMOUNTS, AMOUNTS, AMOUNTS, st.booleans())
def test_whatever_is_posted_balances(one: int, two: int, three: int, is_grant: bool) -> None:
    profit = one + two + three
    moves = [
        *paid_out(one + 1, DUE, is_grant=is_grant),
        *falling_due(Due(DUE, one, profit, two, three)),
        *repaid(profit=one, principal=two, on=DUE),
    ]

    assert sum(balances(moves).values()) == 0
    assert not any(balances([*moves, *(move.reversed() for move in moves)]).values())
    assert all(move.amount > 0 and move.debit != move.credit for move in moves)


def test_a_move_of_less_than_nothing_goes_the_other_way() -> None:
    there, back = Account.COMMITTED, Account.LIMIT

    assert moved("COMMITMENT", there, back, -5, DUE) == [Move("COMMITMENT", back, there, 5, DUE)]
    assert moved("COMMITMENT", there, back, 0, DUE) == []


def test_accounts_are_told_apart() -> None:
    assert all(one != other for one, other in pairwise(Account))

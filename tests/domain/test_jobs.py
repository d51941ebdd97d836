"""Rules of jobs and promises: worked by hand, the field's own contradictions, and what must always hold."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamahang.domain.commitments import (
    Attained,
    CommitmentRefused,
    by_level,
    check_announcement,
    check_split,
    has_expired,
    is_behind,
    pace_so_far,
    required_pace,
)
from hamahang.domain.jobs import Claimed, Finding, Insured, Part, Shown, find, first_claims, flows, net_of, retention
from hamahang.domain.proof import Proof

DAY = date(2011, 7, 1)
MONTHS = [date(2011, month, 28) for month in (4, 5, 6)]


def test_one_number_is_255_and_130_percent_by_its_denominator() -> None:
    """Ilam in 1401: 17,012 jobs of a national 6,679 and of a provincial 13,110, published as 255 and 129 %."""
    assert Attained(17_012, 6_679).percent == Decimal("254.7")
    assert Attained(17_012, 13_110).percent == Decimal("129.8")
    assert (Attained(909, 791).percent, Attained(909, 1_622).percent) == (Decimal("114.9"), Decimal("56.0"))
    assert Attained(5, 0).percent is None


def test_permit_jobs_are_added_to_nothing() -> None:
    """One month of 1387 in Ilam: permits of 1,484 jobs, licences of 163."""
    shown = [(1, 1_484), (2, 163), (3, 40), (5, 7), (7, 2)]
    levels = {level: (at, total) for level, at, total in by_level(shown)}

    assert levels[Proof.PERMIT] == (1_484, 1_484)
    assert levels[Proof.LICENCE] == (163, 163)
    assert levels[Proof.DECLARED] == (40, 49)
    assert levels[Proof.CONFIRMED] == (7, 9)
    assert levels[Proof.DURABLE] == (0, 0)


def test_the_pace_that_is_needed() -> None:
    deadline = DAY + timedelta(days=262)

    assert required_pace(left=1_583, day=DAY, deadline=deadline) == Decimal("183.9")
    assert required_pace(left=0, day=DAY, deadline=deadline) == 0
    assert required_pace(left=5, day=deadline, deadline=deadline) is None
    begun = DAY - timedelta(days=102)
    assert pace_so_far(verified=417, first=begun, last=deadline, day=DAY) == Decimal("123.2")
    assert pace_so_far(verified=417, first=begun, last=DAY, day=DAY + timedelta(days=5_000)) == Decimal("123.2")
    assert pace_so_far(verified=0, first=DAY, last=deadline, day=begun) is None
    assert is_behind(so_far=Decimal("100"), needed=Decimal("150"))
    assert not is_behind(so_far=Decimal("100"), needed=Decimal("149.9"))


def test_proof_grows_old() -> None:
    assert has_expired(proof=Proof.CONFIRMED, shown_on=DAY - timedelta(days=181), day=DAY)
    assert not has_expired(proof=Proof.INSURED, shown_on=DAY - timedelta(days=181), day=DAY)
    assert not has_expired(proof=Proof.DECLARED, shown_on=DAY - timedelta(days=9_000), day=DAY)


@pytest.mark.parametrize(
    ("words", "last", "baseline"),
    [(("", "t", "h"), 9, (None, None)), (("n", "t", "h"), 0, (None, None)), (("n", "t", "h"), 9, (4, None))],
)
def test_a_promise_that_nobody_could_check_is_refused(words, last, baseline) -> None:
    with pytest.raises(CommitmentRefused):
        check_announcement(words=words, period=(DAY, DAY + timedelta(days=last)), baseline=baseline)


def test_shares_may_be_less_than_the_target_and_never_more() -> None:
    check_split(part="SECTOR", amounts={"23": 60, "10": 40}, whole=100)
    for part, amounts in (("SECTOR", {"23": 101}), ("COLOUR", {"red": 1})):
        with pytest.raises(CommitmentRefused):
            check_split(part=part, amounts=amounts, whole=100)


CLAIM = Claimed(claim=1, person="p", since=date(2011, 4, 10), unit=7)


@pytest.mark.parametrize(
    ("lists", "finding", "months"),
    [
        ([Insured(7, date(2011, 4, 1)), Insured(7, date(2011, 5, 1))], Finding.THERE, 2),
        ([Insured(7, date(2011, 3, 10)), Insured(7, date(2011, 4, 1))], Finding.THERE, 2),
        ([Insured(7, date(2010, 12, 1)), Insured(7, date(2011, 4, 1))], Finding.BEFORE, 1),
        ([Insured(8, date(2011, 5, 1))], Finding.ELSEWHERE, 0),
        ([Insured(7, date(2011, 9, 1))], Finding.NEVER, 0),
        ([], Finding.NEVER, 0),
    ],
)
def test_a_list_shows_a_claim_in_its_place_and_period_only(lists, finding, months) -> None:
    assert find(CLAIM, lists, day=DAY) == (finding, months)


def test_who_left_the_lists_is_gone() -> None:
    assert find(CLAIM, [Insured(7, date(2011, 4, 1))], day=date(2011, 10, 1)) == (Finding.GONE, 1)


def test_a_person_counts_for_the_claim_that_named_it_first() -> None:
    later, same_day = Claimed(2, "p", date(2011, 5, 1), 8), Claimed(3, "q", date(2011, 5, 1), 8)

    assert first_claims([later, CLAIM, same_day, Claimed(4, "q", date(2011, 5, 1), 9)]) == {"p": 1, "q": 3}


def test_flows_of_three_months_by_hand() -> None:
    shown = [
        Shown(1, date(2011, 4, 2), 10), Shown(1, date(2011, 5, 5), 14), Shown(1, date(2011, 6, 6), 0),
        Shown(2, date(2011, 5, 9), 6), Shown(2, date(2011, 6, 9), 5),
    ]  # fmt: skip

    found = flows(shown, MONTHS)

    assert [(flow.opened, flow.gained, flow.lost, flow.closed, flow.net) for flow in found] == [
        (10, 0, 0, 0, 10), (6, 4, 0, 0, 10), (0, 0, 1, 14, -15),
    ]  # fmt: skip


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 120), st.integers(0, 30)), max_size=20))
def test_net_flows_add_up_to_what_is_there_at_the_end(rows: list[tuple[int, int, int]]) -> None:
    steps = [Shown(claim, date(2011, 3, 1) + timedelta(days=day), persons) for claim, day, persons in sorted(rows)]
    there: dict[int, int] = {}
    for step in steps:
        if step.on <= MONTHS[-1]:
            there[step.claim] = step.persons

    assert sum(flow.net for flow in flows(steps, MONTHS)) == sum(there.values())


def test_who_was_not_looked_at_again_is_neither_kept_nor_lost() -> None:
    first = date(2010, 6, 1)
    shown = [Shown(1, first, 10), Shown(1, date(2010, 12, 20), 7), Shown(2, first, 5), Shown(3, DAY, 50)]

    three, six, twelve = retention(shown, day=DAY)

    assert (three.checked, three.left, three.unchecked, three.percent) == (10, 7, 5, Decimal("70.0"))
    assert (six.checked, six.left) == (10, 7)
    assert (twelve.checked, twelve.unchecked, twelve.percent) == (0, 15, None)


def test_net_by_hand() -> None:
    parts = [Part("A", Decimal("0.25"), Decimal("0.5")), Part("B", Decimal("0.1"), Decimal("0.2"))]

    assert net_of(100, parts) == (40, 68)
    assert net_of(0, parts) == (0, 0)
    assert net_of(100, []) == (100, 100)

"""Rules of sessions: the table, quorum, the days to object, what is due about what is late, numbers."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamahang.accounts.permissions import Permission
from hamahang.domain import sessions
from hamahang.domain.board import BoardRefused, check_sides
from hamahang.domain.calendar import from_jalali
from hamahang.domain.flows.workflow import faults
from hamahang.domain.flows.workingdays import Closures
from hamahang.domain.sessions import NoQuorum

DAY = from_jalali(1390, 4, 1)


def test_the_table_of_sessions_is_whole() -> None:
    assert faults(sessions.SESSIONS, permissions=[permission.value for permission in Permission]) == []


@pytest.mark.parametrize(
    ("rule", "seats", "needed"),
    [("MAJORITY", 3, 2), ("MAJORITY", 4, 3), ("TWO_THIRDS", 3, 2), ("TWO_THIRDS", 4, 3), ("TWO_THIRDS", 6, 4)],
)
def test_a_quorum_is_a_share_of_the_seats(rule: str, seats: int, needed: int) -> None:
    assert sessions.quorum(rule, seats) == needed
    sessions.check_quorum(rule=rule, seats=seats, present=needed)
    with pytest.raises(NoQuorum) as refused:
        sessions.check_quorum(rule=rule, seats=seats, present=needed - 1)
    assert (refused.value.present, refused.value.needed, refused.value.seats) == (needed - 1, needed, seats)


def test_a_committee_without_seats_decides_nothing() -> None:
    with pytest.raises(NoQuorum):
        sessions.check_quorum(rule="MAJORITY", seats=0, present=0)


@given(seats=st.integers(1, 200))
def test_two_majorities_always_share_a_member(seats: int) -> None:
    for rule in sessions.QUORUMS:
        assert seats < 2 * sessions.quorum(rule, seats) <= 2 * seats


def test_the_days_to_object_are_working_days() -> None:
    closed = Closures(days=frozenset({DAY + timedelta(1)}))  # Thursday after a Wednesday, then Friday

    until = sessions.binding_on(notified_on=DAY, working_days=2, closures=closed)

    assert until == DAY + timedelta(4)


def test_a_committee_may_give_other_days_than_the_rule() -> None:
    assert sessions.objection_days(committee_days=None, day=DAY) == 5
    assert sessions.objection_days(committee_days=0, day=DAY) == 0


@pytest.mark.parametrize(
    ("days", "code"), [(0, None), (1, "REMIND"), (14, "REMIND"), (15, "SESSION"), (30, "GOVERNOR"), (400, "NATIONAL")]
)
def test_the_longer_overdue_the_higher_it_goes(days: int, code: str | None) -> None:
    rule = sessions.escalation(days, day=DAY)

    assert (rule.code if rule else None) == code


def test_rules_are_taken_from_the_newest_date_that_has_come() -> None:
    rules = (
        sessions.ObjectionRule(DAY, 5, sessions.OBJECTION_RULES[0].source),
        sessions.ObjectionRule(DAY + timedelta(10), 7, sessions.OBJECTION_RULES[0].source),
    )

    found = [
        sessions.valid(rules, day)[0].working_days for day in (date(1990, 1, 1), DAY, DAY + timedelta(9), date.max)
    ]

    assert found == [5, 5, 5, 7]


def test_numbers_follow_year_session_and_place() -> None:
    assert sessions.resolution_number(prefix="", year=1390, session=3, order=12) == "1390/3/12"
    assert sessions.resolution_number(prefix="ب-", year=1390, session=1, order=1) == "ب-1390/1/1"


@pytest.mark.parametrize(
    ("person", "agencies"), [("gaz", {"other"}), ("other", {"gas"})], ids=["the same person", "the same agency"]
)
def test_the_own_side_decides_nothing(person: str, agencies: set[str]) -> None:
    with pytest.raises(BoardRefused):
        check_sides(person=person, agencies=agencies, others={"gaz"}, others_agencies={"gas"})
    check_sides(person="x", agencies={"power"}, others={"gaz"}, others_agencies={"gas"})

"""The table of a request, its amounts, packages and flags: what is refused says what to do."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamahang.accounts.permissions import Permission
from hamahang.domain.credit.claims import State
from hamahang.domain.credit.terms import PURPOSES as CREDIT_PURPOSES
from hamahang.domain.flags import RULES, Given, concentrated, doubled
from hamahang.domain.flows.workflow import faults, way_ahead
from hamahang.domain.packages import FOLLOWS, STATES, PackageRefused, check_state, state_of
from hamahang.domain.requests import (
    AFTER,
    DOCUMENTS,
    ENDINGS,
    ENDS,
    LENT_FOR,
    OWN_PAPER,
    PURPOSES,
    REQUEST,
    TURNED,
    WAY,
    WITH_AMOUNT,
    RequestRefused,
    amounts_of,
    check_amount,
    standing_amount,
)


def test_the_table_of_a_request_is_whole() -> None:
    assert faults(REQUEST, permissions=[permission.value for permission in Permission]) == []
    assert [state.code for state in way_ahead(REQUEST, "REGISTERED")] == list(WAY[1:])
    assert len(DOCUMENTS) == 7


@pytest.mark.parametrize(
    ("step", "amount", "before", "reason"),
    [("approve", None, 10, ""), ("approve", 0, 10, ""), ("refer", 11, 10, " "), ("examine", 5, 10, "")],
)
def test_an_amount_that_is_missing_or_grows_without_a_reason_is_refused(
    step: str, amount: int | None, before: int, reason: str
) -> None:
    with pytest.raises(RequestRefused):
        check_amount(step, amount=amount, before=before, reason=reason)


def test_each_amount_that_may_be_passes() -> None:
    check_amount("approve", amount=10, before=10, reason="")
    check_amount("refer", amount=11, before=10, reason="تورم")
    check_amount("examine", amount=None, before=10, reason="")


def test_a_request_stands_at_the_amount_of_its_furthest_stage() -> None:
    assert standing_amount({"REGISTERED": 10, "GROUP": 8, "REFERRED": 7}) == 7
    assert standing_amount({}) is None


@given(st.lists(st.tuples(st.integers(0, 40), st.one_of(st.none(), st.integers(0, 30))), max_size=40))
def test_without_a_reason_no_amount_grows_on_any_way_through_the_table(tries: list[tuple[int, int | None]]) -> None:
    state, amounts = "REGISTERED", {"REGISTERED": 20}
    for number, amount in tries:
        ways = [step for step in REQUEST.steps_from(state) if not step.with_reason]
        if not ways:
            break
        step = ways[number % len(ways)]
        said = amount if step.code in WITH_AMOUNT else None
        try:
            check_amount(step.code, amount=said, before=standing_amount(amounts), reason="")
        except RequestRefused:
            continue
        state = step.target
        if said is not None:
            amounts[state] = said
        told = [amounts[stage] for stage in WAY if stage in amounts]
        assert told == sorted(told, reverse=True)


def test_who_comes_to_a_stage_again_has_the_later_amounts_before_them_anew() -> None:
    way = [("REGISTERED", 10), ("GROUP", 9), ("REFERRED", 8), ("BANK", 7), ("BANK_RETURNED", 7), ("REFERRED", 6)]

    assert amounts_of(way[:5]) == {"REGISTERED": 10, "GROUP": 9, "REFERRED": 8, "BANK": 7}
    assert amounts_of(way) == {"REGISTERED": 10, "GROUP": 9, "REFERRED": 6}
    assert amounts_of([("REGISTERED", 10), ("COMPLETE", None)]) == {"REGISTERED": 10}


def test_every_state_of_a_facility_says_where_its_request_stands_and_ends_the_funnel() -> None:
    assert set(AFTER) == set(State)
    assert set(ENDINGS) == {*State, *TURNED}
    assert {*TURNED, "CONTRACT"} >= ENDS
    assert set(LENT_FOR.values()) <= set(CREDIT_PURPOSES)
    assert {step: REQUEST.step(step).needs for step in OWN_PAPER} == {step: (need,) for step, need in OWN_PAPER.items()}


@pytest.mark.parametrize(
    ("measures", "state"),
    [
        ([], "EMPTY"), (["DROPPED"], "WITHDRAWN"), (["OPEN", "DONE"], "RUNNING"), (["ANSWERED"], "RUNNING"),
        (["DONE", "REFUSED"], "BLOCKED"), (["DONE", "DONE"], "DONE"), (["DONE", "DROPPED"], "DONE"),
    ],
)  # fmt: skip
def test_a_package_is_done_when_all_its_measures_are(measures: list[str], state: str) -> None:
    assert state_of(measures) == state


def test_every_state_of_a_measure_can_be_left_and_reached() -> None:
    assert set(FOLLOWS) == set(STATES)
    assert {target for targets in FOLLOWS.values() for target in targets} == set(STATES)


@pytest.mark.parametrize(
    ("now", "wanted", "note", "person"),
    [("OPEN", "DONE", "", "b"), ("OPEN", "ANSWERED", " ", "b"), ("ANSWERED", "DONE", "", "a")],
)
def test_an_answer_lacks_no_words_and_is_not_judged_by_who_gave_it(
    now: str, wanted: str, note: str, person: str
) -> None:
    with pytest.raises(PackageRefused):
        check_state(now=now, wanted=wanted, note=note, answered_by="a", person=person)
    check_state(now="ANSWERED", wanted="DONE", note="", answered_by="a", person="b")


def support(record: str, unit: int, purpose: str = "FUEL", amount: int = 10, **rest: str) -> Given:
    return Given(record=record, unit=unit, name=f"u{unit}", purpose=purpose, amount=amount, **rest)


def test_support_given_twice_for_one_purpose_is_flagged_once_and_nothing_else() -> None:
    rows = [
        support("1", 1, owner="a", plot="p1", account="x"),
        support("2", 1, owner="a", plot="p1", account="x"),  # the same unit twice
        support("3", 2, owner="b", plot="p2", account="y"),
        support("4", 3, owner="b", plot="p3", account="z"),  # another unit of the same owner
        support("5", 4, owner="c", plot="p4"),
        support("6", 5, owner="d", plot="p4"),  # another unit on the same plot
        support("7", 6, "POWER", owner="e", account="q"),
        support("8", 7, "FUEL", owner="f", account="q"),  # another unit with the same account, for any purpose
        support("9", 8, owner="", plot=""),
        support("10", 9, owner="", plot=""),  # what is not said is not the same
        support("11", 8, "POWER"),  # another purpose
    ]

    found = {(flag.rule, flag.records) for flag in doubled(rows, titles=PURPOSES)}

    assert found == {
        ("TWICE_UNIT", ("1", "2")),
        ("TWICE_OWNER", ("3", "4")),
        ("TWICE_PLOT", ("5", "6")),
        ("TWICE_ACCOUNT", ("7", "8")),
    }


def test_a_share_above_its_limit_is_flagged_and_one_at_it_is_not() -> None:
    rows = [support("1", 1, amount=30, owner="a", bank="m"), support("2", 2, amount=70, owner="b", bank="m")]

    flags = concentrated(rows, limits={"SHARE_UNIT": Decimal(70), "SHARE_OWNER": Decimal("69.9")})

    assert [(flag.rule, flag.records, flag.amount) for flag in flags] == [("SHARE_OWNER", ("2",), 70)]


def test_a_decision_about_a_share_stays_when_further_support_comes() -> None:
    rows = [support("1", 1, amount=30, owner="a"), support("2", 2, amount=70, owner="b")]
    limits = {"SHARE_OWNER": Decimal(50)}

    before = concentrated(rows, limits=limits)[0].key
    after = concentrated([*rows, support("3", 2, amount=5, owner="b")], limits=limits)[0].key

    assert before == after
    assert set(RULES) >= {"SHARE_OWNER"}


def test_another_record_makes_another_flag_of_what_was_given_twice() -> None:
    two = doubled([support("1", 1), support("2", 1)], titles={})[0].key
    three = doubled([support("1", 1), support("2", 1), support("3", 1)], titles={})[0].key

    assert two != three

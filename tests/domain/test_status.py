"""The status of a unit from the best proof: which one holds, and the intervals of its history."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamahang.domain.calendar import from_jalali
from hamahang.domain.proof import Proof
from hamahang.domain.returns import FIRST_TERMS, Terms
from hamahang.domain.status import Proven, best, class_of, class_title, fresh_since, intervals, stale_from, stretches

RULES = [FIRST_TERMS]
LATER = Terms(from_jalali(1391, 5, 12), 10, 5, 6, 1, 50, 70)
SEEN, DECLARED, LISTED = int(Proof.SEEN), int(Proof.DECLARED), int(Proof.LISTED)


def proven(key: int, on: tuple[int, int, int], status: str, proof: int, *, confirmed: bool = False) -> Proven:
    return Proven(key, from_jalali(*on), status, proof, confirmed)


def status(proofs: list[Proven], on: tuple[int, int, int]) -> str:
    found = best(proofs, from_jalali(*on), RULES)
    return found.status if found else ""


def test_a_later_claim_does_not_displace_what_was_seen_while_that_is_fresh() -> None:
    proofs = [proven(1, (1390, 2, 20), "IDLE", SEEN), proven(2, (1390, 3, 31), "ACTIVE", DECLARED)]

    assert status(proofs, (1390, 2, 19)) == ""
    assert status(proofs, (1390, 4, 10)) == "IDLE"
    # seen in Ordibehesht: fresh through Mordad, three months later
    assert status(proofs, (1390, 5, 31)) == "IDLE"
    assert status(proofs, (1390, 6, 1)) == "ACTIVE"


def test_a_confirmed_return_is_as_good_as_a_visit_and_the_later_of_both_holds() -> None:
    seen = proven(1, (1390, 2, 20), "IDLE", SEEN)
    confirmed = proven(2, (1390, 3, 31), "ACTIVE", DECLARED, confirmed=True)

    assert status([seen, confirmed], (1390, 4, 10)) == "ACTIVE"
    again = proven(3, (1390, 4, 5), "IDLE", SEEN)
    assert status([seen, confirmed, again], (1390, 4, 10)) == "IDLE"


def test_without_anything_verified_the_latest_holds_and_of_one_day_the_better_proven() -> None:
    proofs = [proven(1, (1390, 1, 5), "ACTIVE", LISTED), proven(2, (1390, 1, 5), "IDLE", DECLARED)]

    assert status(proofs, (1390, 4, 10)) == "ACTIVE"
    assert status([*proofs, proven(3, (1390, 2, 5), "UNDERUSED", DECLARED)], (1390, 4, 10)) == "UNDERUSED"


def test_freshness_is_counted_in_months() -> None:
    assert fresh_since(from_jalali(1390, 4, 10), 3) == from_jalali(1390, 1, 1)
    assert stale_from(from_jalali(1390, 1, 31), 3) == from_jalali(1390, 5, 1)
    assert stale_from(from_jalali(1390, 11, 1), 3) == from_jalali(1391, 3, 1)


@pytest.mark.parametrize(
    ("status", "use", "code"),
    [
        ("ACTIVE", "49.99", "UNDER_LOW"), ("ACTIVE", "50", "MIDDLE"), ("UNDERUSED", "70", "MIDDLE"),
        ("ACTIVE", "70.01", "OVER_HIGH"), ("ACTIVE", None, "WORKING"), ("UNDERUSED", None, "UNDERUSED"),
        ("IDLE", "0", "IDLE"), ("UNDER_CONSTRUCTION", None, "UNDER_CONSTRUCTION"),
    ],
)  # fmt: skip
def test_the_classes_are_those_the_field_publishes(status: str, use: str | None, code: str) -> None:
    assert class_of(status, Decimal(use) if use else None, FIRST_TERMS) == code
    assert class_title("MIDDLE", FIRST_TERMS).en == "50 to 70 % of capacity"


def test_a_history_by_hand() -> None:
    proofs = [
        proven(1, (1390, 1, 10), "ACTIVE", LISTED),
        proven(2, (1390, 2, 20), "IDLE", SEEN),
        proven(3, (1390, 3, 31), "ACTIVE", DECLARED),
        proven(4, (1390, 7, 30), "ACTIVE", DECLARED, confirmed=True),
    ]

    found = [(i.from_on, i.until_on, i.proof.key) for i in intervals(proofs, RULES)]

    assert found == [
        (from_jalali(1390, 1, 10), from_jalali(1390, 2, 19), 1),
        (from_jalali(1390, 2, 20), from_jalali(1390, 5, 31), 2),
        (from_jalali(1390, 6, 1), from_jalali(1390, 7, 29), 3),
        (from_jalali(1390, 7, 30), None, 4),
    ]
    assert intervals([], RULES) == []


def test_neighbours_of_one_class_and_kind_are_shown_as_one() -> None:
    months = [proven(n, (1390, n, 29), "ACTIVE", DECLARED, confirmed=True) for n in (1, 2, 3)]

    (whole,) = stretches(intervals(months, RULES), RULES)

    assert (whole.from_on, whole.until_on, whole.proof.key) == (months[0].on, None, 3)


DAYS = st.dates(date(2011, 3, 21), date(2013, 3, 20))
PROOFS = st.lists(
    st.tuples(
        DAYS,
        st.sampled_from(("ACTIVE", "UNDERUSED", "IDLE")),
        st.sampled_from([int(level) for level in Proof]),
        st.booleans(),
    ),
    max_size=12,
)


@given(PROOFS, st.sampled_from(([FIRST_TERMS], [FIRST_TERMS, LATER])))
def test_intervals_never_overlap_cover_every_day_and_agree_with_asking_day_by_day(
    rows: list[tuple[date, str, int, bool]], rules: list[Terms]
) -> None:
    proofs = [Proven(key, on, status, proof, confirmed) for key, (on, status, proof, confirmed) in enumerate(rows)]

    found = intervals(proofs, rules)

    for before, after in pairwise(found):
        assert before.until_on is not None
        assert before.from_on <= before.until_on
        assert after.from_on == before.until_on + timedelta(days=1)
    assert not found or found[-1].until_on is None
    for number in range(0, 1_000, 3):
        day = date(2011, 3, 1) + timedelta(days=number)
        holding = [interval.proof for interval in found if interval.holds(day)]
        asked = best(proofs, day, rules)
        assert holding == ([asked] if asked else [])

"""When a promise is at risk: by hand, at its bounds, and never for keeping more of it."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from hamahang.domain.commitments import Goal, progress

FIRST, LAST = date(2011, 3, 21), date(2011, 3, 21) + timedelta(days=100)


def test_a_promise_lags_behind_its_time_by_more_than_a_tenth() -> None:
    def is_at_risk(verified: int, day: int) -> bool:
        on = FIRST + timedelta(days=day)
        return progress(goal=Goal(200), amount=verified, from_on=FIRST, due_on=LAST, day=on).is_at_risk

    assert [is_at_risk(40, day) for day in (20, 30, 31)] == [False, False, True]
    assert not is_at_risk(180, 100)
    assert is_at_risk(179, 100)


def test_before_it_begins_no_time_has_passed_and_after_it_all_of_it() -> None:
    for day, passed in ((FIRST - timedelta(days=5), 0), (LAST + timedelta(days=400), 1)):
        found = progress(goal=Goal(10), amount=0, from_on=FIRST, due_on=LAST, day=day)
        assert found.passed == Fraction(passed)


@given(some.integers(1, 5_000), some.integers(0, 6_000), some.integers(0, 500), some.integers(0, 120))
def test_more_verified_jobs_never_bring_it_into_danger(promised: int, verified: int, more: int, day: int) -> None:
    on = FIRST + timedelta(days=day)
    less, higher = (
        progress(goal=Goal(promised), amount=jobs, from_on=FIRST, due_on=LAST, day=on)
        for jobs in (verified, verified + more)
    )

    assert less.is_at_risk or not higher.is_at_risk


@pytest.mark.parametrize(("promised", "due_on"), [(0, LAST), (5, FIRST)])
def test_a_promise_of_nothing_or_of_no_time_is_refused(promised: int, due_on: date) -> None:
    with pytest.raises(ValueError, match="promised"):
        progress(goal=Goal(promised), amount=0, from_on=FIRST, due_on=due_on, day=FIRST)

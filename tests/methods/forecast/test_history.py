"""What was known on a day of who stood where."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hamahang.methods.forecast import Histories, NoSuchStage, Visit, fit, forecast
from tests.methods.forecast.made import books

ROWS = [
    ("a", "OPEN", 0.0), ("a", "WORK", 5.0), ("a", "DONE", 9.0),
    ("b", "OPEN", 2.0), ("b", "LOST", 4.0),
    ("c", "OPEN", 3.0), ("c", "WORK", 8.0),
]  # fmt: skip


def test_a_case_is_open_until_it_ends_and_its_later_rows_say_nothing():
    known = books([*ROWS, ("b", "OPEN", 6.0)]).known(10.0)

    assert [known.of.cases[case] for case in known.case[known.open]] == ["c"]
    assert known.visits.tolist() == [3, 2, 2]
    assert known.succeeded_on[0] == 9.0
    assert np.isnan(known.succeeded_on[1])


def test_what_came_later_was_not_known():
    known = books(ROWS).known(4.5)

    assert [known.of.cases[case] for case in known.case[known.open]] == ["a", "c"]
    assert np.isnan(known.left[known.open]).all()


def test_what_was_recorded_later_was_not_known_either():
    visits = [Visit("a", "OPEN", 0.0, 0.0), Visit("a", "DONE", 3.0, 7.0)]
    told = Histories(visits, success={"DONE"}, failure=())

    assert len(told.known(5.0).open) == 1
    assert len(told.known(7.0).open) == 0


def test_of_stages_of_one_day_the_usual_order_holds():
    usual = [row for k in range(5) for row in ((f"u{k}", "Z", 0.0), (f"u{k}", "A", 3.0))]
    known = books([*usual, ("t", "A", 1.0), ("t", "Z", 1.0)]).known(9.0)

    (place,) = [at for at in known.open if known.of.cases[known.case[at]] == "t"]
    assert known.of.stages[known.stage[place]] == "A"


def test_an_end_of_the_same_day_comes_last():
    known = books([("a", "DONE", 1.0), ("a", "WORK", 1.0)]).known(2.0)

    assert len(known.open) == 0


def test_a_stage_that_nobody_entered_is_refused_by_name():
    with pytest.raises(NoSuchStage) as refused:
        Histories([Visit("a", "OPEN", 0.0, 0.0)], success={"DONE"}, failure=())

    assert refused.value.stage == "DONE"
    assert refused.value.stages == ("OPEN",)


@settings(max_examples=20, deadline=None)
@given(st.permutations(range(60)))
def test_the_order_of_rows_does_not_matter(order):
    rows = [
        (f"c{k}", stage, float(day))
        for k in range(20)
        for stage, day in (("OPEN", k), ("WORK", k + k % 4), ("DONE" if k % 3 else "LOST", k + 7))
    ]
    one = forecast(fit(books(rows), at=15.0, horizon=6.0))
    other = forecast(fit(books([rows[at] for at in order]), at=15.0, horizon=6.0))

    assert one.by_step.tobytes() == other.by_step.tobytes()
    assert one.count.chance.tobytes() == other.count.chance.tobytes()


def test_the_future_of_the_books_never_changes_a_forecast():
    rows = [
        (f"c{k}", stage, k * 3.0 + wait) for k in range(30) for stage, wait in (("OPEN", 0.0), ("DONE", 8.0 + k % 9))
    ]
    then = [row for row in rows if row[2] <= 60.0]

    one, other = (forecast(fit(books(some), at=60.0, horizon=10.0)) for some in (rows, then))

    cases = [[future.model.known.of.cases[case] for case in future.case] for future in (one, other)]
    assert cases[0] == cases[1]
    assert one.by_step == pytest.approx(other.by_step)


def test_the_rarest_of_many_stages_are_taken_as_one_and_ends_stay():
    rows = [(f"c{k}", f"S{k % 70:02d}", float(k)) for k in range(140)]
    rows += [(f"c{k}", "OFTEN", 200.0 + k) for k in range(140)] + [("c0", "DONE", 400.0), ("c1", "LOST", 400.0)]
    whole = books(rows)

    merged = whole.merged(500.0, most=10)

    assert len(merged.stages) == 10
    assert {"DONE", "LOST", "OFTEN", "…"} <= set(merged.stages)
    assert [merged.stages[stage] for stage in merged.good] == ["DONE"]
    assert merged.known(500.0).open.tolist() == whole.known(500.0).open.tolist()
    assert whole.merged(500.0, most=100) is whole


def test_what_never_happened_yet_is_not_impossible():
    rows = [(f"c{k}", "OPEN", float(k)) for k in range(30)]

    future = forecast(fit(books([*rows, ("z", "DONE", 900.0)]), at=100.0, horizon=100.0))

    assert 0 < future.count.mean < 15
    assert future.count.quantile(0.975) > 0

"""How often a stage is left: by hand, against lifelines, and what a prior and a censored case may do."""

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hamahang.methods.forecast import aalen_johansen, learn
from hamahang.methods.forecast.incidence import Grid, grid
from tests.methods.forecast.made import books

DAILY = Grid(1.0, np.arange(200))


def test_competing_exits_are_counted_by_hand():
    # of four at risk one succeeds at 1; of three one fails at 2; one is censored at 3; the last succeeds at 4
    times, incidence = aalen_johansen(np.array([1.0, 2.0, 3.0, 4.0]), np.array([1, 2, 0, 1]))

    assert times.tolist() == [1.0, 2.0, 4.0]
    assert incidence[:, 0].tolist() == pytest.approx([1 / 4, 1 / 4, 1 / 4 + 1 / 2])
    assert incidence[:, 1].tolist() == pytest.approx([0, 1 / 4, 1 / 4])


def test_whoever_was_not_watched_from_the_start_is_at_risk_from_then_on():
    # the third is watched from 2 on: at 1 two are at risk, at 3 two again
    times, incidence = aalen_johansen(np.array([1.0, 3.0, 4.0]), np.array([1, 1, 0]), entries=np.array([0.0, 0.0, 2.0]))

    assert times.tolist() == [1.0, 3.0]
    assert incidence[:, 0].tolist() == pytest.approx([1 / 2, 1 / 2 + 1 / 4])


@pytest.mark.parametrize("seed", range(5))
def test_the_estimator_agrees_with_lifelines(seed):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from lifelines import AalenJohansenFitter

        random = np.random.default_rng(seed)
        durations, causes = random.exponential(10.0, 200), random.integers(0, 3, 200)
        theirs = AalenJohansenFitter(calculate_variance=False).fit(durations, causes, event_of_interest=1)
        series = theirs.cumulative_density_.iloc[:, 0]

    times, ours = aalen_johansen(durations, causes)

    assert ours[:, 0] == pytest.approx(series.loc[times].to_numpy(), abs=1e-12)


def history(ends: list[tuple[int, str]]) -> list[tuple[str, str, float]]:
    rows = []
    for at, (wait, end) in enumerate(ends):
        rows.append((f"c{at}", "OPEN", 0.0))
        if end:
            rows.append((f"c{at}", end, float(wait)))
    return rows


def test_without_belief_the_rates_are_the_estimator_on_its_grid():
    ends = [(1, "DONE"), (2, "LOST"), (2, "DONE"), (4, "DONE"), (5, "LOST"), (9, "DONE")]
    told = books([*history(ends), ("late", "OPEN", 6.0)])
    known = told.known(10.0)

    flows, _ = learn(known, DAILY, belief=0.0).flows()
    open_, done = told.stages.index("OPEN"), told.stages.index("DONE")
    # on the grid a case that still stands after four days was at risk in steps 0 to 3
    durations = np.array([*(wait for wait, _ in ends), 4.0]) + np.array([0.0] * 6 + [-0.5])
    times, incidence = aalen_johansen(durations, np.array([1 if end == "DONE" else 2 for _, end in ends] + [0]))

    ours = np.cumsum(flows[open_, done])
    assert ours[times.astype(int)].tolist() == pytest.approx(incidence[:, 0].tolist())


def test_without_data_the_prior_comes_back():
    known = books(history([(3, "DONE"), (5, "LOST"), (8, "DONE")])).known(20.0)
    prior = learn(known, DAILY)

    nothing = learn(books([*history([(3, "DONE"), (5, "LOST")])]).known(-1.0), DAILY, prior=prior)

    assert nothing.leaving == pytest.approx(prior.leaving)
    assert nothing.towards == pytest.approx(prior.towards)


def test_much_belief_is_the_prior_and_none_the_data():
    known = books(history([(3, "DONE"), (5, "LOST"), (8, "DONE")])).known(20.0)
    other = books(history([(1, "LOST"), (1, "LOST"), (2, "DONE")])).known(20.0)
    prior, own = learn(other, DAILY), learn(known, DAILY, belief=0.0)

    assert learn(known, DAILY, prior=prior, belief=1e9).leaving == pytest.approx(prior.leaving, abs=1e-6)
    at_three = own.leaving[own.leaving[:, 3] > 0, 3]
    assert at_three == pytest.approx([1 / 3])


@settings(max_examples=60, deadline=None)
@given(
    ends=st.lists(st.tuples(st.integers(0, 40), st.sampled_from(["DONE", "LOST", ""])), min_size=3, max_size=25),
    begun=st.integers(0, 49),
)
def test_a_case_that_still_stands_never_raises_a_rate(ends, begun):
    rows = [*history(ends), *history([(1, "DONE"), (2, "LOST")])]
    rows += [("x", "DONE", 50.0)]
    cut = grid(20.0)
    without = learn(books(rows).known(50.0), cut)
    beside = learn(books([*rows, ("y", "OPEN", float(begun))]).known(50.0), cut)

    assert (beside.leaving <= without.leaving + 1e-12).all()


def test_only_what_happened_lately_counts_where_it_is_asked_for():
    # before day 10 all took one day; after it five
    rows = [(f"a{k}", stage, k + wait) for k in range(8) for stage, wait in (("OPEN", 0.0), ("DONE", 1.0))]
    rows += [(f"b{k}", stage, 12.0 + k + wait) for k in range(8) for stage, wait in (("OPEN", 0.0), ("DONE", 5.0))]
    known = books(rows).known(40.0)
    place = known.of.stages.index("OPEN")

    assert learn(known, DAILY, belief=0.0).leaving[place, 1] == pytest.approx(0.5)
    assert learn(known, DAILY, since=11.0, belief=0.0).leaving[place, 1] == 0.0


def test_bands_of_ages_grow_and_leave_nothing_out():
    cut = grid(60.0)

    assert cut.step == 1.0
    assert cut.band[0] == 0
    assert set(np.diff(cut.band).tolist()) == {0, 1}

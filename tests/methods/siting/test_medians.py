"""The p-median: beside all choices, beside spopt, where the best is known, and its proof checked again."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from hamahang.methods.siting import medians, remaining
from hamahang.methods.siting.interchange import worth
from hamahang.methods.siting.medians import NoSuchNumber, NotWhole, TooLarge, median
from hamahang.methods.siting.pricing import Pricing
from hamahang.methods.siting.reading import read_pmed
from hamahang.methods.siting.remaining import ask
from hamahang.methods.siting.verifying import is_proven

from .made import least, random_graph, stars

SMALL = arrays.arrays(
    np.int64, st.tuples(st.integers(1, 9), st.integers(1, 7)), elements=st.integers(0, 12)
)  # fmt: skip


def split_graph() -> np.ndarray:
    """Return costs whose prices alone prove nothing, so that parts must be split."""
    return read_pmed(random_graph(200, 20, seed=220)).cost


@settings(max_examples=150, deadline=None)
@given(SMALL, st.data())
def test_of_all_choices_none_costs_less_and_the_proof_holds(cost, data):
    number = data.draw(st.integers(1, cost.shape[1]))

    found = median(cost, number=number)

    assert found.value == found.bound == least(cost, number)
    assert len(found.open) == number
    assert cost[np.arange(len(cost)), found.nearest].sum() == found.value
    assert set(found.nearest.tolist()) <= set(found.open)
    assert is_proven(cost, found)


@settings(max_examples=60, deadline=None)
@given(SMALL, st.data())
def test_the_order_of_customers_and_sites_does_not_matter(cost, data):
    number = data.draw(st.integers(1, cost.shape[1]))
    rows = data.draw(st.permutations(range(cost.shape[0])))
    columns = data.draw(st.permutations(range(cost.shape[1])))

    assert median(cost[rows][:, columns], number=number).value == median(cost, number=number).value


@settings(max_examples=60, deadline=None)
@given(SMALL, st.data())
def test_one_more_site_or_one_more_place_to_choose_is_never_worse(cost, data):
    number = data.draw(st.integers(1, cost.shape[1]))
    value = median(cost, number=number).value

    assert median(np.hstack((cost, cost[:, :1])), number=number).value <= value
    if number < cost.shape[1]:
        assert median(cost, number=number + 1).value <= value


@settings(max_examples=60, deadline=None)
@given(SMALL, st.data())
def test_a_customer_told_twice_costs_twice(cost, data):
    number = data.draw(st.integers(1, cost.shape[1]))

    assert median(np.vstack((cost, cost)), number=number).value == 2 * median(cost, number=number).value
    assert median(2 * cost, number=number).value == 2 * median(cost, number=number).value


@pytest.mark.parametrize(("number", "leaves"), [(3, 4), (12, 5), (40, 3)])
def test_stars_far_from_each_other_open_their_hearts(number, leaves):
    text, hearts, value = stars(number, leaves, seed=number)
    graph = read_pmed(text)

    found = median(graph.cost, number=graph.number)

    assert (found.value, found.bound) == (value, value)
    assert [site + 1 for site in found.open] == hearts
    assert is_proven(graph.cost, found)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # spopt calls what its solver's next version drops
@pytest.mark.parametrize(("vertices", "number"), [(40, 13), (50, 5), (60, 20)])
def test_spopt_finds_the_same(vertices, number):
    import pulp
    from spopt.locate import PMedian

    cost = read_pmed(random_graph(vertices, number, seed=vertices + number)).cost

    theirs = PMedian.from_cost_matrix(cost, np.ones(vertices), p_facilities=number)
    theirs = theirs.solve(pulp.PULP_CBC_CMD(msg=False))

    assert median(cost, number=number).value == pytest.approx(theirs.problem.objective.value(), rel=1e-9)


def test_where_prices_do_not_prove_it_parts_are_split_and_the_proof_is_whole():
    cost = split_graph()

    found = median(cost, number=20)

    assert found.is_proven
    assert len(found.splits) > 3
    assert is_proven(cost, found)


def test_a_proof_that_was_tampered_with_does_not_hold():
    cost = split_graph()
    found = median(cost, number=20)
    other = next(site for site in range(200) if site not in found.open)
    closed = next(place for place, split in enumerate(found.splits) if split.at < 0)

    assert not is_proven(cost, replace(found, value=found.value + 1))
    assert not is_proven(cost, replace(found, value=found.value - 1))
    assert not is_proven(cost, replace(found, open=(*found.open[1:], other)))
    assert not is_proven(cost, replace(found, open=(found.open[0], *found.open[:-1])))
    assert not is_proven(cost, replace(found, splits=found.splits[1:]))
    assert not is_proven(cost, replace(found, splits=found.splits[:-1]))
    weak = replace(found.splits[closed], prices=np.zeros(200))
    assert not is_proven(cost, replace(found, splits=(*found.splits[:closed], weak, *found.splits[closed + 1 :])))


def test_when_time_is_up_the_bound_is_still_true():
    cost = split_graph()
    best = median(cost, number=20).value

    hurried = median(cost, number=20, seconds=1e-9)

    assert 0 <= hurried.bound <= best <= hurried.value
    assert not hurried.is_proven


@pytest.mark.parametrize(
    ("cost", "number", "error"),
    [
        ([[1.5]], 1, NotWhole),
        ([[-1]], 1, NotWhole),
        ([[float("nan")]], 1, NotWhole),
        ([[float("inf")]], 1, NotWhole),
        (np.zeros((0, 3)), 1, NotWhole),
        ([[1, 2]], 0, NoSuchNumber),
        ([[1, 2]], 3, NoSuchNumber),
        ([[2**53]], 1, TooLarge),
    ],
)
def test_what_is_no_problem_is_refused(cost, number, error):
    with pytest.raises(error):
        median(np.array(cost), number=number)


def test_one_site_is_the_one_of_least_sum_and_all_sites_cost_nothing():
    cost = read_pmed(random_graph(40, 1, seed=7)).cost

    assert median(cost, number=1).value == cost.sum(axis=0).min()
    assert median(cost, number=40).value == 0


def test_where_splitting_does_not_end_the_solver_is_asked_and_the_result_says_so(monkeypatch):
    cost = split_graph()
    by_sums = median(cost, number=20)
    assert len(by_sums.splits) > 1
    monkeypatch.setattr(medians, "PARTS", 1)

    found = median(cost, number=20)

    assert (found.value, found.bound, found.by_solver) == (by_sums.value, by_sums.value, True)
    assert len(found.splits) == 1
    # its word is no proof that can be counted again
    assert not is_proven(cost, found)
    assert is_proven(cost, by_sums)


@pytest.mark.parametrize("seed", range(6))
def test_what_prices_leave_holds_the_best_choice(seed):
    rng = np.random.default_rng(seed)
    cost = rng.integers(0, 40, (12, 9)).astype(np.float64)
    best = least(cost, 3)
    prices = np.sort(cost, axis=1)[:, 1] + rng.integers(0, 3, 12)
    bound = Pricing(cost, 3, np.zeros(0, np.int64)).priced(prices).bound
    kept, nobody = np.ones(9, bool), np.zeros(0, np.int64)

    better = ask(cost, 3, prices, kept=kept, firm=nobody, room=best - bound, seconds=10)
    none = ask(cost, 3, prices, kept=kept, firm=nobody, room=best - 1 - bound, seconds=10)

    assert better.sites is not None
    assert worth(cost, better.sites) == best
    # nothing costs less, or what is there is no better
    assert none.is_all
    assert none.sites is None or worth(cost, none.sites) >= best


def test_too_many_pairs_are_not_asked(monkeypatch):
    monkeypatch.setattr(remaining, "MOST_PAIRS", 3)
    cost = np.arange(12.0).reshape(4, 3)

    answer = ask(cost, 1, cost.max(axis=1), kept=np.ones(3, bool), firm=np.zeros(0, np.int64), room=9.0, seconds=1)

    assert (answer.sites, answer.is_all) == (None, False)

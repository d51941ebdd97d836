"""Covering and capacities: beside all choices, beside spopt, and what must hold."""

from itertools import combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from scipy.optimize import linprog

from hamahang.methods.siting.medians import NoSuchNumber, NotWhole, TooLarge, median
from hamahang.methods.siting.programme import NothingFits
from hamahang.methods.siting.serving import cover, serve


@st.composite
def small(draw):
    """Return weights, who reaches whom, capacities, costs and how many sites."""
    customers, sites = draw(st.integers(1, 6)), draw(st.integers(1, 5))
    whole = st.integers(0, 9)
    weights = draw(arrays.arrays(np.int64, customers, elements=whole))
    reaches = draw(arrays.arrays(bool, (customers, sites)))
    capacity = draw(arrays.arrays(np.int64, sites, elements=st.integers(0, 16)))
    costs = draw(arrays.arrays(np.int64, (customers, sites), elements=whole))
    return weights, reaches, capacity, costs, draw(st.integers(1, sites))


def choices(sites: int, number: int) -> list[list[int]]:
    return [list(chosen) for chosen in combinations(range(sites), number)]


def flowing(weights, allowed, capacity, costs, chosen, *, is_all: bool) -> Any:
    """Return the cost of all demand, or the weight that can be served, from some sites: a flow by another solver."""
    pairs = [(customer, site) for customer in range(len(weights)) for site in chosen]
    into = np.array([[float(at == customer) for customer, _ in pairs] for at in range(len(weights))])
    out = np.array([[float(at == site) for _, site in pairs] for at in chosen])
    bounds = [(0, None if allowed[pair] else 0) for pair in pairs]
    if is_all:
        prices = [costs[pair] for pair in pairs]
        found = linprog(prices, A_ub=out, b_ub=capacity[chosen], A_eq=into, b_eq=weights, bounds=bounds)
        return round(found.fun) if found.status == 0 else None
    limits = np.concatenate((capacity[chosen], weights))
    return -round(linprog(-np.ones(len(pairs)), A_ub=np.vstack((out, into)), b_ub=limits, bounds=bounds).fun)


@settings(max_examples=60, deadline=None)
@given(small())
def test_of_all_choices_none_reaches_more(problem):
    weights, reaches, _, _, number = problem

    found = cover(weights, reaches, number=number)

    best = max(int(weights[reaches[:, chosen].any(axis=1)].sum()) for chosen in choices(reaches.shape[1], number))
    assert found.value == found.bound == found.served.sum() == best
    assert len(found.open) <= number


@settings(max_examples=40, deadline=None)
@given(small())
def test_with_capacities_none_serves_more_and_no_site_more_than_it_can(problem):
    weights, reaches, capacity, costs, number = problem

    found = cover(weights, reaches, number=number, capacity=capacity)

    best = max(
        flowing(weights, reaches, capacity, costs, chosen, is_all=False) for chosen in choices(reaches.shape[1], number)
    )
    assert found.is_proven
    assert found.value == best == found.flow.sum()
    assert (found.flow.sum(axis=0) <= capacity).all()
    assert not found.flow[~reaches].any()
    assert (found.served <= weights).all()


@settings(max_examples=40, deadline=None)
@given(small())
def test_with_capacities_none_serves_all_for_less(problem):
    weights, reaches, capacity, costs, number = problem
    everywhere = np.ones(reaches.shape, bool)
    best = [
        flowing(weights, everywhere, capacity, costs, chosen, is_all=True)
        for chosen in choices(reaches.shape[1], number)
    ]
    known = [value for value in best if value is not None]

    if not known:
        with pytest.raises(NothingFits):
            serve(costs, weights, capacity, number=number)
        return
    found = serve(costs, weights, capacity, number=number)
    assert found.is_proven
    assert found.value == min(known) == (found.flow * costs).sum()
    assert (found.flow.sum(axis=1) == weights).all()


@settings(max_examples=30, deadline=None)
@given(small())
def test_more_capacity_is_never_worse_and_endless_is_the_median(problem):
    weights, reaches, capacity, costs, number = problem
    value = cover(weights, reaches, number=number, capacity=capacity).value

    assert cover(weights, reaches, number=number, capacity=capacity + 3).value >= value
    assert cover(weights, reaches, number=number).value >= value
    endless = np.full(len(capacity), 1_000)
    assert (
        cover(weights, reaches, number=number, capacity=endless).value == cover(weights, reaches, number=number).value
    )
    assert serve(costs, weights, endless, number=number).value == median(weights[:, None] * costs, number=number).value


def test_who_reaches_all_covers_all():
    assert cover(np.array([3, 4]), np.ones((2, 3), bool), number=1).value == 7


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # spopt calls what its solver's next version drops
@pytest.mark.parametrize("number", [1, 4])
def test_spopt_covers_the_same(number):
    import pulp
    from spopt.locate import MCLP

    random = np.random.default_rng(number)
    cost, weights = random.integers(1, 100, (30, 12)), random.integers(1, 50, 30)

    theirs = MCLP.from_cost_matrix(cost, weights, service_radius=20, p_facilities=number)
    theirs = theirs.solve(pulp.PULP_CBC_CMD(msg=False))

    ours = cover(weights, cost <= 20, number=number)
    assert ours.value == ours.bound == pytest.approx(theirs.problem.objective.value(), rel=1e-9)


@pytest.mark.parametrize("weights", [[1.5], [-1], [float("nan")]])
def test_weights_that_are_not_whole_are_refused(weights):
    with pytest.raises(NotWhole):
        cover(np.array(weights), np.ones((1, 1), bool), number=1)


def test_numbers_beyond_what_is_there_are_refused():
    with pytest.raises(NoSuchNumber):
        cover(np.array([1]), np.ones((1, 2), bool), number=3)
    with pytest.raises(NoSuchNumber):
        serve(np.array([[1]]), np.array([1]), np.array([1]), number=0)
    with pytest.raises(TooLarge):
        serve(np.array([[2**40]]), np.array([2**30]), np.array([1]), number=1)

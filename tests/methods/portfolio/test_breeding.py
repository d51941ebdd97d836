"""The population of a knapsack: against every choice of small ones, and what must hold of any."""

from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from hamahang.methods.portfolio.breeding import Breeding, is_knapsack
from hamahang.methods.portfolio.highs import relax
from hamahang.methods.portfolio.instances import knapsack, simple
from hamahang.methods.portfolio.packing import Packing
from hamahang.methods.portfolio.solving import solve


def packed(values: list[int], weights: list[list[int]], limits: list[int]) -> Packing:
    number = len(values)
    return Packing(
        np.array(values, np.int64),
        np.arange(number, dtype=np.int64),
        np.zeros(number, bool),
        sparse.csc_matrix(np.array(weights, np.int64).reshape(len(limits), number)),
        np.array(limits, np.int64),
    )


@st.composite
def knapsacks(draw):
    number, rows = draw(st.integers(2, 7)), draw(st.integers(1, 3))
    weights = [draw(st.lists(st.integers(0, 9), min_size=number, max_size=number)) for _ in range(rows)]
    return packed(
        draw(st.lists(st.integers(0, 20), min_size=number, max_size=number)),
        weights,
        [draw(st.integers(0, 20)) for _ in range(rows)],
    )


@settings(deadline=None, max_examples=60)
@given(knapsacks())
def test_a_population_is_never_above_the_best_choice_which_is_found(packing):
    bred = Breeding(packing, relax(packing))
    bred.run(until=np.inf, better=lambda chosen: True, broods=10)

    every = (np.flatnonzero(one) for one in product((0, 1), repeat=packing.columns))
    best = max(packing.worth(chosen) for chosen in every if not packing.faults(chosen))
    assert not packing.faults(bred.best)
    assert packing.worth(bred.best) <= best
    assert solve(packing, rounds=1).worth == best


def test_every_choice_of_a_population_keeps_all_limits_and_none_is_there_twice():
    packing = knapsack(60, 10, seed=1)
    bred = Breeding(packing, relax(packing))
    bred.run(until=np.inf, better=lambda chosen: True, broods=5)

    used = bred.weights @ bred.population + (packing.limit[:, None] - bred.room)
    assert (used <= packing.limit[:, None]).all()
    assert len({column.tobytes() for column in bred.population.T}) == bred.population.shape[1]


def test_a_third_population_begins_with_the_best_of_those_before():
    packing = knapsack(40, 5, seed=2)
    bred = Breeding(packing, relax(packing))
    bred.run(until=np.inf, better=lambda chosen: True, broods=60)
    best = packing.worth(bred.best)
    for _ in range(2):
        bred.again()

    assert packing.worth(bred.best) >= best  # each third is begun from the best of those before


def test_what_has_choices_floors_or_musts_is_no_knapsack():
    packing = packed([3, 4], [[1, 1]], [1])

    assert is_knapsack(packing)
    assert not is_knapsack(simple(20, seed=0))
    assert not is_knapsack(packed([3, 4], [[1, -1]], [1]))


def test_the_same_work_gives_the_same_choice():
    packing = knapsack(50, 5, seed=0)
    one, other = (solve(packing, rounds=1) for _ in range(2))

    assert one.chosen is not None
    assert one.chosen.tolist() == other.chosen.tolist()

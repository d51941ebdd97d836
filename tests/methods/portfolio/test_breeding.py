"""The population of a knapsack: against every choice of small ones, and what must hold of any."""

from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from hamahang.methods.portfolio import compiled
from hamahang.methods.portfolio.breeding import Breeding, is_knapsack
from hamahang.methods.portfolio.highs import relax
from hamahang.methods.portfolio.instances import knapsack, simple
from hamahang.methods.portfolio.packing import Ints, Packing
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
    told = list[int]()

    def better(chosen: Ints) -> bool:
        told.append(packing.worth(chosen))
        return True

    bred.run(until=np.inf, better=better, broods=5)

    choices = bred.choices[: bred.number[0]]
    left = bred.room - choices.astype(np.int64) @ bred.weights
    assert (left >= 0).all()
    assert len({one.tobytes() for one in choices}) == len(choices) > 50
    assert bred.worth[: len(choices)].tolist() == (choices @ bred.value).tolist()
    assert told == sorted(set(told))
    assert told[-1] == packing.worth(bred.best) == packing.worth(bred.fixed) + bred.worth.max()
    for choice, room in zip(choices, left, strict=True):  # nothing more fits
        assert not (bred.weights[choice == 0] <= room).all(axis=1).any()


def test_a_choice_is_mended_as_by_hand_and_a_brood_comes_to_the_best():
    """What exceeds nothing is only added to: the most worthy for what it uses first."""
    packing = packed([9, 8, 5, 4], [[3, 3, 3, 1]], [7])
    bred = Breeding(packing, relax(packing))

    assert bred._mended(np.array([True, True, True, True])).tolist() == [True, True, False, True]
    assert bred._mended(np.array([False, False, True, False])).tolist() == [True, False, True, True]
    bred.run(until=np.inf, better=lambda chosen: True, broods=1)
    assert packing.worth(bred.best) == 21


def test_of_a_wide_knapsack_a_population_comes_near_the_bound_soon():
    packing = knapsack(200, 5, seed=3)
    relaxed = relax(packing)
    bred = Breeding(packing, relaxed)
    first = packing.worth(bred.best)
    bred.run(until=np.inf, better=lambda chosen: True, broods=25)

    assert first < packing.worth(bred.best) <= relaxed.value
    assert packing.worth(bred.best) > 0.995 * relaxed.value


def test_a_third_population_begins_with_the_best_of_those_before():
    packing = knapsack(40, 5, seed=2)
    bred = Breeding(packing, relax(packing))
    bred.run(until=np.inf, better=lambda chosen: True, broods=60)
    best = packing.worth(bred.best)
    for _ in range(2):
        bred.again()

    assert packing.worth(bred.best) >= best  # each third is begun from the best of those before


def test_broods_are_had_as_soon_as_they_can_be_while_trees_cannot(monkeypatch):
    """As in a new installation: what children are had with is made in seconds, trees in most of a minute."""
    asked = list[str]()

    def is_at_hand(kernel):
        asked.append(kernel.py_func.__name__)
        return asked.count("bred") > 3 and kernel.py_func.__name__ == "bred"

    monkeypatch.setattr(compiled, "is_at_hand", is_at_hand)
    run, had = Breeding.run, list[int]()

    def counted(self, **options):
        had.append(asked.count("bred"))
        run(self, **options)

    monkeypatch.setattr(Breeding, "run", counted)
    packing = knapsack(120, 10, seed=1)
    found = solve(packing, seconds=4.0)

    assert had[0] == 4
    assert "grow" in asked
    assert not packing.faults(found.chosen)


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

"""Choices that were improved apart: what is open between them, and that a merge finds what none of them had."""

from time import perf_counter

import numpy as np
import pytest

from hamahang.methods.portfolio.annealing import Annealing
from hamahang.methods.portfolio.highs import relax, search
from hamahang.methods.portfolio.improving import Search, by_part
from hamahang.methods.portfolio.instances import multiple_choice
from hamahang.methods.portfolio.merging import KEPT, Merging, differing, held
from hamahang.methods.portfolio.packing import Packing


def begun(packing: Packing, *, seconds: float = 3.0) -> tuple[Search, Merging]:
    """Return a search that has a first choice, and a merging that begins from it."""
    best = Search(packing, relax(packing))
    best.offer(search(packing, seconds=20.0, is_first_enough=True).chosen)
    return best, Merging(best, seconds=seconds, at_most=0.2)


def test_what_choices_hold_and_where_they_differ() -> None:
    packing = multiple_choice(4, 3, 2, seed=1)  # columns 0–2, 3–5, 6–8, 9–11
    one, other = held(packing, np.array([0, 4, 8])), held(packing, np.array([0, 5, 8, 9]))

    assert one.tolist() == [0, 4, 8, -1]
    assert differing([one, other]).tolist() == [False, True, False, True]
    assert differing([one, one]).tolist() == [False] * 4


@pytest.mark.parametrize("seed", range(3))
def test_what_is_merged_keeps_all_limits_and_is_worth_no_less_than_any_of_them(seed: int) -> None:
    packing = multiple_choice(40, 5, 4, seed=seed)
    best, merging = begun(packing)
    first = best.worth
    end = perf_counter() + 2.0
    while perf_counter() < end:
        merging.run(until=end, last=end, enough=lambda: False)

    assert merging.number > 1
    assert best.chosen is not None
    assert not packing.faults(best.chosen)
    assert first <= max(worth for worth, _ in merging.kept) <= best.worth == packing.worth(best.chosen)
    assert len({now.tobytes() for _, now in merging.kept}) == len(merging.kept) <= KEPT


def test_a_merge_takes_from_each_what_the_other_has_not() -> None:
    """Two candidates of three columns, nothing scarce: each choice has the better column of one candidate alone."""
    packing = Packing(
        np.array([1, 5, 9, 1, 5, 9]), np.repeat(np.arange(2), 3), np.zeros(2, bool),
        multiple_choice(2, 3, 1, seed=1).matrix, np.array([1_000]),
    )  # fmt: skip
    best = Search(packing, relax(packing))
    best.offer(np.array([0, 3]))
    merging = Merging(best, seconds=30.0, at_most=1.0)
    best.chosen, best.worth = np.array([0, 3]), 2
    for chosen in ([2, 3], [0, 5]):
        merging.keep(np.array(chosen))

    merging.merge(perf_counter() + 10.0)

    assert best.chosen.tolist() == [2, 5]


def test_where_all_are_the_same_there_is_nothing_to_merge() -> None:
    best, merging = begun(multiple_choice(10, 3, 2, seed=4))
    worth = best.worth
    merging.kept, merging.newest = [], []

    merging.merge(perf_counter() + 10.0)

    assert best.worth == worth
    assert len(merging.kept) == 1


def test_populations_tell_where_their_best_differ() -> None:
    packing = multiple_choice(6, 3, 2, seed=2)
    annealing = Annealing(packing, relax(packing), seed=0)
    same = np.zeros(packing.groups, np.int64)
    other = same.copy()
    other[[1, 4]] = 2
    annealing.parents, annealing.kept = [(3, same, 1.0)], [(2, other, 1.0)]

    assert np.flatnonzero(annealing.differing()).tolist() == [1, 4]


def test_a_part_of_nobody_and_a_part_without_time_change_nothing() -> None:
    """The best of a population may all be one choice."""
    best, _ = begun(multiple_choice(10, 3, 2, seed=4))
    worth, nobody = best.worth, np.zeros(best.packing.groups, bool)

    assert by_part(best, nobody, seconds=1.0) == (False, True)
    assert by_part(best, ~nobody, seconds=-0.1) == (False, False)
    assert best.worth == worth


def test_what_begins_better_than_the_best_is_the_best() -> None:
    packing = multiple_choice(40, 5, 4, seed=0)
    best = Search(packing, relax(packing))
    best.offer(np.zeros(0, np.int64))
    Merging(best, seconds=30.0, at_most=0.2)

    assert best.worth > 0

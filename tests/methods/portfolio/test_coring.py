"""Cores: what they are made of, that their tree ends in the best of them, and how large the next one is."""

from time import perf_counter

import numpy as np
import pytest
from scipy import sparse

from hamahang.methods.portfolio import coring
from hamahang.methods.portfolio.branching import Tree
from hamahang.methods.portfolio.coring import Coring, is_treed, without_loose
from hamahang.methods.portfolio.highs import relax, search
from hamahang.methods.portfolio.improving import Search
from hamahang.methods.portfolio.instances import multiple_choice
from hamahang.methods.portfolio.packing import Packing

NOTHING_USED = sparse.csc_matrix((1, 2), dtype=np.int64)


def begun(packing: Packing) -> Search:
    """Return a search that has the solver's first choice."""
    best = Search(packing, relax(packing))
    best.offer(search(packing, seconds=20.0, is_first_enough=True).chosen)
    return best


def run_until(one: Coring, worth: int, *, seconds: float = 30.0) -> None:
    """Search cores until a choice is worth so much, or too long."""
    end = perf_counter() + seconds
    while one.best.worth < worth and perf_counter() < end:
        one.run(until=min(perf_counter() + 0.05, end))


def test_a_core_is_what_is_chosen_and_what_loses_least_beside_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coring, "CHANCE", 0.0)
    packing = multiple_choice(100, 10, 10, seed=1)
    best = begun(packing)
    chosen = best.chosen
    one = Coring(best)
    one.run(until=perf_counter() + 0.001)

    assert chosen is not None
    others = np.setdiff1d(one.core, chosen)
    left = np.setdiff1d(np.arange(packing.columns), np.union1d(one.core, chosen))
    assert len(others) == int(coring.FIRST)
    assert one.lost[others].max() <= one.lost[left].min()
    # what could change in nothing is fixed: a candidate is of the core or taken as it is
    assert one.core.tolist() == sorted(one.core.tolist())
    assert set(packing.group[one.core]) == set(packing.group[others])
    assert np.array_equal(np.union1d(one.taken, np.intersect1d(one.core, chosen)), chosen)


def test_who_may_be_left_in_a_core_is_who_loses_little_by_it_or_is_left_now(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three candidates of one column, worth 9, 5 and 1 for 1 each of 2: the relaxation leaves the third."""
    monkeypatch.setattr(coring, "CHANCE", 0.0)
    monkeypatch.setattr(coring, "FIRST", 2.0)
    packing = Packing(
        np.array([9, 5, 1]), np.arange(3), np.zeros(3, bool), sparse.csc_matrix(np.ones((1, 3), np.int64)),
        np.array([2]),
    )  # fmt: skip
    best = Search(packing, relax(packing))
    best.offer(np.array([0, 2]))
    others, is_left = Coring(best)._others(np.array([0, 2]))

    # 5 for 1 is taken in, 1 may be left; what brings 9 stays
    assert others.tolist() == [1]
    assert is_left.tolist() == [False, True, True]


def test_limits_that_no_choice_exceeds_are_left_out_and_no_others() -> None:
    rows = np.array([[3, 5, 2, 4], [3, 5, 2, 5], [-1, -1, -1, -1], [-1, 0, -1, -1]])
    packing = Packing(
        np.ones(4, np.int64), np.array([0, 0, 1, 1]), np.array([True, False]), sparse.csc_matrix(rows),
        np.array([9, 9, -1, -1]),
    )  # fmt: skip
    # at most 5 + 4 of the first, 5 + 5 of the second; one is always taken, but not always one that the last counts
    assert without_loose(packing).limit.tolist() == [9, -1]
    assert without_loose(packing).matrix.toarray().tolist() == [rows[1].tolist(), rows[3].tolist()]


@pytest.mark.parametrize("seed", range(4))
def test_cores_come_to_the_best_of_all_where_that_can_be_known(seed: int) -> None:
    packing = multiple_choice(14, 5, 4, seed=seed)
    known = search(packing, seconds=60.0)
    assert known.is_done
    assert known.chosen is not None
    best = begun(packing)
    run_until(Coring(best, seed=seed), packing.worth(known.chosen))

    assert best.worth == packing.worth(known.chosen)
    assert best.chosen is not None
    assert not packing.faults(best.chosen)


def test_what_is_found_elsewhere_is_what_has_to_be_exceeded() -> None:
    packing = multiple_choice(14, 5, 4, seed=2)
    known = search(packing, seconds=60.0)
    best = begun(packing)
    one = Coring(best)
    one.run(until=perf_counter() + 0.001)
    best.offer(known.chosen)
    found: list[int] = []
    best.told = found.append
    one.run(until=perf_counter() + 0.3)

    assert not found


def test_a_core_that_was_soon_searched_is_followed_by_a_larger_one_and_one_that_was_not_by_a_smaller_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    easy = Coring(begun(multiple_choice(12, 5, 4, seed=1)))
    before = easy.size
    easy.run(until=perf_counter() + 1.0)
    assert before < easy.size <= len(easy.lost)

    hard = Coring(begun(multiple_choice(60, 8, 6, seed=1)))
    monkeypatch.setattr(coring, "LONGEST", 0.05)
    monkeypatch.setattr(Tree, "grow", lambda tree, *, until, better: _wait(until))
    before = hard.size
    hard.run(until=perf_counter() + 0.3)
    assert coring.LEAST <= hard.size < before


def _wait(until: float) -> bool:
    """Do nothing until a time, as a tree that comes to no end."""
    while perf_counter() < until:
        pass
    return False


def test_a_core_that_was_broken_off_is_gone_on_with() -> None:
    one = Coring(begun(multiple_choice(100, 10, 10, seed=2)))
    one.size = 200.0
    one.run(until=perf_counter() + 0.02)
    tree = one.tree
    assert tree is not None
    tries = tree.tries
    one.run(until=perf_counter() + 0.02)

    assert one.tree is tree
    assert tree.tries > tries


def test_a_small_core_that_was_broken_off_is_followed_by_one_of_all_there_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two candidates of one column there are four to draw from, however small the least core is."""
    packing = Packing(np.array([2, 1]), np.arange(2), np.zeros(2, bool), NOTHING_USED, np.array([1]))
    best = Search(packing, relax(packing))
    best.offer(np.array([0]))
    one = Coring(best)
    with monkeypatch.context() as slow:
        slow.setattr(coring, "LONGEST", 0.0)
        slow.setattr(Tree, "grow", lambda tree, *, until, better: _wait(until))
        one.run(until=perf_counter() + 0.01)
    run_until(one, 3)

    assert best.worth == 3


def test_a_core_that_is_too_large_for_a_tree_is_followed_by_smaller_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    one = Coring(begun(multiple_choice(6, 5, 4, seed=1)))
    monkeypatch.setattr(Tree, "is_fit", lambda packing: packing.columns <= 20)
    one.size = 28.0
    one.run(until=perf_counter() + 0.5)

    assert one.tree is not None or one.size < 28.0


def test_of_columns_that_are_too_many_for_a_candidate_there_are_no_trees() -> None:
    assert is_treed(multiple_choice(6, 3, 2, seed=1))
    assert not is_treed(multiple_choice(3, 64, 2, seed=1))

"""Cores that range: what they are made of, whatever is chosen, how large they are, and what they come to."""

from time import perf_counter

import numpy as np
import pytest
from scipy import sparse

from hamahang.methods.portfolio import coring, ranging
from hamahang.methods.portfolio.branching import Tree
from hamahang.methods.portfolio.highs import relax, search
from hamahang.methods.portfolio.improving import Search
from hamahang.methods.portfolio.instances import multiple_choice
from hamahang.methods.portfolio.packing import Packing
from hamahang.methods.portfolio.ranging import Ranging, Staying
from hamahang.methods.portfolio.turns import Both

NONE = np.zeros(0, np.int64)


def begun(packing: Packing, *, worst: bool = False) -> Search:
    """Return a search that has a first choice: the solver's, or nothing where nothing need be chosen."""
    best = Search(packing, relax(packing))
    best.offer(NONE if worst else search(packing, seconds=20.0, is_first_enough=True).chosen)
    return best


def knapsack(columns: int, limits: int, *, seed: int) -> Packing:
    """Return a knapsack whose values follow what is used, so that many columns are near the edge."""
    random = np.random.default_rng(seed)
    uses = random.integers(1, 100, (limits, columns))
    value = (uses.mean(axis=0) + 50 * random.random(columns)).astype(np.int64)
    group, is_must = np.arange(columns), np.zeros(columns, bool)
    return Packing(value, group, is_must, sparse.csc_matrix(uses), uses.sum(axis=1) // 2)


def test_a_core_is_what_loses_nothing_and_some_that_lose_least(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coring, "CHANCE", 0.0)
    packing = multiple_choice(100, 10, 10, seed=1)
    best = begun(packing)
    one = Ranging(best)
    priced = int((best.relaxed.prices > 0).sum())
    one.run(until=perf_counter() + 0.001)
    of_it = np.union1d(one.taken, one.core)

    assert priced > 0
    assert len(of_it) == packing.groups + int(ranging.FIRST) + priced
    left = np.setdiff1d(np.arange(packing.columns), of_it)
    assert one.lost[of_it].max() <= one.lost[left].min()
    # who has one way is fixed, and each class has one at least
    assert not set(packing.group[one.taken]) & set(packing.group[one.core])
    assert set(packing.group[of_it]) == set(range(packing.groups))
    assert np.bincount(packing.group[one.core])[packing.group[one.core]].min() > 1


def test_a_core_does_not_depend_on_what_is_chosen() -> None:
    packing = knapsack(60, 5, seed=2)
    cores = []
    for worst in (True, False):
        one = Ranging(begun(packing, worst=worst), seed=7)
        one.run(until=perf_counter() + 0.001)
        cores.append(one.core.tolist())

    assert cores[0] == cores[1]


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("kind", ["knapsack", "choice"])
def test_cores_that_range_come_to_the_best_where_that_can_be_known(kind: str, seed: int) -> None:
    packing = knapsack(30, 4, seed=seed) if kind == "knapsack" else multiple_choice(14, 5, 4, seed=seed)
    known = search(packing, seconds=60.0)
    assert known.is_done
    assert known.chosen is not None
    best = begun(packing, worst=kind == "knapsack")
    one, end = Ranging(best, seed=seed), perf_counter() + 30.0
    while best.worth < packing.worth(known.chosen) and perf_counter() < end:
        one.run(until=min(perf_counter() + 0.05, end))

    assert best.worth == packing.worth(known.chosen)
    assert best.chosen is not None
    assert not packing.faults(best.chosen)


def test_a_core_is_never_smaller_than_the_first_and_lasts_longer_where_it_was_not_searched(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    easy = Ranging(begun(multiple_choice(12, 5, 4, seed=1)))
    first, longest = easy.size, easy.longest
    end = perf_counter() + 30.0
    while easy.size == first and perf_counter() < end:
        easy.run(until=perf_counter() + 0.1)
    # it grows until it is the whole
    assert first < easy.size <= easy._most()
    assert easy.longest == longest

    monkeypatch.setattr(ranging, "FIRST_LONGEST", 0.05)
    monkeypatch.setattr(Tree, "grow", lambda tree, *, until, better: _wait(until))
    hard = Ranging(begun(multiple_choice(60, 8, 6, seed=1)))
    first, longest = hard.size, hard.longest
    end = perf_counter() + 30.0
    while hard.longest == longest and perf_counter() < end:
        hard.run(until=perf_counter() + 0.1)
    assert hard.size == first
    assert hard.longest > longest


def _wait(until: float) -> bool:
    """Do nothing until a time, as a tree that comes to no end."""
    while perf_counter() < until:
        pass
    return False


def test_both_kinds_of_cores_have_the_same_time(monkeypatch: pytest.MonkeyPatch) -> None:
    both = Both(begun(multiple_choice(12, 5, 4, seed=1)))
    spent = [0.0, 0.0]

    def runs(kind: int, seconds: float) -> None:
        def run(*, until: float) -> None:
            _wait(perf_counter() + seconds)
            spent[kind] += seconds

        monkeypatch.setattr(both.kinds[kind], "run", run)

    runs(0, 0.01)
    runs(1, 0.03)
    both.run(until=perf_counter() + 0.4)

    assert spent[1] > 0.0
    assert abs(spent[0] - spent[1]) <= 0.05


def test_where_none_is_to_range_cores_near_the_choice_have_all_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    both, ways = Both(begun(multiple_choice(12, 5, 4, seed=1))), list[int]()
    for kind in range(2):

        def run(*, until: float, kind: int = kind) -> None:
            ways.append(kind)
            _wait(perf_counter() + 0.01)

        monkeypatch.setattr(both.kinds[kind], "run", run)
    both.run(until=perf_counter() + 0.1, ranges=False)

    assert set(ways) == {0}


def test_a_core_that_stays_is_those_that_lose_least_and_grows_once_it_is_searched() -> None:
    packing = knapsack(120, 3, seed=4)
    cores, sizes = [], []
    for seed in range(2):
        one = Staying(begun(packing), seed=seed)
        one.run(until=perf_counter() + 0.001)
        cores.append(one.core.tolist())
        size, end = one.size, perf_counter() + 60.0
        while one.size == size and perf_counter() < end:
            one.run(until=perf_counter() + 0.2)
        sizes.append((size, one.size))

    of_edge = np.argsort(np.abs(packing.value - packing.matrix.T @ relax(packing).prices), kind="stable")
    assert cores[0] == cores[1] == np.sort(of_edge[: len(cores[0])]).tolist()  # nothing is by chance
    assert sizes[0][0] == len(cores[0]) == ranging.FIRST + ranging.WIDER + 3
    assert sizes[0][0] < sizes[0][1] <= packing.columns


def test_a_core_that_stays_comes_to_the_best_of_a_small_knapsack() -> None:
    packing = knapsack(40, 4, seed=5)
    known = search(packing, seconds=60.0)
    assert known.is_done
    assert known.chosen is not None
    best = begun(packing, worst=True)
    Staying(best).run(until=perf_counter() + 1.0)

    assert best.worth == packing.worth(known.chosen)

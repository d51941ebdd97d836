"""Knapsacks of many limits: one copy at a heat against all choices of a number, and what is found against all."""

from itertools import combinations, product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from hamahang.methods.portfolio import answering, tempering
from hamahang.methods.portfolio.heating import Copy, Core, heated, replaced
from hamahang.methods.portfolio.highs import relax
from hamahang.methods.portfolio.improving import Search
from hamahang.methods.portfolio.instances import knapsack, multiple_choice
from hamahang.methods.portfolio.packing import Ints, Packing
from hamahang.methods.portfolio.ranging import Ranging, Staying
from hamahang.methods.portfolio.solving import solve
from hamahang.methods.portfolio.tempering import Tempering, begun, is_tempered

EVER = np.inf


def core_of(columns: int, limits: int, *, seed: int) -> tuple[Core, Ints]:
    """Return columns of a knapsack, and the room."""
    random = np.random.default_rng(seed)
    uses = random.integers(0, 100, (columns, limits)).astype(np.float32)
    core = Core(random.integers(10, 100, columns), uses, np.full(limits, 0.5, np.float32))
    return core, (0.5 * uses.sum(axis=0)).astype(np.int64)


def bits(seed: int) -> np.ndarray:
    return np.random.default_rng(seed).integers(1, 1 << 63, 1, np.uint64)


def cost_of(core: Core, room: Ints, inside: Ints) -> float:
    return float((core.dear * np.maximum(core.uses[inside].sum(axis=0) - room, 0.0)).sum())


def small(columns: int, limits: int, *, seed: int, times: int = 1) -> Packing:
    made = knapsack(columns, limits, seed=seed, tight=0.5)
    matrix = sparse.csc_matrix(made.matrix.toarray() * times)
    return Packing(made.value, made.group, made.is_must, matrix, made.limit * times)


def best_of(packing: Packing) -> int:
    every = (np.flatnonzero(one) for one in product((0, 1), repeat=packing.columns))
    return max(packing.worth(chosen) for chosen in every if not packing.faults(chosen))


def tempered(packing: Packing, *, stretches: int, seed: int = 0) -> tuple[Search, Tempering]:
    search = Search(packing, relax(packing))
    search.offer(np.zeros(0, np.int64))
    tempering_ = Tempering(search, seed=seed)
    tempering_.run(until=EVER, stretches=stretches)
    return search, tempering_


def test_what_each_outside_would_be_worth_is_counted_as_by_hand():
    """Two limits, padded to four. Column 0 leaves; 2 or 3 comes: 3 exceeds the first limit by 4, half a unit each."""
    core = Core(
        np.array([10, 20, 30, 40]),
        np.array([[5, 1, 0, 0], [2, 2, 0, 0], [3, 3, 0, 0], [9, 1, 0, 0]], np.float32),
        np.array([0.5, 0.25, 1.0, 1.0], np.float32),
    )
    copy = begun(core, np.array([7, 6, 0, 0]), np.array([0, 1]), np.array([2, 3]))

    assert copy.over.tolist() == [0.0, -3.0, 0.0, 0.0]
    counted: Any = replaced  # as Python, for what only kernels call cannot be called from here
    assert counted.py_func(core, copy, 0) == 38.0
    assert copy.sums[:2].tolist() == [30.0, 38.0]
    assert (copy.sums[2:] < 0).all()


@settings(deadline=None, max_examples=30)
@given(st.integers(4, 30), st.integers(1, 9), st.integers(1, 10**6), st.sampled_from([1.0, 10.0, 100.0]))
def test_after_any_draws_a_copy_is_what_its_columns_say(columns, limits, seed, heat):
    core, room = core_of(columns, 4 * -(-limits // 4), seed=seed)
    order = np.random.default_rng(seed).permutation(columns)
    copy: Copy = begun(core, room, order[: columns // 2], order[columns // 2 :])
    most, best = np.full(1, -1), np.zeros(columns, np.int8)
    changed = heated(core, copy, heat, 500, most, best, bits(seed))

    assert 0 <= changed <= 500
    assert sorted([*copy.inside, *copy.outside]) == list(range(columns))
    assert len(copy.inside) == columns // 2
    assert copy.over.tolist() == (core.uses[copy.inside].sum(axis=0) - room).tolist()
    assert copy.uses[:, : len(copy.outside)].tolist() == core.uses[copy.outside].T.tolist()
    assert copy.values[: len(copy.outside)].tolist() == core.value[copy.outside].tolist()
    assert copy.worth[0] == core.value[copy.inside].sum()
    assert copy.cost[0] == pytest.approx(cost_of(core, room, copy.inside), rel=1e-5)
    if most[0] >= 0:
        chosen = np.flatnonzero(best)
        assert len(chosen) == columns // 2
        assert most[0] == core.value[chosen].sum()
        assert cost_of(core, room, chosen) == 0.0


def test_choices_are_seen_as_often_as_their_heat_says():
    """Three of six columns: e to the power of worth less cost over heat, as nearly as the exponential is taken."""
    core, room = core_of(6, 4, seed=3)
    every = [np.array(one) for one in combinations(range(6), 3)]
    energy = np.array([core.value[one].sum() - cost_of(core, room, one) for one in every])
    share = np.exp((energy - energy.max()) / 30.0)
    share /= share.sum()
    copy = begun(core, room, np.arange(3), np.arange(3, 6))
    most, best, random = np.full(1, -1), np.zeros(6, np.int8), bits(1)
    seen = dict.fromkeys((tuple(one.tolist()) for one in every), 0)
    for _ in range(40_000):
        heated(core, copy, 30.0, 1, most, best, random)
        seen[tuple(sorted(copy.inside.tolist()))] += 1

    assert np.abs(np.array(list(seen.values())) / 40_000 - share).sum() / 2 < 0.03


@pytest.mark.parametrize("seed", range(6))
def test_of_small_ones_the_best_of_all_choices_is_found(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempering, "TRIAL", 20)
    monkeypatch.setattr(tempering, "EPISODE", 20)
    packing = small(13, 21, seed=seed)
    search, _ = tempered(packing, stretches=200, seed=seed)

    assert search.worth == best_of(packing)


def test_larger_numbers_than_32_bits_hold_are_rounded_so_that_all_limits_are_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tempering, "TRIAL", 20)
    monkeypatch.setattr(tempering, "EPISODE", 20)
    packing = small(13, 21, seed=2, times=10**9 + 7)
    search, _ = tempered(packing, stretches=200)

    assert search.chosen is not None
    assert not packing.faults(search.chosen)
    assert search.worth >= 0.95 * best_of(packing)


def test_the_numbers_beside_the_best_are_tried_before_one_is_held_to() -> None:
    _, of = tempered(small(60, 21, seed=1), stretches=1)
    of.found = {}
    first = of.number
    assert of._number() == first

    of.found = {first: 900}
    assert of._number() == first + 1
    of.found = {first: 900, first + 1: 950}
    assert of._number() == first + 2
    of.found = {first: 900, first + 1: 950, first + 2: 0}
    drawn = [of._number() for _ in range(200)]
    assert set(drawn) == {first, first + 1}
    assert drawn.count(first + 1) > 140


def test_the_hottest_copy_changes_often_and_the_coldest_seldom() -> None:
    _, of = tempered(knapsack(200, 30, seed=1), stretches=1)
    shares = [
        heated(of.core, copy, float(heat), 4_000, of.most, of.choice, of.bits) / 4_000
        for copy, heat in zip(of.copies, of.heats, strict=True)
    ]

    assert shares[0] < 0.02 < 0.1 < shares[-1] < 0.4


def test_it_is_for_knapsacks_of_many_limits() -> None:
    assert is_tempered(knapsack(100, 30, seed=0))
    assert not is_tempered(knapsack(100, 10, seed=0))
    assert not is_tempered(knapsack(20, 30, seed=0))
    assert answering._kinds(knapsack(100, 30, seed=0)) == (Tempering, Ranging)
    assert answering._kinds(knapsack(100, 10, seed=0)) == (Ranging, Staying)
    assert Tempering not in answering._kinds(multiple_choice(30, 5, 30, seed=0))


def test_a_knapsack_of_many_limits_is_tempered_while_it_is_solved(monkeypatch: pytest.MonkeyPatch) -> None:
    ran = list[float]()
    run = Tempering.run

    def noted(self: Tempering, *, until: float, stretches: int = 1 << 30) -> None:
        ran.append(until)
        run(self, until=until, stretches=stretches)

    monkeypatch.setattr(Tempering, "run", noted)
    packing = knapsack(250, 30, seed=1)
    found = solve(packing, seconds=6.0)

    assert ran
    assert found.chosen is not None
    assert not packing.faults(found.chosen)

"""The relaxation of large problems, and choices that are there before it is solved."""

from time import perf_counter

import numpy as np
import pytest
from scipy import sparse

from hamahang.methods.portfolio import highs, relaxing, solving
from hamahang.methods.portfolio.arranging import arrange
from hamahang.methods.portfolio.certificate import bound, rounded
from hamahang.methods.portfolio.highs import Infeasible, relax
from hamahang.methods.portfolio.instances import knapsack, province, simple
from hamahang.methods.portfolio.packing import Packing
from hamahang.methods.portfolio.sifting import near, priced, sift
from hamahang.methods.portfolio.smoothing import widely_used

PROBLEMS = {
    "every kind of limit": lambda seed: arrange(province(300, seed=seed)).packing,
    "multiple choice with floors": lambda seed: simple(400, seed=seed),
    "a knapsack": lambda seed: knapsack(120, 5, seed=seed),
}


@pytest.mark.parametrize("kind", PROBLEMS)
@pytest.mark.parametrize("seed", range(3))
def test_sifting_finds_the_optimum_of_the_relaxation(kind: str, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    packing = PROBLEMS[kind](seed)
    # so that only some of the candidates are looked at closely
    monkeypatch.setattr("hamahang.methods.portfolio.sifting.FEWEST", 20)
    found, exact = sift(packing), relax(packing)
    assert found.is_exact
    assert found.value == pytest.approx(exact.value, rel=1e-8)
    assert (packing.matrix @ found.x <= packing.limit + 1e-6 * np.abs(packing.limit) + 1e-6).all()
    assert np.add.reduceat(found.x, packing.starts[:-1]).max() <= 1 + 1e-9
    assert float(packing.value @ found.x) == pytest.approx(exact.value, rel=1e-8)


@pytest.mark.parametrize("kind", PROBLEMS)
def test_smoothed_prices_prove_a_bound_near_to_that_of_the_limits_that_many_use(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    packing = PROBLEMS[kind](1)
    monkeypatch.setattr("hamahang.methods.portfolio.sifting.SAMPLE", 60)
    rows = widely_used(packing)
    many = Packing(packing.value, packing.group, packing.is_must, packing.rows[rows].tocsc(), packing.limit[rows])
    exact, prices = relax(many), priced(packing)
    assert (prices >= 0).all()
    assert exact.value * (1 - 1e-9) <= near(packing, prices).value <= exact.value * 1.02
    assert float(bound(packing, rounded(packing, prices))) >= exact.value * (1 - 1e-6)


def test_without_time_there_are_prices_that_prove_a_bound() -> None:
    packing = PROBLEMS["every kind of limit"](0)
    found = sift(packing, until=perf_counter() - 1.0)
    assert not found.is_exact
    assert found.value >= relax(packing).value * (1 - 1e-9)
    assert float(bound(packing, rounded(packing, found.prices))) == pytest.approx(found.value, rel=1e-6)


def test_floors_above_what_the_counties_can_bring_are_found_out() -> None:
    packing = simple(400, seed=0)
    limit = np.where(packing.limit < 0, packing.limit * 10, packing.limit)
    with pytest.raises(Infeasible):
        sift(Packing(packing.value, packing.group, packing.is_must, packing.matrix, limit))


def test_a_choice_is_there_before_the_relaxation_is_solved(monkeypatch: pytest.MonkeyPatch) -> None:
    packing = PROBLEMS["every kind of limit"](2)
    monkeypatch.setattr(relaxing, "SIFTED", 100)
    seen: list[tuple[int, float]] = []

    def late(packing: Packing, prices: np.ndarray, *, until: float) -> object:
        assert seen, "nothing was told before"
        return near(packing, prices)  # as if time were over

    monkeypatch.setattr(solving, "sift", late)
    found = solving.solve(packing, seconds=20.0, gap=0.05, told=lambda worth, most, gap: seen.append((worth, most)))
    assert found.chosen is not None
    assert not packing.faults(found.chosen)
    assert relax(packing).value <= float(found.certified) + 1
    assert all(worth <= most for worth, most in seen)


def test_where_nothing_need_be_chosen_there_is_always_a_choice() -> None:
    packing = knapsack(40, 5, seed=0)
    found = solving.solve(packing, seconds=0.0)
    assert found.chosen is not None
    assert found.worth <= found.most


def test_work_that_is_counted_comes_out_the_same_of_a_large_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    packing = PROBLEMS["multiple choice with floors"](1)
    monkeypatch.setattr(relaxing, "SIFTED", 100)
    monkeypatch.setattr(solving, "WHOLE", 100)
    monkeypatch.setattr(solving, "SMALL", 100)
    one, other = (solving.solve(packing, rounds=1) for _ in range(2))
    assert one.chosen is not None
    assert other.chosen is not None
    assert one.chosen.tolist() == other.chosen.tolist()
    assert one.certified == other.certified
    assert float(one.certified) == pytest.approx(relax(packing).value, rel=1e-6)


def test_prices_are_found_where_limits_concern_nobody() -> None:
    packing = knapsack(30, 2, seed=0)
    empty = Packing(packing.value, packing.group, packing.is_must, packing.matrix * 0, packing.limit)
    assert (priced(empty) == 0).all()


def test_what_costs_more_than_a_million_milliards_may_be_chosen() -> None:
    """HiGHS takes no problem with a coefficient of 1e15, unless it is told to, and has nothing to say of it then."""
    packing = Packing(
        np.array([3, 2]), np.arange(2), np.array([True, False]),
        sparse.csc_matrix(np.array([[6 * 10**15, 2 * 10**15]])), np.array([8 * 10**15]),
    )  # fmt: skip
    found = solving.solve(packing, seconds=5.0)

    assert (found.status, found.worth) == ("proven", 5)


def test_where_the_solver_gives_up_the_whole_is_solved_in_another_way(monkeypatch: pytest.MonkeyPatch) -> None:
    packing = arrange(province(300, seed=1)).packing
    whole = relax(packing).value
    monkeypatch.setitem(highs.QUIET, "simplex_iteration_limit", 0)

    assert sift(packing, until=perf_counter() + 30.0).value == pytest.approx(whole, rel=1e-6)

"""Cooled chains: against every choice of small problems of every kind of limit, and what must hold of any."""

from time import perf_counter

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from scipy import sparse

from hamahang.methods.portfolio import annealing, solving
from hamahang.methods.portfolio.annealing import KEPT, Annealing
from hamahang.methods.portfolio.arranging import arrange
from hamahang.methods.portfolio.exchanging import Exchanging
from hamahang.methods.portfolio.highs import Infeasible, relax
from hamahang.methods.portfolio.instances import multiple_choice, province
from hamahang.methods.portfolio.packing import Ints, Packing
from hamahang.methods.portfolio.problem import Absurd
from tests.methods.portfolio.made import choices, problems


def cooled(packing: Packing, *, sweeps: int, seed: int = 0) -> list[Ints]:
    """Return the choices that are offered, each better than those before, which keep all limits."""
    found: list[Ints] = []

    def better(chosen: Ints) -> bool:
        if packing.faults(chosen):
            return False
        found.append(np.sort(chosen))
        return True

    Annealing(packing, relax(packing), seed=seed).run(until=np.inf, better=better, sweeps=sweeps)
    return found


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(problems())
def test_what_is_offered_is_never_better_than_the_best_of_all_choices(problem):
    try:
        packing = arrange(problem).packing
        found = cooled(packing, sweeps=100)
    except (Absurd, Infeasible):
        assume(False)
    best = max((value for _, value in choices(problem)), default=None)

    assert all(best is not None and packing.worth(chosen) <= best for chosen in found)


@pytest.mark.parametrize("packing", [multiple_choice(20, 5, 5, seed=1), arrange(province(100, seed=0)).packing])
def test_a_whole_cooling_comes_near_to_the_relaxation(packing):
    found = cooled(packing, sweeps=1_000)

    assert found
    worth = [packing.worth(chosen) for chosen in found]
    assert worth == sorted(worth)
    assert worth[-1] >= 0.9 * relax(packing).value


def test_of_each_class_exactly_one_is_taken_where_that_is_a_must():
    packing = multiple_choice(15, 4, 3, seed=2)

    for chosen in cooled(packing, sweeps=200):
        assert packing.group[chosen].tolist() == list(range(15))


def test_the_same_seed_gives_the_same_choices():
    packing = multiple_choice(15, 4, 3, seed=3)
    one, other = (cooled(packing, sweeps=200, seed=5) for _ in range(2))

    assert [chosen.tolist() for chosen in one] == [chosen.tolist() for chosen in other]


def test_a_cold_chain_is_begun_anew():
    packing = multiple_choice(6, 3, 2, seed=4)
    chains = Annealing(packing, relax(packing))
    chains.run(until=np.inf, better=lambda chosen: True)

    assert chains.is_cold
    chains.again()
    assert not chains.is_cold


def test_later_coolings_begin_from_pairs_of_the_best_and_a_choice_found_elsewhere_is_one_of_them():
    packing = multiple_choice(20, 5, 5, seed=1)
    chains = Annealing(packing, relax(packing))
    chains.run(until=np.inf, better=lambda chosen: True)
    assert chains.parents
    best = max(choices_of(packing, chains), key=packing.worth)
    elsewhere = cooled(packing, sweeps=1_000, seed=9)[-1]
    chains.join(elsewhere)
    chains.again()

    known = choices_of(packing, chains)
    assert all(not packing.faults(chosen) for chosen in known)
    assert [packing.worth(chosen) for chosen in known] == sorted(map(packing.worth, known), reverse=True)
    assert elsewhere.tolist() in [chosen.tolist() for chosen in known]
    assert best.tolist() in [chosen.tolist() for chosen in known]
    held = np.stack([now for _, now in chains.parents])
    assert all((held[:, group, None] == chains.now[group]).any(axis=0).all() for group in range(packing.groups))


def test_the_best_parents_are_exchanged_and_a_tired_population_makes_room_for_one_that_is_cooled_longer():
    packing = arrange(province(40, seed=1)).packing
    chains = Annealing(packing, relax(packing))
    exchanging = Exchanging(packing, relax(packing).prices)
    lengths: list[int] = []
    while chains.populations < 2:
        chains.run(until=np.inf, better=lambda chosen: True)
        known = [chosen_of(packing, now).tolist() for _, now in chains.parents]
        assert all(exchanging.improved(np.array(chosen)).tolist() in known for chosen in known[:5])
        if not lengths or chains.sweeps != lengths[-1]:
            lengths.append(chains.sweeps)
        chains.again()

    assert lengths[0] < lengths[2]  # the second population's first cooling, after the warm ones of the first
    assert len(chains.kept) == 2 * KEPT
    assert {worth for worth, _ in chains.parents} == {worth for worth, _ in chains.kept}  # the third begins from them


def chosen_of(packing: Packing, now: Ints) -> Ints:
    """Return the columns of what a chain holds of each candidate."""
    none = (~packing.is_must).astype(np.int64)
    return (packing.starts[:-1] + now - none)[now >= none]


def choices_of(packing: Packing, chains: Annealing) -> list[Ints]:
    """Return the parents as columns; all must be taken, so that a place is a column's."""
    return [packing.starts[:-1] + now for _, now in chains.parents]


def test_a_population_without_a_choice_that_is_tired_is_begun_anew() -> None:
    """Eight sums that must come out exactly: nothing that keeps them is found in a moment."""
    weights = np.random.default_rng(5).integers(0, 100, (8, 340))
    weights[:, 1::2] = 0
    half = weights.sum(axis=1) // 2
    packing = Packing(
        np.ones(340, np.int64), np.repeat(np.arange(170), 2), np.ones(170, bool),
        sparse.csc_matrix(np.vstack([weights, -weights]), dtype=np.int64), np.concatenate([half, -half]),
    )  # fmt: skip
    run = solving._Run(packing, relax(packing), 0.0, perf_counter() + 5.0, 0, solving.not_told)
    assert run.annealing is not None
    run.annealing.sweeps, run.annealing.done, run.annealing.idle = 1, 1, annealing.TIRED

    run._improve(perf_counter() + 0.1)

    assert run.search.chosen is None
    assert run.annealing.populations == 1

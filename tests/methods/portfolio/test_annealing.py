"""Cooled chains: against every choice of small problems of every kind of limit, and what must hold of any."""

import subprocess
import sys
from itertools import product
from time import perf_counter

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from scipy import sparse

from hamahang.methods.portfolio import annealing, compiled, solving
from hamahang.methods.portfolio.annealing import KEPT, MIXED, Annealing
from hamahang.methods.portfolio.arranging import arrange
from hamahang.methods.portfolio.highs import Infeasible, Relaxed, relax
from hamahang.methods.portfolio.instances import multiple_choice, province
from hamahang.methods.portfolio.packing import Ints, Packing
from hamahang.methods.portfolio.problem import Absurd
from tests.methods.portfolio.made import choices, problems


def cooled(packing: Packing, *, chains: int, seed: int = 0) -> list[Ints]:
    """Return the choices that are offered."""
    found: list[Ints] = []

    def better(chosen: Ints) -> bool:
        found.append(np.sort(chosen))
        return True

    Annealing(packing, relax(packing), seed=seed).run(until=np.inf, better=better, chains=chains)
    return found


def best_of_all(packing: Packing) -> int | None:
    """Return what the best of all choices is worth, None where none keeps all limits."""
    every = [
        [*range(packing.starts[at], packing.starts[at + 1]), *([] if packing.is_must[at] else [-1])]
        for at in range(packing.groups)
    ]
    kept = [np.array([one for one in now if one >= 0], np.int64) for now in product(*every)]
    return max((packing.worth(chosen) for chosen in kept if not packing.faults(chosen)), default=None)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(problems())
def test_of_small_problems_of_every_kind_the_best_of_all_choices_is_found_and_nothing_better(problem):
    try:
        packing = arrange(problem).packing
        found = cooled(packing, chains=8)
    except (Absurd, Infeasible):
        assume(False)
    best = max((value for _, value in choices(problem)), default=None)

    assert [packing.faults(chosen) for chosen in found] == [[]] * len(found)
    assert (packing.worth(found[-1]) if found else None) == best


def test_of_a_single_candidate_that_fits_nowhere_nothing_is_chosen():
    packing = Packing(
        np.full(3, 1_000_000), np.zeros(3, np.int64), np.zeros(1, bool),
        sparse.csc_matrix(np.diag([3, 3, 2])), np.array([0, 2, 1]),
    )  # fmt: skip

    assert [len(chosen) for chosen in cooled(packing, chains=1)] == [0]


@pytest.mark.parametrize("seed", range(3))
def test_where_some_must_and_some_need_not_be_chosen_the_best_of_all_choices_is_found(seed):
    random = np.random.default_rng(seed)
    packing = Packing(
        random.integers(-5, 30, 18), np.repeat(np.arange(6), 3), np.arange(6) % 2 == 0,
        sparse.csc_matrix(random.integers(-3, 10, (4, 18))), np.array([20, 15, 15, 12]),
    )  # fmt: skip

    assert packing.worth(cooled(packing, chains=8)[-1]) == best_of_all(packing)


@pytest.mark.parametrize(
    ("is_must", "limits", "best"),
    [
        ([True, True], np.zeros((0, 2)), [0, 1]),  # no limits, nothing to choose
        ([False, False], np.zeros((0, 2)), [0]),  # what costs value is left out
        ([True, False], np.array([[5, 1]]), [0]),  # room for one
    ],
)
def test_problems_without_limits_and_with_one_column_each(is_must, limits, best):
    packing = Packing(
        np.array([7, -2]), np.arange(2), np.array(is_must), sparse.csc_matrix(limits.astype(np.int64)),
        np.full(len(limits), 5),
    )  # fmt: skip

    assert cooled(packing, chains=2)[-1].tolist() == best


def test_of_nobody_nothing_is_chosen():
    packing = Packing(
        np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, bool), sparse.csc_matrix((1, 0), dtype=np.int64),
        np.array([3]),
    )  # fmt: skip
    chains = Annealing(packing, Relaxed(0.0, np.zeros(0), np.zeros(1)))

    chains.run(until=np.inf, better=lambda chosen: True)

    assert chains.is_tired
    assert not chains.parents


@pytest.mark.parametrize("packing", [multiple_choice(20, 5, 5, seed=1), arrange(province(100, seed=0)).packing])
def test_a_few_chains_come_near_to_the_relaxation_and_each_choice_is_better_than_those_before(packing):
    found = cooled(packing, chains=20)

    worth = [packing.worth(chosen) for chosen in found]
    assert all(not packing.faults(chosen) for chosen in found)
    assert worth == sorted(set(worth))
    assert worth[-1] >= 0.96 * relax(packing).value


def test_of_each_class_exactly_one_is_taken_where_that_is_a_must():
    packing = multiple_choice(15, 4, 3, seed=2)
    found = cooled(packing, chains=4)

    assert found
    for chosen in found:
        assert packing.group[chosen].tolist() == list(range(15))


def test_the_same_seed_gives_the_same_choices_and_another_seed_others():
    packing = arrange(province(60, seed=3)).packing
    one, other, another = ([c.tolist() for c in cooled(packing, chains=20, seed=seed)] for seed in (5, 5, 6))

    assert one == other
    assert one != another


def test_later_chains_begin_from_pairs_of_the_best_and_a_choice_found_elsewhere_is_one_of_them():
    packing = arrange(province(60, seed=3)).packing
    chains = Annealing(packing, relax(packing))
    chains.run(until=np.inf, better=lambda chosen: True, chains=40)
    best = chains.parents[0]
    elsewhere = cooled(packing, chains=20, seed=9)[0]
    chains.parents = chains.parents[:3]
    chains.join(elsewhere)

    known = [chains.lists.chosen(now) for _, now, _ in chains.parents]
    assert [packing.worth(chosen) for chosen in known] == [worth for worth, _, _ in chains.parents]
    assert [worth for worth, _, _ in chains.parents] == sorted((one[0] for one in chains.parents), reverse=True)
    assert elsewhere.tolist() in [chosen.tolist() for chosen in known]
    assert chains.parents[0][0] >= best[0]
    child, _ = chains._child()
    held = np.stack([now for _, now, _ in chains.parents])
    assert (held == child).any(axis=0).all()


def test_a_tired_population_makes_room_for_one_that_is_cooled_longer_or_begins_from_the_best_of_those_before():
    packing = multiple_choice(12, 4, 3, seed=4)
    chains = Annealing(packing, relax(packing))
    lengths, best = [], []
    for _ in range(MIXED - 1):
        chains.run(until=np.inf, better=lambda chosen: True)
        assert chains.is_tired
        lengths.append(chains.length)
        best = chains.parents[:KEPT]
        chains.again()
        assert not chains.is_tired

    assert lengths[0] < lengths[1]
    assert chains.parents == chains.kept[: len(chains.parents)]
    assert {worth for worth, _, _ in best} <= {worth for worth, _, _ in chains.kept}


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
    run.annealing.idle = annealing.TIRED

    run._improve(perf_counter() + 0.1)

    assert run.search.chosen is None
    assert run.annealing.populations == 1


def test_where_what_the_relaxation_takes_cannot_be_mended_chains_give_the_first_choice_before_the_solver_is_asked(
    monkeypatch,
):
    packing = arrange(province(100, seed=2)).packing
    run = solving._Run(packing, relax(packing), 0.0, perf_counter() + 100.0, 0, solving.not_told)
    monkeypatch.setattr(solving._Run, "_round", lambda self: False)
    monkeypatch.setattr(solving, "first", lambda *args, **more: pytest.fail("the solver was asked"))

    run._begin(10.0)

    assert run.search.chosen is not None
    assert not packing.faults(run.search.chosen)


def test_what_is_answered_without_chains_does_not_load_numba():
    code = (
        "import sys\n"
        "from hamahang.methods.portfolio.instances import multiple_choice\n"
        "from hamahang.methods.portfolio.solving import solve\n"
        "assert solve(multiple_choice(5, 3, 2, seed=1), seconds=5.0).status == 'proven'\n"
        "assert 'numba' not in sys.modules\n"
        "assert 'hamahang.methods.portfolio.cooling' not in sys.modules\n"
    )

    subprocess.run([sys.executable, "-c", code], check=True)


def test_what_is_not_made_is_begun_and_not_waited_for(monkeypatch):
    begun = []
    monkeypatch.setattr(compiled, "is_made", lambda kernel: False)
    monkeypatch.setattr(compiled, "make_beside", lambda kernel: begun.append("begun"))
    packing = arrange(province(40, seed=2)).packing
    found = solving.solve(packing, seconds=2.0)

    assert begun
    assert not packing.faults(found.chosen)

"""How likely a case gets through: closed forms, every path of a small chain, and chance itself."""

from itertools import pairwise, product

import numpy as np
import pytest

from hamahang.methods.forecast import Histories
from hamahang.methods.forecast.incidence import Grid, Rates
from hamahang.methods.forecast.passage import after_entering, of_open_cases
from tests.methods.forecast.made import books

STEPS = 30


def geometric(stages: list[str], chance: float) -> tuple[Rates, Histories]:
    """Return rates of a chain whose stages are left at each step with a chance, one after the other."""
    told = books([(f"c{at}", stage, 0.0) for at, stage in enumerate(stages)], success=stages[-1], failure="")
    names = told.stages
    number = len(names)
    leaving, towards = np.full((number, 1), chance), np.zeros((number, number, 1))
    for one, other in pairwise(stages):
        towards[names.index(one), names.index(other), 0] = 1.0
    return Rates(Grid(1.0, np.zeros(400, np.int64)), leaving, towards, np.zeros(number)), told


def test_geometric_stages_give_a_negative_binomial_time():
    from scipy import stats

    chance, stages = 0.2, ["A", "B", "C", "D"]
    rates, told = geometric(stages, chance)

    ours = after_entering(rates, told.known(1.0), STEPS)[told.stages.index("A")]

    # three stages to leave, each after so many steps it was not left in
    assert ours == pytest.approx(stats.nbinom.cdf(np.arange(STEPS + 1), 3, chance), abs=1e-12)


def loop() -> tuple[Rates, Histories]:
    """Work is reviewed and may come back; ages matter; some cases are lost."""
    told = books([("a", "WORK", 0.0), ("b", "REVIEW", 0.0), ("c", "DONE", 0.0), ("d", "LOST", 0.0)])
    at = {name: place for place, name in enumerate(told.stages)}
    leaving = np.zeros((4, 3))
    leaving[at["WORK"]] = (0.1, 0.4, 0.2)
    leaving[at["REVIEW"]] = (0.5, 0.3, 0.3)
    towards = np.zeros((4, 4, 3))
    towards[at["WORK"], at["REVIEW"]] = 0.9
    towards[at["WORK"], at["LOST"]] = 0.1
    towards[at["REVIEW"], at["WORK"]] = (0.3, 0.3, 0.6)
    towards[at["REVIEW"], at["DONE"]] = (0.7, 0.7, 0.4)
    return Rates(Grid(1.0, np.array([0, 1, 2])), leaving, towards, np.zeros(4)), told


def walked(rates: Rates, told: Histories, stage: str, age: int, left: int, moves: int = 6) -> float:
    """Return the chance to be done within `left` steps by trying each path of at most so many moves."""
    if moves < 0:
        return 0.0
    at = {name: place for place, name in enumerate(told.stages)}
    if stage in ("DONE", "LOST"):
        return float(stage == "DONE")
    found, stays = 0.0, 1.0
    for step in range(left + 1):
        band = min(age + step, 2)
        goes = rates.leaving[at[stage], band]
        for other in told.stages:
            share = rates.towards[at[stage], at[other], band]
            if share:
                found += stays * goes * share * walked(rates, told, other, 0, left - step, moves - 1)
        stays *= 1.0 - goes
    return found


def test_a_chain_with_a_loop_agrees_with_every_path():
    rates, told = loop()
    # within one step a stage may be left at once: paths beyond 14 moves weigh less than 1e-4
    ours = after_entering(rates, told.known(1.0), 3)

    for stage, steps in product(("WORK", "REVIEW"), range(3)):
        exact = walked(rates, told, stage, 0, steps, moves=9)
        assert ours[told.stages.index(stage), steps] == pytest.approx(exact, abs=2e-3)
        assert ours[told.stages.index(stage), steps] >= exact - 1e-12


def test_an_open_case_is_further_the_longer_it_has_waited():
    rates, _ = loop()
    told = books([("a", "WORK", 0.0), ("b", "WORK", 2.0), ("c", "DONE", 0.0), ("d", "LOST", 0.0), ("e", "REVIEW", 0.0)])
    known = told.known(2.0)

    ours = of_open_cases(rates, known, 2)
    cases = [known.of.cases[case] for case in known.case[known.open]]

    # within h + 1 steps: the step under way and the h that follow it
    for case, age in (("a", 2), ("b", 0)):
        exact = [walked(rates, told, "WORK", age, steps, moves=9) for steps in (0, 1)]
        assert ours[cases.index(case)] == pytest.approx(exact, abs=2e-3)


def test_the_end_alone_is_the_last_of_all_steps():
    rates, _ = loop()
    told = books(
        [(f"x{k}", "WORK", k / 3) for k in range(9)] + [("c", "DONE", 0.0), ("d", "LOST", 0.0), ("e", "REVIEW", 0.0)]
    )
    known = told.known(4.0)

    whole, end = of_open_cases(rates, known, 12), of_open_cases(rates, known, 12, at_end=True)

    assert end[:, 0] == pytest.approx(whole[:, -1], abs=1e-12)
    assert (np.diff(whole, axis=1) >= -1e-12).all()
    assert ((whole >= 0) & (whole <= 1)).all()


def test_no_open_case_has_no_future():
    rates, told = loop()
    known = told.known(-1.0)

    assert of_open_cases(rates, known, 5).shape == (0, 5)
    assert of_open_cases(rates, known, 5, at_end=True).shape == (0, 1)

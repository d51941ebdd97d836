"""Agreement with independent programs to 1e-9, and where they define something else."""

import numpy as np
import pytest

from hamahang.methods.benchmark import Table, atkinson, benefit_of_the_doubt, gini, part, rank, theil_t, weights_by
from hamahang.methods.benchmark.normalising import minmax
from tests.methods.benchmark.made import drawn, weights

SEEDS = range(5)
CLOSE = {"rel": 0, "abs": 1e-9}


def matrix(table: Table) -> dict[str, object]:
    return {
        "matrix": table.values,
        "objectives": table.directions.astype(int).tolist(),
        "alternatives": list(table.areas),
        "criteria": list(table.codes),
    }


@pytest.mark.parametrize("seed", SEEDS)
def test_topsis_is_that_of_pymcdm(seed):
    from pymcdm.methods import TOPSIS
    from pymcdm.normalizations import vector_normalization

    table, shares = drawn(31, 6, seed), weights(6, seed)
    # without a function it takes min–max; ours is the vector of Hwang and Yoon. It turns costs as 1 − x / length,
    # which shifts them by one for all, so that distances are the same
    theirs = TOPSIS(normalization_function=vector_normalization)(table.values, shares, table.directions)

    assert rank(table, weights=shares).scores == pytest.approx(theirs, **CLOSE)


@pytest.mark.parametrize("seed", SEEDS)
def test_topsis_is_that_of_scikit_criteria(seed):
    import skcriteria as skc
    from skcriteria.agg.topsis import TOPSIS
    from skcriteria.preprocessing.invert_objectives import NegateMinimize
    from skcriteria.preprocessing.scalers import VectorScaler

    table, shares = drawn(31, 6, seed), weights(6, seed)
    scaled = VectorScaler(target="matrix").transform(skc.mkdm(**matrix(table), weights=shares))
    theirs = TOPSIS().evaluate(NegateMinimize().transform(scaled))

    assert rank(table, weights=shares).scores == pytest.approx(theirs.e_.similarity, **CLOSE)


@pytest.mark.parametrize("seed", SEEDS)
def test_entropy_is_that_of_both(seed):
    import skcriteria as skc
    from pymcdm.weights import entropy_weights
    from skcriteria.preprocessing.weighters import EntropyWeighter

    table = drawn(31, 6, seed)
    ours = weights_by("entropy", table)

    assert ours == pytest.approx(entropy_weights(table.values), **CLOSE)
    theirs = EntropyWeighter().transform(skc.mkdm(**matrix(table))).weights
    assert ours == pytest.approx(np.asarray(theirs), **CLOSE)


def test_entropy_differs_from_pymcdm_where_somebody_has_nothing():
    # it refuses a 0, as if it had no share; the limit of p ln p is 0
    from pymcdm.weights import entropy_weights

    table = drawn(31, 3)
    table.values[0, 0] = 0.0
    ours = weights_by("entropy", table)

    shares = table.values / table.values.sum(axis=0)
    by_hand = [1 + sum(p * np.log(p) for p in column if p) / np.log(31) for column in shares.T]
    assert ours == pytest.approx(np.array(by_hand) / sum(by_hand), **CLOSE)
    with pytest.raises(ValueError, match="positive"):
        entropy_weights(table.values)


@pytest.mark.parametrize("seed", SEEDS)
def test_critic_is_that_of_both(seed):
    import skcriteria as skc
    from pymcdm.weights import critic_weights
    from skcriteria.preprocessing.weighters import CRITIC

    table = drawn(31, 6, seed)
    ours = weights_by("critic", table)

    # neither turns costs before it correlates, so that they are turned for them; an sd of n − 1 cancels out
    turned = table.values * table.directions
    assert ours == pytest.approx(critic_weights(turned), **CLOSE)
    theirs = CRITIC().transform(skc.mkdm(turned, [1] * 6)).weights
    assert ours == pytest.approx(np.asarray(theirs), **CLOSE)


@pytest.mark.parametrize("seed", SEEDS)
def test_gini_and_theil_are_those_of_inequality(seed):
    from inequality.gini import Gini
    from inequality.theil import Theil, TheilD

    values = np.random.default_rng(seed).lognormal(2, 1, 60)
    groups = np.arange(60) % 7
    parted = part(values, [str(group) for group in groups])
    theirs = TheilD(values.copy(), groups)

    assert gini(values) == pytest.approx(Gini(values).g, **CLOSE)
    assert theil_t(values) == pytest.approx(Theil(values).T, **CLOSE)
    assert (parted.between, parted.within) == pytest.approx((theirs.bg.item(), theirs.wg.item()), **CLOSE)


@pytest.mark.parametrize("epsilon", [0.5, 1, 2])
def test_atkinson_is_that_of_inequality(epsilon):
    from inequality.atkinson import Atkinson

    values = np.random.default_rng(4).lognormal(2, 1, 60)

    assert atkinson(values, epsilon=epsilon) == pytest.approx(Atkinson(values, epsilon).A, **CLOSE)


def test_benefit_of_the_doubt_is_the_optimum_of_another_solver():
    from scipy.optimize import linprog

    table = drawn(9, 4, 2)
    values = 0.01 + 0.0099 * minmax(table.values, table.directions)
    bounded = benefit_of_the_doubt(table, least=0.1, most=0.5)

    free = benefit_of_the_doubt(table)
    for row, own in enumerate(values):
        theirs = linprog(-own, A_ub=values, b_ub=np.ones(9), method="highs-ipm")
        assert free.scores[row] == pytest.approx(-theirs.fun, abs=1e-6)
    assert bounded.shares.min() >= 0.1 - 1e-7
    assert bounded.shares.max() <= 0.5 + 1e-7
    assert (bounded.scores <= free.scores + 1e-9).all()

"""Industries, convergence and weights by hand."""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from hamahang.methods.benchmark import (
    Jobs,
    ahp,
    beta,
    faults,
    herfindahl,
    krugman,
    location_quotients,
    shift_share,
    sigma,
    weights_by,
    years_to_catch_up,
)
from tests.methods.benchmark.made import drawn, table

BEFORE = Jobs.of({"Ilam": {"gypsum": 40, "dairy": 60}, "Yazd": {"gypsum": 60, "dairy": 240}})
AFTER = Jobs.of({"Ilam": {"gypsum": 60, "dairy": 60}, "Yazd": {"gypsum": 80, "dairy": 280}})


def test_location_quotients_by_hand():
    # gypsum is 100 of 400 everywhere and 40 of 100 in Ilam
    assert location_quotients(BEFORE) == pytest.approx(np.array([[1.6, 0.8], [0.8, 240 / 300 / 0.75]]))


def test_specialisation_by_hand():
    assert krugman(BEFORE)[0] == pytest.approx(0.3)
    assert herfindahl(BEFORE)[0] == pytest.approx(0.52)


def test_shift_share_by_hand():
    found = shift_share(BEFORE, AFTER)

    # all jobs grew by 20 %, gypsum by 40 %, gypsum in Ilam by 50 %
    assert found.national[0, 0] == pytest.approx(8)
    assert found.mix[0, 0] == pytest.approx(8)
    assert found.regional[0, 0] == pytest.approx(4)
    # with the industries of all, Ilam had 25 jobs in gypsum
    assert found.competitive[0, 0] == pytest.approx(2.5)
    assert found.allocation[0, 0] == pytest.approx(1.5)


COUNTS = arrays(np.float64, (3, 4), elements=st.integers(0, 10**6).map(float))


# a part of seven billion in a change of a hundred thousand
STEEP = (
    np.array([[0, 0, 0, 134_524], [116_906, 936_102, 999_010, 0], [0, 0, 0, 0]], np.float64),
    np.array([[0, 0, 116_906, 999_999], [934_146, 0, 0, 0], [0, 0, 134_524, 0]], np.float64),
)


@given(COUNTS, COUNTS)
@example(*STEEP)
def test_shift_share_adds_up_in_every_cell(before, after):
    before = before.copy()
    before[0] += 1  # each industry is somewhere
    names = ("A", "B", "C"), ("w", "x", "y", "z")
    found = shift_share(Jobs(*names, before), Jobs(*names, after))

    parts = (found.national, found.mix, found.regional)
    assert sum(parts) == pytest.approx(found.change, abs=1e-9 * _largest(*parts))
    within = (found.competitive, found.allocation)
    assert sum(within) == pytest.approx(found.regional, abs=1e-9 * _largest(*within))


def _largest(*parts):
    """Return the size of the largest part, of which each sum carries the rounding; one at least."""
    return max(1.0, *(np.abs(part).max() for part in parts))


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ({"A": {"x": 1, "y": 0}, "B": {"x": 1, "y": 0}}, faults.NothingKnown),
        ({"A": {"x": 0, "y": 0}, "B": {"x": 1, "y": 1}}, faults.NothingKnown),
        ({"A": {"x": -1}, "B": {"x": 1}}, faults.BelowZero),
        ({"A": {"x": float("nan")}, "B": {"x": 1}}, faults.NotANumber),
    ],
)
def test_jobs_without_a_base_are_refused(rows, fault):
    with pytest.raises(fault):
        location_quotients(Jobs.of(rows))


def test_convergence_at_a_known_speed_is_found():
    # every gap halves in ten years
    first = np.exp(np.linspace(1, 4, 31))
    last = np.exp(2.5 + (np.log(first) - 2.5) / 2)
    found = beta(first, last, years=10)

    assert found.is_convergence
    assert found.half_life == pytest.approx(10)
    assert found.areas == 31


def test_the_error_is_hc3_by_matrices():
    rng = np.random.default_rng(3)
    first, last = rng.lognormal(2, 0.5, 12), rng.lognormal(2, 0.5, 12)
    found = beta(first, last, years=5)

    design = np.column_stack((np.ones(12), np.log(first)))
    inverse = np.linalg.inv(design.T @ design)
    growth = np.log(last / first) / 5
    rest = growth - design @ (inverse @ design.T @ growth)
    leverage = np.diag(design @ inverse @ design.T)
    meat = design.T @ np.diag((rest / (1 - leverage)) ** 2) @ design
    assert found.error == pytest.approx(np.sqrt((inverse @ meat @ inverse)[1, 1]))
    assert found.detectable > 2 * found.error


def test_divergence_has_no_half_life_and_noise_no_answer():
    first = np.exp(np.linspace(1, 4, 10))

    assert beta(first, first**1.5, years=10).half_life is None
    assert beta(first, first**1.5, years=10).is_convergence is False
    rng = np.random.default_rng(1)
    assert beta(first, first * rng.lognormal(0, 0.5, 10), years=10).is_convergence is None


def test_sigma_falls_when_gaps_halve():
    assert sigma(np.array([[1.0, np.e, np.e, np.e**2], [1.0, np.e, np.e, np.e]])) == pytest.approx(
        [np.sqrt(0.5), np.sqrt(3) / 4]
    )


def test_years_to_catch_up_by_hand():
    assert years_to_catch_up(level=1, pace=1.0, target=4) == pytest.approx(2)
    assert years_to_catch_up(level=1, pace=1.0, target=4, target_pace=np.sqrt(2) - 1) == pytest.approx(4)
    assert years_to_catch_up(level=1, pace=0.02, target=4, target_pace=0.02) is None
    assert years_to_catch_up(level=5, pace=-0.1, target=4) == 0


@pytest.mark.parametrize(
    ("first", "fault"),
    [
        ([1.0, 2.0, 3.0], faults.TooFewPeriods),
        ([1.0, 2.0, 3.0, 0.0], faults.NotAboveZero),
        ([1.0, 2.0, 3.0, float("nan")], faults.NotANumber),
        ([2.0, 2.0, 2.0, 2.0], faults.NoDifference),
    ],
)
def test_levels_without_a_trend_are_refused(first, fault):
    with pytest.raises(fault):
        beta(np.array(first), np.arange(1.0, len(first) + 1), years=1)


def test_ahp_of_consistent_judgements_gives_their_ratios():
    found = ahp(np.array([[1, 2, 4], [1 / 2, 1, 2], [1 / 4, 1 / 2, 1]]))

    assert found.weights == pytest.approx([4 / 7, 2 / 7, 1 / 7])
    assert found.ratio == pytest.approx(0, abs=1e-9)
    assert found.is_consistent


def test_ahp_tells_contradictions():
    # A over B, B over C, C over A, each threefold: λ = 1 + 3 + 1/3, index 2/3, over 0.58
    found = ahp(np.array([[1, 3, 1 / 3], [1 / 3, 1, 3], [3, 1 / 3, 1]]))

    assert found.ratio == pytest.approx((1 / 3 + 3 + 1 - 3) / 2 / 0.58)
    assert not found.is_consistent
    with pytest.raises(faults.NotReciprocal):
        ahp(np.array([[1, 3], [3, 1]]))


def test_pca_weighs_what_the_indicators_have_in_common():
    rng = np.random.default_rng(0)
    common = rng.normal(size=60)
    rows = np.column_stack((common, common + 0.1 * rng.normal(size=60), common - 0.1 * rng.normal(size=60)))
    lonely = rng.normal(size=60)
    lonely -= lonely.mean() + rows.T[0] * (lonely @ rows.T[0]) / (rows.T[0] @ rows.T[0])
    shares = weights_by("pca", table(np.column_stack((rows, lonely * 2)).tolist()[:26], "++++"))

    assert shares.sum() == pytest.approx(1)
    assert (shares > 0).all()


@pytest.mark.parametrize("scheme", ["equal", "entropy", "critic", "pca"])
def test_weights_of_every_scheme_sum_to_one(scheme):
    shares = weights_by(scheme, drawn(12, 5, 3))

    assert shares.sum() == pytest.approx(1)
    assert (shares >= 0).all()


@pytest.mark.parametrize("scheme", ["entropy", "critic", "pca"])
def test_indicators_that_say_the_same_share_their_weight(scheme):
    shares = weights_by(scheme, table([[1, 2], [2, 4], [3, 6]]))

    assert shares == pytest.approx([0.5, 0.5])


def test_entropy_has_no_weights_for_negative_values():
    with pytest.raises(faults.BelowZero):
        weights_by("entropy", table([[-1, 2], [2, 4]]))

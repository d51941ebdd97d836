"""What past spans say of the next one: by hand, against the published distribution, and by how often it held."""

import numpy as np
import pytest
from scipy import stats

from hamahang.methods.forecast.windows import FEWEST, Span, ahead, negative_binomial, replay


def counted(*numbers: float) -> list[Span]:
    """Return spans in which so many things happened, the newest first."""
    return [Span(number, number) for number in numbers]


@pytest.mark.parametrize(("mean", "variance"), [(4.0, 9.0), (0.3, 0.5), (60.0, 400.0)])
def test_it_is_the_negative_binomial_of_a_mean_and_a_variance(mean: float, variance: float) -> None:
    found = negative_binomial(mean, variance)

    number = np.arange(len(found.chance))
    assert found.chance == pytest.approx(
        stats.nbinom.pmf(number, mean**2 / (variance - mean), mean / variance), abs=1e-9
    )
    assert found.mean == pytest.approx(mean, rel=1e-6)


def test_without_more_spread_than_chance_it_is_poissons() -> None:
    found = negative_binomial(5.0, 5.0)

    assert found.chance == pytest.approx(stats.poisson.pmf(np.arange(len(found.chance)), 5.0), abs=1e-9)


def test_by_hand() -> None:
    found = ahead(counted(8, 10, 12))

    # mean (30 + ½) / 3; usual dispersion 1 + 0.35² · mean, seen 8 / mean; held by three beside two
    mean = 30.5 / 3
    dispersion = (3 * (1 + 0.35**2 * mean) + 8 / mean) / 5
    assert found.mean == pytest.approx(mean)
    assert found.deviation**2 == pytest.approx(dispersion * mean * 4 / 3)
    assert found.at_least(0) == 1
    assert found.quantile(0.1) < 10 < found.quantile(0.9)


def test_amounts_in_another_unit_say_the_same() -> None:
    small = ahead([Span(400.0, 40_000.0), Span(300.0, 30_000.0), Span(500.0, 50_000.0)])
    large = ahead([Span(400e9, 40_000e18), Span(300e9, 30_000e18), Span(500e9, 50_000e18)])

    assert large.quantile(0.8) == small.quantile(0.8) * 10**9
    assert large.at_least(450e9) == pytest.approx(small.at_least(450))


def test_few_large_amounts_say_less_than_many_small_ones() -> None:
    few = ahead([Span(100.0, 100.0**2)] * 3)
    many = ahead([Span(100.0, 100.0)] * 3)

    assert few.deviation > 2 * many.deviation


def test_where_nothing_ever_came_little_is_expected_and_not_nothing() -> None:
    found = ahead(counted(0, 0, 0))

    assert 0 < found.at_least(1) < 0.2
    assert found.at_least(5) < 0.001


def test_too_few_spans_say_nothing() -> None:
    with pytest.raises(ValueError, match="2 spans"):
        ahead(counted(4, 5))
    assert replay(counted(4, 5, 6)) == []


def test_a_past_span_is_foretold_from_those_before_it_alone() -> None:
    before = replay(counted(9, 5, 4, 6, 5))
    after = replay(counted(90, 5, 4, 6, 5))

    assert len(before) == 5 - FEWEST
    assert [one.said.mean for one in before] == [one.said.mean for one in after]
    assert (before[0].came, before[0].last, before[0].mean) == (9, 5, 5)
    assert before[1].last == 4
    assert after[0].crps > before[0].crps


def test_who_missed_by_more_than_was_said_says_it_wider() -> None:
    calm, shaken = counted(5, 6, 5, 4, 5, 6), counted(25, 6, 5, 4, 5, 6)

    assert ahead(shaken, tried=replay(shaken)).deviation > 1.2 * ahead(shaken).deviation
    assert ahead(calm, tried=replay(calm)).deviation == ahead(calm).deviation


def test_what_grows_is_foretold_from_its_newest_spans_and_what_does_not_from_all() -> None:
    growing, even = counted(33, 28, 25, 21, 18, 16), counted(20, 24, 18, 22, 19, 21)

    assert ahead(growing).mean > 26
    assert ahead(even).mean == pytest.approx((124 + 0.5) / 6)
    # of four spans one alone can be tried, and that is luck
    assert ahead(counted(33, 28, 25, 21)).mean == pytest.approx((107 + 0.5) / 4)


def test_intervals_hold_as_often_as_they_say() -> None:
    """Of counts whose pace differs from span to span by a third, foretold from three to eight past spans."""
    chance = np.random.default_rng(48)
    inside, low = [], []
    for _ in range(400):
        pace, number = chance.uniform(2, 60), int(chance.integers(3, 9))
        came = chance.poisson(pace * chance.gamma(9.0, 1 / 9.0, number + 1)).astype(float)
        spans = counted(*came[1:])
        said = ahead(spans, tried=replay(spans))
        inside.append(said.quantile(0.1) <= came[0] <= said.quantile(0.9))
        low.append(said.at_least(came[0]))

    assert 0.76 < np.mean(inside) < 0.92
    assert 0.45 < np.mean(low) < 0.60

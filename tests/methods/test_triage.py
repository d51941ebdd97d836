"""Expected sustained jobs for the money: hand-counted, against simulation, and what must never matter."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hamahang.methods.triage import BILLION, Interval, Share, both, expected_per_billion, heard, learn, per_billion


def test_a_share_is_the_prior_and_the_cases_weighed_together() -> None:
    # 52 % that weighs 8 cases, then 3 of 4: (0.52·8 + 3) / 12
    assert learn(prior=0.52, weight=8, good=3, ended=4).mean == pytest.approx(7.16 / 12)


def test_the_interval_of_a_product_agrees_with_simulation() -> None:
    back, stays = Share(5.2, 4.8), Share(3.1, 1.4)
    draws = np.random.default_rng(1390)
    product = draws.beta(5.2, 4.8, 400_000) * draws.beta(3.1, 1.4, 400_000)

    found = both(back, stays)

    assert found.mean == pytest.approx(product.mean(), abs=0.002)
    assert found.least == pytest.approx(np.quantile(product, 0.1), abs=0.003)
    assert found.most == pytest.approx(np.quantile(product, 0.9), abs=0.003)


@settings(deadline=None, max_examples=25)
@given(good=st.integers(0, 6), ended=st.integers(6, 12))
def test_one_more_success_never_lowers_and_more_cases_narrow(good: int, ended: int) -> None:
    stays = Share(2.8, 1.2)
    less, more = (both(learn(prior=0.52, weight=8, good=n, ended=ended), stays) for n in (good, min(good + 1, ended)))

    assert less.least <= more.least + 1e-6
    assert less.mean <= more.mean
    assert 0 <= less.least <= less.mean <= less.most <= 1


def test_ten_times_the_cases_give_a_narrower_range() -> None:
    stays = Share(280, 120)
    few, many = (both(learn(prior=0.5, weight=8, good=5 * n, ended=10 * n), stays) for n in (1, 10))

    assert many.most - many.least < few.most - few.least


def test_jobs_for_a_billion_are_counted_by_hand() -> None:
    jobs = Interval(4, 10, 16)

    assert per_billion(jobs=jobs, cost=(2 * BILLION, 8 * BILLION)) == Interval(0.5, 2.0, 8.0)
    assert per_billion(jobs=jobs, cost=(0, 0)) is None


def test_what_is_found_of_the_unit_counts_like_cases() -> None:
    # two cases' weight, of which a quarter is open: 5.2 + 2·0.5 of 10 + 2·0.75
    share = heard(Share(5.2, 4.8), weight=2, speaks_for=0.5, against=0.25)

    assert share.mean == pytest.approx(6.2 / 11.5)
    assert heard(Share(5.2, 4.8), weight=2, speaks_for=0, against=0) == Share(5.2, 4.8)
    with pytest.raises(ValueError, match="against"):
        heard(Share(1, 1), weight=2, speaks_for=0.8, against=0.3)


@given(st.floats(0, 1e4), st.integers(1, 10**12), st.integers(0, 10**12))
def test_the_expectation_is_that_of_the_range(jobs: float, least: int, more: int) -> None:
    whole = per_billion(jobs=Interval(jobs / 2, jobs, jobs * 2), cost=(least, least + more))

    assert whole is not None
    assert whole.mean == expected_per_billion(jobs=jobs, cost=(least, least + more))
    assert whole.least <= whole.mean <= whole.most


@pytest.mark.parametrize(
    "wrong", [{"prior": 1.0}, {"weight": 0}, {"good": 5}, {"good": -1}], ids=["prior", "weight", "above", "below"]
)
def test_nonsense_is_refused(wrong: dict[str, float]) -> None:
    given_ = {"prior": 0.5, "weight": 8, "good": 1, "ended": 4} | wrong

    with pytest.raises(ValueError, match="prior"):
        learn(**given_)


def test_a_reversed_cost_is_refused() -> None:
    with pytest.raises(ValueError, match="cost"):
        per_billion(jobs=Interval(1, 2, 3), cost=(5, 2))

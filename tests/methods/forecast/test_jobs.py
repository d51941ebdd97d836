"""How many jobs in all: exact against every outcome written out, monotone, and by whom it is moved."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamahang.methods.forecast.jobs import Delivery, Jobs, learnt, tilted
from hamahang.methods.forecast.totals import CALM, Shock, normal_shock, shifted

HALF = Delivery(np.array([0.0, 0.5, 1.0]), np.array([0.2, 0.3, 0.5]))
WHOLE = Delivery(np.array([0.0, 1.0]), np.array([0.1, 0.9]))


def jobs(chances: list[float], persons: list[int], shock: Shock = CALM) -> Jobs:
    kinds = np.arange(len(persons)) % 2
    return Jobs(np.array(chances, float), np.array(persons, np.int64), kinds, (HALF, WHOLE), shock)


def written_out(asked: Jobs, sure: dict[int, bool] | None = None) -> dict[int, float]:
    """Return the chance of each sum by going through every outcome of every case."""
    found: dict[int, float] = {}
    for shift, share in zip(asked.shock.shifts, asked.shock.weights, strict=True):
        chances = shifted(asked.chances, float(shift))
        ways = []
        for at, (chance, persons) in enumerate(zip(chances, asked.persons, strict=True)):
            if sure and at in sure:
                chance = float(sure[at])
            delivery = asked.deliveries[asked.kind[at]]
            parts = [
                (round(persons * part), chance * weight)
                for part, weight in zip(delivery.parts, delivery.chances, strict=True)
            ]
            ways.append([(0, 1.0 - chance), *parts])
        for way in product(*ways):
            total = sum(jobs for jobs, _ in way)
            found[total] = found.get(total, 0.0) + share * float(np.prod([weight for _, weight in way]))
    return found


@pytest.mark.parametrize("shock", [CALM, normal_shock(0.6)])
def test_the_sum_is_what_every_outcome_written_out_gives(shock: Shock) -> None:
    asked = jobs([0.3, 0.9, 0.05, 0.5], [11, 4, 30, 7], shock)

    whole = asked.total()

    truth = written_out(asked)
    assert [whole.chance[number] for number in range(53)] == pytest.approx(
        [truth.get(number, 0.0) for number in range(53)]
    )
    assert whole.mean == pytest.approx(sum(number * chance for number, chance in truth.items()))


def test_two_cases_by_hand() -> None:
    asked = Jobs(np.array([0.5, 0.25]), np.array([10, 4]), np.array([1, 1]), (HALF, WHOLE), CALM)

    whole = asked.total()

    # comes and brings all: 0.45 and 0.225
    assert whole.at_least(14) == pytest.approx(0.45 * 0.225)
    assert whole.at_least(10) == pytest.approx(0.45)
    assert whole.at_least(1) == pytest.approx(1 - 0.55 * 0.775)


def test_a_case_moves_the_chance_by_the_distance_between_its_coming_and_not() -> None:
    asked = jobs([0.3, 0.6, 0.2, 0.5], [11, 4, 30, 7], normal_shock(0.4))

    moved = dict(asked.moves(20))

    for case in range(4):
        reach = []
        for comes in (True, False):
            found = written_out(asked, {case: comes})
            reach.append(sum(chance for number, chance in found.items() if number >= 20))
        assert moved[case] == pytest.approx(reach[0] - reach[1], abs=1e-9)


def test_the_order_of_cases_changes_nothing() -> None:
    chances, persons = [0.3, 0.9, 0.05, 0.5], [11, 4, 30, 8]
    order = [2, 3, 0, 1]

    one = Jobs(np.array(chances), np.array(persons), np.zeros(4, int), (HALF,), normal_shock(0.5))
    other = Jobs(one.chances[order], one.persons[order], np.zeros(4, int), (HALF,), normal_shock(0.5))

    assert one.total().chance == pytest.approx(other.total().chance, abs=1e-14)
    assert [order[at] for at, _ in other.moves(20)] == [at for at, _ in one.moves(20)]


@given(
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 40)), min_size=1, max_size=8),
    st.integers(0, 7), st.integers(0, 60), st.integers(0, 200),
)  # fmt: skip
def test_jobs_proven_in_the_place_of_a_promise_never_lower_the_chance(
    cases: list[tuple[float, int]], which: int, proven: int, target: int
) -> None:
    chances, persons = [chance for chance, _ in cases], [number for _, number in cases]
    before = jobs(chances, persons, normal_shock(0.5)).total().at_least(target)
    at = which % len(cases)

    left = [max(0, number - proven) if place == at else number for place, number in enumerate(persons)]

    assert jobs(chances, left, normal_shock(0.5)).total().at_least(target - proven) >= before - 1e-9


def test_a_large_sum_brings_its_means() -> None:
    number = 900
    random = np.random.default_rng(6)
    asked = Jobs(random.uniform(0, 1, number), random.integers(1, 90, number), np.zeros(number, int), (HALF,), CALM)

    whole = asked.total()

    assert whole.mean == pytest.approx(float(asked.chances @ asked.persons) * HALF.mean, rel=0.01)
    assert len(asked.moves(10)) == 20


def test_nothing_under_way_brings_nothing() -> None:
    asked = jobs([], [])

    assert asked.total().at_least(1) == 0.0
    assert asked.total().at_least(0) == 1.0


@pytest.mark.parametrize("mean", [0.01, 0.3, 0.65, 0.9, 0.99])
def test_a_tilted_delivery_has_the_wished_mean(mean: float) -> None:
    found = tilted(HALF, mean)

    assert found.mean == pytest.approx(mean)
    assert found.chances.sum() == pytest.approx(1.0)


def test_what_was_seen_moves_the_delivery_by_its_number() -> None:
    few, many = learnt(HALF, [0.2] * 2), learnt(HALF, [0.2] * 2_000)

    assert HALF.mean > few.mean > many.mean
    assert many.mean == pytest.approx((20 * 0.65 + 2_000 * 0.2) / 2_020)
    assert learnt(HALF, []) == HALF
    assert learnt(HALF, [3.0]).mean == pytest.approx(learnt(HALF, [1.0]).mean)

"""Exchanges: against every pair of changes, one by one, and a first choice that is mended."""

from itertools import combinations
from math import prod

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from hamahang.methods.portfolio.arranging import arrange
from hamahang.methods.portfolio.exchanging import Exchanging
from hamahang.methods.portfolio.highs import Infeasible, relax
from hamahang.methods.portfolio.instances import multiple_choice, province, simple
from hamahang.methods.portfolio.packing import Ints, Packing
from hamahang.methods.portfolio.problem import Absurd
from tests.methods.portfolio.made import problems


def changes(packing: Packing, chosen: Ints) -> list[Ints]:
    """Return every choice that differs in one candidate or in two."""
    held = {int(packing.group[one]): int(one) for one in chosen}
    others = [
        (group, column)
        for group in range(packing.groups)
        for column in [
            *range(packing.starts[group], packing.starts[group + 1]),
            *([] if packing.is_must[group] else [None]),
        ]
        if held.get(group) != column
    ]
    made = []
    for changed in [(one,) for one in others] + list(combinations(others, 2)):
        if len({group for group, _ in changed}) == len(changed):
            now = held | dict(changed)
            made.append(np.array(sorted(one for one in now.values() if one is not None), np.int64))
    return made


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(problems(), st.lists(st.integers(0, 40), max_size=40))
def test_after_exchanges_no_change_of_one_candidate_or_two_is_better(problem, prices):
    try:
        packing = arrange(problem).packing
        relaxed = relax(packing)
    except (Absurd, Infeasible):
        assume(False)
    start = np.zeros(0, np.int64)
    assume(not packing.faults(start))
    # any prices will do: they only say where to look first
    for chosen_by in (relaxed.prices, np.resize(np.array([*prices, 1.0]), len(packing.limit))):
        better = Exchanging(packing, chosen_by).improved(start)

        assert not packing.faults(better)
        assert not any(
            packing.worth(other) > packing.worth(better) and not packing.faults(other)
            for other in changes(packing, better)
        )


def test_a_choice_of_two_knapsacks_is_made_better_by_hand():
    # worth 6 + 5, using 3 + 2 of 5; 4 and 3 instead fit 5 and 6: 10 + 3 = 13 by exchanging both at once
    packing = multiple_choice(2, 2, 1, seed=0)
    packing = Packing(
        value=np.array([6, 10, 5, 3]),
        group=packing.group,
        is_must=packing.is_must,
        matrix=type(packing.matrix)(np.array([[3, 4, 2, 1]])),
        limit=np.array([5]),
    )

    assert Exchanging(packing, np.zeros(1)).improved(np.array([0, 2])).tolist() == [1, 3]


@pytest.mark.parametrize(
    "packing",
    [multiple_choice(60, 8, 6, seed=1), simple(300, seed=0), arrange(province(60, seed=3)).packing],
    ids=["classes", "simple", "full"],
)
def test_what_the_relaxation_takes_is_mended_to_a_choice_near_it(packing):
    relaxed = relax(packing)
    exchanging = Exchanging(packing, relaxed.prices)
    mended = exchanging.mended(exchanging.rounded(relaxed.x))

    assert mended is not None
    assert not packing.faults(mended)
    assert packing.worth(exchanging.improved(mended)) >= packing.worth(mended) >= 0.75 * relaxed.value


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(problems())
def test_what_is_mended_keeps_all_limits_or_is_none(problem):
    try:
        packing = arrange(problem).packing
        relaxed = relax(packing)
    except (Absurd, Infeasible):
        assume(False)
    exchanging = Exchanging(packing, relaxed.prices)
    rounded = exchanging.rounded(relaxed.x)
    mended = exchanging.mended(rounded)

    assert len(np.unique(packing.group[rounded])) == len(rounded)
    assert set(np.flatnonzero(packing.is_must)) <= set(packing.group[rounded].tolist())
    assert mended is None or not packing.faults(mended)


def test_what_cannot_be_mended_is_none():
    packing = multiple_choice(3, 2, 2, seed=5)
    packing = Packing(packing.value, packing.group, packing.is_must, packing.matrix, np.zeros(2, np.int64))
    exchanging = Exchanging(packing, np.zeros(2))

    assert prod(packing.matrix.shape) > 0
    assert exchanging.mended(exchanging.rounded(np.full(packing.columns, 0.5))) is None

"""Causes that gather in a place: by hand, by counting all draws, and on what chance made."""

from itertools import combinations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as some

from hamahang.domain.systemic import Troubled, groups, tail


def test_the_tail_by_hand() -> None:
    # of 10 cases 4 have the cause; an estate has 3 of the cases, all with it: 4·3·2 / 10·9·8
    assert tail(population=10, marked=4, drawn=3, found=3) == pytest.approx(24 / 720)
    assert tail(population=10, marked=4, drawn=3, found=0) == 1
    assert tail(population=10, marked=2, drawn=3, found=3) == 0


@given(some.integers(1, 8), some.data())
def test_the_tail_is_a_count_of_all_draws(population: int, data: some.DataObject) -> None:
    marked, drawn = data.draw(some.integers(0, population)), data.draw(some.integers(0, population))
    found = data.draw(some.integers(0, population))
    draws = list(combinations(range(population), drawn))
    hits = sum(sum(one < marked for one in draw) >= found for draw in draws)

    assert tail(population=population, marked=marked, drawn=drawn, found=found) == pytest.approx(hits / len(draws))


def test_more_marked_than_there_are_is_refused() -> None:
    with pytest.raises(ValueError, match="9 marked"):
        tail(population=3, marked=9, drawn=1, found=1)


def test_a_cause_that_gathers_is_raised_with_its_units_and_one_spread_evenly_is_not() -> None:
    cases = [Troubled(n, "GAS" if n < 8 else "MARKET", 1 if n < 8 else 2 + n % 4) for n in range(40)]

    (found,) = groups([*cases, *(Troubled(n, "CASH", one.place) for n, one in enumerate(cases) if n % 3 == 0)])

    assert (found.cause, found.place, found.cases, found.of) == ("GAS", 1, tuple(range(8)), 8)
    assert found.expected == pytest.approx(8 * 8 / 40)
    assert found.tail < 1e-6


def test_two_units_are_no_group_however_unlikely() -> None:
    cases = [Troubled(n, "GAS" if n < 2 else "MARKET", 1 if n < 2 else 2) for n in range(60)]

    assert [group.cause for group in groups(cases)] == ["MARKET"]


def test_chance_alone_seldom_makes_a_group() -> None:
    random, raised = Random(7), 0
    for _ in range(200):
        cases = [Troubled(n, random.choice("ABCDE"), random.randrange(8)) for n in range(120)]
        raised += bool(groups(cases))

    assert raised / 200 <= 0.08


def test_nothing_is_no_group() -> None:
    assert groups([]) == []

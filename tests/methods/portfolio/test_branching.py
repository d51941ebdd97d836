"""The tree against all choices one by one, against the solver's own tree, and what it says when it is broken off."""

from collections.abc import Callable
from time import sleep, time

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from scipy import sparse

from hamahang.methods.portfolio import branching
from hamahang.methods.portfolio.arranging import arrange
from hamahang.methods.portfolio.beside import Beside, Found
from hamahang.methods.portfolio.branching import Tree
from hamahang.methods.portfolio.certificate import bound, rounded
from hamahang.methods.portfolio.highs import search
from hamahang.methods.portfolio.instances import knapsack, multiple_choice, province
from hamahang.methods.portfolio.packing import Ints, Packing
from hamahang.methods.portfolio.problem import Absurd, Problem
from tests.methods.portfolio.made import choices, problems


def packed(value: list[int], group: list[int], rows: list[list[int]], limit: list[int], must: list[bool]) -> Packing:
    return Packing(
        np.array(value, np.int64), np.array(group, np.int64), np.array(must, bool),
        sparse.csc_matrix(np.array(rows, np.int64)), np.array(limit, np.int64),
    )  # fmt: skip


def grown(packing: Packing, *, tries: int = 1 << 60, least: float = -np.inf) -> tuple[Tree, list[int], bool]:
    """Return a tree, what the choices that it found are worth, and whether it came to its end."""
    tree, found = Tree(packing, least=least), []
    is_done = tree.grow(tries=tries, better=lambda chosen: found.append(packing.worth(chosen)))
    return tree, found, is_done


def test_two_of_three_in_a_line_by_hand() -> None:
    # of 6, 5, 4 for 3, 2, 2 with 4 to spend: the relaxation takes 5 + 4 (9 by hand), and 6 with a half of 5 is 8.5
    tree, found, is_done = grown(packed([6, 5, 4], [0, 1, 2], [[3, 2, 2]], [4], [False] * 3))
    assert (is_done, tree.most, found[-1]) == (True, 9.0, 9)


def test_a_must_that_fits_nowhere_leaves_nothing() -> None:
    tree, found, is_done = grown(packed([6, 5], [0, 1], [[3, 2]], [2], [True, False]))
    assert (is_done, tree.most, found) == (True, -np.inf, [])


def test_a_candidate_whose_packages_are_both_taken_in_part_is_divided_by_them() -> None:
    # one of two packages must be: each alone exceeds one of the lines, in halves neither
    tree, found, is_done = grown(packed([5, 7], [0, 0], [[4, 0], [0, 4]], [2, 2], [True]))
    assert (is_done, tree.most, found) == (True, -np.inf, [])


@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(problems(most=4))
def test_its_end_is_the_best_of_all_plans(problem: Problem) -> None:
    try:
        packing = arrange(problem).packing
    except Absurd:
        return
    best = max((worth for _, worth in choices(problem)), default=None)
    tree, found, is_done = grown(packing)
    assert is_done
    assert tree.is_proved
    assert (found[-1] if found else None) == best
    assert tree.most == (-np.inf if best is None else best)


@pytest.mark.parametrize("packing", [
    knapsack(30, 5, seed=1), multiple_choice(12, 5, 4, seed=2), arrange(province(14, seed=3)).packing,
])  # fmt: skip
def test_the_solver_comes_to_the_same_end(packing: Packing) -> None:
    theirs = search(packing, seconds=60.0)
    _, found, is_done = grown(packing)
    assert is_done
    assert theirs.is_done
    worth = None if theirs.chosen is None else packing.worth(theirs.chosen)
    assert (found[-1] if found else None) == worth


def test_broken_off_anywhere_nothing_is_worth_more_than_it_says() -> None:
    packing = multiple_choice(12, 5, 4, seed=4)
    best = grown(packing)[1][-1]
    bounds = [grown(packing, tries=tries)[0].most for tries in range(1, 120, 7)]
    assert all(bound >= best for bound in bounds)
    assert bounds == sorted(bounds, reverse=True)
    assert bounds[-1] < bounds[0]


def test_going_on_is_the_same_as_never_having_stopped() -> None:
    packing = multiple_choice(12, 5, 4, seed=4)
    whole, found, _ = grown(packing)
    tree, parts = Tree(packing), []
    while not tree.grow(tries=40, better=lambda chosen: parts.append(packing.worth(chosen))):
        pass
    assert (tree.most, parts[-1]) == (whole.most, found[-1])


def test_what_is_known_to_be_best_leaves_nothing_to_find() -> None:
    packing = multiple_choice(12, 5, 4, seed=5)
    best = grown(packing)[1][-1]
    tree, found, is_done = grown(packing, least=float(best))
    assert (is_done, tree.most, found) == (True, float(best), [])


@pytest.mark.parametrize("pivots", [1, 2])
def test_what_could_not_be_done_is_not_taken_for_done(pivots: int) -> None:
    packing = multiple_choice(12, 5, 4, seed=6)
    best = grown(packing)[1][-1]
    tree = Tree(packing, pivots=pivots)
    is_done = tree.grow(better=lambda chosen: None)

    assert is_done
    assert not tree.is_proved
    assert tree.most >= best


def test_relaxations_of_which_none_can_be_done_prove_nothing_however_often_it_is_asked() -> None:
    tree = Tree(multiple_choice(6, 3, 2, seed=6), pivots=0)

    assert [tree.grow(better=lambda chosen: None) for _ in range(3)] == [True] * 3
    assert (tree.most, tree.tries) == (np.inf, 1)


def test_without_room_for_more_parts_it_ends_and_keeps_its_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    packing = multiple_choice(30, 5, 4, seed=4)
    best = grown(packing)[1][-1]
    monkeypatch.setattr(branching, "FIRST_ROOM", 8)
    monkeypatch.setattr(branching, "MOST_ROOM", 32)
    tree, _, is_done = grown(packing)

    assert (is_done, tree.is_full, tree.is_proved) == (True, True, False)
    assert tree.most >= best


def test_what_a_choice_must_be_worth_is_whole_and_never_falls() -> None:
    packing = packed([5, -2], [0, 1], [[3, 0]], [4], [False, True])
    tree, found, _ = grown(packing, least=-2.5)
    assert (tree.most, found[-1]) == (3.0, 3)
    tree.least = 1.0
    assert tree.least == 3.0
    assert tree.is_proved


def test_more_room_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    packing = multiple_choice(12, 5, 4, seed=4)
    whole = grown(packing)[0]
    monkeypatch.setattr(branching, "FIRST_ROOM", 4)
    tree = grown(packing)[0]

    assert (tree.most, tree.tries, tree.is_proved) == (whole.most, whole.tries, True)


def test_a_part_so_small_that_it_looks_whole_is_divided_where_it_is_worth_something() -> None:
    # the relaxation takes all of the first and five millionths of the second, and the second alone is worth more
    packing = packed([1_000_000_000, 1_000_004_000], [0, 1], [[999_995, 1_000_000]], [1_000_000], [False] * 2)
    tree, found, is_done = grown(packing)

    assert is_done
    assert (tree.most, found[-1]) == (1_000_004_000.0, 1_000_004_000)


def test_where_values_and_costs_nearly_cancel_what_floats_lose_of_them_proves_nothing() -> None:
    # by hand: the first, fifth and eighth use 2293411 - 350272282 + 347978871 = 0 and are worth 4, the sixth is worth 2
    value = [4586824, 0, 1039, 6, -700544562, 2, 2, 695957742]
    row = [2293411, 0, 519, 3, -350272282, 0, 0, 347978871]
    tree, found, is_done = grown(packed(value, [0, 0, 0, 1, 1, 2, 3, 3], [row], [0], [False] * 4), least=5.0)

    assert is_done
    assert (tree.most, found) == (6.0, [6])


@pytest.mark.parametrize(
    ("value", "row", "limit", "best"),
    [
        ([3, 2], [6 * 10**14 + 1, 4 * 10**14], 10**15, 3),  # both exceed it by one of a million milliards
        ([3, -1], [1, -(1 << 53)], 0, 2),  # the first only with the second
        ([3, -4], [1, -(1 << 53)], 0, 0),
    ],
)
def test_a_choice_that_exceeds_a_limit_by_less_than_a_simplex_tells_is_none(
    value: list[int], row: list[int], limit: int, best: int
) -> None:
    tree, found, is_done = grown(packed(value, [0, 1], [row], [limit], [False] * 2))

    assert is_done
    assert (tree.most, found[-1]) == (float(best), best)


def test_where_each_choice_exceeds_a_limit_by_little_there_is_none() -> None:
    # any two of three packages each: all come to one more than there is, or two
    least = 5 * 10**14
    row = [least, least + 1, least + 1, least + 1, least + 1, least + 1]
    tree, found, is_done = grown(packed([1, 2, 3, 1, 2, 3], [0, 0, 0, 1, 1, 1], [row], [10**15], [True] * 2))

    assert is_done
    assert (tree.most, found) == (-np.inf, [])


def test_what_is_forbidden_by_prices_follows_from_their_own_bound() -> None:
    # both limits together: what is used is 0, as by the columns of the best, which is worth -5
    value = [
        -86465043550, -16102, 528, 34, 5, -915, 29405465346, 7, 1988453, 879614904556, 143793, -12253, 71579554,
        978501, -1, -793151837245, -1702925488, -8,
    ]  # fmt: skip
    row = [
        -86465043548, -16100, 526, 32, 3, -915, 29405465345, 7, 1988455, 879614904558, 143794, -12254, 71579553,
        978500, 0, -793151837243, -1702925487, -6,
    ]  # fmt: skip
    group, rows = [0, 0, 1, 1, 1, 2, 2, 2, 2, 3, 3, 4, 4, 4, 5, 5, 5, 5], [row, [-use for use in row]]
    packing = packed(value, group, rows, [0, 0], [True] * 6)
    best = np.array([0, 3, 8, 9, 11, 15])
    tree, _, _ = grown(packing, least=-6.0)

    assert (packing.faults(best), packing.worth(best)) == ([], -5)
    assert tree.most >= -5


def told_of(beside: Beside, enough: Callable[[list[Found]], bool]) -> list[Found]:
    """Return what is told until it is enough, or half a minute is over."""
    told: list[Found] = []
    end = time() + 30.0
    while not beside.is_over and time() < end and not enough(told):
        told += list(beside.heard())
        sleep(0.05)
    return told


@pytest.mark.parametrize("candidates", [40, 450])
def test_beside_it_tells_choices_and_bounds(candidates: int) -> None:
    """A tree is grown of few candidates; many are searched, then improved by parts."""
    packing = multiple_choice(candidates, 5, 4, seed=7)
    known = search(packing, seconds=20.0, gap=0.05).chosen
    assert known is not None
    beside = Beside()
    try:
        beside.begin(packing, np.arange(packing.columns), known, until=time() + 30.0)
        told = told_of(beside, lambda told: bool(told))
    finally:
        beside.end()

    assert told
    assert all(one.chosen is None or not packing.faults(one.chosen) for one in told)


def test_beside_it_hears_of_a_better_choice_and_then_tells_of_none_that_is_worth_less() -> None:
    packing = multiple_choice(14, 5, 4, seed=5)
    best: list[Ints] = []
    Tree(packing).grow(better=best.append)
    beside = Beside()
    try:
        beside.begin(packing, np.arange(packing.columns), best[0], until=time() + 30.0)
        beside.know(best[-1])
        told = told_of(beside, lambda told: any(one.is_done for one in told))
    finally:
        beside.end()

    assert told[-1].is_done
    assert told[-1].most == packing.worth(best[-1])


def test_one_that_is_ended_in_the_middle_of_a_word_is_over_without_a_noise() -> None:
    beside = Beside()
    beside.begin(packing := multiple_choice(40, 5, 4, seed=7), np.arange(packing.columns), None, until=time() + 30.0)
    told_of(beside, lambda told: bool(told))
    beside.end()

    list(beside.heard())
    assert beside.is_over


@pytest.mark.parametrize("price", [1e19, 1e300, float("inf")])
def test_prices_beyond_all_measure_prove_no_more_than_taking_the_best_of_everybody(price: float) -> None:
    packing = multiple_choice(6, 3, 2, seed=1)
    best = np.maximum.reduceat(packing.value, packing.starts[:-1]).sum()

    assert bound(packing, rounded(packing, np.full(2, price))) == best

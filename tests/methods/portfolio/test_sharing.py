"""A tree that is shared comes to what one alone comes to, and the search rests only where that is worth it."""

import numpy as np
import pytest

from hamahang.methods.portfolio import resting, solving
from hamahang.methods.portfolio.arranging import arrange
from hamahang.methods.portfolio.branching import Tree
from hamahang.methods.portfolio.instances import knapsack, multiple_choice, province
from hamahang.methods.portfolio.packing import Packing
from hamahang.methods.portfolio.resting import Rest
from hamahang.methods.portfolio.sharing import Shared

PACKINGS = [
    multiple_choice(14, 5, 4, seed=4), knapsack(35, 5, seed=2), arrange(province(20, seed=5)).packing,
]  # fmt: skip


def end(tree: Tree | Shared) -> list[int]:
    """Grow to the end, and return what the choices that were found are worth."""
    found: list[int] = []
    while not tree.grow(until=np.inf, better=lambda chosen: found.append(tree_packing(tree).worth(chosen))):
        pass
    return found


def tree_packing(tree: Tree | Shared) -> Packing:
    return tree.packing if isinstance(tree, Tree) else tree.trees[0].packing


@pytest.mark.parametrize("packing", PACKINGS)
@pytest.mark.parametrize("threads", [2, 3])
@pytest.mark.parametrize("tries", [0, 1, 30])
def test_shared_it_comes_to_the_same_end(packing: Packing, threads: int, tries: int) -> None:
    alone = Tree(packing)
    end(alone)
    tree = Tree(packing)
    tree.grow(tries=tries, better=lambda chosen: None)
    shared = Shared(tree, threads=threads)
    end(shared)

    assert (shared.most, shared.least, shared.is_proved) == (alone.most, alone.least, True)


def test_each_open_part_is_in_one_of_both() -> None:
    tree = Tree(multiple_choice(30, 5, 4, seed=4))
    tree.grow(tries=300, better=lambda chosen: None)
    before, most = waiting(tree), tree.most
    other = tree.split()

    assert sorted(waiting(tree) + waiting(other)) == sorted(before)
    assert abs(len(waiting(tree)) - len(waiting(other))) <= 1
    assert max(tree.most, other.most) == most


def waiting(tree: Tree) -> list[tuple[float, bytes, bytes]]:
    """Return the open parts: how high, and what they allow."""
    parts, numbers = tree._tree.parts, tree._tree.numbers
    places = [*parts.heap[: numbers[2]].tolist(), *([int(numbers[3])] if numbers[3] >= 0 else [])]
    return [(float(parts.bound[at]), parts.allowed[at].tobytes(), parts.key[at].tobytes()) for at in places]


def test_split_again_and_again_nothing_is_lost() -> None:
    packing = multiple_choice(14, 5, 4, seed=4)
    best = end(Tree(packing))[-1]
    tree, found = Tree(packing), []
    tree.grow(tries=40, better=lambda chosen: found.append(packing.worth(chosen)))
    trees = [tree]
    for _ in range(6):
        trees += [one.split() for one in trees[:2]]
    for one in trees:
        one.least = max([one.least, *map(float, found)])
        one.grow(better=lambda chosen: found.append(packing.worth(chosen)))

    assert max(found) == best
    assert max(one.most for one in trees) == best


def rest(monkeypatch: pytest.MonkeyPatch, *, seconds: float, is_tree: bool) -> Rest:
    """Return one whose time is half over, with 100 worth found and 200 the bound at its first quarter."""
    now = [1000.0]
    monkeypatch.setattr(resting, "perf_counter", lambda: now[0])
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    made = Rest(until=now[0] + seconds)
    made.is_tree = is_tree
    now[0] += seconds / 4
    assert not made.begins(100, 200)
    now[0] += seconds / 4
    return made


def test_it_rests_where_the_bound_fell_by_more_than_choices_rose(monkeypatch: pytest.MonkeyPatch) -> None:
    assert rest(monkeypatch, seconds=30.0, is_tree=True).begins(103, 196)
    assert not rest(monkeypatch, seconds=30.0, is_tree=True).begins(104, 197)


def test_it_rests_neither_without_a_tree_nor_in_a_short_time(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not rest(monkeypatch, seconds=30.0, is_tree=False).begins(100, 190)
    assert not rest(monkeypatch, seconds=3.0, is_tree=True).begins(100, 190)


def test_it_is_over_when_the_tree_is(monkeypatch: pytest.MonkeyPatch) -> None:
    made = rest(monkeypatch, seconds=30.0, is_tree=True)
    made.begins(100, 190)
    before, made.is_tree = made.is_on, False
    assert (before, made.is_on, made.begins(100, 180)) == (True, False, False)


@pytest.mark.slow
def test_with_both_cores_for_the_tree_what_is_found_is_right(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resting, "LONG", 1.0)
    monkeypatch.setattr(Rest, "begins", begun_at_once)
    packing = arrange(province(100, seed=0)).packing
    found = solving.solve(packing, seconds=5.0)

    assert not packing.faults(found.chosen)
    assert found.most >= packing.worth(found.chosen)


def begun_at_once(self: Rest, worth: float, most: float) -> bool:
    if self.is_begun or not self.is_tree:
        return False
    self.is_begun = True
    return True

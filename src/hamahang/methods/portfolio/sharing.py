"""Several trees that grow at once, each in a thread of its own, from the open parts of one."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from hamahang.methods.portfolio.branching import Tree
from hamahang.methods.portfolio.packing import Ints


class Shared:
    """A tree that is shared among threads. least, most, is_proved, grow: as of a tree"""

    def __init__(self, tree: Tree, *, threads: int) -> None:
        self.trees = [tree]
        while len(self.trees) < threads:
            self.trees += [one.split() for one in self.trees[: threads - len(self.trees)]]

    @property
    def least(self) -> float:
        """What a choice must be worth more than."""
        return max(tree.least for tree in self.trees)

    @least.setter
    def least(self, least: float) -> None:
        for tree in self.trees:
            tree.least = max(tree.least, least)

    @property
    def most(self) -> float:
        """What nothing else is worth more than."""
        return max(tree.most for tree in self.trees)

    @property
    def is_proved(self) -> bool:
        """Whether no choice is worth more than `least`."""
        return self.most <= self.least

    def grow(self, *, until: float, better: Callable[[Ints], None]) -> bool:
        """Divide until a time; return whether nothing is left to divide. better: is told of better choices"""
        found: list[list[Ints]] = [[] for _ in self.trees]
        known = self.least
        with ThreadPoolExecutor(len(self.trees)) as threads:
            ends = [
                threads.submit(tree.grow, until=until, better=mine.append)
                for tree, mine in zip(self.trees, found, strict=True)
            ]
            are_done = [end.result() for end in ends]
        for tree, mine in zip(self.trees, found, strict=True):
            if mine and tree.least > known:
                known = tree.least
                better(mine[-1])
        self.least = known
        self._hand_on(are_done)
        return all(are_done)

    def _hand_on(self, are_done: list[bool]) -> None:
        """Give half of what another has left to whoever is done with all of its own."""
        growing = [tree for tree, is_done in zip(self.trees, are_done, strict=True) if not is_done]
        for at, is_done in enumerate(are_done):
            if is_done and growing and self.trees[at].is_proved:
                self.trees[at] = growing[0].split()

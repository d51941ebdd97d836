"""When the search for better choices rests, so that the tree beside it has its core as well."""

import os
from time import perf_counter

LONG = 8.0  # seconds that a search has at least, if it is to rest at all: in fewer, choices still rise to the end
FIRST, LAST = 0.25, 0.5  # of its time: between them what the bound fell and what choices rose is compared
MOST_THREADS = 4


class Rest:
    """Whether a search rests: where the bound fell by more than choices rose, more of the same is to be expected.

    is_tree: whether a tree grows beside it that could use a further core; threads: that it may use then
    """

    def __init__(self, *, until: float) -> None:
        now = perf_counter()
        self.threads = min(os.cpu_count() or 1, MOST_THREADS)
        self.is_tree = self.is_begun = False
        self._first, self._last = now + FIRST * (until - now), now + LAST * (until - now)
        self._is_asked = until - now >= LONG and self.threads > 1
        self._before: tuple[float, float] | None = None

    def begins(self, worth: float, most: float) -> bool:
        """Return whether it is to begin now. worth: of the best choice; most: the bound"""
        now = perf_counter()
        if self._before is None and now >= self._first:
            self._before = worth, most
        if not self._is_asked or self._before is None or now < self._last:
            return False
        self._is_asked = False
        rise, fall = worth - self._before[0], self._before[1] - most
        self.is_begun = self.is_tree and fall > rise
        return self.is_begun

    @property
    def is_on(self) -> bool:
        """Whether it rests now: until the tree ends, where it leaves a core to nobody."""
        return self.is_begun and self.is_tree

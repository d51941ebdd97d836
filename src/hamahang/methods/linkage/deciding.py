"""From weights to links: the threshold that costs least, one unit for each row, groups of rows that are one unit.

What a person decided stands above any weight: must-link pairs are linked, cannot-link pairs never end in one group.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hamahang.methods.linkage.comparing import Compared
from hamahang.methods.linkage.records import Floats, Ints

BEYOND_NAMES = 1.0  # bits that evidence other than a name must bring to a link
FIRMEST = 15.0  # bits of one pair that count when groups are joined: no single pair outvotes all others


@dataclass(frozen=True, slots=True)
class Costs:
    """What a wrong link costs against a missed one, in any unit."""

    wrong: float = 1.0
    missed: float = 1.0

    @property
    def threshold(self) -> float:
        """The weight from which linking costs less than not linking, in bits: log2(wrong / missed)."""
        return float(np.log2(self.wrong / self.missed))


def is_beyond_names(compared: Compared, weights: Floats) -> npt.NDArray[np.bool_]:
    """Return of each pair whether something besides name and product speaks for it; a name alone never links."""
    other = [place for place, item in enumerate(compared.evidence) if not item.is_naming]
    return np.asarray(np.maximum(weights[:, other], 0).sum(axis=1) >= BEYOND_NAMES)


def best_of_each(rows: Ints, others: Ints, weight: Floats) -> npt.NDArray[np.bool_]:
    """Return of each pair whether it is the best of its row in `rows`; of equal weights the lower other row wins."""
    order = np.lexsort((others, -weight, rows))
    first = np.ones(len(order), dtype=bool)
    first[1:] = rows[order][1:] != rows[order][:-1]
    best = np.zeros(len(order), dtype=bool)
    best[order[first]] = True
    return best


def components(edges: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Return the rows that hang together by the edges, each list in order."""
    above: dict[int, int] = {}

    def top(row: int) -> int:
        while above.setdefault(row, row) != row:
            above[row] = above[above[row]]
            row = above[row]
        return row

    for first, second in edges:
        one, two = top(first), top(second)
        above[max(one, two)] = min(one, two)
    found: dict[int, list[int]] = {}
    for row in sorted(above):
        found.setdefault(top(row), []).append(row)
    return list(found.values())


def groups(
    pairs: Mapping[tuple[int, int], float],
    *,
    threshold: float,
    must: Iterable[tuple[int, int]] = (),
    cannot: Iterable[tuple[int, int]] = (),
) -> list[tuple[int, ...]]:
    """Return the groups of two rows and more that are one unit, in order.

    pairs: weight of (row, later row), in bits; a pair not there speaks neither for nor against
    Groups are joined from the heaviest pair down while the mean weight between them is above the threshold.
    """
    grouping = _Groups(threshold, pairs, {_ordered(pair) for pair in cannot})
    for first, second in sorted(_ordered(pair) for pair in must):
        grouping.join(first, second, anyway=True)
    for (first, second), weight in sorted(pairs.items(), key=lambda item: (-item[1], item[0])):
        if weight <= threshold:
            break
        grouping.join(first, second)
    return sorted(tuple(sorted(group)) for group in grouping.members.values() if len(group) > 1)


def _ordered(pair: tuple[int, int]) -> tuple[int, int]:
    return min(pair), max(pair)


class _Groups:
    def __init__(self, threshold: float, pairs: Mapping[tuple[int, int], float], cannot: set[tuple[int, int]]) -> None:
        self.threshold, self.pairs, self.cannot = threshold, pairs, cannot
        self.of: dict[int, int] = {}
        self.members: dict[int, list[int]] = {}

    def join(self, first: int, second: int, *, anyway: bool = False) -> None:
        """Join the groups of two rows if all evidence between them speaks for it, and nobody forbade it."""
        one, two = (self.of.setdefault(row, row) for row in (first, second))
        mine, others = self.members.setdefault(one, [one]), self.members.setdefault(two, [two])
        if one == two:
            return
        between = [_ordered((a, b)) for a in mine for b in others]
        if not self.cannot.isdisjoint(between):
            return
        weights = [self.pairs[pair] for pair in between if pair in self.pairs]
        firm = [max(min(weight - self.threshold, FIRMEST), -FIRMEST) for weight in weights]
        if not anyway and sum(firm) <= 0:
            return
        mine += others
        for row in self.members.pop(two):
            self.of[row] = one

"""Hiding small cells of a published table, and enough others that no hidden cell can be worked out from the total.

The table has one row of cells under a total that everybody knows. A reader also knows that a hidden cell is not
empty, for empty cells are shown. So the hidden cells of a measure are known to add up to T, each at least 1: with k of
them each may be anything from 1 to T - k + 1, and nothing narrower can be said. That span must hold as many values as
the least cell that may be shown.

Who kept an earlier edition of the table takes a cell that was shown there, and has not changed, for known. Such a cell
protects no other; and what was hidden stays hidden as long as it is the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

LEAST_RECORDS = 3  # units, projects, cases: fewer than this are known by name in a county
LEAST_PERSONS = 5


Cells = Mapping[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Earlier:
    """An edition that is public already: its cells as they were, and which of them it hid."""

    cells: Cells
    hidden: frozenset[str]


@dataclass(frozen=True, slots=True)
class Protected:
    """A table that may be shown. cells: by key, None where hidden; is_whole: whether anything is hidden at all."""

    cells: dict[str, tuple[int, ...] | None]

    @property
    def hidden(self) -> int:
        """How many cells are hidden."""
        return sum(values is None for values in self.cells.values())


def protect(cells: Cells, least: Sequence[int | None], *, earlier: Sequence[Earlier] = ()) -> Protected | None:
    """Return a table with small cells hidden, and the smallest others beside them; None if it cannot be shown.

    cells: each cell's measures, such as its records and its persons; all >= 0
    earlier: the editions of the same table that are public
    least: of each measure the smallest value that may be shown; None where any may (money)
    A cell is hidden with all its measures. Ties are broken by key, so that the same table is hidden in the same way.
    """
    filled = {key: values for key, values in cells.items() if any(values)}
    same = [(key, before) for before in earlier for key in filled if before.cells.get(key) == filled[key]]
    known = {key for key, before in same if key not in before.hidden}
    hidden = {key for key, values in filled.items() if _is_small(values, least)}
    hidden |= {key for key, before in same if key in before.hidden}
    if not hidden:
        return Protected(dict(cells))
    others = sorted(filled.keys() - hidden - known, key=lambda key: (filled[key], key))
    while not _is_safe([filled[key] for key in hidden - known], least):
        if not others:
            return None
        hidden.add(others.pop(0))
    return Protected({key: None if key in hidden else values for key, values in cells.items()})


def _is_small(values: Sequence[int], least: Sequence[int | None]) -> bool:
    return any(bound is not None and 0 < value < bound for value, bound in zip(values, least, strict=True))


def _is_safe(hidden: Sequence[Sequence[int]], least: Sequence[int | None]) -> bool:
    """Return whether no hidden cell can be narrowed to fewer values than the least that may be shown."""
    if len(hidden) < 2:
        return False
    for measure, bound in enumerate(least):
        if bound is not None and sum(values[measure] for values in hidden) - len(hidden) + 1 < bound:
            return False
    return True

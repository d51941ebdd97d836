"""Hiding cells of a table of two ways, so that no hidden one can be worked out from the sums of its rows and columns.

A reader knows every sum and which cells are empty. What he can say of a hidden cell is how far it can be moved with all
sums kept: up by the most that flows from its column back to its row, taking from one hidden cell and giving to the
next, and down likewise. That span must hold as many values as the least cell that may be shown.
"""

from collections import deque
from collections.abc import Iterable, Mapping

Key = tuple[str, str]
Node = tuple[str, str]


def protect_table(cells: Mapping[Key, int], least: int, *, also: Iterable[Key] = ()) -> frozenset[Key] | None:
    """Return which cells of a table, by row and column, are to be hidden; None if it cannot be shown.

    also: cells that are hidden in any case. Ties are broken by key, so that the same table is hidden in the same way.
    """
    filled = {key: value for key, value in cells.items() if value}
    hidden = {key for key, value in filled.items() if value < least} | (set(also) & filled.keys())
    while True:
        exposed = next((key for key in sorted(hidden) if span(filled, hidden, key, least) < least), None)
        if exposed is None:
            return frozenset(hidden)
        others = sorted(filled.keys() - hidden, key=lambda key: (filled[key], key))
        if not others:
            return None
        closing = (key for key in others if span(filled, hidden | {key}, exposed, least) >= least)
        beside = (key for key in others if key[0] == exposed[0] or key[1] == exposed[1])
        hidden.add(next(closing, None) or next(beside, others[0]))


def span(filled: Mapping[Key, int], hidden: Iterable[Key], key: Key, most: int) -> int:
    """Return how many values a hidden cell may have for all that a reader knows, counted up to a number."""
    others = {each: filled[each] for each in hidden if each != key}
    up = _flow(others, key, most, is_up=True)
    return 1 + up + min(filled[key] - 1, _flow(others, key, most, is_up=False))


def _flow(cells: Mapping[Key, int], key: Key, most: int, *, is_up: bool) -> int:
    """Return how much can be moved through hidden cells from the column of one to its row, at most a number."""
    room: dict[Node, dict[Node, int]] = {}
    for (row, column), value in cells.items():
        less, more = value - 1, most
        forth, back = (less, more) if is_up else (more, less)
        room.setdefault(("column", column), {})[("row", row)] = forth
        room.setdefault(("row", row), {})[("column", column)] = back
    source, sink, moved = ("column", key[1]), ("row", key[0]), 0
    while moved < most and (path := _path(room, source, sink)):
        size = min(room[one][other] for one, other in path)
        for one, other in path:
            room[one][other] -= size
            room[other][one] += size
        moved += size
    return min(moved, most)


def _path(room: Mapping[Node, Mapping[Node, int]], source: Node, sink: Node) -> list[tuple[Node, Node]]:
    """Return the steps of a shortest way with room, nothing if there is none."""
    came: dict[Node, Node] = {source: source}
    queue = deque([source])
    while queue and sink not in came:
        at = queue.popleft()
        for other, left in room.get(at, {}).items():
            if left > 0 and other not in came:
                came[other] = at
                queue.append(other)
    steps: list[tuple[Node, Node]] = []
    at = sink
    while at in came and at != source:
        steps.append((came[at], at))
        at = came[at]
    return steps

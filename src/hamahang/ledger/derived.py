"""Tables that follow from records and stand beside them for speed: made again, in the same transaction, for whatever an
entry changed, whoever changed it: an action, a list, an undo, a merge.
"""

from collections.abc import Callable, Collection, Iterable
from typing import Any

Refresh = Callable[[Collection[Any]], None]
Of = Callable[[Collection[int]], Iterable[Any]]
_kept: dict[str, list[tuple[Refresh, Of | None]]] = {}


def keep(record: str, refresh: Refresh, *, of: Of | None = None) -> None:
    """Let a table be made again when records of a kind change.

    record: the label of the model; refresh: called with the ids of the records that changed
    of: tells from those ids which rows of the table are to be made; whatever an entry changed, a row is made once
    """
    _kept.setdefault(record, []).append((refresh, of))


def refresh_after(changes: Iterable[tuple[str, Iterable[int]]]) -> None:
    """Make again what follows from changed records. changes: label and ids of some, and of others."""
    ids: dict[str, set[int]] = {}
    for record, keys in changes:
        if record in _kept:
            ids.setdefault(record, set()).update(keys)
    wanted: dict[Refresh, set[Any]] = {}
    for record, changed in ids.items():
        for refresh, of in _kept[record]:
            wanted.setdefault(refresh, set()).update(of(changed) if of else changed)
    for refresh, keys in wanted.items():
        refresh(keys)

"""Tables that follow from records and stand beside them for speed: made again, in the same transaction, for whatever an
entry changed, whoever changed it: an action, a list, an undo, a merge.
"""

from collections.abc import Callable, Collection, Iterable

Refresh = Callable[[Collection[int]], None]
_kept: dict[str, Refresh] = {}


def keep(record: str, refresh: Refresh) -> None:
    """Let a table be made again when records of a kind change.

    record: the label of the model; refresh: called with the ids of the records that changed
    """
    _kept[record] = refresh


def refresh_after(changes: Iterable[tuple[str, Iterable[int]]]) -> None:
    """Make again what follows from changed records. changes: label and ids of some, and of others."""
    ids: dict[str, set[int]] = {}
    for record, keys in changes:
        if record in _kept:
            ids.setdefault(record, set()).update(keys)
    for record, changed in ids.items():
        _kept[record](changed)

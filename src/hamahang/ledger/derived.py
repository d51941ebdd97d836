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


def refresh_after(changes: Iterable[tuple[str, int]]) -> None:
    """Make again what follows from changed records. changes: label and id of each."""
    ids: dict[str, set[int]] = {}
    for record, record_id in changes if _kept else ():
        if record in _kept:
            ids.setdefault(record, set()).add(record_id)
    for record, changed in ids.items():
        _kept[record](changed)

"""Taking an applied list back: what it created goes, what it changed comes back, what others touched since stays."""

from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from hamahang.intake.models import Batch, ReceivedRow
from hamahang.intake.sources import modules
from hamahang.ledger.recording import recording
from hamahang.ledger.undoing import Undone, undo_entry


class BatchIsNotApplied(Exception):
    """Only an applied list can be taken back. Repair: none is needed, the register does not hold it."""


class _OnlyLooked(Exception):
    """Ends a look at what taking back would do, with nothing done."""


def would_undo(*, batch: Batch, by: str, at: datetime) -> Undone:
    """Return what taking an applied list back would do; nothing is written.

    :raises BatchIsNotApplied: if the list is not applied
    :raises hamahang.domain.refusal.Refused: if what it brought has been built upon since
    """
    seen = Undone()
    try:
        with transaction.atomic():
            _, seen = undo_batch(batch=batch, by=by, at=at)
            raise _OnlyLooked
    except _OnlyLooked:
        return seen


def undo_batch(*, batch: Batch, by: str, at: datetime, reason: str = "") -> tuple[Batch, Undone]:
    """Take an applied list back, all of it in one entry; the file and its rows stay, and it can be applied again.

    :raises BatchIsNotApplied: if the list is not applied
    :raises hamahang.domain.refusal.Refused: if what it brought has been built upon since
    """
    with recording(action="intake.batch.undone", by=by, at=at, reason=reason or batch.file.name) as entry:
        locked = Batch.objects.select_for_update().select_related("file").get(pk=batch.pk)
        if locked.state != Batch.State.APPLIED:
            raise BatchIsNotApplied(locked.state)
        # a list that said nothing new wrote no entry: there is nothing to take back
        undone = Undone()
        for number in reversed(locked.entries):
            part = undo_entry(number)
            undone.gone, undone.restored = undone.gone + part.gone, undone.restored + part.restored
            undone.kept += part.kept
        settle = getattr(modules()[locked.source], "settle", None)
        if settle is not None:
            settle(locked.entries, by=by, at=at)
        locked.state, locked.undone_at, locked.undone_by = Batch.State.UNDONE, at, by
        locked.undone_entry = entry.number if entry.changes else None
        locked.entries = []
        ReceivedRow.objects.filter(batch=locked).update(effect="")
        locked.kept = [asdict(kept) for kept in undone.kept]
        locked.save()
    return locked, undone

"""Whether the stored records are what the ledger says: each against its first and its last change."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import transaction

from hamahang.domain.ledger import ChangeKind
from hamahang.ledger.guard import as_named_now, content
from hamahang.ledger.models import Change, Head, Record
from hamahang.ledger.queries import Fault

CHUNK = 2_000


@dataclass(slots=True)
class _History:
    """What the ledger says of one record: the entry that wrote it, the last change, and what it then said."""

    written: int
    entry: int
    ordinal: int
    kind: str
    said: str

    def holds(self, record: Record) -> bool:
        """Return whether a record is what its history says, with the moments from and until which it holds."""
        voided = self.entry if self.kind == ChangeKind.VOIDED else None
        if (record.entry_id, record.voided_entry_id) != (self.written, voided):
            return False
        return content(record) == self.said or _grown(record, self.said)


def _grown(record: Record, said: str) -> bool:
    """Return whether a record says what was said of it before its model was given other columns.

    A column that is younger than the change stands at its empty value; one taken away since is not missed, and one that
    was called otherwise is looked for under both names.
    """
    told, now = json.loads(said), json.loads(content(record))
    then, empty = as_named_now(type(record), told), json.loads(content(type(record)()))
    return told.keys() != now.keys() and all(
        then[name] == value if name in then else value == empty[name] for name, value in now.items()
    )


def verify_records() -> Fault | None:
    """Return the first record whose values are not those of its last change, or that the ledger does not know.

    Read in chunks, so that any number of records fits. Others may write meanwhile: what looks wrong is looked at
    again while they wait.
    """
    for model in apps.get_models():
        if issubclass(model, Record):
            for pk in _suspects(model):
                fault = _confirmed(model, pk)
                if fault:
                    return fault
    return None


def _suspects(model: type[Record]) -> Iterator[int]:
    """Yield the keys of one model's records that are not what the ledger says."""
    label, last = model._meta.label, 0
    records = model._base_manager.order_by("pk")
    while chunk := list(records.filter(pk__gt=last)[:CHUNK]):
        until = chunk[-1].pk
        histories = _histories(label, after=last, until=until)
        for record in chunk:
            history = histories.pop(record.pk, None)
            if history is None or not history.holds(record):
                yield record.pk
        yield from sorted(histories)
        last = until
    rest = Change.objects.filter(record=label, record_id__gt=last).order_by("record_id")
    yield from rest.values_list("record_id", flat=True).distinct()[:1]


def _histories(label: str, *, after: int, until: int) -> dict[int, _History]:
    """Return by key what the ledger says of the records of a model within a range of keys."""
    changes = Change.objects.filter(record=label, record_id__gt=after, record_id__lte=until)
    names = ("record_id", "entry_id", "ordinal", "kind", "before", "after")
    found: dict[int, _History] = {}
    for pk, entry, ordinal, kind, before, said in changes.order_by("entry_id", "ordinal").values_list(*names):
        written = found[pk].written if pk in found else entry
        found[pk] = _History(written, entry, ordinal, kind, before if kind == ChangeKind.VOIDED else said)
    return found


def _confirmed(model: type[Record], pk: int) -> Fault | None:
    """Return what is wrong with one record, looked at while nobody writes."""
    with transaction.atomic():
        Head.objects.select_for_update().filter(pk=1).first()
        record = model._base_manager.filter(pk=pk).first()
        history = _histories(model._meta.label, after=pk - 1, until=pk).get(pk)
    name = f"{model._meta.label}:{pk}"
    if record is None:
        return Fault(history.entry, history.ordinal, "record_missing", name) if history else None
    if history is None:
        return Fault(record.entry_id, None, "record_unrecorded", name)
    return None if history.holds(record) else Fault(history.entry, history.ordinal, "record_altered", name)

"""Whether the stored records are what the ledger says: each against its last change."""

from collections.abc import Iterator

from django.apps import apps

from hamahang.domain.ledger import ChangeKind
from hamahang.ledger.guard import content
from hamahang.ledger.models import Change, Record
from hamahang.ledger.queries import Fault

CHUNK = 2_000


def verify_records() -> Fault | None:
    """Return the first record whose values are not those of its last change, or that the ledger does not know."""
    for model in apps.get_models():
        if issubclass(model, Record):
            fault = next(_faults(model), None)
            if fault:
                return fault
    return None


def _faults(model: type[Record]) -> Iterator[Fault]:
    """Yield what is wrong with the records of one model, read in step with their changes."""
    label, last = model._meta.label, 0
    records = model._base_manager.order_by("pk")
    while chunk := list(records.filter(pk__gt=last)[:CHUNK]):
        changes = _last_changes(label, last, chunk[-1].pk)
        for record in chunk:
            yield from _record_faults(label, record, changes.pop(record.pk, None))
        for pk, change in changes.items():
            yield Fault(change.entry_id, change.ordinal, "record_missing", f"{label}:{pk}")
        last = chunk[-1].pk
    for change in Change.objects.filter(record=label, record_id__gt=last).order_by("entry_id", "ordinal")[:1]:
        yield Fault(change.entry_id, change.ordinal, "record_missing", f"{label}:{change.record_id}")


def _last_changes(label: str, after: int, until: int) -> dict[int, Change]:
    changes = Change.objects.filter(record=label, record_id__gt=after, record_id__lte=until)
    return {change.record_id: change for change in changes.order_by("entry_id", "ordinal")}


def _record_faults(label: str, record: Record, change: Change | None) -> Iterator[Fault]:
    name = f"{label}:{record.pk}"
    if change is None:
        yield Fault(record.entry_id, None, "record_unrecorded", name)
        return
    is_voided = change.kind == ChangeKind.VOIDED
    said = change.before if is_voided else change.after
    voided_by = change.entry_id if is_voided else None
    if content(record) != said or record.voided_entry_id != voided_by:
        yield Fault(change.entry_id, change.ordinal, "record_altered", name)

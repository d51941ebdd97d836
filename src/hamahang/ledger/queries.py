"""Reading the ledger: points of view, histories, where a value came from, and whether the chain holds."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db import models
from django.db.models import Case, F, Max, Value, When

from hamahang.domain.ledger import GENESIS, AsOf, ChangeKind, change_seal, entry_seal
from hamahang.ledger.models import Change, Entry, Head, Record, SourceTable


def as_of(*, day: date, known_at: datetime | None = None) -> AsOf:
    """Return the point of view of a day, with the last entry written by `known_at`."""
    if known_at is None:
        return AsOf(day=day)
    number = Entry.objects.filter(at__lte=known_at.astimezone(UTC)).aggregate(last=Max("number"))["last"]
    return AsOf(day=day, known_at=known_at, entry=number or 0)


def head() -> tuple[int, str]:
    """Return the number and seal of the last entry; (0, genesis) when nothing was written."""
    row = Head.objects.filter(pk=1).values_list("number", "seal").first()
    return row or (0, GENESIS)


def entries_by_number(numbers: Iterable[int]) -> dict[int, Entry]:
    """Return entries by number, one query."""
    return Entry.objects.in_bulk(set(numbers))


def source_tables_by_id(ids: Iterable[int]) -> dict[int, SourceTable]:
    """Return source tables by id, one query."""
    return SourceTable.objects.in_bulk(set(ids))


def changes_of(record: str, record_id: int) -> models.QuerySet[Change]:
    """Return all changes of one record, oldest first, with their entries."""
    changes = Change.objects.filter(record=record, record_id=record_id)
    return changes.select_related("entry").order_by("entry_id", "ordinal")


def latest_entries(limit: int = 50) -> models.QuerySet[Entry]:
    """Return the last entries, newest first."""
    return Entry.objects.order_by("-number")[:limit]


def known_value(model: type[Record], field: str, asof: AsOf, *, path: str = "") -> models.expressions.Combinable:
    """Return an expression for an entity's field as it was known then.

    Entities are corrected in place and the change keeps what stood before; for a question about the past the
    few records corrected since are given their earlier value. path: how the queryset reaches the entity.
    """
    prefix = f"{path}__" if path else ""
    if asof.entry is None:
        return F(prefix + field)
    earlier = _earlier_values(model, field, asof.entry)
    if not earlier:
        return F(prefix + field)
    key = prefix + "pk"
    cases = [When(**{key: pk}, then=Value(value)) for pk, value in earlier.items()]
    return Case(*cases, default=F(prefix + field))


def _earlier_values(model: type[Record], field: str, entry: int) -> dict[int, object]:
    """Return by id the value before the first correction after an entry, where it differs."""
    since = Change.objects.filter(record=model._meta.label, kind=ChangeKind.CORRECTED, entry__gt=entry)
    values: dict[int, object] = {}
    for record_id, before in since.order_by("entry_id", "ordinal").values_list("record_id", "before"):
        values.setdefault(record_id, json.loads(before).get(field))
    return values


@dataclass(frozen=True, slots=True)
class Fault:
    """The first thing in the ledger that is not as it was sealed."""

    entry: int
    ordinal: int | None
    what: str
    record: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result of a verification: how much was checked, the head found, and the first fault if any."""

    entries: int
    changes: int
    number: int
    seal: str
    fault: Fault | None


def verify_chain(*, head_number: int | None = None, head_seal: str | None = None) -> Verdict:
    """Prove that no entry or change was altered, removed or reordered since it was sealed.

    head_number, head_seal: a head kept outside the database (printed in a briefing or a backup's name); with it
    a cut tail is found too, which a chain alone cannot see.
    """
    previous, number, total = GENESIS, 0, 0
    groups = _changes_by_entry()
    for entry in Entry.objects.order_by("number").iterator(chunk_size=2_000):
        changes = groups.take(entry.number)
        fault = _entry_fault(entry, changes, expected=number + 1, previous=previous)
        if fault:
            return Verdict(number, total, number, previous, fault)
        previous, number = entry.seal, entry.number
        total += len(changes)
        if number == head_number and head_seal and not previous.startswith(head_seal):
            return Verdict(number, total, number, previous, Fault(number, None, "differs_from_kept_head"))
    fault = _head_fault(number, previous, head_number)
    return Verdict(number, total, number, previous, fault or _stray_change(number))


class _Groups:
    """Changes streamed in order, handed out by entry."""

    def __init__(self, changes: Iterator[Change]) -> None:
        self.changes = changes
        self.ahead: Change | None = next(changes, None)

    def take(self, number: int) -> list[Change]:
        taken: list[Change] = []
        while self.ahead is not None and self.ahead.entry_id <= number:
            if self.ahead.entry_id == number:
                taken.append(self.ahead)
            self.ahead = next(self.changes, None)
        return taken


def _changes_by_entry() -> _Groups:
    return _Groups(iter(Change.objects.order_by("entry_id", "ordinal").iterator(chunk_size=5_000)))


def _entry_fault(entry: Entry, changes: list[Change], *, expected: int, previous: str) -> Fault | None:
    if entry.number != expected:
        return Fault(expected, None, "entry_missing")
    for ordinal, change in enumerate(changes, start=1):
        if change.ordinal != ordinal:
            return Fault(entry.number, ordinal, "change_missing")
        if change.seal != _seal_of(change):
            return Fault(entry.number, ordinal, "change_altered")
    if len(changes) != entry.changes:
        return Fault(entry.number, len(changes) + 1, "change_missing")
    seal = entry_seal(
        previous=previous,
        number=entry.number,
        action=entry.action,
        by=entry.by,
        at=entry.at.astimezone(UTC),
        reason=entry.reason,
        changes=[change.seal for change in changes],
    )
    return None if seal == entry.seal else Fault(entry.number, None, "entry_altered")


def _seal_of(change: Change) -> str:
    return change_seal(
        ordinal=change.ordinal,
        kind=change.kind,
        record=change.record,
        record_id=change.record_id,
        before=change.before,
        after=change.after,
    )


def _head_fault(number: int, seal: str, kept: int | None) -> Fault | None:
    stored = head()
    if kept is not None and number < kept:
        return Fault(number + 1, None, "tail_missing")
    if stored != (number, seal):
        return Fault(max(number, stored[0]), None, "head_differs")
    return None


def _stray_change(number: int) -> Fault | None:
    stray = Change.objects.filter(entry_id__gt=number).order_by("entry_id").first()
    return Fault(stray.entry_id, stray.ordinal, "change_without_entry") if stray else None

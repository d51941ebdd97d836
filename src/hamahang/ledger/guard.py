"""The guard itself: the open entry of this task, and what every write of a record must pass."""

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from hamahang.domain.ledger import ChangeKind, canonical, change_seal

if TYPE_CHECKING:
    from hamahang.ledger.models import Record

GUARD_FIELDS = frozenset({"entry", "source_table", "source_row", "voided_entry", "id"})


class UnrecordedChange(Exception):
    """A record was written outside an open ledger entry, or in a way the ledger cannot see.

    Repair: write it in a room's action, inside `with recording(...)`, by `save`, `void` or `bulk_record`.
    """


class FactIsWritten(Exception):
    """A dated fact was to be overwritten. Repair: void it with a reason and record the right one."""


@dataclass(slots=True)
class OpenEntry:
    """The entry being written: its changes wait here and are stored with it when it closes."""

    number: int
    action: str
    by: str
    at: datetime
    reason: str
    seals: list[str] = field(default_factory=list)
    waiting: list[tuple[Any, ...]] = field(default_factory=list)

    def add(self, *, kind: str, record: str, record_id: int, before: str = "", after: str = "") -> None:
        """Seal one change into the entry."""
        ordinal = len(self.seals) + 1
        seal = change_seal(ordinal=ordinal, kind=kind, record=record, record_id=record_id, before=before, after=after)
        self.seals.append(seal)
        self.waiting.append((self.number, ordinal, kind, record, record_id, before, after, seal))


current_entry: ContextVar[OpenEntry | None] = ContextVar("open_entry", default=None)


def open_entry() -> OpenEntry:
    """Return the open entry.

    :raises UnrecordedChange: if none is open
    """
    entry = current_entry.get()
    if entry is None:
        raise UnrecordedChange("no ledger entry is open; write inside `with recording(...)`")
    return entry


def write(record: "Record", store: Callable[[], None]) -> None:
    """Store a new or corrected record and its change."""
    entry = open_entry()
    if record.pk is None:
        record.entry_id = entry.number
        store()
        entry.add(kind=ChangeKind.CREATED, record=label_of(record), record_id=record.pk or 0, after=content(record))
        return
    if record.is_fact:
        raise FactIsWritten(f"{label_of(record)}:{record.pk}")
    before = content(type(record)._base_manager.get(pk=record.pk))
    after = content(record)
    if before == after:
        return
    store()
    entry.add(kind=ChangeKind.CORRECTED, record=label_of(record), record_id=record.pk, before=before, after=after)


def void(record: "Record", store: Callable[[], None]) -> None:
    """Mark a record as voided by the open entry."""
    entry = open_entry()
    record.voided_entry_id = entry.number
    store()
    entry.add(kind=ChangeKind.VOIDED, record=label_of(record), record_id=record.pk, before=content(record))


def label_of(record: "Record") -> str:
    """Return the name of a record's model as changes carry it."""
    return record._meta.label


def content(record: "Record") -> str:
    """Return a record's own values as canonical JSON: keys by attribute, days ISO, decimals as text."""
    values = {name: _plain(getattr(record, name)) for name in own_attributes(type(record))}
    return canonical(values)


@cache
def own_attributes(model: "type[Record]") -> tuple[str, ...]:
    """Return the attributes that say what a record says, without its key and its place in the ledger."""
    return tuple(f.attname for f in model._meta.concrete_fields if f.name not in GUARD_FIELDS)


def _plain(value: Any) -> object:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return value

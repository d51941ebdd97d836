"""The guard itself: the open entry of this task, and what every write of a record must pass."""

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from itertools import repeat
from json.encoder import encode_basestring
from operator import attrgetter
from types import NoneType
from typing import TYPE_CHECKING, Any

from django.db import models

from hamahang.domain.ledger import Body, ChangeKind, change_seal, created_seals

if TYPE_CHECKING:
    from hamahang.ledger.models import Record

GUARD_FIELDS = frozenset({"entry", "source_table", "source_row", "voided_entry", "id"})
SOURCE = ("source_table_id", "source_row")
ALIKE = (str, int, date, Decimal)


class UnrecordedChange(Exception):
    """A record was written outside an open ledger entry, or in a way the ledger cannot see.

    Repair: write it in a room's action, inside `with recording(...)`, by `save`, `void` or `bulk_record`.
    """


class FactIsWritten(Exception):
    """A dated fact was to be overwritten. Repair: void it with a reason and record the right one."""


class AlreadyVoided(Exception):
    """A record was to be voided again; that would move the moment from which it no longer holds."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A value that a list says otherwise than a stronger source in the register; the register's was kept.

    record: label and key; table, row: where the list said it
    """

    record: str
    field: str
    kept: object
    said: object
    table: int | None
    row: int | None


@dataclass(slots=True)
class OpenEntry:
    """The entry being written: its changes wait here and are stored with it when it closes.

    write_down: stores the entry, unsealed; its records need it to stand before they do
    """

    number: int
    action: str
    by: str
    at: datetime
    reason: str
    write_down: "Callable[[OpenEntry], None]"
    is_written: bool = False
    changes: int = 0
    body: Body = field(default_factory=Body)
    waiting: list[tuple[Any, ...]] = field(default_factory=list)
    created_at_once: list[tuple[str, Sequence[int]]] = field(default_factory=list)  # stored already, not waiting
    last_keys: dict[str, int] = field(default_factory=dict)  # given out, by table: their rows may not stand yet
    conflicts: list[Conflict] = field(default_factory=list)

    def begin(self) -> None:
        """Have the entry stand before the first of its records."""
        if not self.is_written:
            self.write_down(self)
            self.is_written = True

    def add(self, *, kind: str, record: str, record_id: int, before: str = "", after: str = "") -> None:
        """Seal one change into the entry."""
        self.changes += 1
        ordinal = self.changes
        seal = change_seal(ordinal=ordinal, kind=kind, record=record, record_id=record_id, before=before, after=after)
        self.body.add([seal])
        self.waiting.append((self.number, ordinal, kind, record, record_id, before, after, seal))

    def created(self, *, record: str, keys: Sequence[int], said: Sequence[str]) -> Iterator[tuple[Any, ...]]:
        """Seal many new records of one model into the entry; return the changes, for the caller to store at once."""
        first = self.changes + 1
        seals = created_seals(first=first, record=record, keys=keys, said=said)
        self.changes += len(seals)
        self.body.add(seals)
        self.created_at_once.append((record, keys))
        places, kind = range(first, first + len(seals)), str(ChangeKind.CREATED)
        return zip(repeat(self.number), places, repeat(kind), repeat(record), keys, repeat(""), said, seals)

    def new_keys(self, record: str) -> list[Sequence[int]]:
        """Return the keys of the records of one model that this entry made, of those that were stored at once."""
        return [keys for label, keys in self.created_at_once if label == record]

    def has_touched(self, record: str) -> bool:
        """Say whether this entry changed a record of one model."""
        return bool(self.new_keys(record)) or any(change[3] == record for change in self.waiting)

    def as_it_stands(self) -> Callable[[], None]:
        """Return what takes the entry back to where it is now."""
        changes, body, is_written = self.changes, self.body.copy(), self.is_written
        waiting, at_once = len(self.waiting), len(self.created_at_once)

        def take_back() -> None:
            self.changes, self.body, self.is_written = changes, body, is_written
            del self.waiting[waiting:], self.created_at_once[at_once:]

        return take_back


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
    settle(record)
    if record.pk is None:
        entry.begin()
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
    entry.begin()
    store()
    entry.add(kind=ChangeKind.CORRECTED, record=label_of(record), record_id=record.pk, before=before, after=after)


def void(record: "Record") -> None:
    """Mark a record as voided by the open entry.

    :raises AlreadyVoided: if it no longer holds
    """
    entry = open_entry()
    stored = type(record)._base_manager.get(pk=record.pk)
    if stored.voided_entry_id is not None:
        raise AlreadyVoided(f"{label_of(record)}:{record.pk} by entry {stored.voided_entry_id}")
    entry.begin()
    # the plain queryset: the guarded one refuses
    models.QuerySet[Any](type(record)).filter(pk=record.pk).update(voided_entry=entry.number)
    record.voided_entry_id = entry.number
    entry.add(kind=ChangeKind.VOIDED, record=label_of(record), record_id=record.pk, before=content(stored))


def settle(record: "Record") -> None:
    """Round decimals to the places their columns keep.

    The databases would round them unseen and each in its own way: the change would then say something else than
    the record, and the same list read again would seem to say something new.
    """
    for name, unit in decimals(type(record)):
        value = getattr(record, name)
        if isinstance(value, Decimal):
            setattr(record, name, value.quantize(unit, rounding=ROUND_HALF_UP))


@cache
def decimals(model: "type[Record]") -> tuple[tuple[str, Decimal], ...]:
    """Return the decimal attributes of a model, each with the smallest step its column keeps."""
    fields = [f for f in model._meta.concrete_fields if isinstance(f, models.DecimalField)]
    return tuple((f.attname, Decimal(1).scaleb(-(f.decimal_places or 0))) for f in fields)


def as_named_now(model: "type[Record]", values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of a change under the names that the columns have now: history keeps those of its time."""
    now = {before: name for name, before in model.named_before.items()}
    return {now.get(name, name): value for name, value in values.items()}


def label_of(record: "Record") -> str:
    """Return the name of a record's model as changes carry it."""
    return record._meta.label


def content(record: "Record") -> str:
    """Return a record's values and their source as canonical JSON: keys by attribute, days ISO, decimals as text.

    The same text as `canonical` gives for the mapping, put together from keys that are sorted and quoted once for
    a model: history must not cost more than the records themselves.
    """
    keys, values = _sealed(type(record))
    return "{" + ",".join([key + _json(value) for key, value in zip(keys, values(record), strict=True)]) + "}"


def contents(model: "type[Record]", columns: Mapping[str, Sequence[Any]]) -> list[str]:
    """Return what `content` says of many records of one model, from their values by attribute."""
    keys, _ = _sealed(model)
    said, parts = [], []
    for key, name in zip(keys, sealed_attributes(model), strict=True):
        texts = _json_column(columns[name])
        if isinstance(texts, str):
            said.append(f"{key}{texts}".replace("%", "%%"))
        else:
            said.append(f"{key.replace('%', '%%')}%s")
            parts.append(texts)
    whole = "{" + ",".join(said) + "}"
    return list(map(whole.__mod__, zip(*parts, strict=True))) if parts else [whole % ()] * len(columns[SOURCE[1]])


def are_alike(kinds: Collection[type]) -> bool:
    """Say whether equal values of these kinds are the same value: of one kind, or enumerations of it, beside None."""
    others = [kind for kind in kinds if kind is not NoneType]
    return len(others) <= 1 and all(issubclass(kind, ALIKE) for kind in others)


def _json_column(values: Sequence[Any]) -> Sequence[str] | str:
    """Return a column of values as JSON, those of one kind at once; one text where all say the same."""
    kinds = set(map(type, values))
    if kinds == {str} and len(values) > 1 and values[0] != values[-1]:
        return list(map(encode_basestring, values))
    if are_alike(kinds):
        known = {value: _json(value) for value in set(values)}
        return known.popitem()[1] if len(known) == 1 else list(map(known.__getitem__, values))
    return [_json(value) for value in values]


@cache
def own_attributes(model: "type[Record]") -> tuple[str, ...]:
    """Return the attributes that say what a record says, without its key and its place in the ledger."""
    return tuple(f.attname for f in model._meta.concrete_fields if f.name not in GUARD_FIELDS)


@cache
def sealed_attributes(model: "type[Record]") -> tuple[str, ...]:
    """Return what a change keeps of a model: the own attributes, and the table and row they were read from."""
    return tuple(sorted(own_attributes(model) + SOURCE))


@cache
def _sealed(model: "type[Record]") -> "tuple[tuple[str, ...], attrgetter[tuple[object, ...]]]":
    """Return the sealed attributes of a model as quoted keys in order, and the reader of their values."""
    names = sealed_attributes(model)
    return tuple(f"{encode_basestring(name)}:" for name in names), attrgetter(*names)


def _json(value: Any) -> str:
    """Return a value as JSON; what is not text or a whole number is rare."""
    if type(value) is str:
        return encode_basestring(value)
    if value is None:
        return "null"
    if type(value) is int:
        return str(value)
    if type(value) is date:
        return f'"{value.isoformat()}"'
    return json.dumps(_plain(value), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _plain(value: Any) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return value

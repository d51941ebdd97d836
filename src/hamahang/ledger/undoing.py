"""Taking an entry back: what it created goes, what it changed comes back, what others touched since is kept.

Nothing is erased: what goes is voided and what comes back is written by a new entry, so earlier questions still see
the entry that was taken back.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar

from django.apps import apps
from django.db import models

from hamahang.domain.ledger import ChangeKind
from hamahang.ledger.guard import as_named_now, content, open_entry, sealed_attributes
from hamahang.ledger.models import Change, Record
from hamahang.ledger.recording import bulk_correct, bulk_record, bulk_void

CHUNK = 500
Values = dict[str, Any]
R = TypeVar("R", bound=Record)


class Why(StrEnum):
    """Why something of an entry is kept though the entry is taken back."""

    CORRECTED = "CORRECTED_SINCE"
    USED = "USED_SINCE"
    REPLACED = "REPLACED_SINCE"
    VOIDED = "VOIDED_BY_IT"


@dataclass(frozen=True, slots=True)
class Kept:
    """Something that was not taken back. record: label and key; entry: the one that touched it since, if any."""

    record: str
    why: Why
    entry: int | None = None
    fields: tuple[str, ...] = ()


@dataclass(slots=True)
class Undone:
    """What taking an entry back did, in numbers of records, and what it kept."""

    gone: int = 0
    restored: int = 0
    kept: list[Kept] = field(default_factory=list)


@dataclass(slots=True)
class _Act:
    """What an entry did to one record in all: its values before (None: it made it) and after (None: it voided it)."""

    before: Values | None
    after: Values | None


def undo_entry(number: int) -> Undone:
    """Take back what an entry did, inside the open entry.

    :raises hamahang.ledger.guard.UnrecordedChange: if no entry is open
    """
    open_entry()
    undone = Undone()
    acts = _acts(number)
    for model, by_key in acts.items():
        corrected = {pk: act for pk, act in by_key.items() if act.before is not None and act.after is not None}
        _take_back_corrections(model, corrected, undone)
    _take_back_creations(acts, number, undone)
    for model, by_key in acts.items():
        voided = {pk: act.before for pk, act in by_key.items() if act.before is not None and act.after is None}
        _take_back_voidings(model, voided, undone)
    return undone


def _acts(number: int) -> dict[type[Record], dict[int, _Act]]:
    """Return what an entry did in all, by model and key, in the order it was done."""
    found: dict[type[Record], dict[int, _Act]] = {}
    for change in Change.objects.filter(entry=number).order_by("ordinal").iterator(chunk_size=CHUNK):
        model = apps.get_model(change.record)
        by_key = found.setdefault(model, {})
        before = as_named_now(model, json.loads(change.before)) if change.kind != ChangeKind.CREATED else None
        after = as_named_now(model, json.loads(change.after)) if change.kind != ChangeKind.VOIDED else None
        known = by_key.get(change.record_id)
        by_key[change.record_id] = _Act(before if known is None else known.before, after)
    return found


def _take_back_corrections(model: type[Record], acts: dict[int, _Act], undone: Undone) -> None:
    """Give corrected records the values that stood before, but where somebody corrected them again."""
    records, before = [], []
    for record in _stored(model, acts):
        act, said, now = acts[record.pk], content(record), json.loads(content(record))
        then, written = act.before or {}, act.after or {}
        changed = [
            name
            for name in sealed_attributes(model)
            if name in then and then[name] != written.get(name) and then[name] != now[name]
        ]
        later = [name for name in changed if now[name] != written.get(name)]
        for name in changed:
            if name not in later:
                setattr(record, name, _value(model, name, then[name]))
        if later:
            undone.kept.append(Kept(_name(record), Why.CORRECTED, _last_entry(record), tuple(later)))
        if len(later) < len(changed):
            records.append(record)
            before.append(said)
    bulk_correct(records, before=before)
    undone.restored += len(records)


def _take_back_creations(acts: dict[type[Record], dict[int, _Act]], number: int, undone: Undone) -> None:
    """Void what the entry made, but what was corrected since and what others stand on."""
    made = {
        model: {
            record.pk: record
            for record in _stored(model, [pk for pk, act in by_key.items() if act.before is None and act.after])
            if record.voided_entry_id is None
        }
        for model, by_key in acts.items()
        if not model.is_kept_when_undone
    }
    kept = dict(_corrected_since(made, number))
    while more := {key: why for key, why in _stood_on(made, kept) if key not in kept}:
        kept |= more
    for model, records in made.items():
        going = [record for pk, record in records.items() if (model, pk) not in kept]
        bulk_void(going)
        undone.gone += len(going)
    undone.kept += kept.values()


Key = tuple[type[Record], int]


def _corrected_since(made: dict[type[Record], dict[int, Record]], number: int) -> Iterator[tuple[Key, Kept]]:
    for model, records in made.items():
        later = Change.objects.filter(record=model._meta.label, entry__gt=number, entry__lt=open_entry().number)
        for chunk in _chunks(records):
            touched = later.filter(record_id__in=chunk).order_by("entry_id").values_list("record_id", "entry_id")
            for pk, entry in touched:
                yield (model, pk), Kept(_name(records[pk]), Why.CORRECTED, entry)


def _stood_on(made: dict[type[Record], dict[int, Record]], kept: dict[Key, Kept]) -> Iterator[tuple[Key, Kept]]:
    """Yield the made records to which a standing record points that does not go itself."""
    for model, records in made.items():
        for other, name in _pointing_at(model):
            leaving = made.get(other, {})
            for chunk in _chunks(records):
                rows = other._base_manager.filter(**{f"{name}__in": chunk}, voided_entry=None)
                for pk, at, entry in rows.values_list("pk", name, "entry_id"):
                    if pk not in leaving or (other, pk) in kept:
                        why = Kept(_name(records[at]), Why.USED, entry, (f"{other._meta.label}:{pk}",))
                        yield (model, at), why


def _pointing_at(model: type[Record]) -> list[tuple[type[Record], str]]:
    """Return the records, of whatever room, that have a key to this one; none that stay when all this goes."""
    return [
        (other, key.attname)
        for other in apps.get_models()
        if issubclass(other, Record) and not other.is_kept_when_undone
        for key in other._meta.concrete_fields
        if isinstance(key, models.ForeignKey) and key.related_model is model
    ]


def _take_back_voidings(model: type[Record], voided: Mapping[int, Values | None], undone: Undone) -> None:
    """Record voided facts again, but those in whose place others have written something since."""
    if not model.is_fact:
        # an entity is more than its values: others may point at the one that was voided
        undone.kept += [Kept(f"{model._meta.label}:{pk}", Why.VOIDED) for pk in voided]
        return
    records = []
    for pk, values in voided.items():
        record = record_of(model, values or {})
        instead = _in_its_place(record)
        if instead is None:
            records.append(record)
        else:
            undone.kept.append(Kept(f"{model._meta.label}:{pk}", Why.REPLACED, instead))
    bulk_record(records)
    undone.restored += len(records)


def _in_its_place(fact: Record) -> int | None:
    """Return the entry of a standing fact about the same things on the same day, None if there is none."""
    model = type(fact)
    about = [
        key.attname
        for key in model._meta.concrete_fields
        if isinstance(key, models.ForeignKey) and issubclass(key.related_model, Record) and key.name != "evidence"
    ]
    apart = getattr(model, "told_apart_by", ())
    same = {name: getattr(fact, name) for name in (*about, *apart, "since_on", "proof")}
    standing = model._base_manager.filter(**same, voided_entry=None).exclude(entry=open_entry().number)
    return standing.values_list("entry_id", flat=True).first()


def _stored(model: type[Record], keys: Iterable[int]) -> Iterator[Record]:
    for chunk in _chunks(keys):
        yield from model._base_manager.filter(pk__in=chunk).order_by("pk")


def _chunks(keys: Iterable[int]) -> Iterator[list[int]]:
    every = list(keys)
    for start in range(0, len(every), CHUNK):
        yield every[start : start + CHUNK]


def record_of(model: type[R], values: Mapping[str, Any]) -> R:
    """Return a new, unstored record that says what a change keeps."""
    return model(**{name: _value(model, name, value) for name, value in values.items()})


def _value(model: type[Record], name: str, value: Any) -> Any:
    """Return a value of a change as the model holds it."""
    column = next(column for column in model._meta.concrete_fields if column.attname == name)
    return column.target_field.to_python(value) if isinstance(column, models.ForeignKey) else column.to_python(value)


def _name(record: Record) -> str:
    return f"{record._meta.label}:{record.pk}"


def _last_entry(record: Record) -> int | None:
    changes = Change.objects.filter(record=record._meta.label, record_id=record.pk)
    return changes.order_by("-entry_id").values_list("entry_id", flat=True).first()

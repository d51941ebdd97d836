"""Recording lists: what is new is written, what differs is corrected, what is known already changes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from hamahang.ledger.guard import own_attributes
from hamahang.ledger.models import Fact, Record
from hamahang.ledger.recording import bulk_record

R = TypeVar("R", bound=Record)
F = TypeVar("F", bound=Fact)
CHUNK = 500


class Effect(StrEnum):
    """What recording one row of a list did."""

    CREATED = "CREATED"
    CORRECTED = "CORRECTED"
    UNCHANGED = "UNCHANGED"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the values of a record were read: the id of the source table and the row; nothing for hand entry."""

    table: int | None = None
    row: int | None = None

    def mark(self, record: R) -> R:
        """Write the origin on a record."""
        record.source_table_id, record.source_row = self.table, self.row
        return record


def strongest(*effects: Effect) -> Effect:
    """Return the one effect that describes several on the same row."""
    return min(effects, key=list(Effect).index, default=Effect.UNCHANGED)


def record_entities(records: Sequence[R], *, key: Sequence[str]) -> list[tuple[R, Effect]]:
    """Record entities by their natural key; return the stored record and the effect for each.

    A known entity is corrected where the list says something else; an empty value in a list says nothing.
    Two rows with one key: the first is recorded, the second is compared with it.
    """
    known = _known(records, key)
    new: dict[tuple[object, ...], R] = {}
    found: list[tuple[R, Effect]] = []
    for record in records:
        at = _key(record, key)
        if at in known:
            found.append((known[at], _correct(known[at], record)))
        elif at in new:
            found.append((new[at], Effect.UNCHANGED))
        else:
            new[at] = record
            found.append((record, Effect.CREATED))
    bulk_record(list(new.values()))
    return found


def _correct(stored: R, said: R) -> Effect:
    differs = False
    for name in own_attributes(type(stored)):
        value = getattr(said, name)
        if value not in (None, "") and value != getattr(stored, name):
            setattr(stored, name, value)
            differs = True
    if differs:
        stored.save()
    return Effect.CORRECTED if differs else Effect.UNCHANGED


def record_facts(facts: Sequence[F], *, key: Sequence[str]) -> list[Effect]:
    """Record dated facts; one that stands already is left, one that says otherwise replaces it.

    Replacing voids the standing fact in the same entry: both are kept, and earlier questions still see it.
    key: the fields that say what the fact is about and when (for a status: unit, day and proof)
    """
    known = _known(facts, key)
    new: dict[tuple[object, ...], F] = {}
    effects: list[Effect] = []
    for fact in facts:
        at = _key(fact, key)
        standing = new.get(at) or known.get(at)
        if standing is None:
            effects.append(Effect.CREATED)
            new[at] = fact
        elif _same(standing, fact):
            effects.append(Effect.UNCHANGED)
        else:
            effects.append(Effect.CORRECTED)
            if at in known and at not in new:
                known[at].void()
            new[at] = fact
    bulk_record(list(new.values()))
    return effects


def _known(records: Sequence[R], key: Sequence[str]) -> dict[tuple[object, ...], R]:
    """Return the stored, standing records that may have the key of one of these."""
    if not records:
        return {}
    model = type(records[0])
    values = list({getattr(record, key[0]) for record in records})
    known: dict[tuple[object, ...], R] = {}
    for start in range(0, len(values), CHUNK):
        chunk = model._base_manager.filter(**{f"{key[0]}__in": values[start : start + CHUNK]}, voided_entry=None)
        known.update((_key(record, key), record) for record in chunk)
    return known


def _key(record: Record, key: Sequence[str]) -> tuple[object, ...]:
    return tuple(getattr(record, name) for name in key)


def _same(one: Record, other: Record) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in own_attributes(type(one)))

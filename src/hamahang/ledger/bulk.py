"""Recording lists: what is new is written, what differs is corrected, what is known already changes nothing.

Two lists that say different things of one record are weighed. Facts of different proof stand beside each other, and the
better proven holds. Of one proof, the list that speaks of the later day wins, then that of the sender of higher rank;
where that does not tell, the one received later. A person may say that a list holds all the same.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from operator import itemgetter
from typing import Any, TypeVar

from django.db.models.base import ModelState

from hamahang.ledger.guard import Conflict, content, open_entry, own_attributes, settle
from hamahang.ledger.models import Fact, Record, SourceTable
from hamahang.ledger.recording import bulk_correct, bulk_record, bulk_void

R = TypeVar("R", bound=Record)
F = TypeVar("F", bound=Fact)
CHUNK = 5_000


class Effect(StrEnum):
    """What recording one row of a list did."""

    CREATED = "CREATED"
    CORRECTED = "CORRECTED"
    KEPT = "KEPT"  # the register knew better: see Conflict
    UNCHANGED = "UNCHANGED"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the values of a record were read: the id of the source table and the row; nothing for hand entry."""

    table: int | None = None
    row: int | None = None

    def make(self, model: type[R], **values: Any) -> R:
        """Return a new record read here, its other attributes at their empty values; keys are given as `unit_id`.

        A record as `model(**values)` makes it, at a tenth of the time: a list of a hundred thousand rows makes six
        hundred thousand of them.
        :raises TypeError: for an attribute that the model does not have
        """
        blank = _blank(model)
        if not values.keys() <= blank.keys():
            raise TypeError(f"{model.__name__} has no {sorted(values.keys() - blank.keys())}")
        record = model.__new__(model)
        said = record.__dict__
        said.update(blank, _state=ModelState(), source_table_id=self.table, source_row=self.row)
        said.update(values)
        return record

    def mark(self, record: R) -> R:
        """Write the origin on a record."""
        record.source_table_id, record.source_row = self.table, self.row
        return record


@cache
def _blank(model: type[Record]) -> dict[str, Any]:
    """Return the attributes of a new record of a model with their empty values; none of them can be changed."""
    return {field.attname: field.get_default() for field in model._meta.concrete_fields}


def strongest(*effects: Effect) -> Effect:
    """Return the one effect that describes several on the same row."""
    return min(effects, key=list(Effect).index, default=Effect.UNCHANGED)


def record_entities(records: Sequence[R], *, key: Sequence[str]) -> list[tuple[R, Effect]]:
    """Record entities by their natural key; return the stored record and the effect for each.

    A known entity is corrected where the list says something else; an empty value in a list says nothing.
    Two rows with one key: the first is recorded, the second says nothing more.
    """
    known = _known(records, key)
    strength, key_of = _Strength([*known.values(), *records]), _key_of(key)
    new: dict[tuple[object, ...], R] = {}
    before: dict[int, tuple[R, str]] = {}
    found: list[tuple[R, Effect]] = []
    for record in records:
        settle(record)
        at = key_of(record)
        if at in known:
            found.append((known[at], _correct(known[at], record, before, strength)))
        elif at in new:
            found.append((new[at], Effect.UNCHANGED))
        else:
            new[at] = record
            found.append((record, Effect.CREATED))
    bulk_correct([record for record, _ in before.values()], before=[said for _, said in before.values()])
    bulk_record(list(new.values()))
    return found


class _Strength:
    """How lists that say different things are weighed against each other."""

    def __init__(self, records: Sequence[Record]) -> None:
        ids = {vars(record)["source_table_id"] for record in records} - {None}
        tables = SourceTable.objects.filter(pk__in=ids).values_list("pk", "as_of", "rank", "is_preferred", named=True)
        self.tables = {table.pk: table for table in tables}

    def yields(self, said: Record, stored: Record) -> bool:
        """Say whether what a list says must give way to what the register has from another."""
        ours = self.tables.get(stored.source_table_id or 0)
        theirs = self.tables.get(said.source_table_id or 0)
        if ours is None or theirs is None or theirs.is_preferred:
            return False
        if ours.as_of and theirs.as_of and ours.as_of != theirs.as_of:
            return bool(theirs.as_of < ours.as_of)
        return bool(theirs.rank < ours.rank)


def _conflicts(stored: Record, said: Record, names: Sequence[str]) -> None:
    """Note on the open entry what a list said in vain."""
    record = f"{stored._meta.label}:{stored.pk}"
    open_entry().conflicts.extend(
        Conflict(record, name, getattr(stored, name), getattr(said, name), said.source_table_id, said.source_row)
        for name in names
    )


def _correct(stored: R, said: R, before: dict[int, tuple[R, str]], strength: _Strength) -> Effect:
    """Give a stored record what a list says otherwise, and note what stood in it before the list."""
    otherwise = {
        name: value
        for name in own_attributes(type(stored))
        if (value := getattr(said, name)) not in (None, "") and value != getattr(stored, name)
    }
    in_vain: list[str] = []
    if otherwise and strength.yields(said, stored):
        # what the register does not know yet is welcome from anybody
        in_vain = [name for name in otherwise if getattr(stored, name) not in (None, "")]
        _conflicts(stored, said, in_vain)
        otherwise = {name: value for name, value in otherwise.items() if name not in in_vain}
    if not otherwise:
        return Effect.KEPT if in_vain else Effect.UNCHANGED
    before.setdefault(stored.pk, (stored, content(stored)))
    # the record is opened at the list that said its newest value; the change keeps the one before
    if not in_vain:
        otherwise |= {"source_table_id": said.source_table_id, "source_row": said.source_row}
    for name, value in otherwise.items():
        setattr(stored, name, value)
    return Effect.CORRECTED


def record_facts(facts: Sequence[F], *, key: Sequence[str]) -> list[Effect]:
    """Record dated facts; one that stands already is left, one that says otherwise replaces it.

    Replacing voids the standing fact in the same entry: both are kept, and earlier questions still see it.
    Two facts with one key: the last holds.
    key: the fields that say what the fact is about and when (for a status: unit, day and proof)
    """
    known = _known(facts, key)
    strength, key_of = _Strength([*known.values(), *facts]), _key_of(key)
    new: dict[tuple[object, ...], F] = {}
    wrong: list[F] = []
    effects: list[Effect] = []
    for fact in facts:
        settle(fact)
        at = key_of(fact)
        standing = new.get(at) or known.get(at)
        if standing is None:
            effects.append(Effect.CREATED)
            new[at] = fact
        elif _same(standing, fact):
            effects.append(Effect.UNCHANGED)
        elif strength.yields(fact, standing):
            names = [name for name in own_attributes(type(fact)) if getattr(fact, name) != getattr(standing, name)]
            _conflicts(standing, fact, names)
            effects.append(Effect.KEPT)
        else:
            effects.append(Effect.CORRECTED)
            if at in known and at not in new:
                wrong.append(known[at])
            new[at] = fact
    # first the wrong ones: of those that hold, a constraint allows one of a kind
    bulk_void(wrong)
    bulk_record(list(new.values()))
    return effects


def _known(records: Sequence[R], key: Sequence[str]) -> dict[tuple[object, ...], R]:
    """Return the stored, standing records that may have the key of one of these."""
    if not records:
        return {}
    model, key_of = type(records[0]), _key_of(key)
    values = list({vars(record)[key[0]] for record in records})
    on = [vars(record)["since_on"] for record in records] if "since_on" in key else []
    days = (min(on), max(on)) if on else ()
    known: dict[tuple[object, ...], R] = {}
    for start in range(0, len(values), CHUNK):
        chunk = model._base_manager.filter(**{f"{key[0]}__in": values[start : start + CHUNK]}, voided_entry=None)
        if "since_on" in key:
            # of ten years of facts only those of the days at hand
            chunk = chunk.filter(since_on__range=days)
        known.update((key_of(record), record) for record in chunk)
    return known


def _key_of(key: Sequence[str]) -> Callable[[Record], tuple[object, ...]]:
    """Return what reads a record's key, from the attributes as they lie in it."""
    if len(key) == 1:
        only = key[0]
        return lambda record: (vars(record)[only],)
    read = itemgetter(*key)
    return lambda record: read(vars(record))


def _same(one: Record, other: Record) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in own_attributes(type(one)))

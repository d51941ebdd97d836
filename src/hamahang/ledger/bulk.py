"""Recording lists: what is new is written, what differs is corrected, what is known already changes nothing.

Two lists that say different things of one record are weighed. Facts of different proof stand beside each other, and the
better proven holds. Of one proof, the list that speaks of the later day wins, then that of the sender of higher rank;
where that does not tell, the one received later. A person may say that a list holds all the same.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar

from hamahang.ledger.guard import SOURCE, Conflict, content, open_entry, own_attributes
from hamahang.ledger.inserting import aside
from hamahang.ledger.listed import Listed, Standing, Values, blank, made
from hamahang.ledger.models import Fact, Record, SourceTable
from hamahang.ledger.recording import as_recorded, bulk_correct, bulk_void, record_listed

R = TypeVar("R", bound=Record)
F = TypeVar("F", bound=Fact)
TABLE, ROW = SOURCE
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
        if not values.keys() <= blank(model).keys():
            raise TypeError(f"{model.__name__} has no {sorted(values.keys() - blank(model).keys())}")
        return made(model, {TABLE: self.table, ROW: self.row, **values})

    def mark(self, record: R) -> R:
        """Write the origin on a record."""
        record.source_table_id, record.source_row = self.table, self.row
        return record


def said_at(origins: Sequence[Origin], model: type[R], **columns: Sequence[Any]) -> Listed[R]:
    """Return records of a list column by column, each read at its origin; attributes not named stand at empty values.

    :raises TypeError: for an attribute that the model does not have
    """
    tables, rows = [origin.table for origin in origins], [origin.row for origin in origins]
    return Listed.say(model, tables=tables, rows=rows, **columns)


def columns(rows: Sequence[tuple[Any, ...]], number: int) -> list[Sequence[Any]]:
    """Return rows of so many values by column."""
    return list(zip(*rows, strict=True)) if rows else [()] * number


WEAKER = {effect: place for place, effect in enumerate(Effect)}


def strongest(*effects: Effect) -> Effect:
    """Return the one effect that describes several on the same row."""
    return min(effects, key=WEAKER.__getitem__, default=Effect.UNCHANGED)


def record_entities(records: Sequence[R], *, key: Sequence[str]) -> list[tuple[R, Effect]]:
    """Record entities by their natural key; return the stored record and the effect for each.

    A known entity is corrected where the list says something else; an empty value in a list says nothing.
    Two rows with one key: the first is recorded, the second says nothing more.
    """
    if not records:
        return []
    compared = _Comparison(Listed.of(records), key)
    entered = compared.entities()
    stored: dict[int, R] = {}
    for record, at, (pk, _) in zip(records, compared.keys, entered, strict=True):
        if pk not in stored:
            is_known = at in compared.standing.rows
            stored[pk] = compared.standing.record(at) if is_known else as_recorded(record, pk)
    return [(stored[pk], effect) for pk, effect in entered]


def enter_entities(said: Listed[R], *, key: Sequence[str]) -> list[tuple[int, Effect]]:
    """Record entities as `record_entities` does, from columns; return the key of the stored record and the effect."""
    return _Comparison(said, key).entities() if len(said) else []


def record_facts(facts: Sequence[F], *, key: Sequence[str]) -> list[Effect]:
    """Record dated facts; one that stands already is left, one that says otherwise replaces it.

    Replacing voids the standing fact in the same entry: both are kept, and earlier questions still see it.
    Two facts with one key: the last holds.
    key: the fields that say what the fact is about and when (for a status: unit, day and proof)
    """
    return enter_facts(Listed.of(facts), key=key) if facts else []


def enter_facts(said: Listed[F], *, key: Sequence[str]) -> list[Effect]:
    """Record dated facts as `record_facts` does, from columns."""
    return _Comparison(said, key).facts() if len(said) else []


class _Comparison(Generic[R]):
    """What a list says of records of one model beside what stands in the register; most of it is the same, or new."""

    def __init__(self, said: Listed[R], key: Sequence[str]) -> None:
        self.said, self.keys, self.own = said, said.keys(key), said.own()
        self.names = own_attributes(said.model)
        self.standing = _standing(said, key)
        self.strength = _Strength({*said.columns[TABLE], *self.standing.column(TABLE)})

    def entities(self) -> list[tuple[int, Effect]]:
        """Record the new ones and correct those that stand otherwise."""
        standing, effects = self.standing, list[Effect]()
        new: dict[object, int] = {}
        before: dict[object, str] = {}
        for row, at in enumerate(self.keys):
            if at in standing.rows:
                effects.append(self._correct(row, at, before))
            else:
                effects.append(Effect.CREATED if new.setdefault(at, row) == row else Effect.UNCHANGED)
        bulk_correct([standing.record(at) for at in before], before=list(before.values()))
        fresh = record_listed(self.said.only(list(new.values())))
        stored = dict(zip((*standing.rows, *new), (*standing.column("id"), *fresh), strict=True))
        return [(stored[at], effect) for at, effect in zip(self.keys, effects, strict=True)]

    def _correct(self, row: int, at: object, before: dict[object, str]) -> Effect:
        """Give a stored record what a list says otherwise, and note what stood in it before the list."""
        said = zip(self.names, self.own[row], self._stands(at, before), strict=True)
        otherwise = {name: value for name, value, stands in said if value != stands and value not in (None, "")}
        if not otherwise:
            return Effect.UNCHANGED
        stored, in_vain = self.standing.record(at), list[str]()
        if self.strength.yields(self._table(row), stored.source_table_id):
            # what the register does not know yet is welcome from anybody
            in_vain = [name for name in otherwise if getattr(stored, name) not in (None, "")]
            self._conflict(row, stored, in_vain)
            otherwise = {name: value for name, value in otherwise.items() if name not in in_vain}
        if not otherwise:
            return Effect.KEPT
        before.setdefault(at, content(stored))
        # the record is opened at the list that said its newest value; the change keeps the one before
        if not in_vain:
            otherwise |= {TABLE: self._table(row), ROW: self.said.columns[ROW][row]}
        for name, value in otherwise.items():
            setattr(stored, name, value)
        return Effect.CORRECTED

    def _stands(self, at: object, before: dict[object, str]) -> Values:
        """Return what a stored record says now: as it was read, or corrected by an earlier row of the list."""
        if at not in before:
            return self.standing.own(self.standing.rows[at])
        record = self.standing.record(at)
        return tuple([getattr(record, name) for name in self.names])

    def facts(self) -> list[Effect]:
        """Record the new ones and replace those that stand otherwise."""
        known, effects = self.standing.rows, list[Effect]()
        new: dict[object, int] = {}
        wrong: list[R] = []
        for row, at in enumerate(self.keys):
            if at not in new and at not in known:
                effects.append(Effect.CREATED)
            elif self.own[row] == (self.own[new[at]] if at in new else self.standing.own(known[at])):
                effects.append(Effect.UNCHANGED)
                continue
            elif self._is_weaker(row, at, new):
                effects.append(Effect.KEPT)
                continue
            else:
                effects.append(Effect.CORRECTED)
                if at not in new:
                    wrong.append(self.standing.record(at))
            new[at] = row
        # first the wrong ones: of those that hold, a constraint allows one of a kind
        bulk_void(wrong)
        record_listed(self.said.only(list(new.values())))
        return effects

    def _is_weaker(self, row: int, at: object, new: Mapping[object, int]) -> bool:
        """Say whether a fact must give way to the one that stands; then that is noted."""
        stands = self.said.record(new[at]) if at in new else self.standing.record(at)
        if not self.strength.yields(self._table(row), stands.source_table_id):
            return False
        pairs = zip(self.names, self.own[row], strict=True)
        self._conflict(row, stands, [name for name, value in pairs if value != getattr(stands, name)])
        return True

    def _conflict(self, row: int, stands: Record, names: Sequence[str]) -> None:
        """Note on the open entry what a list said in vain."""
        record = f"{stands._meta.label}:{stands.pk}"
        said = {name: self.said.columns[name][row] for name in (*names, TABLE, ROW)}
        open_entry().conflicts.extend(
            Conflict(record, name, getattr(stands, name), said[name], said[TABLE], said[ROW]) for name in names
        )

    def _table(self, row: int) -> int | None:
        table: int | None = self.said.columns[TABLE][row]
        return table


def _standing(said: Listed[R], key: Sequence[str]) -> Standing[R]:
    """Return the stored, standing records that may have the key of one of these."""
    model, standing = said.model, Standing(said.model, key)
    values = _asked_about(said, key[0])
    # of ten years of facts only those of the days at hand
    on = said.columns["since_on"] if "since_on" in key else []
    days = {"since_on__range": (min(on), max(on))} if on else {}
    with aside(model._meta.db_table):
        for start in range(0, len(values), CHUNK):
            named = {f"{key[0]}__in": values[start : start + CHUNK], **days}
            standing.add(list(model._base_manager.filter(**named, voided_entry=None).values_list(*standing.names)))
    return standing


def _asked_about(said: Listed[R], name: str) -> list[Any]:
    """Return the values of an attribute under which something may stand: not under records that were only just made."""
    values, entry, field = set(said.columns[name]), open_entry(), said.model._meta.get_field(name)
    if field.related_model is not None and not entry.has_touched(said.model._meta.label):
        for keys in entry.new_keys(field.related_model._meta.label):
            values.difference_update(keys)
    return list(values)


class _Strength:
    """How lists that say different things are weighed against each other. ids: of their source tables."""

    def __init__(self, ids: Collection[int | None]) -> None:
        told = SourceTable.objects.filter(pk__in=[pk for pk in ids if pk is not None])
        with aside(SourceTable._meta.db_table):
            self.tables = {table.pk: table for table in told.only("as_of", "rank", "is_preferred")}

    def yields(self, said: int | None, stored: int | None) -> bool:
        """Say whether what one source table says must give way to what the register has from another."""
        ours, theirs = self.tables.get(stored or 0), self.tables.get(said or 0)
        if ours is None or theirs is None or theirs.is_preferred:
            return False
        if ours.as_of and theirs.as_of and ours.as_of != theirs.as_of:
            return bool(theirs.as_of < ours.as_of)
        return bool(theirs.rank < ours.rank)

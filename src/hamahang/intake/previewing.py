"""What applying a list would change, field by field: what the register says, what the list says, and which is stronger.

The list is applied and taken back at once: what is shown is what would happen, not an estimate of it.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import models, transaction

from hamahang.domain.ledger import ChangeKind
from hamahang.intake.actions import source_tables
from hamahang.intake.examining import examine_batch
from hamahang.intake.models import Batch
from hamahang.intake.resting import collector_at_rest
from hamahang.intake.sources import modules, source_named
from hamahang.intake.writing import Writing
from hamahang.ledger import queries as ledger
from hamahang.ledger.bulk import Effect
from hamahang.ledger.guard import OpenEntry
from hamahang.ledger.models import Fact, Record
from hamahang.ledger.recording import changes_so_far, recording

ROWS = 3_000  # of a longer list the first ones are looked at
SHOWN = 200  # rows that change something, shown
# what is kept of a person tells a reader nothing
SILENT = frozenset({"person", "source_table_id", "source_row", "name_key", "sort_key", "search", "proof", "since_on"})


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One value: what the register says, what the list says.

    record: the label of its model; field: the attribute
    verdict: NEW, CHANGED, KEPT (the register's source is stronger); of a dated fact beside what the register holds now
    SAME, LATER, EARLIER, BETTER_PROOF
    before_on, after_on: the days of dated facts; before_proof, after_proof: their levels
    """

    record: str
    field: str
    before: Any
    after: Any
    verdict: str
    before_on: str = ""
    after_on: str = ""
    before_proof: int | None = None
    after_proof: int | None = None


@dataclass
class RowChange:
    """What one row would do. table: its source table; about: the record it is about, by label and key."""

    table: int
    row: int
    sheet: str = ""
    about: str = ""
    changes: list[FieldChange] = field(default_factory=list)


@dataclass
class Preview:
    """What a list would do. looked_at: rows that were tried, of all good ones; names: of records, by label and key."""

    effects: dict[str, int] = field(default_factory=dict)
    rows: list[RowChange] = field(default_factory=list)
    more: int = 0
    conflicts: int = 0
    looked_at: int = 0
    of: int = 0
    names: Mapping[str, str] = field(default_factory=dict)


class _OnlyLooked(Exception):
    """Ends a look at what a list would do, with nothing done."""


@collector_at_rest()
def would_apply(*, batch: Batch, store: Path, is_preferred: bool = False, by: str, at: datetime) -> Preview:
    """Return what applying a checked list would change; nothing is written.

    :raises hamahang.intake.workbook.UnreadableFile: if its file cannot be read
    :raises hamahang.domain.refusal.Refused: if the register refuses it
    """
    source = source_named(batch.source)
    examined = examine_batch(batch=batch, store=store, day=at.date())
    good = examined.good[:ROWS]
    preview = Preview(looked_at=len(good), of=len(examined.good))
    if not good:
        return preview
    try:
        with transaction.atomic(), recording(action="intake.batch.applied", by=by, at=at) as entry:
            tables = source_tables(batch, examined.listing, source, is_preferred=is_preferred)
            effects = modules()[batch.source].apply(good, Writing(by=by, at=at, tables=tables))
            preview.effects = {effect: effects.count(effect) for effect in Effect}
            sheets = dict(zip(tables, (header.sheet for header in examined.listing.headers), strict=True))
            _gather(preview, entry, sheets)
            raise _OnlyLooked
    except _OnlyLooked:
        return preview


def _gather(preview: Preview, entry: OpenEntry, sheets: Mapping[int, str]) -> None:
    """Put what the entry did together by row, and look up what stands in the register now."""
    rows: dict[tuple[int, int], RowChange] = {}
    facts: list[tuple[RowChange, type[Fact], dict[str, Any], dict[str, Any] | None]] = []
    changes = changes_so_far(entry)
    voided = {
        _about(record, json.loads(before)): json.loads(before)
        for kind, record, _, before, _ in changes
        if kind == ChangeKind.VOIDED
    }
    for kind, record, key, before, after in changes:
        if kind == ChangeKind.VOIDED:
            continue
        said = json.loads(after)
        table = said.get("source_table_id")
        if table not in sheets:
            continue
        row = rows.setdefault((table, said["source_row"]), RowChange(table, said["source_row"], sheets[table]))
        model = apps.get_model(record)
        if issubclass(model, Fact):
            facts.append((row, model, said, voided.get(_about(record, said))))
        else:
            row.about = row.about or f"{record}:{key}"
            row.changes += _of_entity(record, json.loads(before) if before else {}, said)
    for conflict in entry.conflicts:
        if conflict.table is not None and conflict.table in sheets and conflict.row is not None:
            row = rows.setdefault((conflict.table, conflict.row), RowChange(conflict.table, conflict.row))
            row.sheet, row.about = sheets[conflict.table], row.about or conflict.record
            label = conflict.record.partition(":")[0]
            if conflict.field not in SILENT:
                row.changes.append(FieldChange(label, conflict.field, conflict.kept, conflict.said, "KEPT"))
                preview.conflicts += 1
    listed = [row for _, row in sorted(rows.items())]
    shown = {id(row) for row in listed[:SHOWN]}
    _of_facts([fact for fact in facts if id(fact[0]) in shown], entry.number)
    preview.rows = [row for row in listed[:SHOWN] if row.changes]
    preview.more = max(len(listed) - SHOWN, 0)
    preview.names = ledger.names_of(_named(preview.rows))


def _about(record: str, said: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return what a fact is about: two facts alike in it stand for one another."""
    model = apps.get_model(record)
    keys = (*_subjects(model), *model.told_apart_by) if issubclass(model, Fact) else ()
    return (record, *(said.get(name) for name in keys), said.get("since_on"), said.get("proof"))


def _subjects(model: type[Record]) -> tuple[str, ...]:
    """Return the attributes by which a fact points at what it is about."""
    return tuple(
        key.attname
        for key in model._meta.concrete_fields
        if isinstance(key, models.ForeignKey)
        and issubclass(key.related_model, Record)
        and key.name not in ("evidence", "voided_entry", "entry")
    )


def _of_entity(record: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[FieldChange]:
    return [
        FieldChange(record, name, before.get(name), value, "CHANGED" if before else "NEW")
        for name, value in after.items()
        if name not in SILENT and value not in (None, "") and before.get(name) != value
    ]


def _of_facts(facts: Sequence[tuple[RowChange, type[Fact], dict[str, Any], dict[str, Any] | None]], entry: int) -> None:
    """Set each new fact beside the one it replaces, or beside the one that holds in the register now."""
    holding = _holding({(model, said[_subjects(model)[0]]) for _, model, said, _ in facts if _subjects(model)}, entry)
    for row, model, said, replaced in facts:
        subject = _subjects(model)[0] if _subjects(model) else ""
        row.about = row.about or _subject_name(model, subject, said)
        now = replaced or holding.get(_held(model, subject, said))
        for name, value in said.items():
            if name in SILENT or name in _subjects(model) or value in (None, ""):
                continue
            row.changes.append(_beside(model, name, said, now, is_replaced=replaced is not None))


def _beside(
    model: type[Fact], name: str, said: Mapping[str, Any], now: Mapping[str, Any] | None, *, is_replaced: bool
) -> FieldChange:
    if now is None:
        verdict = "NEW"
    elif _plain(now.get(name)) == _plain(said[name]):
        verdict = "SAME"
    elif is_replaced:
        verdict = "CHANGED"
    elif str(said["since_on"]) == str(now["since_on"]):
        verdict = "BETTER_PROOF" if said["proof"] > now["proof"] else "EARLIER"
    else:
        verdict = "LATER" if str(said["since_on"]) > str(now["since_on"]) else "EARLIER"
    return FieldChange(
        model._meta.label,
        name,
        now.get(name) if now else None,
        said[name],
        verdict,
        str(now["since_on"]) if now else "",
        str(said["since_on"]),
        now["proof"] if now else None,
        said["proof"],
    )


def _plain(value: Any) -> str:
    """Return a value so that one read from the database and one kept by a change compare."""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return str(value)


def _subject_name(model: type[Fact], attribute: str, said: Mapping[str, Any]) -> str:
    if not attribute or said.get(attribute) is None:
        return ""
    return f"{target_of(model._meta.label, attribute)}:{said[attribute]}"


Held = tuple[object, ...]  # a kind of fact, what it is about, and what else tells it apart


def _held(model: type[Fact], subject: str, values: Mapping[str, Any]) -> Held:
    return (model, values.get(subject), *(values.get(name) for name in model.told_apart_by))


def _holding(wanted: Iterable[tuple[type[Fact], int]], entry: int) -> dict[Held, dict[str, Any]]:
    """Return the fact of each kind that holds for each subject, as the register stood before this entry."""
    by_model: dict[type[Fact], set[int]] = {}
    for model, subject in wanted:
        by_model.setdefault(model, set()).add(subject)
    found: dict[Held, dict[str, Any]] = {}
    for model, subjects in by_model.items():
        name = _subjects(model)[0]
        standing = models.Q(voided_entry=None) | models.Q(voided_entry=entry)
        known = model._base_manager.filter(standing, **{f"{name}__in": list(subjects)}).exclude(entry=entry)
        columns = [column.attname for column in model._meta.concrete_fields]
        for row in known.order_by("since_on", "proof", "pk").values_list(*columns):
            values = dict(zip(columns, row, strict=True))
            found[_held(model, name, values)] = values
    return found


def _named(rows: Sequence[RowChange]) -> set[str]:
    """Return the records whose names the page needs."""
    named = {row.about for row in rows if row.about}
    for row in rows:
        for change in row.changes:
            if target := target_of(change.record, change.field):
                named |= {f"{target}:{value}" for value in (change.before, change.after) if value}
    return named


def target_of(record: str, attribute: str) -> str:
    """Return the label of the model that an attribute of a record points at, "" if it holds a plain value."""
    model = apps.get_model(record)
    column = next((one for one in model._meta.concrete_fields if one.attname == attribute), None)
    return str(column.related_model._meta.label) if isinstance(column, models.ForeignKey) else ""


def as_day(value: Any) -> date | None:
    """Return a day that a change keeps as text."""
    try:
        return date.fromisoformat(str(value)[:10]) if value else None
    except ValueError:
        return None

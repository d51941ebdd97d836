"""Every kind of record, walked: nothing is written past the ledger, and what was written is as the ledger says."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from hamahang.domain.ledger import canonical
from hamahang.ledger import queries
from hamahang.ledger.guard import AlreadyVoided, FactIsWritten, UnrecordedChange, content
from hamahang.ledger.models import Change, Entry, Head, Record, SourceTable
from hamahang.ledger.recording import bulk_record, bulk_void, recording
from hamahang.ledger.verification import verify_records
from tests.factories import AT, BY_MODEL

pytestmark = pytest.mark.django_db
RECORDS = sorted((model for model in apps.get_models() if issubclass(model, Record)), key=lambda m: m._meta.label)
each_record = pytest.mark.parametrize("model", RECORDS, ids=lambda model: model._meta.label)


def copy_of(record: Any) -> Any:
    """Return an unstored record with the same values."""
    names = [field.attname for field in record._meta.concrete_fields if field.name != "id"]
    return type(record)(**{name: getattr(record, name) for name in names})


def test_each_kind_of_record_has_its_factory() -> None:
    assert set(BY_MODEL) == set(RECORDS)


@each_record
def test_no_way_around_the_ledger_is_open(model: type[Record]) -> None:
    record = BY_MODEL[model]()
    before = queries.head()

    for attempt in (
        record.save,
        record.void,
        record.delete,
        copy_of(record).save,
        lambda: model.objects.create(),
        lambda: model.objects.get_or_create(pk=0),
        lambda: model.objects.bulk_create([copy_of(record)]),
        lambda: model.objects.bulk_update([record], ["entry"]),
        lambda: model.objects.filter(pk=record.pk).update(entry=1),
        lambda: model.objects.filter(pk=record.pk).delete(),
        lambda: model._base_manager.filter(pk=record.pk).update(entry=1),
        lambda: model._base_manager.all().delete(),
        lambda: bulk_record([copy_of(record)]),
        lambda: bulk_void([record]),
    ):
        with pytest.raises(UnrecordedChange):
            attempt()

    assert model.objects.count() == Change.objects.filter(record=model._meta.label).count()
    assert queries.head() == before


@each_record
def test_lists_of_a_record_are_guarded_too(model: type[Record]) -> None:
    related = [r for r in model._meta.related_objects if r.get_accessor_name() and issubclass(r.related_model, Record)]
    if not related:
        return
    record = BY_MODEL[model]()

    for relation in related:
        with pytest.raises(UnrecordedChange):
            getattr(record, relation.get_accessor_name()).all().delete()


@each_record
def test_what_is_stored_is_what_the_ledger_says(model: type[Record]) -> None:
    record = BY_MODEL[model]()

    change = Change.objects.get(record=model._meta.label, record_id=record.pk)

    assert change.after == content(record) == content(model._base_manager.get(pk=record.pk))
    assert change.entry_id == record.entry_id
    assert verify_records() is None


@each_record
def test_a_record_is_voided_once_and_kept(model: type[Record]) -> None:
    record = BY_MODEL[model]()
    with recording(action="test.voided", by="tester", at=AT, reason="typed wrong"):
        record.void()

    with pytest.raises(AlreadyVoided), recording(action="test.again", by="tester", at=AT):
        model._base_manager.get(pk=record.pk).void()

    stored = model._base_manager.get(pk=record.pk)
    assert stored.voided_entry is not None
    assert stored.voided_entry.reason == "typed wrong"
    assert verify_records() is None


@each_record
def test_a_fact_is_never_overwritten_and_an_entity_keeps_what_stood_before(model: type[Record]) -> None:
    record = BY_MODEL[model]()
    before = content(record)
    field = next(f for f in model._meta.concrete_fields if f.get_internal_type() in ("CharField", "DateField"))
    changed = "x" if field.get_internal_type() == "CharField" else getattr(record, field.attname) + timedelta(days=1)
    setattr(record, field.attname, changed)

    if record.is_fact:
        with pytest.raises(FactIsWritten), recording(action="test", by="tester", at=AT):
            record.save()
        assert content(model._base_manager.get(pk=record.pk)) == before
        return
    with recording(action="test.corrected", by="tester", at=AT):
        record.save()
    change = queries.changes_of(model._meta.label, record.pk).last()
    assert change is not None
    assert (change.kind, change.before, change.after) == ("CORRECTED", before, content(record))
    assert verify_records() is None


@each_record
def test_a_change_is_written_as_canonical_json(model: type[Record]) -> None:
    text = content(BY_MODEL[model]())

    assert text == canonical(json.loads(text))


# --- the database itself: what has to hold even for somebody who does not come through the program ---


@pytest.mark.parametrize("model", [Entry, Change, SourceTable, Head])
@pytest.mark.parametrize("statement", ["UPDATE {} SET {} = {}", "DELETE FROM {}"])
def test_the_database_refuses_to_change_what_the_ledger_holds(model: Any, statement: str) -> None:
    table, column = model._meta.db_table, model._meta.pk.column
    if model is SourceTable:
        SourceTable.objects.create(file="f.xlsx", sha256="0" * 64)
    BY_MODEL[RECORDS[0]]()
    rows = list(model.objects.values())
    column = "number" if model is Head else column

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table, column, column))

    assert list(model.objects.values()) == rows


def test_the_ledger_refuses_the_framework_as_well() -> None:
    BY_MODEL[RECORDS[0]]()

    for attempt in (
        lambda: Change.objects.update(after="{}"),
        lambda: Change.objects.all().delete(),
        lambda: Entry.objects.update(reason="x"),
        lambda: Head.objects.update(number=0),
        lambda: Entry(number=1, action="x", by="x", at=AT, seal="").save(),
    ):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            attempt()

    assert queries.verify_chain().fault is None


@pytest.mark.parametrize("model", [Entry, Change, SourceTable, Head])
def test_a_row_of_the_ledger_is_not_replaced(model: Any) -> None:
    if connection.vendor != "sqlite":
        return  # INSERT OR REPLACE is a word of SQLite; elsewhere it is an update, tried above
    SourceTable.objects.create(file="f.xlsx", sha256="0" * 64)
    BY_MODEL[RECORDS[0]]()
    rows = list(model.objects.values())

    table = model._meta.db_table
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")  # noqa: S608

    assert list(model.objects.values()) == rows

"""The write guard: every change of a record happens inside an open entry and is sealed into it."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import islice
from types import NoneType
from typing import Any, TypeVar

from django.db import connection, models, transaction

from hamahang.domain.ledger import GENESIS, ChangeKind, entry_seal
from hamahang.ledger import derived
from hamahang.ledger.guard import (
    AlreadyVoided,
    FactIsWritten,
    OpenEntry,
    are_alike,
    content,
    contents,
    current_entry,
    open_entry,
    sealed_attributes,
    settle,
)
from hamahang.ledger.inserting import aside, insert_rows, rows_behind
from hamahang.ledger.listed import Listed
from hamahang.ledger.models import Change, Entry, Head, Record

R = TypeVar("R", bound=Record)
CHUNK = 4_000
RECORD, RECORD_ID = 3, 4  # places in a waiting change
CHANGE_COLUMNS = ("entry_id", "ordinal", "kind", "record", "record_id", "before", "after", "seal")


@contextmanager
def recording(*, action: str, by: str, at: datetime, reason: str = "") -> Iterator[OpenEntry]:
    """Open an entry; all records written inside belong to it. One transaction: all of it or nothing.

    Inside another `recording` the outer entry is used, so an action may call lower actions; one that is refused
    takes back its own part only, if the outer action goes on.
    An entry that changed nothing is not written. Moments never run backwards: with a clock that was set
    back, the entry carries the moment of the entry before it.
    """
    outer = current_entry.get()
    if outer is not None:
        with _part_of(outer):
            yield outer
        return
    with transaction.atomic():
        head = _locked_head()
        moment = max(at.astimezone(UTC), head.at) if head.at else at.astimezone(UTC)
        entry = OpenEntry(
            number=head.number + 1, action=action, by=by, at=moment, reason=reason, write_down=_write_down
        )
        with rows_behind():
            token = current_entry.set(entry)
            try:
                yield entry
            finally:
                current_entry.reset(token)
            _close(entry, head)


@contextmanager
def _part_of(entry: OpenEntry) -> Iterator[None]:
    """Take back the rows and the changes of a part that fails: a change must not outlive its record."""
    take_back = entry.as_it_stands()
    try:
        with transaction.atomic():
            yield
    except BaseException:
        take_back()
        raise


def _locked_head() -> Head:
    """Return the head row, locked until the transaction ends (SQLite: the transaction is immediate)."""
    locked = Head.objects.select_for_update().filter(pk=1)
    head = locked.first()
    if head is None:
        # only in an emptied database: a migration writes the first one
        Head.objects.get_or_create(pk=1, defaults={"number": 0, "seal": GENESIS})
        head = locked.get()
    return head


def _write_down(entry: OpenEntry) -> None:
    """Store an entry without its seal, which it gets when it closes: nobody else sees it before."""
    said = {"number": entry.number, "action": entry.action, "by": entry.by, "at": entry.at, "reason": entry.reason}
    Entry.objects.create(**said, seal="")


def _close(entry: OpenEntry, head: Head) -> None:
    """Seal an entry into the chain; one that changed nothing is not kept."""
    unsealed = Entry.objects.filter(number=entry.number)
    if not entry.changes:
        if entry.is_written:
            unsealed._raw_delete(connection.alias)
        return
    _store_changes(entry.waiting)
    seal = entry_seal(
        previous=head.seal,
        number=entry.number,
        action=entry.action,
        by=entry.by,
        at=entry.at,
        reason=entry.reason,
        body=entry.body,
    )
    while not unsealed.update(changes=entry.changes, seal=seal):
        # what wrote it down was taken back, and its caller went on
        _write_down(entry)
    head.number, head.seal, head.at = entry.number, seal, entry.at
    head.save()
    changed = ((change[RECORD], (change[RECORD_ID],)) for change in entry.waiting)
    derived.refresh_after([*entry.created_at_once, *changed])


def _store_changes(rows: Iterable[tuple[Any, ...]]) -> None:
    """Insert changes as plain rows: history must not cost more than the records themselves."""
    insert_rows(Change._meta.db_table, CHANGE_COLUMNS, rows)


def changes_so_far(entry: OpenEntry) -> list[tuple[str, str, int, str, str]]:
    """Return the changes of an open entry in order: kind, record, key, before and after.

    Those of lists are stored at once, so that memory need not hold them; the others wait for the entry's end.
    """
    names = ("ordinal", "kind", "record", "record_id", "before", "after")
    stored = Change.objects.filter(entry_id=entry.number).values_list(*names)
    return [row[1:] for row in sorted([*stored, *(waiting[1:7] for waiting in entry.waiting)])]


def bulk_record(records: Sequence[R]) -> None:
    """Store many new records of one model with their changes in a few statements.

    Keys are filled in. Constraints of the database hold as with `save`.
    :raises UnrecordedChange: if no entry is open
    """
    open_entry()
    if records:
        for record, pk in zip(records, record_listed(Listed.of(records)), strict=True):
            as_recorded(record, pk)


def as_recorded(record: R, pk: int) -> R:
    """Return a record that was stored with others, with its key and as it was rounded."""
    settle(record)
    vars(record).update(id=pk, entry_id=open_entry().number)
    record._state.adding, record._state.db = False, connection.alias
    return record


def record_listed(said: Listed[R]) -> Sequence[int]:
    """Store new records of one model with their changes, column by column; return their keys.

    Rows and changes are made and handed over some at a time: while they are written, the next ones are made.
    :raises UnrecordedChange: if no entry is open
    """
    entry, model, number = open_entry(), said.model, len(said)
    if not number:
        return ()
    entry.begin()
    keys = _fresh_keys(model, number)
    places = {"id": keys, "entry_id": [entry.number] * number, "voided_entry_id": [None] * number}
    columns, fields = {**said.columns, **places}, model._meta.concrete_fields
    rows = zip(*(_prepared(field, columns[field.attname]) for field in fields), strict=True)
    names = [str(field.column) for field in fields]
    for first in range(0, number, CHUNK):
        insert_rows(model._meta.db_table, names, islice(rows, CHUNK))
        part = said.between(first, first + CHUNK)
        told = contents(model, part.columns)
        _store_changes(entry.created(record=model._meta.label, keys=keys[first : first + CHUNK], said=told))
    return keys


PLAIN: "tuple[tuple[type[models.Field[Any, Any]], type], ...]" = (
    (models.CharField, str),
    (models.TextField, str),
    (models.IntegerField, int),
    (models.ForeignKey, int),
)


def _prepared(field: "models.Field[Any, Any]", values: Sequence[Any]) -> Sequence[Any]:
    """Return a column of values as the database takes them; what it takes as it is, is not asked about."""
    plain = next((kind for column, kind in PLAIN if isinstance(field, column)), None)
    kinds = set(map(type, values))
    if kinds <= {plain, NoneType}:
        return values
    if are_alike(kinds):
        # a list has few days and few capacities
        known = {value: field.get_db_prep_save(value, connection) for value in set(values)}
        return list(map(known.__getitem__, values))
    return [field.get_db_prep_save(value, connection) for value in values]


def _fresh_keys(model: type[Record], number: int) -> Sequence[int]:
    """Return so many keys that no record has and none will get: writers wait for each other at the head."""
    table, given = model._meta.db_table, open_entry().last_keys
    with aside(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, number]
            )
            return [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        row = cursor.fetchone()
    first = max(row[0] if row else 0, given.get(table, 0)) + 1
    given[table] = first + number - 1
    return range(first, first + number)


def bulk_correct(records: Sequence[Record], *, before: Sequence[str]) -> None:
    """Store many corrected records of one model, with what `content` said of each before.

    :raises UnrecordedChange: if no entry is open
    :raises FactIsWritten: if they are dated facts
    """
    entry = open_entry()
    if not records:
        return
    model = type(records[0])
    label, quote = model._meta.label, connection.ops.quote_name
    if model.is_fact:
        raise FactIsWritten(label)
    entry.begin()
    fields = [field for field in model._meta.concrete_fields if field.attname in sealed_attributes(model)]
    rows = [
        (*(field.get_db_prep_save(getattr(record, field.attname), connection) for field in fields), record.pk)
        for record in records
    ]
    # only the names of our own table and columns are put in; values go as parameters
    statement = "UPDATE {} SET {} WHERE id = %s".format(  # noqa: S608
        quote(model._meta.db_table), ", ".join(f"{quote(str(field.column))} = %s" for field in fields)
    )
    with connection.cursor() as cursor:
        for start in range(0, len(rows), CHUNK):
            cursor.executemany(statement, rows[start : start + CHUNK])
    for record, said in zip(records, before, strict=True):
        entry.add(kind=ChangeKind.CORRECTED, record=label, record_id=record.pk, before=said, after=content(record))


def bulk_void(records: Sequence[Record]) -> None:
    """Void many stored records of one model, as they were just read, in a few statements.

    :raises UnrecordedChange: if no entry is open
    :raises AlreadyVoided: if one of them no longer holds
    """
    entry = open_entry()
    if not records:
        return
    model = type(records[0])
    label = model._meta.label
    entry.begin()
    for start in range(0, len(records), CHUNK):
        chunk = records[start : start + CHUNK]
        standing = models.QuerySet[Any](model).filter(pk__in=[record.pk for record in chunk], voided_entry=None)
        if standing.update(voided_entry=entry.number) != len(chunk):
            raise AlreadyVoided(f"one of {len(chunk)} records of {label}")
    for record in records:
        record.voided_entry_id = entry.number
        entry.add(kind=ChangeKind.VOIDED, record=label, record_id=record.pk, before=content(record))

"""The write guard: every change of a record happens inside an open entry and is sealed into it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from django.db import connection, models, transaction

from hamahang.domain.ledger import GENESIS, ChangeKind, entry_seal
from hamahang.ledger.guard import OpenEntry, content, current_entry, open_entry
from hamahang.ledger.models import Change, Entry, Head, Record

CHUNK = 2_000


@contextmanager
def recording(*, action: str, by: str, at: datetime, reason: str = "") -> Iterator[OpenEntry]:
    """Open an entry; all records written inside belong to it. One transaction: all of it or nothing.

    Inside another `recording` the outer entry is used, so an action may call lower actions.
    An entry that changed nothing is not written. Moments never run backwards: with a clock that was set
    back, the entry carries the moment of the entry before it.
    """
    outer = current_entry.get()
    if outer is not None:
        yield outer
        return
    with transaction.atomic():
        head = _locked_head()
        moment = max(at.astimezone(UTC), head.at) if head.at else at.astimezone(UTC)
        entry = OpenEntry(number=head.number + 1, action=action, by=by, at=moment, reason=reason)
        token = current_entry.set(entry)
        try:
            yield entry
        finally:
            current_entry.reset(token)
        if entry.seals:
            _close(entry, head)


def _locked_head() -> Head:
    """Return the head row, locked until the transaction ends (SQLite: the transaction is immediate)."""
    Head.objects.get_or_create(pk=1, defaults={"number": 0, "seal": GENESIS})
    return Head.objects.select_for_update().get(pk=1)


def _close(entry: OpenEntry, head: Head) -> None:
    seal = entry_seal(
        previous=head.seal,
        number=entry.number,
        action=entry.action,
        by=entry.by,
        at=entry.at,
        reason=entry.reason,
        changes=entry.seals,
    )
    Entry.objects.create(
        number=entry.number,
        action=entry.action,
        by=entry.by,
        at=entry.at,
        reason=entry.reason,
        changes=len(entry.seals),
        seal=seal,
    )
    _store_changes(entry.waiting)
    head.number, head.seal, head.at = entry.number, seal, entry.at
    head.save()


def _store_changes(rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert changes as plain rows: history must not cost more than the records themselves."""
    columns = ("entry_id", "ordinal", "kind", "record", "record_id", "before", "after", "seal")
    quote = connection.ops.quote_name
    # only the names of our own table and columns are put in; values go as parameters
    statement = "INSERT INTO {} ({}) VALUES ({})".format(  # noqa: S608
        quote(Change._meta.db_table),
        ", ".join(map(quote, columns)),
        ", ".join(["%s"] * len(columns)),
    )
    with connection.cursor() as cursor:
        for start in range(0, len(rows), CHUNK):
            cursor.executemany(statement, rows[start : start + CHUNK])


def bulk_record(records: Sequence[Record]) -> None:
    """Store many new records of one model with their changes in a few statements.

    Keys are filled in. Constraints of the database hold as with `save`.
    :raises UnrecordedChange: if no entry is open
    """
    entry = open_entry()
    if not records:
        return
    model = type(records[0])
    for record in records:
        record.entry_id = entry.number
    # the plain queryset: the guarded one refuses, so that this is the only way
    models.QuerySet[Any](model).bulk_create(records, batch_size=CHUNK)
    label = model._meta.label
    for record in records:
        entry.add(kind=ChangeKind.CREATED, record=label, record_id=record.pk, after=content(record))

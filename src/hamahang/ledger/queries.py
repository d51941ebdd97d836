"""Reading the ledger: points of view, histories, where a value came from, and whether the chain holds."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from django.apps import apps
from django.db import models
from django.db.models import Case, F, Max, When
from django.db.models.functions import Cast
from django.db.models.lookups import Exact

from hamahang.domain.ledger import GENESIS, AsOf, Body, ChangeKind, change_seal, entry_seal
from hamahang.ledger.models import Change, Entry, Head, Record, SourceTable


def as_of(*, day: date, known_at: datetime | None = None) -> AsOf:
    """Return the point of view of a day, with the last entry written by `known_at`."""
    if known_at is None:
        return AsOf(day=day)
    number = Entry.objects.filter(at__lte=known_at.astimezone(UTC)).aggregate(last=Max("number"))["last"]
    return AsOf(day=day, known_at=known_at, entry=number or 0)


def head() -> tuple[int, str]:
    """Return the number and seal of the last entry; (0, genesis) when nothing was written."""
    row = Head.objects.filter(pk=1).values_list("number", "seal").first()
    return row or (0, GENESIS)


def last_entry(*rows: models.QuerySet[Any]) -> tuple[int, str]:
    """Return the number of the last entry that wrote or voided any of some rows, and who made it; (0, "") for none."""
    last = 0
    for some in rows:
        found = some.aggregate(written=Max("entry_id"), voided=Max("voided_entry_id"))
        last = max(last, found["written"] or 0, found["voided"] or 0)
    return last, Entry.objects.filter(number=last).values_list("by", flat=True).first() or ""


def entries_by_number(numbers: Iterable[int]) -> dict[int, Entry]:
    """Return entries by number, one query."""
    return Entry.objects.in_bulk(set(numbers))


def source_tables_by_id(ids: Iterable[int]) -> dict[int, SourceTable]:
    """Return source tables by id, one query."""
    return SourceTable.objects.in_bulk(set(ids))


def voided(records: Iterable[str], *, by: int) -> dict[str, int]:
    """Return which of some records ("support.Disbursement:12") no longer held by an entry, one query a model.

    :return: by record, the number of the entry that voided it
    """
    by_label: dict[str, list[int]] = {}
    for record in records:
        label, _, key = record.partition(":")
        by_label.setdefault(label, []).append(int(key))
    return {
        f"{label}:{pk}": entry
        for label, keys in by_label.items()
        for pk, entry in apps.get_model(label)
        ._base_manager.filter(pk__in=keys, voided_entry__lte=by)
        .values_list("pk", "voided_entry_id")
    }


def changes_of(record: str, record_id: int) -> models.QuerySet[Change]:
    """Return all changes of one record, oldest first, with their entries."""
    changes = Change.objects.filter(record=record, record_id=record_id)
    return changes.select_related("entry").order_by("entry_id", "ordinal")


def names_of(records: Iterable[str]) -> dict[str, str]:
    """Return what records call themselves, by label and key ("register.Unit:12")."""
    by_label: dict[str, list[int]] = {}
    for record in records:
        label, _, key = record.partition(":")
        by_label.setdefault(label, []).append(int(key))
    return {
        f"{label}:{pk}": str(found)
        for label, keys in by_label.items()
        for pk, found in apps.get_model(label)._base_manager.in_bulk(keys).items()
    }


def latest_entries(limit: int = 50) -> models.QuerySet[Entry]:
    """Return the last entries, newest first."""
    return Entry.objects.order_by("-number")[:limit]


def known_value(model: type[Record], field: str, asof: AsOf, *, path: str = "") -> models.expressions.Combinable:
    """Return an expression for an entity's field as it was known then.

    Entities are corrected in place and the change keeps what stood before: for a question about the past a record
    corrected since is given its earlier value, looked up in its first correction after that moment.
    path: how the queryset reaches the entity
    """
    prefix = f"{path}__" if path else ""
    now, column = F(prefix + field), _column(model, field)
    since = Change.objects.filter(record=model._meta.label, kind=ChangeKind.CORRECTED, entry__gt=asof.entry or 0)
    if asof.entry is None or column.primary_key or not since.exists():
        return now
    key = column.attname
    # what a change does not hold is a column that came later: it says nothing about then
    first = since.filter(record_id=models.OuterRef(f"{prefix}pk"), before__contains=f'"{key}":')
    kind = _kind(column)
    then = Cast(_Kept("before", name=key), output_field=kind)
    earlier = models.Subquery(first.order_by("entry_id", "ordinal").annotate(then=then).values("then")[:1])
    return Case(When(models.Exists(first), then=earlier), default=now, output_field=kind)


R = TypeVar("R", bound=Record)


def pointing_to(
    records: "models.QuerySet[R]", *, to: int, by: str, asof: AsOf, entity: type[Record] | None = None, path: str = ""
) -> "models.QuerySet[R]":
    """Return the records that pointed to a key, as was known then.

    to: the key; by: the field that points, of the records themselves or of the entity that `path` leads to
    """
    then = known_value(entity or records.model, by, asof, path=path)
    return records.filter(Exact(then, to))


class _Kept(models.Func):
    """A value out of a change's JSON; null where it was null. The name is a column of ours, never a reader's word."""

    template = "json_extract(%(expressions)s, '$.%(name)s')"
    output_field = models.TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="(%(expressions)s)::jsonb ->> '%(name)s'", **context)


def _column(model: type[Record], name: str) -> "models.Field[Any, Any]":
    """Return a field by its name or its attribute (`county` and `county_id` are the same)."""
    found = "id" if name == "pk" else name
    return next(field for field in model._meta.concrete_fields if found in (field.name, field.attname))


def _kind(column: "models.Field[Any, Any]") -> "models.Field[Any, Any]":
    """Return what kind of value a column holds, without its choices and its length."""
    if isinstance(column, models.ForeignKey):
        return models.BigIntegerField()
    return column if isinstance(column, models.DecimalField) else type(column)()


@dataclass(frozen=True, slots=True)
class Fault:
    """The first thing in the ledger that is not as it was sealed."""

    entry: int
    ordinal: int | None
    what: str
    record: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result of a verification: how much was checked, the head found, and the first fault if any."""

    entries: int
    changes: int
    number: int
    seal: str
    fault: Fault | None


def verify_chain(*, head_number: int | None = None, head_seal: str | None = None) -> Verdict:
    """Prove that no entry or change was altered, removed, added or reordered since it was sealed.

    head_number, head_seal: a head kept outside the database (printed in a briefing or a backup's name); with it
    a cut tail is found too, which a chain alone cannot see.
    Others may write meanwhile: what is verified ends at the head that stood when it began.
    """
    end, seal = head()
    previous, number, total = GENESIS, 0, 0
    changes = _Changes(end)
    for entry in Entry.objects.filter(number__lte=end).order_by("number").iterator(chunk_size=2_000):
        seals, fault = _sealed_changes(changes.of(entry.number), entry)
        total += len(seals)
        fault = fault or _entry_fault(entry, seals, expected=number + 1, previous=previous)
        if fault is None and entry.number == head_number and not entry.seal.startswith(head_seal or ""):
            fault = Fault(entry.number, None, "differs_from_kept_head")
        if fault:
            return Verdict(number, total, number, previous, fault)
        previous, number = entry.seal, entry.number
    fault = _end_fault(number, previous, (end, seal), head_number) or _stray()
    return Verdict(number, total, number, previous, fault)


ChangeRow = tuple[int, int, str, str, int, str, str, str]


class _Changes:
    """Changes up to an entry, streamed in order and handed out by entry; plain rows, for there are many."""

    def __init__(self, until: int) -> None:
        names = ("entry_id", "ordinal", "kind", "record", "record_id", "before", "after", "seal")
        found = Change.objects.filter(entry_id__lte=until).order_by("entry_id", "ordinal").values_list(*names)
        self.rows: Iterator[ChangeRow] = iter(found.iterator(chunk_size=5_000))
        self.ahead = next(self.rows, None)

    def of(self, number: int) -> Iterator[ChangeRow]:
        """Yield the changes of an entry. Ones of an entry that does not exist come out with the next that does."""
        while self.ahead is not None and self.ahead[0] <= number:
            yield self.ahead
            self.ahead = next(self.rows, None)


def _sealed_changes(rows: Iterable[ChangeRow], entry: Entry) -> tuple[list[str], Fault | None]:
    """Return the seals of an entry's changes, up to the first that is not as it was sealed."""
    seals: list[str] = []
    for number, ordinal, kind, record, record_id, before, after, seal in rows:
        expected = len(seals) + 1
        if number != entry.number:
            return seals, Fault(number, ordinal, "change_without_entry")
        if ordinal != expected:
            return seals, Fault(number, expected, "change_missing")
        if expected > entry.changes:
            return seals, Fault(number, ordinal, "change_added")
        found = change_seal(ordinal=ordinal, kind=kind, record=record, record_id=record_id, before=before, after=after)
        if seal != found:
            return seals, Fault(number, ordinal, "change_altered")
        seals.append(seal)
    return seals, None


def _entry_fault(entry: Entry, seals: list[str], *, expected: int, previous: str) -> Fault | None:
    if entry.number != expected:
        return Fault(expected, None, "entry_missing")
    if len(seals) != entry.changes:
        return Fault(entry.number, len(seals) + 1, "change_missing")
    seal = entry_seal(
        previous=previous,
        number=entry.number,
        action=entry.action,
        by=entry.by,
        at=entry.at.astimezone(UTC),
        reason=entry.reason,
        body=Body(seals),
    )
    return None if seal == entry.seal else Fault(entry.number, None, "entry_altered")


def _end_fault(number: int, seal: str, end: tuple[int, str], kept: int | None) -> Fault | None:
    """Return what is wrong with the last entry beside the head in the database and the one kept elsewhere."""
    if number < max(end[0], kept or 0):
        return Fault(number + 1, None, "tail_missing")
    return Fault(number, None, "head_differs") if (number, seal) != end else None


def _stray() -> Fault | None:
    """Return the first entry or change that lies outside the chain: beyond the head or before its beginning."""
    # first what is there, then the head: with writers at work the head is never behind what was seen
    last = Entry.objects.aggregate(last=Max("number"))["last"] or 0
    change = Change.objects.order_by("-entry_id", "ordinal").values_list("entry_id", "ordinal").first()
    first = Change.objects.filter(entry_id__lt=1).values_list("entry_id", "ordinal").first()
    end, _ = head()
    if first or (change and change[0] > max(end, last)):
        return Fault(*(first or change or (0, 0)), "change_without_entry")
    return Fault(end + 1, None, "head_differs") if last > end else None

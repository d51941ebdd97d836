"""Entries and their changes, where a value was read, and the base of everything that can reach a figure."""

from collections.abc import Mapping
from typing import Any, NoReturn, Self, TypeVar

from django.db import models
from django.db.models import Q

from hamahang.domain.ledger import AsOf, ChangeKind
from hamahang.domain.proof import Proof
from hamahang.ledger import guard
from hamahang.ledger.guard import UnrecordedChange


class Head(models.Model):
    """The last entry's number and seal: one row, locked by whoever writes the next entry."""

    number = models.BigIntegerField(default=0)
    seal = models.CharField(max_length=64)
    at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.number} {self.seal}"


class Entry(models.Model):
    """One act of one person at one moment; numbered without gaps, sealed over all entries before it."""

    number = models.BigIntegerField(primary_key=True)
    action = models.CharField(max_length=80)
    by = models.CharField(max_length=150)
    at = models.DateTimeField(db_index=True)
    reason = models.TextField(blank=True)
    changes = models.PositiveIntegerField(default=0)
    seal = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.number} {self.action}"


class Change(models.Model):
    """What one entry did to one record: the values before and after as canonical JSON, sealed."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="+", db_index=False)  # led by the constraint below
    ordinal = models.PositiveIntegerField()
    kind = models.CharField(max_length=9, choices=[(kind, kind) for kind in ChangeKind])
    record = models.CharField(max_length=60)
    record_id = models.BigIntegerField()
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    seal = models.CharField(max_length=64)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("entry", "ordinal"), name="change_once_in_its_entry"),)
        indexes = (models.Index(fields=("record", "record_id", "entry"), name="change_of_record"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.record}:{self.record_id}"


class SourceTable(models.Model):
    """A table in a received file: where the values of a record were read. `columns` maps a field to its letters.

    as_of: the last day the table is said to speak of; rank: of its sender; is_preferred: a person said that it holds
    against what the register says. By these two lists that say different things are weighed: see `ledger.bulk`.
    """

    file = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64, db_index=True)
    sheet = models.CharField(max_length=120, blank=True)
    columns = models.JSONField(default=dict)
    as_of = models.DateField(null=True)
    rank = models.PositiveSmallIntegerField(default=0)
    is_preferred = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.file} {self.sheet}"

    def cell(self, row: int | None, field: str) -> str:
        """Return the address of a field's cell in a row, or of the row's first read cell.

        field: of several, parted by blanks, the first that the table has: lists of an earlier time call it otherwise
        """
        known = next((self.columns[name] for name in field.split() if name in self.columns), None)
        letters = known or next(iter(self.columns.values()), "A")
        return f"{letters}{row or ''}"


R = TypeVar("R", bound="Record", covariant=True)


class RecordQuerySet(models.QuerySet[R]):
    """Reads freely; refuses every write that would pass by the ledger."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise UnrecordedChange(f"{self.model._meta.label}.update passes by the ledger")

    def bulk_create(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise UnrecordedChange(f"{self.model._meta.label}.bulk_create passes by the ledger; use bulk_record")

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise UnrecordedChange(f"{self.model._meta.label}.bulk_update passes by the ledger")

    def delete(self) -> NoReturn:
        raise UnrecordedChange(f"{self.model._meta.label} is never deleted; void it with a reason")

    def known(self, asof: AsOf) -> Self:
        """Return the records written by the asked moment and not voided by then."""
        if asof.entry is None:
            return self.filter(voided_entry=None)
        standing = Q(voided_entry=None) | Q(voided_entry__gt=asof.entry)
        return self.filter(standing, entry__lte=asof.entry)


class Record(models.Model):
    """Base of everything that can reach a figure: written only inside an open ledger entry."""

    # no index on keys into the ledger: a planner would take "not voided", which is nearly every row, for a way in;
    # what an entry wrote is read from its changes. Every index is paid for at each of a hundred thousand rows.
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="+", editable=False, db_index=False)
    source_table = models.ForeignKey(
        SourceTable, models.PROTECT, related_name="+", null=True, editable=False, db_index=False
    )
    source_row = models.PositiveIntegerField(null=True, editable=False)
    voided_entry = models.ForeignKey(Entry, models.PROTECT, related_name="+", null=True, editable=False, db_index=False)

    is_fact = False
    # columns by what changes of an earlier time call them otherwise: {name of today: name of then}
    named_before: Mapping[str, str] = {}
    # whether undoing the entry that made it leaves it: what corrects it is written beside it
    is_kept_when_undone = False

    objects = RecordQuerySet.as_manager()

    class Meta:
        abstract = True
        # related managers go through the same queryset, so they are guarded too
        base_manager_name = "objects"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the record and its change inside the open entry.

        :raises UnrecordedChange: if no entry is open
        :raises FactIsWritten: if a dated fact would be overwritten
        """
        guard.write(self, lambda: models.Model.save(self))

    def void(self) -> None:
        """Mark the record as no longer holding; it stays, and earlier questions still see it.

        :raises UnrecordedChange: if no entry is open
        :raises AlreadyVoided: if it no longer holds
        """
        guard.void(self)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise UnrecordedChange(f"{self._meta.label} is never deleted; void it with a reason")


class Evidence(Record):
    """A document that shows a fact: a letter, a visit report, a bank's list, a permit."""

    class Kind(models.TextChoices):
        LETTER = "LETTER"
        VISIT = "VISIT"
        LIST = "LIST"
        PERMIT = "PERMIT"
        BANK = "BANK"

    kind = models.CharField(max_length=8, choices=Kind)
    number = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=200, blank=True)
    dated_on = models.DateField(null=True)

    def __str__(self) -> str:
        return self.title or self.number


class FactQuerySet(RecordQuerySet[R]):
    """Dated facts: asked as of a day."""

    def standing(self, asof: AsOf) -> Self:
        """Return the facts that hold from the asked day or earlier, as known then."""
        return self.known(asof).filter(since_on__lte=asof.day)

    def holding(self, asof: AsOf, *, of: str) -> Self:
        """Return for each `of` (a foreign key) the one of these facts that holds: the latest standing.

        Of two facts on one day the better proven wins, then the later recorded.
        """
        newer = self.standing(asof).filter(**{of: models.OuterRef(of)})
        first = newer.order_by("-since_on", "-proof", "-pk").values("pk")[:1]
        return self.standing(asof).filter(pk=models.Subquery(first))


class Fact(Record):
    """A dated fact about a record. Never overwritten: voided with a reason, and the right one recorded."""

    since_on = models.DateField()
    proof = models.PositiveSmallIntegerField(choices=[(level.value, level.name) for level in Proof])
    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="+", null=True, db_index=False)

    is_fact = True
    # beside the records it is about: what else makes two facts of a day and level different ones
    told_apart_by: tuple[str, ...] = ()

    objects = FactQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        abstract = True
        base_manager_name = "objects"


def once_standing(*fields: str, name: str) -> models.UniqueConstraint:
    """Return the constraint that of the records that hold, one has these values; voided ones are out of the way."""
    return models.UniqueConstraint(fields=fields, condition=Q(voided_entry__isnull=True), name=name)


def proof_is_on_the_scale(name: str) -> models.CheckConstraint:
    """Return the constraint that keeps `proof` within the scale."""
    return models.CheckConstraint(condition=Q(proof__gte=0, proof__lte=8), name=name)

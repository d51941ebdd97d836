"""Received files, their batches and rows: data about what was sent, kept as it came."""

from django.db import models
from django.db.models import Q


class ReceivedFile(models.Model):
    """A file as an office sent it; the bytes are kept under its hash."""

    sha256 = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=255)
    size = models.PositiveBigIntegerField()
    received_at = models.DateTimeField()
    received_by = models.CharField(max_length=150)

    def __str__(self) -> str:
        return self.name


class Batch(models.Model):
    """One reading of a file as one kind of list, and what became of it."""

    class State(models.TextChoices):
        UNREADABLE = "UNREADABLE"
        CHECKED = "CHECKED"
        APPLIED = "APPLIED"
        UNDONE = "UNDONE"
        REJECTED = "REJECTED"

    file = models.ForeignKey(ReceivedFile, models.PROTECT, related_name="batches")
    source = models.CharField(max_length=30)
    state = models.CharField(max_length=10, choices=State)
    checked_at = models.DateTimeField()
    checked_by = models.CharField(max_length=150)
    applied_at = models.DateTimeField(null=True)
    applied_by = models.CharField(max_length=150, blank=True)
    applied_entry = models.BigIntegerField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=150, blank=True)
    undone_entry = models.BigIntegerField(null=True)
    kept = models.JSONField(default=list)  # what others touched since, so that it was not taken back
    problems = models.JSONField(default=list)  # of the file as a whole
    counts = models.JSONField(default=dict)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("file", "source"), name="file_read_once_as_a_source"),
            models.CheckConstraint(
                condition=Q(state="APPLIED", applied_at__isnull=False) | ~Q(state="APPLIED"),
                name="applied_has_its_moment",
            ),
        )

    def __str__(self) -> str:
        return f"{self.source} {self.pk}"


class ReceivedRow(models.Model):
    """One row of a batch: its cells as read, what is wrong with them, and how it ended."""

    class Outcome(models.TextChoices):
        ACCEPTED = "ACCEPTED"
        REFUSED = "REFUSED"
        IGNORED = "IGNORED"

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="rows")
    sheet = models.CharField(max_length=120, blank=True)
    row = models.PositiveIntegerField()
    table = models.CharField(max_length=30, blank=True)
    outcome = models.CharField(max_length=8, choices=Outcome)
    effect = models.CharField(max_length=10, blank=True)  # CREATED, CORRECTED, UNCHANGED once applied
    cells = models.JSONField(default=dict)
    problems = models.JSONField(default=list)

    class Meta:
        indexes = (models.Index(fields=("batch", "outcome", "id"), name="row_by_outcome"),)

    class PersonalData:
        fields = ("cells",)

    def __str__(self) -> str:
        return f"{self.sheet}:{self.row}"

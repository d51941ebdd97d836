"""Received files, their batches and rows: data about what was sent, kept as it came."""

from collections.abc import Sequence

from django.db import models
from django.db.models import Q

from hamahang.domain.lists.intake import Sheet
from hamahang.ledger.models import Record, once_standing


class ReceivedFile(models.Model):
    """A file as an office sent it, or the concealed form of a list of persons; the bytes are kept under their hash.

    sheets: what was read of it when it came, so that it is not read again to be checked; nothing of it is stored
    """

    sha256 = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=255)
    size = models.PositiveBigIntegerField()
    received_at = models.DateTimeField()
    received_by = models.CharField(max_length=150)

    sheets: Sequence[Sheet] | None = None

    def __str__(self) -> str:
        return self.name


class SenderForm(models.Model):
    """How an office writes a kind of list: what its headings mean. Learnt from what people said, or brought by file.

    meanings: {"fields": {folded heading: field, "" for none}, "pieces": {field: {"headings", "separator", "at"}}}
    money: the unit its amounts were in when last asked: a suggestion, never taken without asking
    """

    source = models.CharField(max_length=30)
    sender = models.CharField(max_length=120)
    sender_key = models.CharField(max_length=120)
    meanings = models.JSONField(default=dict)
    money = models.CharField(max_length=20, blank=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("source", "sender_key"), name="form_of_a_sender_once"),)

    def __str__(self) -> str:
        return f"{self.source}: {self.sender}"


class Batch(models.Model):
    """One reading of a file as one kind of list, and what became of it."""

    class State(models.TextChoices):
        UNREADABLE = "UNREADABLE"
        CHECKED = "CHECKED"
        APPLYING = "APPLYING"
        APPLIED = "APPLIED"
        UNDONE = "UNDONE"
        REJECTED = "REJECTED"

    file = models.ForeignKey(ReceivedFile, models.PROTECT, related_name="batches")
    source = models.CharField(max_length=30)
    sender = models.CharField(max_length=120, blank=True)  # the office it came from, as told
    state = models.CharField(max_length=10, choices=State)
    checked_at = models.DateTimeField()
    checked_by = models.CharField(max_length=150)
    applied_at = models.DateTimeField(null=True)
    applied_by = models.CharField(max_length=150, blank=True)
    applied_entry = models.BigIntegerField(null=True)  # the last of `entries`
    entries = models.JSONField(default=list)  # a list whose parked rows are mended later is applied in several
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=150, blank=True)
    undone_entry = models.BigIntegerField(null=True)
    kept = models.JSONField(default=list)  # what others touched since, so that it was not taken back
    asked = models.JSONField(default=dict)  # who asked for it to be applied in the background, when and how
    answers = models.JSONField(default=dict)  # told of the file as a whole: see intake.answers
    found = models.JSONField(default=list)  # the tables found in it: see intake.answers.found_in
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


class Correction(models.Model):
    """What a person wrote in place of a cell; what was read stays beside it. The last one of a cell holds."""

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="corrections")
    sheet = models.CharField(max_length=120, blank=True)
    cell = models.CharField(max_length=12)  # F17
    read = models.TextField(blank=True)
    written = models.CharField(max_length=400, blank=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("batch", "sheet", "cell"), name="correction_of_cell"),)

    class PersonalData:
        fields = ("read", "written")

    def __str__(self) -> str:
        return f"{self.sheet}!{self.cell}"


class LinkDecision(Record):
    """A person's word on which unit a row of lists speaks of; asked once, kept for good with who said it and why.

    unit: None says that it is none of the register
    """

    key = models.CharField(max_length=64)  # the digest of what the row says of the unit
    said = models.CharField(max_length=400)  # the same, to be read
    evidence = models.TextField(blank=True)  # JSON: what the row says by field, and the units that were offered
    unit = models.ForeignKey("register.Unit", models.PROTECT, related_name="+", null=True)
    decided_by = models.CharField(max_length=150)
    reason = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = (once_standing("key", name="link_decided_once"),)
        indexes = (models.Index(fields=("key",), name="link_decision_by_key"),)

    def __str__(self) -> str:
        return self.said


class ReceivedRow(models.Model):
    """One row of a batch: its cells as read, what is wrong with them, and how it ended."""

    class Outcome(models.TextChoices):
        ACCEPTED = "ACCEPTED"
        REFUSED = "REFUSED"
        IGNORED = "IGNORED"

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="rows")
    sheet = models.CharField(max_length=120, blank=True)
    row = models.PositiveIntegerField()
    header = models.PositiveSmallIntegerField(default=0)  # which of the tables found in the file it is a row of
    table = models.CharField(max_length=30, blank=True)
    outcome = models.CharField(max_length=8, choices=Outcome)
    effect = models.CharField(max_length=10, blank=True)  # CREATED, CORRECTED, UNCHANGED once applied
    cells = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    evidence = models.JSONField(default=dict)  # of the unit it speaks of: see linking.Evidence

    class Meta:
        indexes = (models.Index(fields=("batch", "outcome", "id"), name="row_by_outcome"),)

    class PersonalData:
        fields = ("cells",)

    def __str__(self) -> str:
        return f"{self.sheet}:{self.row}"

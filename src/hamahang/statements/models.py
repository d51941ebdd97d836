"""Texts as they were given, the claims that were read in them, and what people decided claims are about."""

from django.db import models

from hamahang.ledger.models import Record, once_standing


class Statement(Record):
    """A text that was said or published on a day, letter for letter, known by its hash."""

    title = models.CharField(max_length=200)
    source = models.CharField(max_length=200, blank=True)
    day = models.DateField()
    text = models.TextField()
    sha256 = models.CharField(max_length=64)

    is_fact = True

    class Meta:
        constraints = (once_standing("sha256", "day", name="statement_of_a_day_once"),)
        indexes = (models.Index(fields=("day",), name="statement_by_day"),)

    def __str__(self) -> str:
        return self.title


class StatedClaim(Record):
    """A figure that was read in a text. said: all of it as plain values; the rest is what is looked for."""

    statement = models.ForeignKey(Statement, models.PROTECT, related_name="claims")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    meaning = models.CharField(max_length=240)
    modality = models.CharField(max_length=10)
    due_on = models.DateField(null=True)
    said = models.JSONField()

    is_fact = True

    class Meta:
        indexes = (models.Index(fields=("modality", "due_on"), name="stated_claim_by_due"),)

    def __str__(self) -> str:
        return f"{self.statement}: {self.said.get('text', '')}"


class ClaimBinding(Record):
    """What a person decided claims of one meaning are about: a figure, or nothing that is kept here."""

    meaning = models.CharField(max_length=240)
    indicator = models.CharField(max_length=80, blank=True)

    is_fact = True

    class Meta:
        constraints = (once_standing("meaning", name="claim_binding_once"),)

    def __str__(self) -> str:
        return f"{self.meaning} → {self.indicator}"


class PromiseBinding(Record):
    """What a person decided promises of a meaning, place and deadline are: a commitment, or none kept here."""

    meaning = models.CharField(max_length=320)
    commitment = models.ForeignKey("commitments.Commitment", models.PROTECT, related_name="+", null=True)

    is_fact = True

    class Meta:
        constraints = (once_standing("meaning", name="promise_binding_once"),)

    def __str__(self) -> str:
        return f"{self.meaning} → {self.commitment or ''}"

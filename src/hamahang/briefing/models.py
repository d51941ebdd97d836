"""Compiled briefings and their frozen figures: written once, never computed again."""

from django.db import models

from hamahang.ledger.models import Record


class Briefing(Record):
    """A report compiled for a day: its layout as data and the ledger's head it was counted at."""

    report = models.CharField(max_length=40)
    place = models.CharField(max_length=40)
    day = models.DateField()
    compiled_at = models.DateTimeField()
    compiled_by = models.CharField(max_length=150)
    head_number = models.BigIntegerField()
    head_seal = models.CharField(max_length=64)
    document = models.JSONField()

    is_fact = True

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("report", "place", "day", "head_number"), name="briefing_once_a_head"),
        )

    def __str__(self) -> str:
        return f"{self.report} {self.day}"


class FrozenFigure(Record):
    """A printed figure: its code on paper, its value, its definition then, and the rows it was counted from."""

    briefing = models.ForeignKey(Briefing, models.PROTECT, related_name="figures")
    code = models.CharField(max_length=12, unique=True)
    indicator = models.CharField(max_length=80)
    scope = models.CharField(max_length=40)
    value = models.CharField(max_length=40)
    unit = models.CharField(max_length=20)
    definition = models.JSONField()
    rows = models.JSONField()
    rows_digest = models.CharField(max_length=64)

    is_fact = True

    def __str__(self) -> str:
        return self.code

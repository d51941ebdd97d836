"""Compiled briefings and their frozen figures: written once, never computed again."""

from django.db import models

from hamahang.domain.publishing import STATES
from hamahang.ledger.models import Fact, Record, proof_is_on_the_scale


def publication_state_choices() -> list[tuple[str, str]]:
    return [(code, text.fa) for code, text in STATES.items()]


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


class Publication(Record):
    """A figure, or the figures of a briefing, on the way to the public: counted once, with rows that name nobody.

    figures: of a briefing, each as it was frozen; replaces: what was published of the same before
    """

    code = models.CharField(max_length=12, unique=True)
    briefing = models.ForeignKey(Briefing, models.PROTECT, related_name="+", null=True)
    indicator = models.CharField(max_length=80, blank=True)
    scope = models.CharField(max_length=40)
    day = models.DateField()
    value = models.CharField(max_length=40, blank=True)
    unit = models.CharField(max_length=20, blank=True)
    definition = models.JSONField(default=dict)
    rows = models.JSONField(default=list)
    figures = models.JSONField(default=list)
    head_number = models.BigIntegerField()
    head_seal = models.CharField(max_length=64)
    replaces = models.ForeignKey("self", models.PROTECT, related_name="+", null=True)

    is_fact = True

    class Meta:
        indexes = (models.Index(fields=("indicator", "scope", "day"), name="publication_of_figure"),)

    def __str__(self) -> str:
        return self.code


class PublicationState(Fact):
    """Where a publication stands from a day on: why, and what its check found.

    hidden: which cells of its tables stay hidden, kept when a figure goes out
    """

    publication = models.ForeignKey(Publication, models.PROTECT, related_name="states")
    state = models.CharField(max_length=10, choices=publication_state_choices)
    reason = models.TextField(blank=True)
    findings = models.JSONField(default=list)
    hidden = models.JSONField(null=True)

    class Meta:
        constraints = (proof_is_on_the_scale("publication_state_proof"),)

    def __str__(self) -> str:
        return f"{self.publication}: {self.state}"

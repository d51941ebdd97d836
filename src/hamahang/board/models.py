"""Resolutions of the board and where each stands; sessions and agendas come later."""

from django.db import models
from django.db.models import F, Q

from hamahang.domain.board import STATES
from hamahang.ledger.models import Fact, Record, once_standing, proof_is_on_the_scale


def state_choices() -> list[tuple[str, str]]:
    return [(code, text.fa) for code, text in STATES.items()]


class Resolution(Record):
    """What a session decided, who must carry it out, and by when."""

    number = models.CharField(max_length=40)
    committee = models.CharField(max_length=120, blank=True)
    session_no = models.CharField(max_length=20, blank=True)
    passed_on = models.DateField()
    text = models.TextField()
    subject = models.CharField(max_length=120, blank=True)
    executor = models.CharField(max_length=160)
    unit = models.ForeignKey("register.Unit", models.PROTECT, related_name="+", null=True)
    due_on = models.DateField()

    class Meta:
        constraints = (
            once_standing("number", name="resolution_number_once"),
            models.CheckConstraint(condition=Q(due_on__gte=F("passed_on")), name="due_after_it_was_passed"),
        )
        indexes = (models.Index(fields=("due_on",), name="resolution_by_due_day"),)

    def __str__(self) -> str:
        return self.number


class ResolutionState(Fact):
    """Where a resolution stands from a day on; what its executor claims is kept apart from what was verified."""

    resolution = models.ForeignKey(Resolution, models.PROTECT, related_name="states", db_index=False)
    state = models.CharField(max_length=13, choices=state_choices)

    class Meta:
        constraints = (proof_is_on_the_scale("resolution_state_proof"),)
        indexes = (models.Index(fields=("resolution", "since_on"), name="resolution_state_by_day"),)

    def __str__(self) -> str:
        return f"{self.resolution}: {self.state}"

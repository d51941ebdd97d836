"""Resolutions over all committees: where each stands, what came of it, when it is due; sessions come later."""

from django.db import models
from django.db.models import F, Q

from hamahang.domain.board import PRIORITIES, STATES
from hamahang.ledger.models import Fact, Record, once_standing, proof_is_on_the_scale


def state_choices() -> list[tuple[str, str]]:
    return [(code, text.fa) for code, text in STATES.items()]


def priority_choices() -> list[tuple[int, str]]:
    return [(code, text.fa) for code, text in PRIORITIES.items()]


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
    unit_duty = models.TextField(blank=True)  # what the unit itself must do for it
    priority = models.PositiveSmallIntegerField(default=2, choices=priority_choices)

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
    step = models.CharField(max_length=20, blank=True)  # of its workflow; empty where a list reported the state
    by = models.CharField(max_length=150, blank=True)  # who took the step
    reason = models.TextField(blank=True)

    class Meta:
        constraints = (proof_is_on_the_scale("resolution_state_proof"),)
        indexes = (models.Index(fields=("resolution", "since_on"), name="resolution_state_by_day"),)

    def __str__(self) -> str:
        return f"{self.resolution}: {self.state}"


class ResolutionPaper(Fact):
    """A letter, an answer or a proof that belongs to a resolution."""

    resolution = models.ForeignKey(Resolution, models.PROTECT, related_name="papers")
    need = models.CharField(max_length=16)
    number = models.CharField(max_length=60, blank=True)
    note = models.TextField(blank=True)
    attachment = models.ForeignKey("papers.Attachment", models.PROTECT, related_name="+", null=True)

    class Meta:
        constraints = (proof_is_on_the_scale("resolution_paper_proof"),)

    def __str__(self) -> str:
        return f"{self.resolution}: {self.need}"


class DeadlineRequest(Record):
    """A request of the executor for a later day."""

    resolution = models.ForeignKey(Resolution, models.PROTECT, related_name="requests")
    asked_on = models.DateField()
    wanted_on = models.DateField()
    reason = models.TextField()
    by = models.CharField(max_length=150)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(wanted_on__gt=F("asked_on")), name="a_later_day_is_asked_for"),
        )

    def __str__(self) -> str:
        return f"{self.resolution}: {self.wanted_on}"


class ResolutionDeadline(Fact):
    """What was decided on a request: granted, the resolution is due on the later day from then on."""

    resolution = models.ForeignKey(Resolution, models.PROTECT, related_name="deadlines")
    request = models.ForeignKey(DeadlineRequest, models.PROTECT, related_name="decisions")
    is_granted = models.BooleanField()
    due_on = models.DateField()
    reason = models.TextField(blank=True)
    by = models.CharField(max_length=150)

    class Meta:
        constraints = (proof_is_on_the_scale("resolution_deadline_proof"),)

    def __str__(self) -> str:
        return f"{self.resolution}: {self.due_on}"


class ResolutionNow(models.Model):
    """Where a resolution stands by all that is recorded: follows from its facts, made again when they change."""

    resolution = models.OneToOneField(Resolution, models.PROTECT, primary_key=True, related_name="now")
    number = models.CharField(max_length=40)
    executor = models.CharField(max_length=160)
    executor_key = models.CharField(max_length=160)
    state = models.CharField(max_length=13)
    since_on = models.DateField(db_index=True)
    due_on = models.DateField()
    done_on = models.DateField(null=True)  # claimed first, where it is claimed or verified now
    is_open = models.BooleanField()

    class Meta:
        indexes = (
            models.Index(fields=("is_open", "due_on"), name="resolution_now_by_due_day"),
            models.Index(fields=("executor_key", "is_open", "due_on"), name="resolution_now_of_executor"),
            models.Index(fields=("state", "number"), name="resolution_now_by_state"),
            models.Index(fields=("number",), name="resolution_now_by_number"),
        )

    def __str__(self) -> str:
        return f"{self.number}: {self.state}"

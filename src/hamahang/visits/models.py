"""Plans of visits, the visits themselves with what was found and photographed, and sheets to be decided on."""

from django.db import models
from django.db.models import Q

from hamahang.domain.visits import CASE_ROLES, CONFLICTS, DECISIONS, STATES
from hamahang.ledger.models import Record, once_standing


def state_choices() -> list[tuple[str, str]]:
    return [(code, text.fa) for code, text in STATES.items()]


def conflict_choices() -> list[tuple[str, str]]:
    return [(code, text.fa) for code, text in CONFLICTS.items()]


def role_choices() -> list[tuple[str, str]]:
    return [(code, text.fa) for code, text in CASE_ROLES.items()]


def decision_choices() -> list[tuple[str, str]]:
    return [(code, text.fa) for code, text in DECISIONS.items()]


class VisitPlan(Record):
    """A day on an estate, with those who go."""

    estate = models.ForeignKey("territory.Estate", models.PROTECT, related_name="+")
    day = models.DateField()
    team = models.CharField(max_length=400, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        indexes = (models.Index(fields=("day",), name="visit_plan_by_day"),)

    class PersonalData:
        fields = ("team",)

    def __str__(self) -> str:
        return f"{self.estate} {self.day}"


class VisitStop(Record):
    """A unit, or a plot without one, that is to be visited."""

    plan = models.ForeignKey(VisitPlan, models.PROTECT, related_name="stops")
    unit = models.ForeignKey("register.Unit", models.PROTECT, related_name="+", null=True)
    plot = models.CharField(max_length=40, blank=True)
    order = models.PositiveSmallIntegerField()

    class Meta:
        constraints = (
            once_standing("plan", "unit", name="unit_once_in_a_visit_plan"),
            models.CheckConstraint(
                condition=Q(unit__isnull=False) | ~Q(plot=""), name="a_stop_is_at_a_unit_or_at_a_plot"
            ),
        )

    def __str__(self) -> str:
        return f"{self.plan}: {self.unit or self.plot}"


class Visit(Record):
    """What was seen on a day at a unit or on a plot.

    key: made on the device before anything was sent; name: what was visited, as it was called then
    written_at: the device's moment, as told; digest: of what the sheet said; sheet: the same as it came
    """

    key = models.CharField(max_length=36)
    stop = models.ForeignKey(VisitStop, models.PROTECT, related_name="visits", null=True)
    unit = models.ForeignKey("register.Unit", models.PROTECT, related_name="+", null=True)
    estate = models.ForeignKey("territory.Estate", models.PROTECT, related_name="+", null=True)
    county = models.ForeignKey("territory.County", models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    sort_key = models.CharField(max_length=800)
    plot = models.CharField(max_length=40, blank=True)
    visited_on = models.DateField()
    state = models.CharField(max_length=18, choices=state_choices)
    persons_seen = models.PositiveIntegerField(null=True)
    notes = models.TextField(blank=True)
    obstacles = models.TextField(blank=True)
    present = models.TextField(blank=True)
    latitude = models.DecimalField(max_digits=8, decimal_places=6, null=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    written_at = models.DateTimeField()
    signature = models.ForeignKey("papers.Attachment", models.PROTECT, related_name="+", null=True)
    signed_by = models.CharField(max_length=40, blank=True)
    digest = models.CharField(max_length=64)
    sheet = models.JSONField()

    class Meta:
        constraints = (
            once_standing("key", name="visit_of_a_key_once"),
            models.CheckConstraint(
                condition=Q(unit__isnull=False) | Q(estate__isnull=False), name="a_visit_is_at_a_unit_or_on_an_estate"
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__gte=-90, latitude__lte=90, longitude__gte=-180, longitude__lte=180),
                name="visit_lies_on_earth",
            ),
        )
        indexes = (models.Index(fields=("visited_on", "id"), name="visit_by_day"),)

    class PersonalData:
        fields = ("present", "signed_by", "signature", "sheet")

    def __str__(self) -> str:
        return f"{self.name} {self.visited_on}"

    @property
    def number(self) -> str:
        """What papers of cases call it."""
        return f"V-{self.pk}"


class VisitFinding(Record):
    """A cause seen on a visit, and what shows it."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="findings")
    cause = models.CharField(max_length=20)
    note = models.TextField(blank=True)

    class Meta:
        constraints = (once_standing("visit", "cause", name="cause_once_on_a_visit"),)

    def __str__(self) -> str:
        return f"{self.visit}: {self.cause}"


class VisitPhoto(Record):
    """A picture taken on a visit, and where the device said it was."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="photos")
    attachment = models.ForeignKey("papers.Attachment", models.PROTECT, related_name="+")
    caption = models.CharField(max_length=160, blank=True)
    taken_at = models.DateTimeField(null=True)
    latitude = models.DecimalField(max_digits=8, decimal_places=6, null=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True)

    class Meta:
        constraints = (once_standing("visit", "attachment", name="photo_once_on_a_visit"),)

    def __str__(self) -> str:
        return f"{self.visit}: {self.attachment}"


class VisitCase(Record):
    """A case that a visit opened, or whose papers it is among."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="cases")
    case = models.ForeignKey("casework.Case", models.PROTECT, related_name="+")
    role = models.CharField(max_length=8, choices=role_choices)

    class Meta:
        constraints = (once_standing("visit", "case", name="case_once_of_a_visit"),)

    def __str__(self) -> str:
        return f"{self.visit}: {self.case}"


class VisitConflict(Record):
    """Two versions of which a person says which holds: both are kept, whatever is decided.

    held: what was recorded when the sheet came; sent: what the sheet says; digest: of the sheet, once for a visit
    """

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="conflicts")
    kind = models.CharField(max_length=8, choices=conflict_choices)
    digest = models.CharField(max_length=64)
    held = models.JSONField()
    sent = models.JSONField()
    decision = models.CharField(max_length=4, choices=decision_choices, blank=True)
    decided_by = models.CharField(max_length=150, blank=True)

    class Meta:
        constraints = (once_standing("visit", "kind", "digest", name="version_of_a_visit_once"),)

    class PersonalData:
        fields = ("held", "sent")

    def __str__(self) -> str:
        return f"{self.visit}: {self.kind}"

"""Investment projects: approval, stage, physical progress, and the dated line between small and large."""

from django.db import models
from django.db.models import Q

from hamahang.domain.projects import PROGRAMMES, STAGES
from hamahang.ledger.models import Fact, Record, once_standing, proof_is_on_the_scale


def programme_choices() -> list[tuple[str, str]]:
    return [(code, text.fa) for code, text in PROGRAMMES.items()]


def stage_choices() -> list[tuple[str, str]]:
    return [(code, text.fa) for code, text in STAGES.items()]


class InvestmentProject(Record):
    """A project to build or enlarge a production unit."""

    number = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    title_key = models.CharField(max_length=200, db_index=True)
    sort_key = models.CharField(max_length=800)
    owner = models.CharField(max_length=160, blank=True)
    county = models.ForeignKey("territory.County", models.PROTECT, related_name="+")
    estate = models.ForeignKey("territory.Estate", models.PROTECT, related_name="+", null=True)
    product = models.CharField(max_length=160, blank=True)
    programme = models.CharField(max_length=12, choices=programme_choices)
    investment = models.BigIntegerField()  # rials
    expected_jobs = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = (
            once_standing("number", name="project_number_once"),
            models.CheckConstraint(condition=Q(investment__gte=0), name="project_investment"),
        )

    def __str__(self) -> str:
        return self.title


class ProjectStage(Fact):
    """A stage that a project reached on a day; approval is the first."""

    project = models.ForeignKey(InvestmentProject, models.PROTECT, related_name="stages", db_index=False)
    stage = models.CharField(max_length=9, choices=stage_choices)
    approval_no = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = (proof_is_on_the_scale("project_stage_proof"),)
        indexes = (models.Index(fields=("project", "since_on"), name="project_stage_by_day"),)

    def __str__(self) -> str:
        return f"{self.project}: {self.stage}"


class ProgressObservation(Fact):
    """Physical progress as observed on a day, percent 0–100."""

    project = models.ForeignKey(InvestmentProject, models.PROTECT, related_name="observations")
    percent = models.DecimalField(max_digits=5, decimal_places=2)

    class Meta:
        constraints = (
            proof_is_on_the_scale("progress_proof"),
            models.CheckConstraint(condition=Q(percent__gte=0, percent__lte=100), name="progress_is_a_percentage"),
        )

    def __str__(self) -> str:
        return f"{self.project}: {self.percent}"


class SizeThreshold(Fact):
    """From which investment a project counts as large, from a day on; the line selects who approves."""

    amount = models.BigIntegerField()  # rials
    basis = models.CharField(max_length=200)

    class Meta:
        constraints = (
            proof_is_on_the_scale("size_threshold_proof"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="size_threshold_amount"),
        )

    def __str__(self) -> str:
        return f"{self.since_on}: {self.amount}"

"""Investment projects: stages, papers, progress by component, dates, money, needs; dated lines, weights and plans."""

from django.db import models
from django.db.models import F, Q

from hamahang.domain.projects import COMPONENTS, PRIORITIES, PROGRAMMES, SIDES, STAGES
from hamahang.domain.utilities import MEASURES
from hamahang.ledger.models import Fact, Record, once_standing, proof_is_on_the_scale


def programme_choices() -> list[tuple[str, str]]:
    return [(code, text.fa) for code, text in PROGRAMMES.items()]


def stage_choices() -> list[tuple[str, str]]:
    return [(code, text.fa) for code, text in STAGES.items()]


def component_choices() -> list[tuple[str, str]]:
    return [(code, text.fa) for code, text in COMPONENTS.items()]


def side_choices() -> list[tuple[str, str]]:
    return [(code, text.fa) for code, text in SIDES.items()]


def utility_choices() -> list[tuple[str, str]]:
    return [(code, measure.title.fa) for code, measure in MEASURES.items()]


def priority_choices() -> list[tuple[str, str]]:
    return [(code, text.fa) for code, text in PRIORITIES.items()]


class InvestmentProject(Record):
    """A project to build or enlarge a production unit. unit: the place it builds on, once that is registered."""

    number = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    title_key = models.CharField(max_length=200, db_index=True)
    sort_key = models.CharField(max_length=800)
    owner = models.CharField(max_length=160, blank=True)
    county = models.ForeignKey("territory.County", models.PROTECT, related_name="+")
    estate = models.ForeignKey("territory.Estate", models.PROTECT, related_name="+", null=True)
    unit = models.ForeignKey("register.Unit", models.PROTECT, related_name="+", null=True)
    product = models.CharField(max_length=160, blank=True)
    isic = models.CharField(max_length=4, blank=True)
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
    step = models.CharField(max_length=20, blank=True)  # of its workflow; empty where a list reported the stage
    by = models.CharField(max_length=150, blank=True)  # who took the step
    reason = models.TextField(blank=True)

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


class ProjectPaper(Fact):
    """A paper that a step of a project needs: the need it meets, its letter number, its file."""

    project = models.ForeignKey(InvestmentProject, models.PROTECT, related_name="papers")
    need = models.CharField(max_length=20)
    number = models.CharField(max_length=60, blank=True)
    attachment = models.ForeignKey("papers.Attachment", models.PROTECT, related_name="+", null=True)

    told_apart_by = ("need",)

    class Meta:
        constraints = (proof_is_on_the_scale("project_paper_proof"),)

    def __str__(self) -> str:
        return f"{self.project}: {self.need}"


class ComponentWeight(Fact):
    """How much a component counts in the progress of a project, from a day on; those of one day are one whole."""

    component = models.CharField(max_length=12, choices=component_choices)
    weight = models.PositiveSmallIntegerField()  # percent
    basis = models.CharField(max_length=200)

    told_apart_by = ("component",)

    class Meta:
        constraints = (
            proof_is_on_the_scale("component_weight_proof"),
            models.CheckConstraint(condition=Q(weight__lte=100), name="component_weight_in_percent"),
        )

    def __str__(self) -> str:
        return f"{self.since_on}: {self.component} {self.weight}"


class Inspection(Fact):
    """A look at a project on a day: by whom, what was noted, and the paper or picture that shows it."""

    project = models.ForeignKey(InvestmentProject, models.PROTECT, related_name="inspections")
    inspector = models.CharField(max_length=160, blank=True)  # empty where a list does not say
    note = models.TextField(blank=True)
    attachment = models.ForeignKey("papers.Attachment", models.PROTECT, related_name="+", null=True)
    by = models.CharField(max_length=150, blank=True)

    class Meta:
        constraints = (proof_is_on_the_scale("project_inspection_proof"),)

    class PersonalData:
        fields = ("inspector",)

    def __str__(self) -> str:
        return f"{self.project}: {self.since_on}"


class ComponentProgress(Fact):
    """How far a component is: claimed by the owner (declared) or inspected (seen), whole percent 0–100."""

    project = models.ForeignKey(InvestmentProject, models.PROTECT, related_name="components")
    component = models.CharField(max_length=12, choices=component_choices)
    percent = models.PositiveSmallIntegerField()
    by = models.CharField(max_length=150, blank=True)  # who claimed or recorded it; empty for lists

    told_apart_by = ("component",)

    class Meta:
        constraints = (
            proof_is_on_the_scale("component_progress_proof"),
            models.CheckConstraint(condition=Q(percent__lte=100), name="component_progress_in_percent"),
        )

    def __str__(self) -> str:
        return f"{self.project}: {self.component} {self.percent}"


class ExpectedOperation(Fact):
    """When a project is to operate, as said by its owner or an expert on a day; each change keeps its reason."""

    project = models.ForeignKey(InvestmentProject, models.PROTECT, related_name="expected")
    side = models.CharField(max_length=6, choices=side_choices)
    expected_on = models.DateField()
    reason = models.TextField(blank=True)
    by = models.CharField(max_length=150, blank=True)

    told_apart_by = ("side",)

    class Meta:
        constraints = (proof_is_on_the_scale("expected_operation_proof"),)

    def __str__(self) -> str:
        return f"{self.project}: {self.expected_on}"


class ProjectSpending(Fact):
    """What was spent on a project in all by a day."""

    project = models.ForeignKey(InvestmentProject, models.PROTECT, related_name="spending")
    amount = models.BigIntegerField()  # rials
    basis = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (
            proof_is_on_the_scale("project_spending_proof"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="project_spending_amount"),
        )

    def __str__(self) -> str:
        return f"{self.project}: {self.amount}"


class UtilityNeed(Fact):
    """How much of a utility a project or a unit needs, from a day on, in the unit of `domain.utilities`."""

    project = models.ForeignKey(InvestmentProject, models.PROTECT, related_name="needs", null=True)
    unit = models.ForeignKey("register.Unit", models.PROTECT, related_name="+", null=True)
    utility = models.CharField(max_length=5, choices=utility_choices)
    amount = models.DecimalField(max_digits=14, decimal_places=3)
    by = models.CharField(max_length=150, blank=True)

    told_apart_by = ("utility",)

    class Meta:
        constraints = (
            proof_is_on_the_scale("utility_need_proof"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="utility_need_amount"),
            models.CheckConstraint(
                condition=Q(project__isnull=False, unit__isnull=True) | Q(project__isnull=True, unit__isnull=False),
                name="utility_need_of_a_project_or_a_unit",
            ),
        )

    def __str__(self) -> str:
        return f"{self.project or self.unit}: {self.utility} {self.amount}"


class Prerequisite(Fact):
    """A project or a unit waits for a project from a day on, infrastructure mostly; or it does so no longer.

    needed: what must be begun first; reason: what it waits for, in words
    """

    needed = models.ForeignKey(InvestmentProject, models.PROTECT, related_name="wanted")
    project = models.ForeignKey(InvestmentProject, models.PROTECT, related_name="prerequisites", null=True)
    unit = models.ForeignKey("register.Unit", models.PROTECT, related_name="+", null=True)
    is_needed = models.BooleanField(default=True)
    reason = models.CharField(max_length=200)
    by = models.CharField(max_length=150, blank=True)

    told_apart_by = ("needed",)

    class Meta:
        constraints = (
            proof_is_on_the_scale("prerequisite_proof"),
            models.CheckConstraint(
                condition=Q(project__isnull=False, unit__isnull=True) | Q(project__isnull=True, unit__isnull=False),
                name="prerequisite_of_a_project_or_a_unit",
            ),
            models.CheckConstraint(
                condition=Q(project__isnull=True) | ~Q(project=F("needed")), name="no_project_waits_for_itself"
            ),
        )

    def __str__(self) -> str:
        return f"{self.project or self.unit}: {self.needed}"

    @property
    def pair(self) -> tuple[int | None, int | None, int]:
        """Who waits, a project or a unit, and for which project."""
        return self.project_id, self.unit_id, self.needed_id


class SpatialPriority(Fact):
    """What a spatial plan says of a sector in a county, from a day on, and why; an empty sector is all industry."""

    county = models.ForeignKey("territory.County", models.PROTECT, related_name="+")
    sector = models.CharField(max_length=4, blank=True)
    level = models.CharField(max_length=7, choices=priority_choices)
    reason = models.CharField(max_length=400, blank=True)
    source = models.CharField(max_length=200)

    told_apart_by = ("sector",)

    class Meta:
        constraints = (proof_is_on_the_scale("spatial_priority_proof"),)

    def __str__(self) -> str:
        return f"{self.county} {self.sector}: {self.level}"

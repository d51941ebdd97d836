"""Runs of plans with all they were made from, what they say of each candidate, and their adoption."""

from django.db import models
from django.db.models import Q

from hamahang.domain.planning import KINDS, PACKAGES, STATUSES
from hamahang.ledger.models import Fact, Record, once_standing, proof_is_on_the_scale


def kind_choices() -> list[tuple[str, str]]:
    return [(code, text.fa) for code, text in KINDS.items()]


def package_choices() -> list[tuple[str, str]]:
    return [(code, text.fa) for code, text in PACKAGES.items()]


def status_choices() -> list[tuple[str, str]]:
    return [(code, text.fa) for code, text in STATUSES.items()]


class PlanRun(Record):
    """A plan that was made once: terms, the whole problem, how it was searched, what came of it, and the certificate.

    problem: as `hamahang plan run --terms` reads it; digest: of the problem, seed and rounds; value, bound: millionths
    of an expected job; prices: multipliers of the limits as fractions, which prove the bound without a solver
    """

    number = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    day = models.DateField()
    known_entry = models.BigIntegerField()  # the last entry of the ledger that it knew
    terms = models.JSONField()
    problem = models.JSONField()
    words = models.JSONField()  # titles of lines and counties, what each candidate rests on
    digest = models.CharField(max_length=64)
    seed = models.PositiveIntegerField()
    rounds = models.PositiveIntegerField()
    versions = models.JSONField()
    status = models.CharField(max_length=10, choices=status_choices)
    value = models.BigIntegerField()
    bound = models.BigIntegerField()
    prices = models.JSONField()
    beside = models.JSONField()  # what the familiar lists reach, what the floors cost, the chance of the target

    class Meta:
        constraints = (
            once_standing("number", name="plan_number_once"),
            models.CheckConstraint(condition=Q(bound__gte=models.F("value")), name="plan_not_above_its_bound"),
        )
        indexes = (models.Index(fields=("day",), name="plan_by_day"),)

    def __str__(self) -> str:
        return self.number


class PlanChoice(Record):
    """What a plan says of one candidate. package: empty where refused; cost: rials; jobs: millionths of expected jobs

    case, project: what the candidate is; start: half-year from 1, 0 where refused
    """

    run = models.ForeignKey(PlanRun, models.PROTECT, related_name="choices", db_index=False)
    code = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=13, choices=kind_choices)
    county = models.ForeignKey("territory.County", models.PROTECT, related_name="+")
    case = models.ForeignKey("casework.Case", models.PROTECT, related_name="+", null=True)
    project = models.ForeignKey("projects.InvestmentProject", models.PROTECT, related_name="+", null=True)
    package = models.CharField(max_length=4, choices=package_choices, blank=True)
    start = models.PositiveSmallIntegerField(default=0)
    cost = models.BigIntegerField(default=0)
    jobs = models.BigIntegerField(default=0)
    reason = models.JSONField()

    class Meta:
        constraints = (
            once_standing("run", "code", name="candidate_once_in_its_plan"),
            models.CheckConstraint(
                condition=Q(case__isnull=True, project__isnull=False) | Q(case__isnull=False, project__isnull=True),
                name="candidate_is_a_case_or_a_project",
            ),
            models.CheckConstraint(
                condition=Q(package="", start=0, cost=0, jobs=0) | (~Q(package="") & Q(start__gte=1)),
                name="refused_candidate_gets_nothing",
            ),
        )

    def __str__(self) -> str:
        return f"{self.run}: {self.code}"


class PlanAdoption(Fact):
    """A plan that the board adopted by a resolution, from a day on."""

    run = models.ForeignKey(PlanRun, models.PROTECT, related_name="adoptions")
    resolution = models.ForeignKey("board.Resolution", models.PROTECT, related_name="+")

    class Meta:
        constraints = (proof_is_on_the_scale("plan_adoption_proof"), once_standing("run", name="plan_adopted_once"))

    def __str__(self) -> str:
        return f"{self.run}: {self.resolution}"


class PlanSuperseded(Fact):
    """An adopted plan that a later one took the place of, by the act that adopted the later one."""

    adoption = models.ForeignKey(PlanAdoption, models.PROTECT, related_name="superseded")
    later = models.ForeignKey(PlanAdoption, models.PROTECT, related_name="supersedes")

    class Meta:
        constraints = (
            proof_is_on_the_scale("plan_superseded_proof"),
            once_standing("adoption", name="plan_superseded_once"),
            models.CheckConstraint(condition=~Q(adoption=models.F("later")), name="plan_superseded_by_another"),
        )

    def __str__(self) -> str:
        return f"{self.adoption.run}: {self.later.run}"


class PlanStep(Fact):
    """What was done of an adopted plan for one candidate: its package was opened, its case got its task."""

    choice = models.ForeignKey(PlanChoice, models.PROTECT, related_name="steps")
    package = models.ForeignKey("support.SupportPackage", models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            proof_is_on_the_scale("plan_step_proof"),
            once_standing("choice", name="choice_carried_out_once"),
        )

    def __str__(self) -> str:
        return f"{self.choice}: {self.package}"

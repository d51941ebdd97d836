"""What permits and licences state and what became of them, and capacity ratings. See `domain.flows.projects`.

A licence is told apart by its unit and number, not by the key of its record: a list that corrects its day records it
anew, and what was done to it since stays.
"""

from django.db import models
from django.db.models import Q

from hamahang.domain.flows.projects import WORKFLOWS
from hamahang.domain.licences import GRADES
from hamahang.domain.register import LICENCES
from hamahang.ledger.models import Fact, proof_is_on_the_scale


def grade_choices() -> list[tuple[str, str]]:
    return [(code, text.fa) for code, text in GRADES.items()]


def kind_choices() -> list[tuple[str, str]]:
    return [(code, text.fa) for code, text in LICENCES.items()]


def step_choices() -> list[tuple[str, str]]:
    return [(state.code, state.title.fa) for table in WORKFLOWS for state in table.states]


NUMBERS = ("land", "built", "power", "gas", "water", "machinery", "machinery_foreign", "fixed_capital")


class LicenceTerms(Fact):
    """What a permit or licence states, from a day on; working capital and raw materials are not in it."""

    unit = models.ForeignKey("register.Unit", models.PROTECT, related_name="licence_terms", db_index=False)
    number = models.CharField(max_length=40)
    grade = models.CharField(max_length=1, choices=grade_choices, blank=True)
    share = models.PositiveSmallIntegerField(null=True)  # percent of the rated capacity; none: all of it
    land = models.DecimalField(max_digits=12, decimal_places=2, null=True)  # m²
    built = models.DecimalField(max_digits=12, decimal_places=2, null=True)  # m²
    power = models.DecimalField(max_digits=12, decimal_places=3, null=True)  # MW
    gas = models.DecimalField(max_digits=12, decimal_places=3, null=True)  # m³/h
    water = models.DecimalField(max_digits=12, decimal_places=3, null=True)  # m³/day
    persons = models.PositiveIntegerField(null=True)
    machinery = models.BigIntegerField(null=True)  # rials
    machinery_foreign = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    currency = models.CharField(max_length=3, blank=True)
    fixed_capital = models.BigIntegerField(null=True)  # rials

    told_apart_by = ("number",)

    class Meta:
        constraints = (
            proof_is_on_the_scale("licence_terms_proof"),
            models.CheckConstraint(
                condition=Q(share__isnull=True) | Q(share__gte=1, share__lte=100), name="licence_share_in_percent"
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__gte": 0}), name=f"licence_{name}"
                )
                for name in NUMBERS
            ),
        )
        indexes = (models.Index(fields=("unit", "number"), name="licence_terms_of_unit"),)

    def __str__(self) -> str:
        return f"{self.number}: {self.since_on}"


class LicenceStep(Fact):
    """What was done to a permit or licence on a day: extended, warned, suspended, transferred, cancelled."""

    unit = models.ForeignKey("register.Unit", models.PROTECT, related_name="licence_steps", db_index=False)
    number = models.CharField(max_length=40)
    kind = models.CharField(max_length=11, choices=kind_choices)
    stage = models.CharField(max_length=9, choices=step_choices)
    step = models.CharField(max_length=20, blank=True)
    by = models.CharField(max_length=150, blank=True)
    reason = models.TextField(blank=True)
    letter_no = models.CharField(max_length=60, blank=True)
    valid_until = models.DateField(null=True)
    holder = models.CharField(max_length=160, blank=True)  # to whom it was transferred

    told_apart_by = ("number", "kind")

    class Meta:
        constraints = (proof_is_on_the_scale("licence_step_proof"),)
        indexes = (models.Index(fields=("unit", "number", "kind"), name="licence_step_of_unit"),)

    def __str__(self) -> str:
        return f"{self.number}: {self.stage}"


class LicencePaper(Fact):
    """A paper for a step of a permit or licence: the need it meets, its letter number, its file."""

    unit = models.ForeignKey("register.Unit", models.PROTECT, related_name="licence_papers", db_index=False)
    number = models.CharField(max_length=40)
    kind = models.CharField(max_length=11, choices=kind_choices)
    need = models.CharField(max_length=20)
    paper_no = models.CharField(max_length=60, blank=True)
    attachment = models.ForeignKey("papers.Attachment", models.PROTECT, related_name="+", null=True)

    told_apart_by = ("number", "kind", "need")

    class Meta:
        constraints = (proof_is_on_the_scale("licence_paper_proof"),)
        indexes = (models.Index(fields=("unit", "number", "kind"), name="licence_paper_of_unit"),)

    def __str__(self) -> str:
        return f"{self.number}: {self.need}"


class RatingRule(Fact):
    """The parameters of capacity rating from a day on, and what they rest on."""

    shifts = models.PositiveSmallIntegerField()
    hours = models.PositiveSmallIntegerField()  # of one shift
    days = models.PositiveSmallIntegerField()  # working days of a year
    efficiency = models.PositiveSmallIntegerField()  # percent
    basis = models.CharField(max_length=200)

    class Meta:
        constraints = (
            proof_is_on_the_scale("rating_rule_proof"),
            models.CheckConstraint(
                condition=Q(shifts__gte=1, hours__gte=1, days__gte=1, days__lte=366, efficiency__gte=1)
                & Q(efficiency__lte=100),
                name="rating_rule_numbers",
            ),
        )

    def __str__(self) -> str:
        return f"{self.since_on}: {self.shifts} × {self.days}"


class CapacityRating(Fact):
    """What an expert found a unit can make of a product in a year, with the machines it was counted from.

    machines: name, step of the line, number, hourly output of each, as they were rated
    """

    unit = models.ForeignKey("register.Unit", models.PROTECT, related_name="ratings", db_index=False)
    product = models.CharField(max_length=160)
    capacity = models.DecimalField(max_digits=18, decimal_places=2)
    capacity_unit = models.CharField(max_length=30, blank=True)
    shifts = models.PositiveSmallIntegerField()
    hours = models.PositiveSmallIntegerField()
    days = models.PositiveSmallIntegerField()
    efficiency = models.PositiveSmallIntegerField()
    machines = models.JSONField()
    by = models.CharField(max_length=150, blank=True)

    told_apart_by = ("product",)

    class Meta:
        constraints = (
            proof_is_on_the_scale("capacity_rating_proof"),
            models.CheckConstraint(condition=Q(capacity__gt=0), name="capacity_rating_above_zero"),
        )
        indexes = (models.Index(fields=("unit", "since_on"), name="capacity_rating_of_unit"),)

    def __str__(self) -> str:
        return f"{self.product}: {self.capacity}"

"""Packages: several measures of several agencies for one unit, each with its answers."""

from django.db import models

from hamahang.domain.packages import STATES, SUBJECTS
from hamahang.ledger.models import Fact, Record, once_standing, proof_is_on_the_scale


def subject_choices() -> list[tuple[str, str]]:
    return [(code, text.fa) for code, text in SUBJECTS.items()]


def state_choices() -> list[tuple[str, str]]:
    return [(code, text.fa) for code, text in STATES.items()]


class SupportPackage(Record):
    """What is done together for one unit; done when all its measures are."""

    number = models.CharField(max_length=40)
    unit = models.ForeignKey("register.Unit", models.PROTECT, related_name="+", db_index=False)
    title = models.CharField(max_length=200)
    opened_on = models.DateField()
    resolution_no = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = (once_standing("number", name="package_number_once"),)
        indexes = (models.Index(fields=("unit",), name="package_of_unit"),)

    def __str__(self) -> str:
        return self.number


class PackageMeasure(Record):
    """What one agency is to do within a package, by a day; for a bank, the request it is about."""

    package = models.ForeignKey(SupportPackage, models.PROTECT, related_name="measures")
    agency = models.ForeignKey("accounts.Agency", models.PROTECT, related_name="+")
    subject = models.CharField(max_length=9, choices=subject_choices)
    text = models.CharField(max_length=400)
    due_on = models.DateField()
    request = models.ForeignKey("support.SupportRequest", models.PROTECT, related_name="measures", null=True)

    def __str__(self) -> str:
        return self.text


class MeasureState(Fact):
    """Where a measure stands from a day on, with the agency's answer or the reason."""

    measure = models.ForeignKey(PackageMeasure, models.PROTECT, related_name="states")
    state = models.CharField(max_length=8, choices=state_choices)
    note = models.TextField(blank=True)
    letter_no = models.CharField(max_length=60, blank=True)
    by = models.CharField(max_length=150, blank=True)

    class Meta:
        constraints = (proof_is_on_the_scale("measure_state_proof"),)

    def __str__(self) -> str:
        return f"{self.measure}: {self.state}"

"""Cases of a unit: revival of an idle one, support of one hit by energy prices, removal of an obstacle."""

from django.db import models

from hamahang.domain.casework import CAUSES, EFFECTS, KINDS, MEASURES, STAGES
from hamahang.ledger.models import Fact, Record, once_standing, proof_is_on_the_scale


def kind_choices() -> list[tuple[str, str]]:
    return [(code, text.fa) for code, text in KINDS.items()]


def stage_choices() -> list[tuple[str, str]]:
    return [(code, text.fa) for code, text in STAGES.items()]


def cause_choices() -> list[tuple[str, str]]:
    return [(code, text.fa) for code, text in CAUSES.items()]


def effect_choices() -> list[tuple[str, str]]:
    return [(code, text.fa) for code, text in EFFECTS.items()]


def measure_choices() -> list[tuple[str, str]]:
    return [(code, text.fa) for code, text in MEASURES.items()]


class Case(Record):
    """A file opened for one unit."""

    kind = models.CharField(max_length=10, choices=kind_choices)
    number = models.CharField(max_length=40)
    unit = models.ForeignKey("register.Unit", models.PROTECT, related_name="+", db_index=False)
    main_cause = models.CharField(max_length=20, choices=cause_choices, blank=True)
    effect = models.CharField(max_length=12, choices=effect_choices, blank=True)

    class Meta:
        constraints = (once_standing("kind", "number", name="case_number_once_in_its_kind"),)
        indexes = (models.Index(fields=("unit", "kind"), name="case_of_unit"),)

    def __str__(self) -> str:
        return self.number


class CaseStage(Fact):
    """A stage that a case reached on a day."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="stages", db_index=False)
    stage = models.CharField(max_length=12, choices=stage_choices)
    letter_no = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = (proof_is_on_the_scale("case_stage_proof"),)
        indexes = (models.Index(fields=("case", "stage", "since_on"), name="case_stage_by_day"),)

    def __str__(self) -> str:
        return f"{self.case}: {self.stage}"


class CaseMeasure(Fact):
    """What is done for the unit of a case, from a day on."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="measures")
    measure = models.CharField(max_length=14, choices=measure_choices)

    class Meta:
        constraints = (proof_is_on_the_scale("case_measure_proof"),)

    def __str__(self) -> str:
        return f"{self.case}: {self.measure}"

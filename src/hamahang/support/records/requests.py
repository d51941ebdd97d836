"""A request for support: its stages with their amounts, its papers, and how the rules answered for it."""

from django.db import models
from django.db.models import Q

from hamahang.domain.eligibility import VERDICTS
from hamahang.domain.requests import STATES
from hamahang.ledger.models import Fact, Record, once_standing, proof_is_on_the_scale


def stage_choices() -> list[tuple[str, str]]:
    return [(code, text.fa) for code, text in STATES.items()]


def verdict_choices() -> list[tuple[str, str]]:
    return [(code, text.fa) for code, text in VERDICTS.items()]


class SupportRequest(Record):
    """What a unit asks of a line of a programme.

    rules: the version that held on the day it was registered; bank, file_no: where it was last referred to, and the
    bank's own number of it; facility: what came of it
    """

    number = models.CharField(max_length=40)
    unit = models.ForeignKey("register.Unit", models.PROTECT, related_name="+", db_index=False)
    line = models.ForeignKey("support.BudgetLine", models.PROTECT, related_name="requests")
    rules = models.ForeignKey("support.EligibilityRules", models.PROTECT, related_name="requests", null=True)
    registered_on = models.DateField()
    account = models.CharField(max_length=34, blank=True)
    project_no = models.CharField(max_length=40, blank=True)
    bank = models.ForeignKey("accounts.Agency", models.PROTECT, related_name="+", null=True)
    file_no = models.CharField(max_length=60, blank=True)
    facility = models.ForeignKey("support.CreditFacility", models.PROTECT, related_name="requests", null=True)

    class Meta:
        constraints = (
            once_standing("number", name="request_number_once"),
            # voided ones are out of the way; a facility comes of one request
            once_standing("facility", name="facility_of_one_request"),
        )
        indexes = (models.Index(fields=("unit", "line"), name="request_of_unit"),)

    class PersonalData:
        fields = ("account",)

    def __str__(self) -> str:
        return self.number


class RequestStage(Fact):
    """A stage that a request reached on a day, with the amount it speaks of."""

    request = models.ForeignKey(SupportRequest, models.PROTECT, related_name="stages", db_index=False)
    stage = models.CharField(max_length=14, choices=stage_choices)
    step = models.CharField(max_length=20, blank=True)
    amount = models.BigIntegerField(null=True)  # rials
    letter_no = models.CharField(max_length=60, blank=True)
    by = models.CharField(max_length=150, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = (
            proof_is_on_the_scale("request_stage_proof"),
            models.CheckConstraint(condition=Q(amount__isnull=True) | Q(amount__gt=0), name="request_stage_amount"),
        )
        indexes = (
            models.Index(fields=("request", "since_on"), name="request_stage_by_day"),
            models.Index(fields=("stage", "request"), name="request_stage_reached"),
        )

    def __str__(self) -> str:
        return f"{self.request}: {self.stage}"


class RequestPaper(Fact):
    """A paper that a request has: the need it meets, its number, its file."""

    request = models.ForeignKey(SupportRequest, models.PROTECT, related_name="papers")
    need = models.CharField(max_length=16)
    number = models.CharField(max_length=60, blank=True)
    attachment = models.ForeignKey("papers.Attachment", models.PROTECT, related_name="+", null=True)

    class Meta:
        constraints = (proof_is_on_the_scale("request_paper_proof"),)

    def __str__(self) -> str:
        return f"{self.request}: {self.need}"


class RequestAssessment(Fact):
    """What the rules of its day said of a request's unit, kept with the facts as they were then.

    reasons: [{line, rule, answer, facts}], both languages
    """

    request = models.ForeignKey(SupportRequest, models.PROTECT, related_name="assessments")
    rules = models.ForeignKey("support.EligibilityRules", models.PROTECT, related_name="assessments")
    verdict = models.CharField(max_length=7, choices=verdict_choices)
    reasons = models.JSONField(default=list)

    class Meta:
        constraints = (proof_is_on_the_scale("request_assessment_proof"),)

    def __str__(self) -> str:
        return f"{self.request}: {self.verdict}"

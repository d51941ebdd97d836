"""Cases of a unit: revival, energy prices, obstacles, stopped projects, takeover; what each has and needs."""

from django.db import models
from django.db.models import Q

from hamahang.domain.casework import EFFECTS, ITEM_STATES, KINDS, MEASURES, OUTCOMES, SIDES
from hamahang.domain.causes import CAUSES
from hamahang.domain.flows.cases import STAGES
from hamahang.ledger.models import Fact, Record, once_standing, proof_is_on_the_scale


def kind_choices() -> list[tuple[str, str]]:
    return [(code, text.fa) for code, text in KINDS.items()]


def stage_choices() -> list[tuple[str, str]]:
    return [(code, text.fa) for code, text in STAGES.items()]


def cause_choices() -> list[tuple[str, str]]:
    return [(code, text.fa) for code, text in CAUSES.items()]


def outcome_choices() -> list[tuple[str, str]]:
    return [(code, text.fa) for code, text in OUTCOMES.items()]


def side_choices() -> list[tuple[str, str]]:
    return [(code, text.fa) for code, text in SIDES.items()]


def item_state_choices() -> list[tuple[str, str]]:
    return [(code, text.fa) for code, text in ITEM_STATES.items()]


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
    project_no = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = (once_standing("kind", "number", name="case_number_once_in_its_kind"),)
        indexes = (models.Index(fields=("unit", "kind"), name="case_of_unit"),)

    def __str__(self) -> str:
        return self.number


class CaseStage(Fact):
    """A stage that a case reached on a day."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="stages", db_index=False)
    stage = models.CharField(max_length=14, choices=stage_choices)
    letter_no = models.CharField(max_length=60, blank=True)
    step = models.CharField(max_length=20, blank=True)  # of its workflow; empty where a list reported the stage
    by = models.CharField(max_length=150, blank=True)  # who took the step
    reason = models.TextField(blank=True)

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


class CasePaper(Fact):
    """A paper that a case needs and has: the need it meets, its letter number, its file."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="papers")
    need = models.CharField(max_length=16)
    number = models.CharField(max_length=60, blank=True)
    attachment = models.ForeignKey("papers.Attachment", models.PROTECT, related_name="+", null=True)

    class Meta:
        constraints = (proof_is_on_the_scale("case_paper_proof"),)

    def __str__(self) -> str:
        return f"{self.case}: {self.need}"


class CaseCause(Fact):
    """A cause found for a case, its weight among the causes, and what shows it. Weight 0: no longer held a cause."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="causes")
    cause = models.CharField(max_length=20)
    weight = models.PositiveSmallIntegerField()
    is_main = models.BooleanField(default=False)
    shown_by = models.TextField(blank=True)

    class Meta:
        constraints = (
            proof_is_on_the_scale("case_cause_proof"),
            models.CheckConstraint(condition=Q(weight__lte=100), name="weight_of_a_cause_in_percent"),
        )

    def __str__(self) -> str:
        return f"{self.case}: {self.cause}"


class CaseAnswer(Fact):
    """What was answered to a question of the diagnosis questionnaire; an empty answer takes the earlier one back."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="answers")
    question = models.CharField(max_length=40)
    answer = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = (proof_is_on_the_scale("case_answer_proof"),)

    def __str__(self) -> str:
        return f"{self.case}: {self.question}"


class CaseResponsible(Fact):
    """Who is responsible for a case from a day on, by the name that person signs in with."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="responsibles")
    person = models.CharField(max_length=60, db_index=True)

    class Meta:
        constraints = (proof_is_on_the_scale("case_responsible_proof"),)

    def __str__(self) -> str:
        return f"{self.case}: {self.person}"


class CasePause(Fact):
    """The clocks of a case stand still from a day on, or run again."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="pauses")
    is_paused = models.BooleanField()
    reason = models.TextField(blank=True)

    class Meta:
        constraints = (proof_is_on_the_scale("case_pause_proof"),)

    def __str__(self) -> str:
        return f"{self.case}: {self.is_paused}"


class PlanItem(Record):
    """One task of an action plan: of an agency or of the unit itself, with its day, cost and expected jobs."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="plan")
    text = models.TextField()
    remedy = models.CharField(max_length=24, blank=True)
    side = models.CharField(max_length=6, choices=side_choices)
    agency = models.ForeignKey("accounts.Agency", models.PROTECT, related_name="+", null=True)
    due_on = models.DateField()
    cost = models.BigIntegerField(null=True)  # rials
    jobs = models.PositiveIntegerField(null=True)  # persons

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(cost__isnull=True) | Q(cost__gte=0), name="cost_of_a_task_not_negative"),
            models.CheckConstraint(
                condition=Q(side="UNIT", agency__isnull=True) | Q(side="AGENCY"),
                name="a_task_of_the_unit_has_no_agency",
            ),
        )
        indexes = (models.Index(fields=("due_on",), name="task_by_due_day"),)

    def __str__(self) -> str:
        return self.text


class PlanItemState(Fact):
    """Where a task of a plan stands from a day on; what is claimed is kept apart from what was verified."""

    item = models.ForeignKey(PlanItem, models.PROTECT, related_name="states")
    state = models.CharField(max_length=8, choices=item_state_choices)
    note = models.TextField(blank=True)
    by = models.CharField(max_length=150, blank=True)

    class Meta:
        constraints = (proof_is_on_the_scale("task_state_proof"),)

    def __str__(self) -> str:
        return f"{self.item}: {self.state}"


class CaseOutcome(Fact):
    """How a case ended, with the jobs that came back and those kept from being lost, at their level of proof."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="outcomes")
    outcome = models.CharField(max_length=10, choices=outcome_choices)
    jobs_returned = models.PositiveIntegerField(default=0)
    jobs_safeguarded = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (proof_is_on_the_scale("case_outcome_proof"),)

    def __str__(self) -> str:
        return f"{self.case}: {self.outcome}"


class FinancialStatement(Fact):
    """The accounts of a unit for a Jalali year, in whole rials; `since_on` is the year's last day.

    Read with cases, not with the register: what a firm owns and owes is told for its diagnosis.
    """

    unit = models.ForeignKey("register.Unit", models.PROTECT, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=60, blank=True)  # of the document it was read from
    total_assets = models.BigIntegerField()
    current_assets = models.BigIntegerField(null=True)
    inventory = models.BigIntegerField(null=True)
    total_liabilities = models.BigIntegerField()
    current_liabilities = models.BigIntegerField(null=True)
    equity = models.BigIntegerField()
    capital = models.BigIntegerField(null=True)
    retained = models.BigIntegerField(null=True)  # negative: accumulated losses
    operating_profit = models.BigIntegerField(null=True)  # before interest and tax
    sales = models.BigIntegerField(null=True)

    class Meta:
        constraints = (
            proof_is_on_the_scale("financial_statement_proof"),
            once_standing("unit", "year", "proof", name="statement_of_a_year_once_at_its_proof"),
            models.CheckConstraint(
                condition=Q(total_assets=models.F("total_liabilities") + models.F("equity")), name="statement_balances"
            ),
            models.CheckConstraint(
                condition=Q(total_assets__gte=0, total_liabilities__gte=0),
                name="statement_owns_and_owes_no_less_than_0",
            ),
        )

    def __str__(self) -> str:
        return f"{self.unit}: {self.year}"


class ClockTerm(Record):
    """How many days a clock of a workflow gives, from a day on; cases that began before keep the earlier one."""

    workflow = models.CharField(max_length=10, choices=kind_choices)
    clock = models.CharField(max_length=16)
    days = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    source = models.CharField(max_length=200)

    class Meta:
        constraints = (once_standing("workflow", "clock", "valid_from", name="term_of_a_clock_once_a_day"),)

    def __str__(self) -> str:
        return f"{self.workflow}.{self.clock}: {self.days}"


class CaseNow(models.Model):
    """Where a case stands by all that is recorded: follows from its facts, and is made again when they change.

    due_on: the earliest day by which something of it is due; late_on: the first day on which it is late
    """

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="now")
    kind = models.CharField(max_length=10)
    number = models.CharField(max_length=40)
    stage = models.CharField(max_length=14)
    since_on = models.DateField(db_index=True)
    due_on = models.DateField(null=True)
    late_on = models.DateField(null=True)
    responsible = models.CharField(max_length=60, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=("kind", "stage"), name="case_now_by_stage"),
            models.Index(fields=("kind", "number", "case"), name="case_now_by_number"),
            models.Index(fields=("kind", "late_on", "case"), name="case_now_by_lateness"),
            models.Index(fields=("responsible", "due_on"), name="case_now_of_person"),
        )

    def __str__(self) -> str:
        return f"{self.number}: {self.stage}"

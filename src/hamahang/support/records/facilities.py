"""A credit facility from contract to settlement: terms, tranches, payments, instalments, repayments and postings."""

from django.db import models
from django.db.models import F, Q

from hamahang.domain.credit import terms as credit
from hamahang.domain.credit.claims import STATES
from hamahang.domain.credit.postings import ACCOUNTS, KINDS
from hamahang.ledger.models import Fact, Record, once_standing, proof_is_on_the_scale


def contract_choices() -> list[tuple[str, str]]:
    return [(code, text.fa) for code, text in credit.CONTRACTS.items()]


def purpose_choices() -> list[tuple[str, str]]:
    return [(code, text.fa) for code, text in credit.PURPOSES.items()]


def method_choices() -> list[tuple[str, str]]:
    return [(code, text.fa) for code, text in credit.METHODS.items()]


def grace_profit_choices() -> list[tuple[str, str]]:
    return [(code, text.fa) for code, text in credit.GRACE_PROFITS.items()]


def order_choices() -> list[tuple[str, str]]:
    return [(code, text.fa) for code, text in credit.ORDERS.items()]


def guarantee_choices() -> list[tuple[str, str]]:
    return [(code, text.fa) for code, text in credit.GUARANTEES.items()]


def exception_choices() -> list[tuple[str, str]]:
    return [(code, text.fa) for code, text in credit.EXCEPTIONS.items()]


def schedule_choices() -> list[tuple[str, str]]:
    return [(code, text.fa) for code, text in credit.SCHEDULES.items()]


def payer_choices() -> list[tuple[str, str]]:
    return [(code, text.fa) for code, text in credit.PAYERS.items()]


def account_choices() -> list[tuple[str, str]]:
    return [(code.value, text.fa) for code, text in ACCOUNTS.items()]


def posting_choices() -> list[tuple[str, str]]:
    return [(code, text.fa) for code, text in KINDS.items()]


def state_choices() -> list[tuple[str, str]]:
    return [(code.value, text.fa) for code, text in STATES.items()]


class FacilityContract(Fact):
    """The contract of a facility, from its day (`since_on`): see `domain.credit.terms.Terms`."""

    facility = models.ForeignKey("support.CreditFacility", models.PROTECT, related_name="contracts")
    number = models.CharField(max_length=60, blank=True)
    branch = models.CharField(max_length=80, blank=True)
    letter_no = models.CharField(max_length=60, blank=True)  # by which the unit was referred to the bank
    letter_on = models.DateField(null=True)
    contract = models.CharField(max_length=16, choices=contract_choices)
    purpose = models.CharField(max_length=16, choices=purpose_choices)
    principal = models.BigIntegerField()  # rials
    rate = models.DecimalField(max_digits=8, decimal_places=6)  # of a year, as a share: 0.14 is 14 percent
    subsidised = models.DecimalField(
        max_digits=8, decimal_places=6, default=0
    )  # the part of the rate that the programme pays
    grace = models.PositiveSmallIntegerField(default=0)  # months
    grace_profit = models.CharField(max_length=12, choices=grace_profit_choices)
    instalments = models.PositiveSmallIntegerField()
    spacing = models.PositiveSmallIntegerField(default=1)  # months
    method = models.CharField(max_length=16, choices=method_choices)
    order = models.CharField(max_length=16, choices=order_choices)

    class Meta:
        constraints = (
            proof_is_on_the_scale("facility_contract_proof"),
            once_standing("facility", name="facility_has_one_contract"),
            models.CheckConstraint(condition=Q(principal__gt=0), name="contract_principal"),
            models.CheckConstraint(
                condition=Q(subsidised__gte=0, subsidised__lte=F("rate"), rate__lt=1), name="contract_rate"
            ),
        )

    def __str__(self) -> str:
        return self.number or f"{self.facility}"

    @property
    def terms(self) -> credit.Terms:
        """The terms as the rules take them."""
        return credit.Terms(
            principal=self.principal,
            rate=self.rate,
            subsidised=self.subsidised,
            grace=self.grace,
            instalments=self.instalments,
            spacing=self.spacing,
            method=self.method,
            grace_profit=self.grace_profit,
            order=self.order,
            contract=self.contract,
            purpose=self.purpose,
        )


class FacilityException(Fact):
    """Leave to go beyond a limit of a facility by so many rials, with the reason and who answers for it."""

    facility = models.ForeignKey("support.CreditFacility", models.PROTECT, related_name="exceptions")
    kind = models.CharField(max_length=8, choices=exception_choices)
    amount = models.BigIntegerField()  # rials
    reason = models.TextField()
    by = models.CharField(max_length=150)

    class Meta:
        constraints = (
            proof_is_on_the_scale("facility_exception_proof"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="facility_exception_amount"),
        )

    def __str__(self) -> str:
        return f"{self.facility}: {self.kind}"


class Guarantee(Fact):
    """What secures a facility, from a day until it expires."""

    facility = models.ForeignKey("support.CreditFacility", models.PROTECT, related_name="guarantees")
    kind = models.CharField(max_length=16, choices=guarantee_choices)
    number = models.CharField(max_length=60, blank=True)
    value = models.BigIntegerField()  # rials
    expires_on = models.DateField(null=True)

    class Meta:
        constraints = (
            proof_is_on_the_scale("guarantee_proof"),
            models.CheckConstraint(condition=Q(value__gt=0), name="guarantee_value"),
        )

    def __str__(self) -> str:
        return f"{self.facility}: {self.kind}"


class Tranche(Fact):
    """A part of a facility that is paid at once, when the project or the unit has come so far. percent: 0–100"""

    facility = models.ForeignKey("support.CreditFacility", models.PROTECT, related_name="tranches")
    number = models.PositiveSmallIntegerField()
    amount = models.BigIntegerField()  # rials
    percent = models.DecimalField(max_digits=5, decimal_places=2)
    project = models.ForeignKey("projects.InvestmentProject", models.PROTECT, related_name="+", null=True)
    planned_on = models.DateField(null=True)

    class Meta:
        constraints = (
            proof_is_on_the_scale("tranche_proof"),
            once_standing("facility", "number", name="tranche_once_in_its_facility"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="tranche_amount"),
            models.CheckConstraint(condition=Q(percent__gte=0, percent__lte=100), name="tranche_percent"),
        )

    def __str__(self) -> str:
        return f"{self.facility}/{self.number}"


class TrancheRelease(Fact):
    """A tranche may be paid from a day on: the inspection that proves it, or the reason of an exception."""

    tranche = models.ForeignKey(Tranche, models.PROTECT, related_name="releases")
    observation = models.ForeignKey("projects.ProgressObservation", models.PROTECT, related_name="+", null=True)
    visit = models.ForeignKey("visits.Visit", models.PROTECT, related_name="+", null=True)
    percent = models.DecimalField(max_digits=5, decimal_places=2, null=True)  # as the inspection saw it
    reason = models.TextField(blank=True)
    by = models.CharField(max_length=150)

    class Meta:
        constraints = (
            proof_is_on_the_scale("tranche_release_proof"),
            once_standing("tranche", name="tranche_released_once"),
            models.CheckConstraint(
                condition=Q(observation__isnull=False) | Q(visit__isnull=False) | ~Q(reason=""),
                name="tranche_release_is_proven_or_excepted",
            ),
        )

    def __str__(self) -> str:
        return f"{self.tranche}"


class PaymentOrder(Fact):
    """A payment as one person entered it; another approves or refuses it. since_on: the day it is to be paid."""

    facility = models.ForeignKey("support.CreditFacility", models.PROTECT, related_name="orders")
    tranche = models.ForeignKey(Tranche, models.PROTECT, related_name="orders", null=True)
    amount = models.BigIntegerField()  # rials
    document_no = models.CharField(max_length=60)
    key = models.CharField(max_length=60)
    by = models.CharField(max_length=150)

    class Meta:
        constraints = (
            proof_is_on_the_scale("payment_order_proof"),
            # also of orders that were taken back: a key is used once, for ever
            models.UniqueConstraint(fields=("key",), name="key_of_a_payment_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_order_amount"),
        )

    def __str__(self) -> str:
        return self.document_no


class PaymentDecision(Fact):
    """What became of an entered payment: approved and paid, or refused with the reason."""

    payment = models.ForeignKey(PaymentOrder, models.PROTECT, related_name="decisions")
    is_approved = models.BooleanField()
    reason = models.TextField(blank=True)
    by = models.CharField(max_length=150)

    class Meta:
        constraints = (
            proof_is_on_the_scale("payment_decision_proof"),
            once_standing("payment", name="payment_decided_once"),
        )

    def __str__(self) -> str:
        return f"{self.payment}: {self.is_approved}"


class Schedule(Fact):
    """A table of instalments that holds from a day on; the one before it is kept."""

    facility = models.ForeignKey("support.CreditFacility", models.PROTECT, related_name="schedules")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=schedule_choices)
    rate = models.DecimalField(max_digits=8, decimal_places=6)
    subsidised = models.DecimalField(max_digits=8, decimal_places=6)
    reason = models.TextField(blank=True)
    by = models.CharField(max_length=150, blank=True)

    class Meta:
        constraints = (
            proof_is_on_the_scale("schedule_proof"),
            once_standing("facility", "number", name="schedule_once_in_its_facility"),
        )

    def __str__(self) -> str:
        return f"{self.facility}: {self.number}"


class Instalment(Record):
    """What falls due on a day by a schedule: see `domain.credit.table.Due`.

    since_on: the day from which it is known; disbursement: the payment it repays, none in a table made anew
    """

    schedule = models.ForeignKey(Schedule, models.PROTECT, related_name="instalments")
    disbursement = models.ForeignKey(
        "support.Disbursement", models.PROTECT, related_name="instalments", null=True, db_index=False
    )
    since_on = models.DateField()
    due_on = models.DateField()
    principal = models.BigIntegerField()  # rials, as the four below
    profit = models.BigIntegerField(default=0)
    subsidy = models.BigIntegerField(default=0)
    capitalised = models.BigIntegerField(default=0)
    payable = models.BigIntegerField()  # what the unit pays: principal and its own profit

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(principal__gte=0, profit__gte=0, subsidy__gte=0, capitalised__gte=0, payable__gte=0)
                & Q(payable=F("principal") + F("profit") - F("subsidy") - F("capitalised")),
                name="instalment_adds_up",
            ),
        )
        indexes = (models.Index(fields=("due_on", "schedule"), name="instalment_by_day"),)

    def __str__(self) -> str:
        return f"{self.schedule}: {self.due_on}"


class Repayment(Fact):
    """Money that came back on a day, from the unit, or from the programme for its part of the profit."""

    facility = models.ForeignKey("support.CreditFacility", models.PROTECT, related_name="repayments")
    payer = models.CharField(max_length=10, choices=payer_choices, default="UNIT")
    amount = models.BigIntegerField()  # rials
    document_no = models.CharField(max_length=60, blank=True)
    key = models.CharField(max_length=60)
    by = models.CharField(max_length=150)

    class Meta:
        constraints = (
            proof_is_on_the_scale("repayment_proof"),
            models.UniqueConstraint(fields=("key",), name="key_of_a_repayment_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="repayment_amount"),
        )
        indexes = (models.Index(fields=("since_on", "facility"), name="repayment_by_day"),)

    def __str__(self) -> str:
        return self.document_no or self.key


class Posting(Fact):
    """An amount from the credited account to the debited one; corrected by a posting that reverses it."""

    facility = models.ForeignKey("support.CreditFacility", models.PROTECT, related_name="postings", db_index=False)
    kind = models.CharField(max_length=12, choices=posting_choices)
    debit = models.CharField(max_length=12, choices=account_choices)
    credit = models.CharField(max_length=12, choices=account_choices)
    amount = models.BigIntegerField()  # rials
    disbursement = models.ForeignKey("support.Disbursement", models.PROTECT, related_name="postings", null=True)
    repayment = models.ForeignKey(Repayment, models.PROTECT, related_name="postings", null=True)
    instalment = models.ForeignKey(Instalment, models.PROTECT, related_name="postings", null=True)
    schedule = models.ForeignKey(Schedule, models.PROTECT, related_name="postings", null=True, db_index=False)
    reverses = models.ForeignKey("self", models.PROTECT, related_name="reversals", null=True, db_index=False)

    # a list that is taken back takes its facts back; their postings are reversed, not voided
    is_kept_when_undone = True

    class Meta:
        constraints = (
            proof_is_on_the_scale("posting_proof"),
            once_standing("reverses", name="posting_reversed_once"),
            models.CheckConstraint(condition=Q(amount__gt=0) & ~Q(debit=F("credit")), name="posting_moves_something"),
        )
        indexes = (models.Index(fields=("facility", "since_on"), name="posting_of_facility"),)

    def __str__(self) -> str:
        return f"{self.facility}: {self.kind} {self.amount}"


class FacilityNow(models.Model):
    """Where a facility stands by all that is recorded, made again whenever that changes: see `support.standing`.

    stage: its state while nothing is late; oldest_due_on: of the unpaid instalments the first, due or not
    """

    facility = models.OneToOneField("support.CreditFacility", models.PROTECT, related_name="now", primary_key=True)
    stage = models.CharField(max_length=12, choices=state_choices)
    oldest_due_on = models.DateField(null=True)
    last_on = models.DateField(null=True)  # of the facts it follows from, the last day

    class Meta:
        indexes = (
            models.Index(fields=("stage", "facility"), name="facility_now_by_stage"),
            models.Index(fields=("oldest_due_on", "facility"), name="facility_now_by_due"),
            models.Index(fields=("last_on",), name="facility_now_by_last"),
        )

    def __str__(self) -> str:
        return f"{self.facility}: {self.stage}"


class OpenInstalment(models.Model):
    """What is left of an instalment in force by all that is recorded; kept as `FacilityNow` is."""

    instalment = models.OneToOneField(Instalment, models.PROTECT, related_name="left", primary_key=True)
    facility = models.ForeignKey("support.CreditFacility", models.PROTECT, related_name="open_instalments")
    due_on = models.DateField()
    principal = models.BigIntegerField()  # rials
    profit = models.BigIntegerField()  # rials

    class Meta:
        indexes = (models.Index(fields=("due_on", "instalment"), name="open_instalment_by_due"),)

    def __str__(self) -> str:
        return f"{self.instalment}"

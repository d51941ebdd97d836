"""What the banks' lists say was paid, what was decided where they differ from ours, and the signed statements."""

from django.db import models
from django.db.models import F, Q

from hamahang.domain.reconciling import VERDICTS
from hamahang.ledger.models import Fact, Record, once_standing, proof_is_on_the_scale


def verdict_choices() -> list[tuple[str, str]]:
    return [(code, text.fa) for code, text in VERDICTS.items()]


class BankPayment(Record):
    """A payment as a bank's list says it; a later list that says otherwise corrects it, and the ledger keeps both.

    key: the bank's document, or what stands for it where the list has none
    """

    bank = models.ForeignKey("accounts.Agency", models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=120)
    file_no = models.CharField(max_length=60)
    document_no = models.CharField(max_length=60, blank=True)
    national_id = models.CharField(max_length=11, blank=True)
    name = models.CharField(max_length=160, blank=True)
    amount = models.BigIntegerField()  # rials
    paid_on = models.DateField()

    class Meta:
        constraints = (
            once_standing("bank", "key", name="payment_once_in_a_banks_lists"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="bank_payment_amount"),
        )
        indexes = (models.Index(fields=("bank", "paid_on"), name="bank_payment_by_day"),)

    def __str__(self) -> str:
        return self.key


class PaymentJoin(Record):
    """A person's word that payments of ours and of a bank are the same. ours, theirs: keys, parted by spaces."""

    bank = models.ForeignKey("accounts.Agency", models.PROTECT, related_name="+")
    ours = models.TextField()
    theirs = models.TextField()
    reason = models.CharField(max_length=400)
    by = models.CharField(max_length=150)

    def __str__(self) -> str:
        return f"{self.ours} = {self.theirs}"


class ReconcilingDecision(Fact):
    """What was decided of payments that do not match. key: of the very payments, see `domain.reconciling.Group`."""

    bank = models.ForeignKey("accounts.Agency", models.PROTECT, related_name="+")
    key = models.TextField()
    verdict = models.CharField(max_length=6, choices=verdict_choices)
    reason = models.CharField(max_length=400)
    by = models.CharField(max_length=150)

    class Meta:
        constraints = (proof_is_on_the_scale("reconciling_decision_proof"),)

    def __str__(self) -> str:
        return f"{self.bank}: {self.verdict}"


class BankStatement(Record):
    """The reconciliation of a bank's month as both sides see it, frozen with its rows.

    rows: one for each group, as text; seal: of the rows, so that what is signed is what was frozen
    """

    bank = models.ForeignKey("accounts.Agency", models.PROTECT, related_name="+")
    from_on = models.DateField()
    until_on = models.DateField()
    rows = models.JSONField(default=list)
    totals = models.JSONField(default=dict)
    seal = models.CharField(max_length=64)

    class Meta:
        constraints = (
            once_standing("bank", "from_on", "until_on", name="statement_of_a_month_once"),
            models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="statement_in_order"),
        )

    def __str__(self) -> str:
        return f"{self.bank}: {self.from_on}"


class StatementSignature(Fact):
    """One side's word that a statement is as agreed."""

    class Side(models.TextChoices):
        OURS = "OURS"
        BANK = "BANK"

    statement = models.ForeignKey(BankStatement, models.PROTECT, related_name="signatures")
    side = models.CharField(max_length=4, choices=Side)
    by = models.CharField(max_length=150)

    told_apart_by = ("side",)

    class Meta:
        constraints = (
            proof_is_on_the_scale("statement_signature_proof"),
            once_standing("statement", "side", name="statement_signed_once_by_a_side"),
        )

    def __str__(self) -> str:
        return f"{self.statement}: {self.side}"

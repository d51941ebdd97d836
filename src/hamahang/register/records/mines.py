"""How a mine went on, its papers, what it owes and paid the state, and what was taken out. See `domain.flows.mines`."""

from django.db import models
from django.db.models import Q

from hamahang.domain.flows.mines import MINE
from hamahang.domain.mines import PARTICULARS
from hamahang.ledger.models import Fact, proof_is_on_the_scale


def mine_stage_choices() -> list[tuple[str, str]]:
    return [(state.code, state.title.fa) for state in MINE.states]


def particular_choices() -> list[tuple[str, str]]:
    return [(code, title.fa) for code, title in PARTICULARS.items()]


class MineStep(Fact):
    """A stage that a mine reached on a day, with the number of its document and its last day."""

    mine = models.ForeignKey("register.Mine", models.PROTECT, related_name="steps")
    stage = models.CharField(max_length=12, choices=mine_stage_choices)
    step = models.CharField(max_length=20, blank=True)
    by = models.CharField(max_length=150, blank=True)
    reason = models.TextField(blank=True)
    letter_no = models.CharField(max_length=60, blank=True)
    valid_until = models.DateField(null=True)

    class Meta:
        constraints = (proof_is_on_the_scale("mine_step_proof"),)

    def __str__(self) -> str:
        return f"{self.mine}: {self.stage}"


class MinePaper(Fact):
    """A paper for a step of a mine: the need it meets, its letter number, its file."""

    mine = models.ForeignKey("register.Mine", models.PROTECT, related_name="papers")
    need = models.CharField(max_length=20)
    number = models.CharField(max_length=60, blank=True)
    attachment = models.ForeignKey("papers.Attachment", models.PROTECT, related_name="+", null=True)

    told_apart_by = ("need",)

    class Meta:
        constraints = (proof_is_on_the_scale("mine_paper_proof"),)

    def __str__(self) -> str:
        return f"{self.mine}: {self.need}"


class MineParticular(Fact):
    """What a document says of a mine from a day on: reserve and extraction of a mineral, area and costs of the whole.

    mineral: empty for the whole mine; amount: in the measure of its kind, see `domain.mines.PARTICULARS`
    """

    mine = models.ForeignKey("register.Mine", models.PROTECT, related_name="particulars")
    kind = models.CharField(max_length=10, choices=particular_choices)
    mineral = models.CharField(max_length=80, blank=True)
    amount = models.DecimalField(max_digits=20, decimal_places=2)
    letter_no = models.CharField(max_length=60, blank=True)

    told_apart_by = ("kind", "mineral")

    class Meta:
        constraints = (
            proof_is_on_the_scale("mine_particular_proof"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="mine_particular_amount"),
        )

    def __str__(self) -> str:
        return f"{self.mine} {self.kind}: {self.amount}"


class RoyaltyDue(Fact):
    """What a mine owes the state for a year, from the day it was set."""

    mine = models.ForeignKey("register.Mine", models.PROTECT, related_name="royalties_due")
    year = models.PositiveSmallIntegerField()  # of the solar calendar
    amount = models.BigIntegerField()  # rials
    due_on = models.DateField()

    told_apart_by = ("year",)

    class Meta:
        constraints = (
            proof_is_on_the_scale("royalty_due_proof"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="royalty_due_amount"),
        )

    def __str__(self) -> str:
        return f"{self.mine} {self.year}: {self.amount}"


class RoyaltyPayment(Fact):
    """What a mine paid the state on a day, for a year; `since_on` is the day of the payment."""

    mine = models.ForeignKey("register.Mine", models.PROTECT, related_name="royalties_paid")
    year = models.PositiveSmallIntegerField()
    amount = models.BigIntegerField()  # rials
    document_no = models.CharField(max_length=60)

    told_apart_by = ("document_no",)

    class Meta:
        constraints = (
            proof_is_on_the_scale("royalty_payment_proof"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="royalty_payment_amount"),
        )

    def __str__(self) -> str:
        return f"{self.mine} {self.document_no}: {self.amount}"


class MineExtraction(Fact):
    """How much of a mineral was taken out in a year; `since_on` is the day it was reported."""

    mine = models.ForeignKey("register.Mine", models.PROTECT, related_name="extractions")
    mineral = models.CharField(max_length=80)
    year = models.PositiveSmallIntegerField()
    tonnes = models.DecimalField(max_digits=16, decimal_places=2)

    told_apart_by = ("mineral", "year")

    class Meta:
        constraints = (
            proof_is_on_the_scale("mine_extraction_proof"),
            models.CheckConstraint(condition=Q(tonnes__gte=0), name="mine_extraction_tonnes"),
        )

    def __str__(self) -> str:
        return f"{self.mine} {self.year}: {self.tonnes}"

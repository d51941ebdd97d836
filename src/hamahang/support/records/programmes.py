"""What a programme rests on and has to give: its law, allocations, agent banks, rules, and the shock it answers."""

from django.db import models
from django.db.models import F, Q

from hamahang.domain.severity import BILLED, CARRIERS
from hamahang.ledger.models import Fact, Record, once_standing, proof_is_on_the_scale


def carrier_choices() -> list[tuple[str, str]]:
    return [(code, text.fa) for code, text in CARRIERS.items()]


def billed_choices() -> list[tuple[str, str]]:
    return [(code, text.fa) for code, text in BILLED.items()]


class LegalBasis(Record):
    """A law, decree or circular that a programme rests on, with the days from and until which it holds."""

    programme = models.ForeignKey("support.SupportProgramme", models.PROTECT, related_name="bases")
    title = models.CharField(max_length=240)
    number = models.CharField(max_length=60, blank=True)
    dated_on = models.DateField()
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)

    class Meta:
        constraints = (
            once_standing("programme", "title", "dated_on", name="basis_of_a_programme_once"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")), name="basis_in_order"
            ),
        )

    def __str__(self) -> str:
        return self.title


class Allocation(Fact):
    """Money notified for a line on a day, for a period and perhaps a county; on `lapses_on` what is left returns.

    carried_from: the allocation whose rest this one carries on; that rest is then no longer in the other
    """

    line = models.ForeignKey("support.BudgetLine", models.PROTECT, related_name="allocations")
    county = models.ForeignKey("territory.County", models.PROTECT, related_name="+", null=True)
    period_from = models.DateField()
    period_until = models.DateField()
    amount = models.BigIntegerField()  # rials
    letter_no = models.CharField(max_length=60)
    lapses_on = models.DateField(null=True)
    carried_from = models.ForeignKey("self", models.PROTECT, related_name="carried", null=True)

    told_apart_by = ("letter_no",)

    class Meta:
        constraints = (
            proof_is_on_the_scale("allocation_proof"),
            once_standing("line", "letter_no", "county", name="allocation_of_a_letter_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="allocation_amount"),
            models.CheckConstraint(condition=Q(period_until__gte=F("period_from")), name="allocation_period"),
        )

    def __str__(self) -> str:
        return f"{self.line}: {self.amount}"


class AgentBank(Fact):
    """A bank that lends for a programme under an agency agreement, from a day on until another."""

    programme = models.ForeignKey("support.SupportProgramme", models.PROTECT, related_name="agents")
    bank = models.ForeignKey("accounts.Agency", models.PROTECT, related_name="+")
    agreement_no = models.CharField(max_length=60, blank=True)
    until_on = models.DateField(null=True)

    told_apart_by = ("bank_id",)

    class Meta:
        constraints = (
            proof_is_on_the_scale("agent_bank_proof"),
            once_standing("programme", "bank", name="agent_bank_once_in_its_programme"),
        )

    def __str__(self) -> str:
        return f"{self.programme}: {self.bank}"


class EligibilityRules(Record):
    """A version of a programme's rules, as text: see `domain.rulebook`. It holds until the next one begins."""

    programme = models.ForeignKey("support.SupportProgramme", models.PROTECT, related_name="rules")
    valid_from = models.DateField()
    text = models.TextField()
    source = models.CharField(max_length=240)

    class Meta:
        constraints = (once_standing("programme", "valid_from", name="rules_of_a_day_once"),)

    def __str__(self) -> str:
        return f"{self.programme}: {self.valid_from}"


class PriceRise(Record):
    """By how much the price of an energy carrier rose with a programme, in percent of the price before."""

    programme = models.ForeignKey("support.SupportProgramme", models.PROTECT, related_name="rises")
    carrier = models.CharField(max_length=11, choices=carrier_choices)
    percent = models.DecimalField(max_digits=7, decimal_places=2)
    valid_from = models.DateField()
    source = models.CharField(max_length=240)

    class Meta:
        constraints = (
            once_standing("programme", "carrier", "valid_from", name="rise_of_a_carrier_once"),
            models.CheckConstraint(condition=Q(percent__gte=0), name="rise_percent"),
        )

    def __str__(self) -> str:
        return f"{self.carrier}: {self.percent}"


class SectorCosts(Record):
    """Within which bounds the energy share of cost and the margin of a sector lie, in percent, with the source."""

    isic = models.CharField(max_length=4)
    valid_from = models.DateField()
    fuel_low = models.DecimalField(max_digits=5, decimal_places=2)
    fuel_high = models.DecimalField(max_digits=5, decimal_places=2)
    power_low = models.DecimalField(max_digits=5, decimal_places=2)
    power_high = models.DecimalField(max_digits=5, decimal_places=2)
    margin_low = models.DecimalField(max_digits=5, decimal_places=2)
    margin_high = models.DecimalField(max_digits=5, decimal_places=2)
    source = models.CharField(max_length=240)

    class Meta:
        constraints = (
            once_standing("isic", "valid_from", name="costs_of_a_sector_once"),
            models.CheckConstraint(
                condition=Q(fuel_low__gte=0, fuel_high__gte=F("fuel_low"), power_low__gte=0)
                & Q(power_high__gte=F("power_low"), margin_high__gte=F("margin_low"), margin_high__lte=100),
                name="costs_of_a_sector_in_order",
            ),
        )

    def __str__(self) -> str:
        return self.isic


class StatedSum(Fact):
    """A sum that is stated of a unit: energy bills, cost and sales of a year, overdue debts; from a day on."""

    class Kind(models.TextChoices):
        FUEL = "FUEL"
        ELECTRICITY = "ELECTRICITY"
        COST = "COST"
        SALES = "SALES"
        OVERDUE_BANK = "OVERDUE_BANK"
        OVERDUE_TAX = "OVERDUE_TAX"
        OVERDUE_INSURANCE = "OVERDUE_INSURANCE"

    unit = models.ForeignKey("register.Unit", models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=17, choices=Kind)
    amount = models.BigIntegerField()  # rials; of a year where it is a flow
    paper_no = models.CharField(max_length=60, blank=True)

    told_apart_by = ("kind",)

    class Meta:
        constraints = (
            proof_is_on_the_scale("stated_sum_proof"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="stated_sum_amount"),
        )
        indexes = (models.Index(fields=("unit", "kind", "since_on"), name="stated_sum_by_day"),)

    def __str__(self) -> str:
        return f"{self.unit}: {self.kind}"


class EnergyBill(Fact):
    """What a unit was billed for an energy carrier in the month that ends on a day."""

    unit = models.ForeignKey("register.Unit", models.PROTECT, related_name="+", db_index=False)
    carrier = models.CharField(max_length=11, choices=billed_choices)
    quantity = models.DecimalField(max_digits=16, decimal_places=3, null=True)  # in the measure of its carrier
    amount = models.BigIntegerField()  # rials

    told_apart_by = ("carrier",)

    class Meta:
        constraints = (
            proof_is_on_the_scale("energy_bill_proof"),
            once_standing("unit", "carrier", "since_on", name="bill_of_a_month_once"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="energy_bill_amount"),
        )
        indexes = (models.Index(fields=("unit", "since_on"), name="energy_bill_by_day"),)

    def __str__(self) -> str:
        return f"{self.unit}: {self.carrier} {self.since_on}"

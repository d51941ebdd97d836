"""Production units (a unit is a site, not a firm), their companies, licences, status and head counts, and which
units were registered twice.
"""

from django.db import models
from django.db.models import F, Q

from hamahang.ledger.models import Fact, Record, once_standing, proof_is_on_the_scale
from hamahang.register.records.licences import (
    CapacityRating,
    LicencePaper,
    LicenceStep,
    LicenceTerms,
    RatingRule,
)
from hamahang.register.records.mines import (
    MineExtraction,
    MinePaper,
    MineParticular,
    MineStep,
    RoyaltyDue,
    RoyaltyPayment,
)
from hamahang.register.records.returns import (
    MonthlyOutput,
    MonthlyReturn,
    OpenReturn,
    ReturnDecision,
    ReturnsDue,
    ReturnsOfMonth,
    ReturnsPause,
    ReturnTerm,
    UnitPerson,
)

__all__ = (
    "CapacityRating", "Company", "DistinctUnits", "HeadCount", "InsuredMonth", "Licence", "LicencePaper",
    "LicenceStep", "LicenceTerms", "Mine", "MineExtraction", "MinePaper", "MineParticular", "MineStatus", "MineStep",
    "MonthlyOutput", "MonthlyReturn", "OpenReturn", "Product", "RatingRule", "ReturnDecision", "ReturnTerm",
    "ReturnsDue", "ReturnsOfMonth", "ReturnsPause", "RoyaltyDue", "RoyaltyPayment", "Unit", "UnitAlias", "UnitPerson",
    "UnitStatus", "Workshop",
)  # fmt: skip


class Company(Record):
    """A firm; it may run several units."""

    name = models.CharField(max_length=160)
    name_key = models.CharField(max_length=160)
    national_id = models.CharField(max_length=11, null=True)

    class Meta:
        constraints = (once_standing("national_id", name="company_of_a_national_id_once"),)

    def __str__(self) -> str:
        return self.name


class Unit(Record):
    """A production site: one place where one or more industrial activities are carried on."""

    licence_no = models.CharField(max_length=40)
    name = models.CharField(max_length=160)
    name_key = models.CharField(max_length=160)
    sort_key = models.CharField(max_length=640)
    search = models.CharField(max_length=400)
    company = models.ForeignKey(Company, models.PROTECT, related_name="units", null=True)
    county = models.ForeignKey("territory.County", models.PROTECT, related_name="+", db_index=False)
    estate = models.ForeignKey("territory.Estate", models.PROTECT, related_name="+", null=True, db_index=False)
    plot = models.CharField(max_length=40, blank=True)
    isic = models.CharField(max_length=4, blank=True)

    class Meta:
        constraints = (once_standing("licence_no", name="unit_of_a_licence_once"),)
        indexes = (
            models.Index(fields=("sort_key", "id"), name="unit_in_persian_order"),
            models.Index(fields=("county", "sort_key", "id"), name="unit_of_county_in_order"),
            models.Index(fields=("estate", "sort_key", "id"), name="unit_of_estate_in_order"),
        )

    def __str__(self) -> str:
        return self.name


class Product(Record):
    """What a unit makes, with its nominal yearly capacity from the licence."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="products")
    name = models.CharField(max_length=160)
    isic = models.CharField(max_length=4, blank=True)
    capacity = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    capacity_unit = models.CharField(max_length=30, blank=True)

    class Meta:
        constraints = (
            once_standing("unit", "name", name="product_once_in_its_unit"),
            models.CheckConstraint(condition=Q(capacity__isnull=True) | Q(capacity__gte=0), name="product_capacity"),
        )

    def __str__(self) -> str:
        return self.name


class Licence(Fact):
    """A permit to establish or a licence to operate, from its day of issue."""

    class Kind(models.TextChoices):
        PERMIT = "PERMIT"
        PROVISIONAL = "PROVISIONAL"
        NEW = "NEW"
        EXPANSION = "EXPANSION"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="licences", db_index=False)
    number = models.CharField(max_length=40)
    kind = models.CharField(max_length=11, choices=Kind)

    class Meta:
        constraints = (proof_is_on_the_scale("licence_proof"),)
        indexes = (
            models.Index(fields=("unit", "since_on"), name="licence_by_day"),
            models.Index(fields=("since_on", "id"), name="licence_in_order"),
        )

    def __str__(self) -> str:
        return self.number


class UnitStatus(Fact):
    """Whether a unit works, from a day on, and how much of its capacity it uses."""

    class Status(models.TextChoices):
        ACTIVE = "ACTIVE"
        UNDERUSED = "UNDERUSED"
        IDLE = "IDLE"
        UNDER_CONSTRUCTION = "UNDER_CONSTRUCTION"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="statuses", db_index=False)
    status = models.CharField(max_length=18, choices=Status)
    capacity_use = models.DecimalField(max_digits=5, decimal_places=2, null=True)  # percent 0–100

    class Meta:
        constraints = (
            proof_is_on_the_scale("unit_status_proof"),
            models.CheckConstraint(
                condition=Q(capacity_use__isnull=True) | Q(capacity_use__gte=0, capacity_use__lte=100),
                name="capacity_use_is_a_percentage",
            ),
        )
        indexes = (models.Index(fields=("unit", "since_on", "proof"), name="unit_status_by_day"),)

    def __str__(self) -> str:
        return f"{self.unit}: {self.status}"


class HeadCount(Fact):
    """How many persons work in a unit: nominal in the permit or licence, declared, seen or insured (`proof`)."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="head_counts", db_index=False)
    persons = models.PositiveIntegerField()

    class Meta:
        constraints = (proof_is_on_the_scale("head_count_proof"),)
        indexes = (models.Index(fields=("unit", "since_on", "proof"), name="head_count_by_day"),)

    def __str__(self) -> str:
        return f"{self.unit}: {self.persons}"


class UnitAlias(Record):
    """A unit under which this one was registered a second time: what it was called, until both were merged.

    merged_from: the key of the unit that was merged away; it is voided, and its address leads here
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="aliases")
    name = models.CharField(max_length=160)
    name_key = models.CharField(max_length=160)
    licence_no = models.CharField(max_length=40)
    national_id = models.CharField(max_length=11, blank=True)
    merged_from = models.BigIntegerField()

    class Meta:
        constraints = (once_standing("merged_from", name="unit_merged_away_once"),)
        indexes = (models.Index(fields=("licence_no",), name="alias_by_licence"),)

    def __str__(self) -> str:
        return f"{self.name} ({self.licence_no})"


class DistinctUnits(Record):
    """A person's word that two units are not the same, however alike; never asked again."""

    first = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    second = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    decided_by = models.CharField(max_length=150)
    reason = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = (
            once_standing("first", "second", name="units_told_apart_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="units_told_apart_in_order"),
        )

    def __str__(self) -> str:
        return f"{self.first_id} ≠ {self.second_id}"


class Workshop(Record):
    """The code under which Social Security knows a unit; a unit may have several."""

    code = models.CharField(max_length=20)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="workshops")

    class Meta:
        constraints = (once_standing("code", name="workshop_of_a_code_once"),)

    def __str__(self) -> str:
        return self.code


class InsuredMonth(Fact):
    """One person in the insurance list of a unit for a month; `since_on` is the month's first day.

    person: the keyed hash of the national code, never the code; without the key it tells nobody
    """

    class Sex(models.TextChoices):
        FEMALE = "FEMALE"
        MALE = "MALE"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="insured_months", db_index=False)
    person = models.CharField(max_length=32)
    days = models.PositiveSmallIntegerField()  # worked in the month, 0–31
    sex = models.CharField(max_length=6, choices=Sex, blank=True)

    told_apart_by = ("person",)

    class Meta:
        constraints = (
            proof_is_on_the_scale("insured_month_proof"),
            models.CheckConstraint(condition=Q(days__lte=31), name="insured_month_days"),
            once_standing("since_on", "unit", "person", name="person_once_in_a_unit_and_month"),
        )
        indexes = (
            models.Index(fields=("unit", "since_on"), name="insured_month_of_unit"),
            models.Index(fields=("person", "since_on"), name="insured_month_of_person"),
        )

    class PersonalData:
        fields = ("person", "sex")

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.since_on}"


class Mine(Record):
    """A mine under its document: a licence to explore, a certificate of discovery, a licence to exploit."""

    class Document(models.TextChoices):
        REQUEST = "REQUEST"
        EXPLORATION = "EXPLORATION"
        DISCOVERY = "DISCOVERY"
        EXPLOITATION = "EXPLOITATION"

    licence_no = models.CharField(max_length=40)
    document = models.CharField(max_length=12, choices=Document)
    name = models.CharField(max_length=160)
    name_key = models.CharField(max_length=160)
    sort_key = models.CharField(max_length=640)
    minerals = models.CharField(max_length=160)
    county = models.ForeignKey("territory.County", models.PROTECT, related_name="+")
    company = models.ForeignKey(Company, models.PROTECT, related_name="mines", null=True)
    reserve = models.DecimalField(max_digits=18, decimal_places=2, null=True)  # proven, tonnes
    extraction = models.DecimalField(max_digits=16, decimal_places=2, null=True)  # nominal, tonnes a year
    royalty = models.BigIntegerField(null=True)  # rials, the state's share as the document sets it
    issued_on = models.DateField(null=True)
    valid_until = models.DateField(null=True)

    class Meta:
        constraints = (
            once_standing("licence_no", name="mine_of_a_licence_once"),
            models.CheckConstraint(condition=Q(reserve__isnull=True) | Q(reserve__gte=0), name="mine_reserve"),
            models.CheckConstraint(condition=Q(extraction__isnull=True) | Q(extraction__gte=0), name="mine_extraction"),
            models.CheckConstraint(condition=Q(royalty__isnull=True) | Q(royalty__gte=0), name="mine_royalty"),
        )

    def __str__(self) -> str:
        return self.name


class MineStatus(Fact):
    """Whether a mine works from a day on, and how many persons work in it."""

    class Status(models.TextChoices):
        ACTIVE = "ACTIVE"
        INACTIVE = "INACTIVE"
        BEING_EQUIPPED = "BEING_EQUIPPED"

    mine = models.ForeignKey(Mine, models.PROTECT, related_name="statuses", db_index=False)
    status = models.CharField(max_length=14, choices=Status)
    persons = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = (proof_is_on_the_scale("mine_status_proof"),)
        indexes = (models.Index(fields=("mine", "since_on", "proof"), name="mine_status_by_day"),)

    def __str__(self) -> str:
        return f"{self.mine}: {self.status}"

"""Provinces, counties (each version its own row, with successors), estates and zones, infrastructure."""

from django.db import models
from django.db.models import Q

from hamahang.domain.utilities import MEASURES
from hamahang.ledger.models import Fact, Record, once_standing, proof_is_on_the_scale


def utility_choices() -> list[tuple[str, str]]:
    return [(code, measure.title.fa) for code, measure in MEASURES.items()]


class Province(Record):
    """A province; `code` is the statistical centre's two digits."""

    code = models.CharField(max_length=2, db_index=True)
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60)
    name_key = models.CharField(max_length=60, db_index=True)
    sort_key = models.CharField(max_length=200, db_index=True)

    class Meta:
        constraints = (once_standing("code", name="province_of_a_code_once"),)

    def __str__(self) -> str:
        return self.name


class County(Record):
    """One version of a county: it holds from `valid_from` until its successors begin."""

    code = models.CharField(max_length=4)
    province = models.ForeignKey(Province, models.PROTECT, related_name="counties")
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60, blank=True)
    name_key = models.CharField(max_length=60, db_index=True)
    sort_key = models.CharField(max_length=200)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    latitude = models.DecimalField(max_digits=6, decimal_places=3, null=True)
    longitude = models.DecimalField(max_digits=6, decimal_places=3, null=True)

    class Meta:
        constraints = (
            once_standing("code", "name", name="county_version_once"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_to__gt=models.F("valid_from")),
                name="county_ends_after_it_begins",
            ),
        )

    def __str__(self) -> str:
        return self.name


class Succession(Record):
    """What became of a county: `before` was renamed, split or joined into `after` on a day."""

    before = models.ForeignKey(County, models.PROTECT, related_name="successions")
    after = models.ForeignKey(County, models.PROTECT, related_name="origins")
    on = models.DateField()

    class Meta:
        constraints = (once_standing("before", "after", name="succession_once"),)

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"


class CountyPeople(Fact):
    """Census of a county: inhabitants, and where the census asked it, the active and the unemployed."""

    county = models.ForeignKey(County, models.PROTECT, related_name="people")
    inhabitants = models.PositiveIntegerField(null=True)
    active = models.PositiveIntegerField(null=True)
    unemployed = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = (
            proof_is_on_the_scale("county_people_proof"),
            models.CheckConstraint(
                condition=Q(active__isnull=True) | Q(unemployed__lte=models.F("active")), name="unemployed_are_active"
            ),
        )

    def __str__(self) -> str:
        return f"{self.county} {self.since_on}"


class Estate(Record):
    """An industrial estate or zone: serviced land with plots."""

    class Kind(models.TextChoices):
        ESTATE = "ESTATE"
        ZONE = "ZONE"

    class Ownership(models.TextChoices):
        STATE = "STATE"
        PRIVATE = "PRIVATE"

    code = models.SlugField(max_length=60)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    name_key = models.CharField(max_length=120, db_index=True)
    sort_key = models.CharField(max_length=400)
    kind = models.CharField(max_length=6, choices=Kind)
    ownership = models.CharField(max_length=7, choices=Ownership, blank=True)
    county = models.ForeignKey(County, models.PROTECT, related_name="estates")
    area_total = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    area_assignable = models.DecimalField(max_digits=9, decimal_places=2, null=True)

    class Meta:
        constraints = (
            once_standing("code", name="estate_of_a_code_once"),
            once_standing("county", "kind", "name_key", name="estate_once_in_its_county"),
            models.CheckConstraint(condition=Q(area_total__isnull=True) | Q(area_total__gte=0), name="estate_area"),
        )

    def __str__(self) -> str:
        return self.name


class EstateStatus(Fact):
    """How far an estate or zone is, from a day on."""

    class Status(models.TextChoices):
        APPROVED = "APPROVED"
        UNDER_CONSTRUCTION = "UNDER_CONSTRUCTION"
        ACTIVE = "ACTIVE"

    estate = models.ForeignKey(Estate, models.PROTECT, related_name="statuses", db_index=False)
    status = models.CharField(max_length=18, choices=Status)

    class Meta:
        constraints = (proof_is_on_the_scale("estate_status_proof"),)
        indexes = (models.Index(fields=("estate", "since_on"), name="estate_status_by_day"),)

    def __str__(self) -> str:
        return f"{self.estate}: {self.status}"


class EstateUtility(Fact):
    """Whether one of the four utilities reaches an estate, from a day on."""

    class Utility(models.TextChoices):
        POWER = "POWER"
        WATER = "WATER"
        GAS = "GAS"
        PHONE = "PHONE"

    estate = models.ForeignKey(Estate, models.PROTECT, related_name="utilities")
    utility = models.CharField(max_length=5, choices=Utility)
    is_present = models.BooleanField()

    class Meta:
        constraints = (proof_is_on_the_scale("estate_utility_proof"),)

    def __str__(self) -> str:
        return f"{self.estate}: {self.utility}"


class Infrastructure(Record):
    """A road, a substation, a gas or water source that industry in a county depends on."""

    class Kind(models.TextChoices):
        ROAD = "ROAD"
        POWER = "POWER"
        GAS = "GAS"
        WATER = "WATER"
        RAIL = "RAIL"

    kind = models.CharField(max_length=5, choices=Kind)
    name = models.CharField(max_length=120)
    county = models.ForeignKey(County, models.PROTECT, related_name="infrastructure")
    estate = models.ForeignKey(Estate, models.PROTECT, related_name="infrastructure", null=True)
    capacity = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    capacity_unit = models.CharField(max_length=20, blank=True)

    def __str__(self) -> str:
        return self.name


class InfrastructureCapacity(Fact):
    """How much a source of power, gas or water gives, from a day on, in the unit of `domain.utilities`."""

    infrastructure = models.ForeignKey(Infrastructure, models.PROTECT, related_name="capacities")
    amount = models.DecimalField(max_digits=14, decimal_places=3)

    class Meta:
        constraints = (
            proof_is_on_the_scale("infrastructure_capacity_proof"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="infrastructure_capacity_amount"),
        )

    def __str__(self) -> str:
        return f"{self.infrastructure}: {self.amount}"


class UtilityPromise(Fact):
    """So much of a utility of an estate promised to somebody, from a day on; nothing takes the promise back.

    about, about_id: label and key of the project or unit it is for; reason: why it was promised beyond what was left
    """

    estate = models.ForeignKey(Estate, models.PROTECT, related_name="promises")
    utility = models.CharField(max_length=5, choices=utility_choices)
    about = models.CharField(max_length=60)
    about_id = models.BigIntegerField()
    holder = models.CharField(max_length=200)
    amount = models.DecimalField(max_digits=14, decimal_places=3)
    letter_no = models.CharField(max_length=60, blank=True)
    reason = models.TextField(blank=True)

    told_apart_by = ("utility", "about", "about_id")

    class Meta:
        constraints = (
            proof_is_on_the_scale("utility_promise_proof"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="utility_promise_amount"),
        )
        indexes = (models.Index(fields=("about", "about_id"), name="utility_promise_about"),)

    def __str__(self) -> str:
        return f"{self.estate} {self.utility}: {self.holder}"


class Sector(Record):
    """A class of the international standard industrial classification (ISIC Rev. 4)."""

    code = models.CharField(max_length=4, db_index=True)
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)

    class Meta:
        constraints = (once_standing("code", name="sector_of_a_code_once"),)

    def __str__(self) -> str:
        return self.name


class ClosedDay(Record):
    """An official holiday, or a day on which the offices of the province were closed; beside the week's closed days."""

    day = models.DateField()
    name = models.CharField(max_length=160)
    name_en = models.CharField(max_length=160)
    basis = models.CharField(max_length=8, choices=(("solar", "solar"), ("lunar", "lunar"), ("declared", "declared")))

    class Meta:
        constraints = (once_standing("day", name="closed_day_once"),)

    def __str__(self) -> str:
        return f"{self.day}: {self.name}"


class Surrounding(Fact):
    """How far something around an estate is, from a day on: a road, a station, a deposit, a market, a protected area.

    is_straight: as the crow flies; else by road. material, amount: what a deposit gives, in tonnes a year
    """

    class Kind(models.TextChoices):
        ROAD = "ROAD"
        RAIL = "RAIL"
        MATERIAL = "MATERIAL"
        MARKET = "MARKET"
        PROTECTED = "PROTECTED"

    estate = models.ForeignKey(Estate, models.PROTECT, related_name="surroundings")
    kind = models.CharField(max_length=9, choices=Kind)
    name = models.CharField(max_length=120)
    name_key = models.CharField(max_length=120)
    km = models.DecimalField(max_digits=8, decimal_places=2)
    is_straight = models.BooleanField(default=False)
    material = models.CharField(max_length=60, blank=True)
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    source = models.CharField(max_length=240, blank=True)

    told_apart_by = ("kind", "name_key")

    class Meta:
        constraints = (
            proof_is_on_the_scale("surrounding_proof"),
            models.CheckConstraint(condition=Q(km__gte=0), name="surrounding_distance"),
        )

    def __str__(self) -> str:
        return f"{self.estate}: {self.name}"


class Observation(Fact):
    """What a source says of a province or a county in a period: from `since_on` to `until_on`, both in it.

    county: the version it was observed in; None: the whole province. basis: on what it is counted (with oil, without);
    definition: which version of the definition; is_break: not to be joined with the series before
    is_additive: parts of an area add up to it; more: whether more is better, None where neither is
    """

    class Confidence(models.TextChoices):
        FULL = "FULL"  # a census, a register
        SURVEY = "SURVEY"
        ESTIMATE = "ESTIMATE"

    province = models.ForeignKey(Province, models.PROTECT, related_name="observations", db_index=False)
    county = models.ForeignKey(County, models.PROTECT, related_name="observations", null=True, db_index=False)
    indicator = models.CharField(max_length=120)
    indicator_key = models.CharField(max_length=120)
    until_on = models.DateField()
    value = models.DecimalField(max_digits=24, decimal_places=6)
    unit = models.CharField(max_length=60)
    basis = models.CharField(max_length=120, blank=True)
    source = models.CharField(max_length=240)
    definition = models.CharField(max_length=60, blank=True)
    is_break = models.BooleanField(default=False)
    is_additive = models.BooleanField(default=False)
    confidence = models.CharField(max_length=8, choices=Confidence)
    more = models.BooleanField(null=True)

    told_apart_by = ("indicator_key", "basis", "definition", "until_on")

    class Meta:
        constraints = (
            proof_is_on_the_scale("observation_proof"),
            models.CheckConstraint(condition=Q(until_on__gte=models.F("since_on")), name="observation_ends_in_time"),
        )
        indexes = (models.Index(fields=("indicator_key", "since_on"), name="observation_by_day"),)

    def __str__(self) -> str:
        return f"{self.indicator}: {self.province} {self.since_on}"

"""Reading the territory."""

from datetime import date
from decimal import Decimal

from django.db import models
from django.db.models import Q

from hamahang.accounts.queries import Reach, narrowed
from hamahang.domain.divisions import Division, Link, Version
from hamahang.domain.flows.workingdays import Closures
from hamahang.domain.ledger import AsOf
from hamahang.domain.utilities import MEASURES, Balance, Promise, balance
from hamahang.ledger import queries as ledger
from hamahang.territory.models import (
    ClosedDay,
    County,
    CountyPeople,
    Estate,
    EstateStatus,
    EstateUtility,
    Infrastructure,
    InfrastructureCapacity,
    Observation,
    Province,
    Sector,
    Succession,
    Surrounding,
    UtilityPromise,
)


def county_ids(*, kind: str, code: str) -> list[int]:
    """Return the ids of all versions of a county, or of all counties of a province."""
    path = "province__code" if kind == "province" else "code"
    return list(County.objects.filter(**{path: code}).values_list("pk", flat=True))


def estate_ids(code: str) -> list[int]:
    """Return the id of an estate in a list, empty when there is none of that code."""
    return list(Estate.objects.filter(code=code).values_list("pk", flat=True))


def counties_on(day: date, *, province: str | None = None) -> models.QuerySet[County]:
    """Return the counties that exist on a day, in Persian order."""
    holding = (Q(valid_from=None) | Q(valid_from__lte=day)) & (Q(valid_to=None) | Q(valid_to__gt=day))
    counties = County.objects.known(AsOf(day)).filter(holding).select_related("province")
    return (counties.filter(province__code=province) if province else counties).order_by("sort_key", "pk")


def counties_of(province: str) -> models.QuerySet[County]:
    """Return every county that a province has or had, in Persian order; of a code its latest version last."""
    known = County.objects.known(AsOf(date.max)).filter(province__code=province)
    return known.order_by("sort_key", models.F("valid_from").asc(nulls_first=True), "pk")


def counties_by_id() -> dict[int, County]:
    """Return every version of every county by id."""
    return {county.pk: county for county in County.objects.select_related("province")}


def county_of_code(code: str) -> County | None:
    """Return the first version of the county of a code."""
    return County.objects.filter(code=code).order_by("pk").first()


def version_on(county: int, day: date) -> County:
    """Return the version of a county that bears its name on a day; the county itself where none does."""
    own = County.objects.select_related("province").get(pk=county)
    named = County.objects.select_related("province").filter(
        province_id=own.province_id, name_key=own.name_key, voided_entry=None
    )
    return next((one for one in named if (one.valid_from or date.min) <= day < (one.valid_to or date.max)), own)


def observations(asof: AsOf) -> "models.QuerySet[Observation]":
    """Return what sources say of areas, of periods that were over by a day; the later recorded last."""
    found = (
        Observation.objects.known(asof)
        .filter(until_on__lte=asof.day)
        .select_related("province", "county", "source_table")
    )
    return found.order_by("indicator_key", "since_on", "pk")


def surroundings(asof: AsOf) -> "list[Surrounding]":
    """Return what lies around estates, as of a day: the last word on each thing."""
    last: dict[tuple[int, str, str], Surrounding] = {}
    for one in Surrounding.objects.standing(asof).order_by("since_on", "proof", "pk"):
        last[one.estate_id, one.kind, one.name_key] = one
    return list(last.values())


def estates_by_id() -> dict[int, Estate]:
    """Return estates by id."""
    return Estate.objects.select_related("county").in_bulk()


def estates_in(reach: Reach) -> models.QuerySet[Estate]:
    """Return the estates and zones a reader may list, in Persian order."""
    estates = Estate.objects.known(AsOf(date.max)).select_related("county")
    return narrowed(estates, reach, county="county").order_by("sort_key")


def estate_by_code(code: str) -> Estate | None:
    """Return an estate by its code."""
    return Estate.objects.select_related("county__province").filter(code=code, voided_entry=None).first()


def estate_statuses(asof: AsOf) -> models.QuerySet[EstateStatus]:
    """Return the status of each estate as of a day."""
    return EstateStatus.objects.holding(asof, of="estate")


def estate_utilities(asof: AsOf) -> dict[int, dict[str, bool]]:
    """Return by estate which utilities reach it."""
    facts: dict[int, dict[str, bool]] = {}
    ordered = EstateUtility.objects.standing(asof).order_by("since_on", "proof", "pk")
    for estate, utility, present in ordered.values_list("estate_id", "utility", "is_present"):
        facts.setdefault(estate, {})[utility] = present
    return facts


def labour(asof: AsOf) -> models.QuerySet[CountyPeople]:
    """Return for each county the last census that asked about work."""
    return CountyPeople.objects.filter(active__isnull=False).holding(asof, of="county")


def inhabitants(asof: AsOf) -> models.QuerySet[CountyPeople]:
    """Return for each county the last census of inhabitants."""
    return CountyPeople.objects.filter(inhabitants__isnull=False).holding(asof, of="county")


def inhabitants_near(asof: AsOf) -> dict[int, int]:
    """Return by county the inhabitants of the census nearest to a day: a figure of 1390 is compared with the census
    of that autumn, not with one five years older.
    """
    near: dict[int, tuple[int, int]] = {}
    facts = CountyPeople.objects.known(asof).filter(inhabitants__isnull=False)
    for county, taken, number in facts.values_list("county_id", "since_on", "inhabitants"):
        distance = abs((taken - asof.day).days)
        if number is not None and (county not in near or distance < near[county][0]):
            near[county] = (distance, number)
    return {county: number for county, (_, number) in near.items()}


def provinces() -> models.QuerySet[Province]:
    """Return the provinces in Persian order."""
    return Province.objects.known(AsOf(date.max)).order_by("sort_key")


def home_province() -> str:
    """Return the code of the province that has most estates in the register; empty in an empty register."""
    counted = Estate.objects.order_by().values("county__province__code").annotate(number=models.Count("pk"))
    row = counted.order_by("-number", "county__province__code").first()
    return row["county__province__code"] if row else ""


def sectors_by_code() -> dict[str, Sector]:
    """Return industrial classes by code."""
    return {sector.code: sector for sector in Sector.objects.filter(voided_entry=None)}


def successions() -> models.QuerySet[Succession]:
    """Return what became of which county."""
    return Succession.objects.select_related("before", "after").order_by("on")


def division() -> Division:
    """Return all versions of the counties and what became of which."""
    versions = County.objects.filter(voided_entry=None).values_list("pk", "valid_from", "valid_to")
    links = Succession.objects.filter(voided_entry=None).order_by("on", "pk").values_list("before_id", "after_id", "on")
    return Division({key: Version(key, since, until) for key, since, until in versions}, [Link(*row) for row in links])


def infrastructure_of(county_ids: list[int]) -> models.QuerySet[Infrastructure]:
    """Return the infrastructure of counties."""
    return Infrastructure.objects.known(AsOf(date.max)).filter(county_id__in=county_ids)


def is_loaded() -> bool:
    """Return whether the reference tables were loaded."""
    return Province.objects.exists()


def closures() -> Closures:
    """Return when offices are closed, as known now."""
    return Closures(days=frozenset(ClosedDay.objects.filter(voided_entry=None).values_list("day", flat=True)))


HECTARE = 10_000  # m²


def capacities(asof: AsOf) -> "models.QuerySet[InfrastructureCapacity]":
    """Return how much each source of an estate gives, as of a day."""
    held = InfrastructureCapacity.objects.holding(asof, of="infrastructure")
    return held.exclude(infrastructure__estate=None).filter(infrastructure__kind__in=tuple(MEASURES))


def promises(asof: AsOf) -> "models.QuerySet[UtilityPromise]":
    """Return what is promised of each estate's utilities, as of a day: the last word to each holder."""
    newer = UtilityPromise.objects.standing(asof).filter(
        **{name: models.OuterRef(name) for name in ("estate", "utility", "about", "about_id")}
    )
    last = newer.order_by("-since_on", "-proof", "-pk").values("pk")[:1]
    return UtilityPromise.objects.standing(asof).filter(pk=models.Subquery(last), amount__gt=0)


def promises_about(asof: AsOf, about: str, about_id: int) -> list[UtilityPromise]:
    """Return what is promised to one project or unit, as of a day."""
    own = promises(asof).filter(about=about, about_id=about_id)
    return list(own.select_related("estate").order_by("utility", "since_on", "pk"))


def utilities_left(estates: list[int], asof: AsOf) -> dict[int, dict[str, Balance]]:
    """Return by estate what reaches it of each utility, what is promised to whom, and what is left; three queries."""
    given: dict[tuple[int, str], Decimal] = {}
    sums = capacities(asof).filter(infrastructure__estate__in=estates).order_by()
    for estate, kind, amount in sums.values_list(
        "infrastructure__estate", "infrastructure__kind", models.Sum("amount")
    ):
        given[int(estate or 0), kind] = given.get((int(estate or 0), kind), Decimal(0)) + amount
    assignable = ledger.known_value(Estate, "area_assignable", asof)
    for pk, area in Estate.objects.filter(pk__in=estates).annotate(then=assignable).values_list("pk", "then"):
        if area is not None:
            given[pk, "LAND"] = Decimal(area) * HECTARE
    made: dict[tuple[int, str], list[Promise]] = {}
    for row in promises(asof).filter(estate__in=estates).order_by("since_on", "pk"):
        promise = Promise(row.about, row.about_id, row.holder, row.amount, row.since_on, row.letter_no, row.reason)
        made.setdefault((row.estate_id, row.utility), []).append(promise)
    return {
        estate: {
            code: balance(code, capacity=given.get((estate, code)), promises=made.get((estate, code), []))
            for code in MEASURES
        }
        for estate in estates
    }

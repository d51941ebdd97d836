"""Reading the register of units."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Q

from hamahang.accounts.queries import Reach, narrowed
from hamahang.domain.ledger import AsOf
from hamahang.domain.text import company_key, fold, to_latin_digits
from hamahang.register.models import Company, HeadCount, Licence, Product, Unit, UnitStatus
from hamahang.register.search import with_words


def statuses(asof: AsOf) -> models.QuerySet[UnitStatus]:
    """Return the status of each unit as of a day."""
    return UnitStatus.objects.holding(asof, of="unit")


def head_counts(asof: AsOf, *, nominal: bool) -> models.QuerySet[HeadCount]:
    """Return the head count of each unit as of a day: nominal (permit, licence) or actual (declared and better)."""
    kind = Q(proof__in=(1, 2)) if nominal else Q(proof__gte=3)
    newer = HeadCount.objects.standing(asof).filter(kind, unit=models.OuterRef("unit"))
    first = newer.order_by("-since_on", "-proof", "-pk").values("pk")[:1]
    return HeadCount.objects.standing(asof).filter(kind, pk=models.Subquery(first))


def licences(asof: AsOf) -> models.QuerySet[Licence]:
    """Return the licences and permits issued by a day."""
    return Licence.objects.standing(asof)


@dataclass(frozen=True, slots=True)
class UnitFilter:
    """What a list of units is narrowed to. Empty means all."""

    text: str = ""
    county: str = ""
    estate: str = ""
    sector: str = ""
    status: str = ""


def units_in(reach: Reach, asof: AsOf, wanted: UnitFilter = UnitFilter()) -> models.QuerySet[Unit]:
    """Return the units a reader may list, in Persian order of their names."""
    units = narrowed(Unit.objects.known(asof), reach, county="county")
    licence = to_latin_digits(wanted.text.strip())
    if licence and Unit.objects.filter(licence_no=licence, voided_entry=None).exists():
        # a whole licence number names one unit: no need to look through all of them
        units = units.filter(licence_no=licence)
    else:
        units = with_words(units, wanted.text)
    if wanted.county:
        units = units.filter(county__code=wanted.county)
    if wanted.estate:
        units = units.filter(estate__code=wanted.estate)
    if wanted.sector:
        units = units.filter(isic__startswith=wanted.sector)
    if wanted.status:
        units = units.filter(pk__in=statuses(asof).filter(status=wanted.status).values("unit"))
    return units.order_by("sort_key", "id")


def named_units(reach: Reach, ids: Iterable[int]) -> dict[int, str]:
    """Return what tells the units a reader may list apart, by id: name, licence and county."""
    units = narrowed(Unit.objects.filter(pk__in=list(ids)), reach, county="county")
    found = units.values_list("pk", "name", "licence_no", "county__name")
    return {pk: f"{name} · {licence} · {county}" for pk, name, licence, county in found}


def unit_of_licence(reach: Reach, licence_no: str) -> int | None:
    """Return the id of the unit a reader may list that has a licence number, None if there is none."""
    standing = Unit.objects.filter(licence_no=to_latin_digits(licence_no.strip()), voided_entry=None)
    return narrowed(standing, reach, county="county").values_list("pk", flat=True).first()


def unit_in(reach: Reach, unit_id: int) -> Unit | None:
    """Return a unit by id if the reader may see it."""
    units = narrowed(Unit.objects.select_related("county__province", "estate", "company"), reach, county="county")
    return units.filter(pk=unit_id).first()


LINE = (
    *("id", "sort_key", "name", "licence_no", "isic"),
    *("county__name", "county__name_en", "estate__name", "estate__name_en"),
)


def lines_of(units: "models.QuerySet[Unit]") -> "models.QuerySet[Unit, Any]":
    """Return what a list says of units as plain rows: a page of it is read at every look."""
    return units.values_list(*LINE, named=True)


def statuses_by_unit(ids: Iterable[int], asof: AsOf) -> dict[int, Any]:
    """Return the status of some units as of a day (unit_id, status, since_on), one query."""
    ordered = UnitStatus.objects.standing(asof).filter(unit_id__in=list(ids)).order_by("since_on", "proof", "pk")
    return {status.unit_id: status for status in ordered.values_list("unit_id", "status", "since_on", named=True)}


def head_counts_by_unit(ids: Iterable[int], asof: AsOf) -> dict[int, Any]:
    """Return the last actual head count of some units (unit_id, persons, since_on), one query."""
    facts = HeadCount.objects.standing(asof).filter(unit_id__in=list(ids), proof__gte=3)
    ordered = facts.order_by("since_on", "proof", "pk").values_list("unit_id", "persons", "since_on", named=True)
    return {count.unit_id: count for count in ordered}


def facts_of(unit_id: int, asof: AsOf) -> dict[str, list[models.Model]]:
    """Return everything the register knows of one unit: statuses, head counts, licences, products."""
    return {
        "statuses": list(UnitStatus.objects.standing(asof).filter(unit_id=unit_id).order_by("-since_on", "-pk")),
        "head_counts": list(HeadCount.objects.standing(asof).filter(unit_id=unit_id).order_by("-since_on", "-pk")),
        "licences": list(Licence.objects.standing(asof).filter(unit_id=unit_id).order_by("-since_on", "-pk")),
        "products": list(Product.objects.known(asof).filter(unit_id=unit_id)),
    }


@dataclass(frozen=True, slots=True)
class Match:
    """The unit that a row of a list speaks of, or the candidates when it cannot be told."""

    unit: Unit | None
    candidates: tuple[Unit, ...] = ()


class UnitFinder:
    """Finds the unit of a row by licence, by national id with the place, or by name with the place; never by name
    alone. Reads the register once, for a whole batch.
    """

    def __init__(self) -> None:
        units = list(Unit.objects.filter(voided_entry=None).select_related("company", "estate"))
        self.by_licence = {fold(unit.licence_no): unit for unit in units}
        self.by_name: dict[str, list[Unit]] = {}
        self.by_company: dict[str, list[Unit]] = {}
        for unit in units:
            self.remember(unit)

    def remember(self, unit: Unit) -> None:
        """Add a unit to what can be found."""
        self.by_licence[fold(unit.licence_no)] = unit
        self.by_name.setdefault(unit.name_key, []).append(unit)
        if unit.company and unit.company.national_id:
            self.by_company.setdefault(unit.company.national_id, []).append(unit)

    def find(
        self, *, licence_no: str = "", national_id: str = "", name: str = "", county: int | None, estate: int | None
    ) -> Match:
        """Return the one unit a row speaks of, or the candidates."""
        if licence_no and (unit := self.by_licence.get(fold(licence_no))):
            return Match(unit)
        for found in (self.by_company.get(national_id, []), self.by_name.get(company_key(name), [])):
            near = [unit for unit in found if _is_there(unit, county, estate)]
            if len(near) == 1:
                return Match(near[0])
            if near:
                return Match(None, tuple(near))
        return Match(None, tuple(self.by_name.get(company_key(name), [])))


def _is_there(unit: Unit, county: int | None, estate: int | None) -> bool:
    if estate is not None:
        return unit.estate_id == estate
    return county is not None and unit.county_id == county


def companies_by_id() -> dict[str, Company]:
    """Return companies by national id."""
    known = Company.objects.filter(voided_entry=None, national_id__isnull=False)
    return {company.national_id: company for company in known}  # type: ignore[misc]


def companies_by_key() -> dict[str, Company]:
    """Return companies that have no national id by folded name."""
    return {company.name_key: company for company in Company.objects.filter(voided_entry=None, national_id=None)}


EVIDENCE = (
    *("pk", "name", "licence_no", "plot", "county__name", "estate__name"),
    *("company__name", "company__national_id"),
)


def units_as_evidence() -> "models.QuerySet[Unit, Any]":
    """Return what tells the standing units apart, as plain rows in the order of their keys."""
    return Unit.objects.filter(voided_entry=None).order_by("pk").values_list(*EVIDENCE, named=True)


def first_products() -> dict[int, str]:
    """Return by unit the name of its first product."""
    products = Product.objects.filter(voided_entry=None).order_by("-pk")
    return dict(products.values_list("unit_id", "name"))


def count_units(reach: Reach, asof: AsOf) -> int:
    """Return how many units a reader may list."""
    return narrowed(Unit.objects.known(asof), reach, county="county").count()

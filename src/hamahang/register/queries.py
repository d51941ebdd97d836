"""Reading the register of units."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Q

from hamahang.accounts.queries import Reach, narrowed
from hamahang.domain.ledger import AsOf
from hamahang.domain.text import to_latin_digits
from hamahang.register.models import Company, HeadCount, Licence, Product, Unit, UnitStatus
from hamahang.register.search import with_words

CHUNK = 500
BRIEF = ("pk", "licence_no", "name", "name_key", "county_id", "estate_id")
EVIDENCE = (
    *("pk", "name", "licence_no", "plot", "county__name", "estate__name"),
    *("company__name", "company__national_id"),
)


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


def units_by_licence(numbers: Iterable[str]) -> dict[str, Any]:
    """Return the standing units of licence numbers by the number, as rows of BRIEF."""
    listed = list(dict.fromkeys(numbers))
    found: dict[str, Any] = {}
    for start in range(0, len(listed), CHUNK):
        units = Unit.objects.filter(licence_no__in=listed[start : start + CHUNK], voided_entry=None)
        found.update((unit.licence_no, unit) for unit in units.values_list(*BRIEF, named=True))
    return found


def units_by_name_and_id(
    name_keys: Iterable[str], national_ids: Iterable[str]
) -> tuple[dict[str, list[Any]], dict[str, list[Any]]]:
    """Return the standing units of some folded names by it, and of some companies by their national id.

    Rows as BRIEF, with company__national_id. One pass over the register: there is no index of names, for each would be
    paid for at every new unit.
    """
    names, ids = frozenset(name_keys), frozenset(national_ids) - {""}
    by_name: dict[str, list[Any]] = {}
    by_id: dict[str, list[Any]] = {}
    units = Unit.objects.filter(voided_entry=None).order_by("pk")
    for unit in units.values_list(*BRIEF, "company__national_id", named=True).iterator(chunk_size=10_000):
        if unit.name_key in names:
            by_name.setdefault(unit.name_key, []).append(unit)
        if unit.company__national_id in ids:
            by_id.setdefault(unit.company__national_id, []).append(unit)
    return by_name, by_id


def units_in_brief(ids: Iterable[int]) -> dict[int, Any]:
    """Return the standing units of some ids by id, as rows of BRIEF."""
    listed = list(dict.fromkeys(ids))
    found: dict[int, Any] = {}
    for start in range(0, len(listed), CHUNK):
        units = Unit.objects.filter(pk__in=listed[start : start + CHUNK], voided_entry=None)
        found.update((unit.pk, unit) for unit in units.values_list(*BRIEF, named=True))
    return found


def companies_by_id() -> dict[str, Company]:
    """Return companies by national id."""
    known = Company.objects.filter(voided_entry=None, national_id__isnull=False)
    return {company.national_id: company for company in known}  # type: ignore[misc]


def companies_by_key() -> dict[str, Company]:
    """Return companies that have no national id by folded name."""
    return {company.name_key: company for company in Company.objects.filter(voided_entry=None, national_id=None)}


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

"""Reading the register of units."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.models import Count, Q
from django.db.models.functions import Coalesce

from hamahang.accounts.queries import Reach, narrowed
from hamahang.domain.ledger import AsOf
from hamahang.domain.proof import Proof
from hamahang.domain.text import to_latin_digits
from hamahang.ledger import queries as ledger
from hamahang.register import proven
from hamahang.register.models import (
    Company,
    DistinctUnits,
    HeadCount,
    InsuredMonth,
    Licence,
    MineStatus,
    MonthlyReturn,
    Product,
    Unit,
    UnitAlias,
    UnitStatus,
    Workshop,
)
from hamahang.register.search import with_words

CHUNK = 500
BRIEF = ("pk", "licence_no", "name", "name_key", "county_id", "estate_id")
EVIDENCE = (
    *("pk", "name", "licence_no", "plot", "county__name", "estate__name"),
    *("company__name", "company__national_id"),
)


def statuses(asof: AsOf, units: "models.QuerySet[Any, Any] | None" = None) -> models.QuerySet[UnitStatus]:
    """Return the status of each unit, or of some, as of a day, by the best proof there is; with its `level`."""
    return proven.statuses(asof, units)


def not_yet(asof: AsOf) -> "models.QuerySet[UnitStatus, Any]":
    """Return the ids of the units that were none yet on a day: all that is known of their status is of later days."""
    first = UnitStatus.objects.known(asof).values("unit").annotate(first=models.Min("since_on"))
    return first.filter(first__gt=asof.day).values("unit")


def stopped_since(asof: AsOf, *, first: date) -> models.QuerySet[UnitStatus]:
    """Return the units that became idle from a day on: idle from then, and not idle just before."""
    before = UnitStatus.objects.standing(asof).filter(
        unit=models.OuterRef("unit"), since_on__lt=models.OuterRef("since_on")
    )
    was = models.Subquery(before.order_by("-since_on", "-proof", "-pk").values("status")[:1])
    idle = UnitStatus.objects.standing(asof).filter(status="IDLE", since_on__gte=first).annotate(was=was)
    return idle.exclude(was="IDLE").exclude(was=None)


def head_counts(asof: AsOf, *, nominal: bool, units: Iterable[int] | None = None) -> models.QuerySet[HeadCount]:
    """Return the head count of each unit, or of some, as of a day: nominal (permit, licence) or actual (declared and
    better).
    """
    kind = Q(proof__in=(1, 2)) if nominal else Q(proof__gte=3)
    newer = HeadCount.objects.standing(asof).filter(kind, unit=models.OuterRef("pk"))
    first = newer.order_by("-since_on", "-proof", "-pk").values("pk")[:1]
    every = Unit.objects.all() if units is None else Unit.objects.filter(pk__in=units)
    holding = every.annotate(holding=models.Subquery(first)).values("holding")
    return HeadCount.objects.standing(asof).filter(kind, pk__in=holding)


def insured_heads(asof: AsOf) -> models.QuerySet[HeadCount]:
    """Return the head count of each unit's last insurance list as of a day, with `once`: those counted here.

    A person in the lists of several units is counted in one of them: where the list is of the latest month, and of
    those in the unit registered first. So `once` adds up to persons, each counted once, over any set of counties.
    """
    counts = HeadCount.objects.filter(proof=Proof.INSURED)
    listed = InsuredMonth.objects.known(asof).filter(days__gte=1)
    last = counts.standing(asof).filter(unit=models.OuterRef("unit")).order_by("-since_on").values("since_on")[:1]
    is_later = Q(since_on__gt=models.OuterRef("since_on"))
    is_before = Q(since_on=models.OuterRef("since_on"), unit__lt=models.OuterRef("unit"))
    elsewhere = listed.filter(is_later | is_before, person=models.OuterRef("person"), since_on=models.Subquery(last))
    here = listed.filter(~models.Exists(elsewhere), unit=models.OuterRef("unit"), since_on=models.OuterRef("since_on"))
    number = here.order_by().values("unit").annotate(number=Count("person", distinct=True)).values("number")
    return counts.holding(asof, of="unit").filter(persons__gte=1).annotate(once=Coalesce(models.Subquery(number), 0))


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
    units = narrowed(Unit.objects.filter(pk__in=list(ids), voided_entry=None), reach, county="county")
    found = units.values_list("pk", "name", "licence_no", "county__name")
    return {pk: f"{name} · {licence} · {county}" for pk, name, licence, county in found}


def unit_of_licence(reach: Reach, licence_no: str) -> int | None:
    """Return the id of the unit a reader may list that has a licence number, or had it when it was registered twice;
    None if there is none.
    """
    licence = to_latin_digits(licence_no.strip())
    standing = narrowed(Unit.objects.filter(voided_entry=None), reach, county="county").values_list("pk", flat=True)
    has_had = UnitAlias.objects.filter(licence_no=licence, voided_entry=None).order_by("-pk").values("unit")
    return standing.filter(licence_no=licence).first() or standing.filter(pk__in=has_had).first()


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
    """Return the status of some units as of a day (unit_id, status, since_on) by the best proof there is."""
    found = proven.statuses(asof, list(ids)).values_list("unit_id", "status", "since_on", named=True)
    return {status.unit_id: status for status in found}


def insured_months(asof: AsOf, persons: Iterable[str]) -> Iterator[tuple[str, int, date, str]]:
    """Yield person, unit, month and sex of the lists that name some persons (keyed hashes) with a day of work."""
    listed = InsuredMonth.objects.standing(asof).filter(days__gte=1)
    wanted = sorted(set(persons))
    for start in range(0, len(wanted), CHUNK):
        named = listed.filter(person__in=wanted[start : start + CHUNK]).order_by("person", "since_on", "unit")
        yield from named.values_list("person", "unit_id", "since_on", "sex")


def head_counts_by_unit(ids: Iterable[int], asof: AsOf) -> dict[int, Any]:
    """Return the last actual head count of some units (unit_id, persons, since_on), one query."""
    found = head_counts(asof, nominal=False, units=list(ids)).values_list("unit_id", "persons", "since_on", named=True)
    return {count.unit_id: count for count in found}


def facts_of(unit_id: int, asof: AsOf, *, held: int | None = None) -> dict[str, list[models.Model]]:
    """Return everything the register knows of one unit: statuses, head counts, licences, products.

    held: the status that holds. Of what its monthly returns declare that one and the last head count are among them:
    the others have a page of their own.
    """
    month = MonthlyReturn.objects.known(asof).filter(unit=unit_id, since_on=models.OuterRef("since_on"))
    told = Q(proof=Proof.DECLARED) & models.Exists(month)
    statuses = UnitStatus.objects.standing(asof).filter(~told | Q(pk=held), unit_id=unit_id)
    heads = HeadCount.objects.standing(asof).filter(unit_id=unit_id).order_by("-since_on", "-proof", "-pk")
    last = heads.filter(proof__gte=Proof.DECLARED).values_list("pk", flat=True).first()
    return {
        "statuses": list(statuses.order_by("-since_on", "-pk")),
        "head_counts": list(heads.filter(~told | Q(pk=last))),
        "licences": list(Licence.objects.standing(asof).filter(unit_id=unit_id).order_by("-since_on", "-pk")),
        "products": list(ledger.pointing_to(Product.objects.known(asof), to=unit_id, by="unit_id", asof=asof)),
    }


def units_by_licence(numbers: Iterable[str]) -> dict[str, Any]:
    """Return the standing units of licence numbers by the number, as rows of BRIEF."""
    listed = list(dict.fromkeys(numbers))
    found: dict[str, Any] = {}
    for start in range(0, len(listed), CHUNK):
        units = Unit.objects.filter(licence_no__in=listed[start : start + CHUNK], voided_entry=None)
        found.update((unit.licence_no, unit) for unit in units.values_list(*BRIEF, named=True))
    return found | units_by_alias(number for number in listed if number not in found)


def units_by_name_and_id(
    name_keys: Iterable[str], national_ids: Iterable[str]
) -> tuple[dict[str, list[Any]], dict[str, list[Any]]]:
    """Return the standing units of some folded names by it, and of some companies by their national id.

    Rows as BRIEF, with company__national_id. One pass over the register: there is no index of names, for each would be
    paid for at every new unit.
    """
    names, ids = frozenset(name_keys), frozenset(national_ids) - {""}
    called: dict[int, list[str]] = {}
    for unit_id, aliases in aliases_by_unit().items():
        called[unit_id] = [alias.name_key for alias in aliases if alias.name_key in names]
    by_name: dict[str, list[Any]] = {}
    by_id: dict[str, list[Any]] = {}
    units = Unit.objects.filter(voided_entry=None).order_by("pk")
    for unit in units.values_list(*BRIEF, "company__national_id", named=True).iterator(chunk_size=10_000):
        if unit.name_key in names:
            by_name.setdefault(unit.name_key, []).append(unit)
        if unit.company__national_id in ids:
            by_id.setdefault(unit.company__national_id, []).append(unit)
        for name in called.get(unit.pk, ()):
            if unit not in by_name.setdefault(name, []):
                by_name[name].append(unit)
    return {name: units for name, units in by_name.items() if units}, by_id


def units_in_brief(ids: Iterable[int]) -> dict[int, Any]:
    """Return the standing units of some ids by id, as rows of BRIEF."""
    listed = list(dict.fromkeys(ids))
    found: dict[int, Any] = {}
    for start in range(0, len(listed), CHUNK):
        units = Unit.objects.filter(pk__in=listed[start : start + CHUNK], voided_entry=None)
        found.update((unit.pk, unit) for unit in units.values_list(*BRIEF, named=True))
    return found


def companies_by_key() -> dict[str, int]:
    """Return the ids of companies by national id, of those that have none by folded name."""
    known = Company.objects.filter(voided_entry=None).order_by("pk")
    return {national_id or key: pk for national_id, key, pk in known.values_list("national_id", "name_key", "pk")}


def units_as_evidence() -> "models.QuerySet[Unit, Any]":
    """Return what tells the standing units apart, as plain rows in the order of their keys."""
    return Unit.objects.filter(voided_entry=None).order_by("pk").values_list(*EVIDENCE, named=True)


def first_products() -> dict[int, str]:
    """Return by unit the name of its first product."""
    products = Product.objects.filter(voided_entry=None).order_by("-pk")
    return dict(products.values_list("unit_id", "name"))


def aliases_by_unit() -> dict[int, list[UnitAlias]]:
    """Return by unit what it was called when it was registered twice, in the order of the merges."""
    found: dict[int, list[UnitAlias]] = {}
    for alias in UnitAlias.objects.filter(voided_entry=None).select_related("unit").order_by("pk"):
        found.setdefault(alias.unit_id, []).append(alias)
    return found


def units_by_alias(licences: Iterable[str]) -> dict[str, Unit]:
    """Return by licence number the unit that had it when it was registered twice; none where a unit has it now."""
    has_it_now = Unit.objects.filter(licence_no=models.OuterRef("licence_no"), voided_entry=None)
    aliases = UnitAlias.objects.filter(~models.Exists(has_it_now), voided_entry=None)
    wanted = set(licences)
    # few units were merged: they are read rather than a hundred thousand numbers asked for
    ordered = aliases.select_related("unit").order_by("pk")
    return {alias.licence_no: alias.unit for alias in ordered if alias.licence_no in wanted}


def aliases_of(unit_id: int, asof: AsOf) -> list[UnitAlias]:
    """Return what a unit was called when it was registered twice, with the entries of the merges, as known then."""
    known = UnitAlias.objects.known(asof).select_related("entry").order_by("pk")
    return list(ledger.pointing_to(known, to=unit_id, by="unit_id", asof=asof))


def alias_in(reach: Reach, alias_id: int) -> UnitAlias | None:
    """Return a standing alias of a unit that a reader may list."""
    standing = UnitAlias.objects.filter(pk=alias_id, voided_entry=None).select_related("entry", "unit")
    return narrowed(standing, reach, county="unit__county").first()


def alias_of_licence(licence_no: str) -> UnitAlias | None:
    """Return the standing alias of a licence number, the latest."""
    wanted = UnitAlias.objects.filter(licence_no=to_latin_digits(licence_no.strip()), voided_entry=None)
    return wanted.select_related("unit").order_by("-pk").first()


@dataclass(frozen=True, slots=True)
class Gone:
    """Where a unit went that was merged with another. unit: its id; is_back: the merge was taken back since."""

    unit: int
    name: str
    licence_no: str
    by: str
    at: datetime
    reason: str
    is_back: bool


def where_it_went(unit_id: int, asof: AsOf) -> Gone | None:
    """Return what became of a unit that no longer holds, as known then; None if it was not merged."""
    alias = UnitAlias.objects.filter(merged_from=unit_id).select_related("entry", "unit", "voided_entry").first()
    if alias is None or (asof.entry is not None and alias.entry_id > asof.entry):
        return None
    came_back = alias.voided_entry is not None and (asof.entry is None or alias.voided_entry.number <= asof.entry)
    unit, entry = alias.unit, alias.entry
    if came_back and alias.voided_entry is not None:
        back = Unit.objects.filter(entry=alias.voided_entry, licence_no=alias.licence_no).first()
        unit, entry = back or unit, alias.voided_entry
    return Gone(unit.pk, unit.name, unit.licence_no, entry.by, entry.at, entry.reason, came_back)


def units_told_apart() -> set[tuple[int, int]]:
    """Return the pairs of units that people said are not the same, by id, the lower first."""
    return set(DistinctUnits.objects.filter(voided_entry=None).values_list("first_id", "second_id"))


def word_between(first: int, second: int) -> DistinctUnits | None:
    """Return the standing word that two units are not the same, with its entry."""
    pair = {"first_id": min(first, second), "second_id": max(first, second)}
    return DistinctUnits.objects.filter(**pair, voided_entry=None).select_related("entry").first()


def standing_units(reach: Reach, ids: Iterable[int]) -> dict[int, Unit]:
    """Return the standing units a reader may list, of some, by id, with what tells them apart."""
    standing = narrowed(Unit.objects.filter(voided_entry=None), reach, county="county")
    wanted, told = list(ids), standing.select_related("county", "estate", "company")
    chunks = (wanted[start : start + CHUNK] for start in range(0, len(wanted), CHUNK))
    return {unit.pk: unit for chunk in chunks for unit in told.filter(pk__in=chunk)}


def products_by_unit(ids: Iterable[int]) -> dict[int, list[str]]:
    """Return the names of what some units make, by unit."""
    products = Product.objects.filter(unit_id__in=list(ids), voided_entry=None).order_by("pk")
    found: dict[int, list[str]] = {}
    for unit, name in products.values_list("unit_id", "name"):
        found.setdefault(unit, []).append(name)
    return found


def count_units(reach: Reach, asof: AsOf) -> int:
    """Return how many units a reader may list."""
    return narrowed(Unit.objects.known(asof), reach, county="county").count()


def insured_by_unit(month: date, units: Iterable[int]) -> dict[int, int]:
    """Return by unit how many persons its insurance lists of a month name, each once. month: its first day"""
    found: dict[int, int] = {}
    for listed in _insured(month, "unit", units):
        counted = listed.order_by().values("unit_id").annotate(number=Count("person", distinct=True))
        found.update(counted.values_list("unit_id", "number"))
    return found


def units_of_insured(month: date, people: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """Return the units in whose lists of a month some persons are. people: by keyed hash; month: its first day"""
    found: dict[str, tuple[int, ...]] = {}
    for listed in _insured(month, "person", people):
        for person, unit in listed.order_by("unit_id").values_list("person", "unit_id"):
            found[person] = (*found.get(person, ()), unit)
    return found


def _insured(month: date, name: str, values: Iterable[object]) -> Iterator["models.QuerySet[InsuredMonth]"]:
    """Yield who is in the lists of a month with a day or more, some of the values of a field at a time."""
    wanted = list(dict.fromkeys(values))
    standing = InsuredMonth.objects.filter(voided_entry=None, since_on=month, days__gte=1)
    for start in range(0, len(wanted), CHUNK):
        yield standing.filter(**{f"{name}__in": wanted[start : start + CHUNK]})


def units_by_workshop() -> dict[str, int]:
    """Return by the code of a workshop the key of its unit."""
    return dict(Workshop.objects.filter(voided_entry=None).values_list("code", "unit_id"))


def has_persons() -> bool:
    """Say whether persons were ever recorded: then their key exists somewhere."""
    return InsuredMonth.objects.exists()


def mine_statuses(asof: AsOf) -> "models.QuerySet[MineStatus]":
    """Return the status of each mine as of a day."""
    return MineStatus.objects.holding(asof, of="mine")

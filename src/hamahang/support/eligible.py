"""What the register knows of units for rules and for severity, and both over all units: the dry run."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.db.models import Max, Min

from hamahang.accounts.queries import Reach
from hamahang.casework.models import Case
from hamahang.domain.calendar import say_day
from hamahang.domain.eligibility import Known, Rule, Verdict, judge, size_of
from hamahang.domain.flows.workingdays import months_between, months_later
from hamahang.domain.ledger import AsOf
from hamahang.domain.proof import Proof
from hamahang.domain.severity import Costs, Interval, Ranked, from_accounts, rank, severity, year_of_bills
from hamahang.domain.text import Text
from hamahang.projects import queries as projects
from hamahang.register import queries as register
from hamahang.register.models import Licence, UnitStatus
from hamahang.support.models import CreditFacility, EnergyBill, SectorCosts, StatedSum, SupportProgramme, SupportRequest
from hamahang.support.terms import rises_on

CHUNK = 2_000
HUNDRED = Decimal(100)
PERMIT_MONTHS = 12  # a permit to establish holds for a year and is extended after a visit
OVERDUE = ("OVERDUE_BANK", "OVERDUE_TAX", "OVERDUE_INSURANCE")
ENERGY = ("FUEL", "ELECTRICITY")
Facts = dict[str, Known]


@dataclass(frozen=True, slots=True)
class Judged:
    """A unit and what the rules say of it."""

    unit: int
    name: str
    licence_no: str
    verdict: Verdict


def dry_run(
    asof: AsOf, reach: Reach, *, rules: Sequence[Rule], purpose: str = "", ids: Iterable[int] | None = None
) -> list[Judged]:
    """Return what rules say of each unit a reader may list, in the order of names; nothing is written.

    purpose: the line that is asked for, for the rule that a unit is not supported twice; ids: of these units only
    """
    units = register.units_in(reach, asof)
    if ids is None:
        units = units.exclude(pk__in=register.not_yet(asof))
    else:
        units = units.filter(pk__in=list(ids))
    found = []
    rows = units.values_list("pk", "name", "licence_no", "isic", "county__code")
    for chunk in _chunks(list(rows)):
        facts = facts_of([(row[0], row[3], row[4]) for row in chunk], asof, purpose=purpose)
        found += [Judged(pk, name, licence, judge(rules, facts[pk])) for pk, name, licence, _, _ in chunk]
    return found


def _chunks(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (rows[start : start + CHUNK] for start in range(0, len(rows), CHUNK))


def facts_of(units: Sequence[tuple[int, str, str]], asof: AsOf, *, purpose: str = "") -> dict[int, Facts]:
    """Return by unit the facts that rules ask about; what is not known is not in it. units: id, class, county code."""
    ids = [unit for unit, _, _ in units]
    facts: dict[int, Facts] = {unit: {} for unit in ids}
    for unit, isic, county in units:
        facts[unit] |= {"COUNTY": Known(county)} | ({"SECTOR": Known(isic)} if isic else {})
    _statuses(facts, ids, asof)
    for unit, count in register.head_counts_by_unit(ids, asof).items():
        facts[unit]["HEADS"] = Known(Decimal(count.persons), _since(count.since_on))
        facts[unit]["SIZE"] = Known(size_of(count.persons), _since(count.since_on))
    _licences(facts, ids, asof)
    _progress(facts, ids, asof)
    _money(facts, {unit: isic for unit, isic, _ in units}, asof)
    supported = _supported(ids, asof, purpose)
    for unit in ids:
        facts[unit]["SUPPORTED"] = Known("YES", _since(supported[unit])) if unit in supported else Known("NO", OURS)
    return facts


OURS = Text(fa="ثبت ما", en="our register")
SECTOR = Text(fa="ضریب رشته", en="coefficients of the sector")
ACCOUNTS = Text(fa="حساب‌های واحد", en="the unit's accounts")


@lru_cache(maxsize=4_096)
def _since(day: date) -> Text:
    return Text(fa=f"از {say_day(day, 'fa', short=True)}", en=f"since {say_day(day, 'en', short=True)}")


def _statuses(facts: dict[int, Facts], ids: list[int], asof: AsOf) -> None:
    """Fill in the status, for how long a unit has been idle, and how late its own returns are."""
    idle = []
    # of a unit with years of returns only the last status is read
    standing = register.statuses(asof).filter(unit_id__in=ids).values_list("unit_id", "status", "since_on")
    for unit, status, on in standing:
        facts[unit]["STATUS"] = Known(status, _since(on))
        idle += [unit] if status == "IDLE" else []
    for unit, since in _idle_since(idle, asof).items():
        facts[unit]["IDLE"] = Known(_months(since, asof.day), _since(since))
    declared = UnitStatus.objects.standing(asof).filter(unit_id__in=ids, proof=Proof.DECLARED).order_by()
    for unit, on in declared.values("unit").annotate(last=Max("since_on")).values_list("unit", "last"):
        facts[unit]["RETURNS"] = Known(_months(on, asof.day), _since(on))


@lru_cache(maxsize=4_096)
def _months(first: date, last: date) -> Decimal:
    return Decimal(months_between(first, last))


def _idle_since(ids: list[int], asof: AsOf) -> dict[int, date]:
    """Return by idle unit the day since which all that is known of it says so."""
    history: Any = UnitStatus.objects.standing(asof).filter(unit_id__in=ids).order_by("since_on", "proof", "pk")
    found: dict[int, date] = {}
    for unit, status, on in history.values_list("unit_id", "status", "since_on"):
        if status != "IDLE":
            found.pop(unit, None)
        else:
            found.setdefault(unit, on)
    return found


def _licences(facts: dict[int, Facts], ids: list[int], asof: AsOf) -> None:
    issued = Licence.objects.standing(asof).filter(unit_id__in=ids).order_by("since_on", "pk")
    for unit, kind, on in issued.values_list("unit_id", "kind", "since_on"):
        before = facts[unit].get("LICENCE")
        holds = kind != "PERMIT" or months_later(on, PERMIT_MONTHS) > asof.day
        if holds or before is None:
            facts[unit]["LICENCE"] = Known("VALID" if holds else "EXPIRED", _since(on))


def _progress(facts: dict[int, Facts], ids: list[int], asof: AsOf) -> None:
    """Fill in the physical progress of the project that a case or a request of the unit names."""
    units: dict[str, set[int]] = {}
    for named in (Case.objects.known(asof), SupportRequest.objects.known(asof)):
        for number, unit in named.filter(unit_id__in=ids).exclude(project_no="").values_list("project_no", "unit_id"):
            units.setdefault(number, set()).add(unit)
    if not units:
        return
    observed = projects.progress(asof).filter(project__number__in=list(units)).order_by("since_on", "pk")
    for number, percent, on in observed.values_list("project__number", "percent", "since_on"):
        for unit in units[number]:
            facts[unit]["PROGRESS"] = Known(percent, _since(on))


def _money(facts: dict[int, Facts], isic: Mapping[int, str], asof: AsOf) -> None:
    """Fill in overdue debts as stated, and the energy share from accounts, else the bounds of the sector."""
    (sums, said_on), sectors = _stated(list(isic), asof), _sectors(asof)
    for unit, said in sums.items():
        owed = [kind for kind in OVERDUE if kind in said]
        if owed:
            last = max(said_on[unit, kind] for kind in owed)
            facts[unit]["OVERDUE"] = Known(Decimal(sum(said[kind] for kind in owed)), _since(last))
    for unit, code in isic.items():
        costs = costs_of(sums.get(unit, {}), _nearest(sectors, code))
        if costs is not None:
            low = sum(share.low for share in costs.shares.values()) * HUNDRED
            high = sum(share.high for share in costs.shares.values()) * HUNDRED
            source = ACCOUNTS if costs.basis == "ACCOUNTS" else SECTOR
            facts[unit]["ENERGY_SHARE"] = Known(round(low, 1), source, round(high, 1))


def _stated(ids: list[int], asof: AsOf) -> tuple[dict[int, dict[str, int]], dict[tuple[int, str], date]]:
    """Return what was stated by unit and kind, and on which day each was."""
    stated = StatedSum.objects.standing(asof).filter(unit_id__in=ids).order_by("since_on", "proof", "pk")
    found: dict[int, dict[str, int]] = {}
    said_on: dict[tuple[int, str], date] = {}
    for unit, kind, amount, on in stated.values_list("unit_id", "kind", "amount", "since_on"):
        found.setdefault(unit, {})[kind] = amount
        said_on[unit, kind] = on
    # a year of bills says more than a sum that was stated before its end
    for unit, (sums, last) in _billed(ids, asof).items():
        newer = {kind: rials for kind, rials in sums.items() if said_on.get((unit, kind), last) <= last}
        found.setdefault(unit, {}).update(newer)
    return found, said_on


def _billed(ids: list[int], asof: AsOf) -> dict[int, tuple[dict[str, int], date]]:
    bills: dict[int, list[tuple[str, date, int]]] = {}
    rows = EnergyBill.objects.standing(asof).filter(unit_id__in=ids).order_by("since_on", "pk")
    for unit, carrier, on, rials in rows.values_list("unit_id", "carrier", "since_on", "amount"):
        bills.setdefault(unit, []).append((carrier, on, rials))
    return {unit: year for unit, rows in bills.items() if (year := year_of_bills(rows)) is not None}


def _sectors(asof: AsOf) -> dict[str, SectorCosts]:
    known = SectorCosts.objects.known(asof).filter(valid_from__lte=asof.day).order_by("valid_from")
    return {costs.isic: costs for costs in known}


def _nearest(sectors: Mapping[str, SectorCosts], isic: str) -> SectorCosts | None:
    """Return the coefficients of a class, else of the group or division it lies in."""
    return next((sectors[isic[:length]] for length in range(len(isic), 1, -1) if isic[:length] in sectors), None)


def costs_of(said: Mapping[str, int], sector: SectorCosts | None) -> Costs | None:
    """Return what a unit's severity is counted from: its own accounts, else the bounds of its sector."""
    if "COST" in said and "SALES" in said and any(kind in said for kind in ENERGY):
        own = from_accounts(
            energy={kind: said[kind] for kind in ENERGY if kind in said}, cost=said["COST"], sales=said["SALES"]
        )
        if own is not None:
            return own
    if sector is None:
        return None
    shares = {
        "FUEL": Interval(sector.fuel_low / HUNDRED, sector.fuel_high / HUNDRED),
        "ELECTRICITY": Interval(sector.power_low / HUNDRED, sector.power_high / HUNDRED),
    }
    return Costs(shares, Interval(sector.margin_low / HUNDRED, sector.margin_high / HUNDRED), "SECTOR")


def _supported(ids: list[int], asof: AsOf, purpose: str) -> dict[int, date]:
    """Return since when each unit that was supported has been."""
    given = CreditFacility.objects.known(asof).filter(unit_id__in=ids, approved_on__lte=asof.day)
    given = given.filter(line__code=purpose) if purpose else given
    return dict(given.order_by().values_list("unit_id").annotate(first=Min("approved_on")))


@dataclass(frozen=True, slots=True)
class Hit:
    """A unit hit by a price shock. basis: a key of `domain.severity.BASES`."""

    unit: int
    name: str
    place: Ranked
    basis: str


def severities(asof: AsOf, reach: Reach, programme: SupportProgramme, *, ids: Iterable[int] | None = None) -> list[Hit]:
    """Return the units hit by the price rises of a programme, hardest hit first; those without data are left out."""
    units = register.units_in(reach, asof)
    if ids is None:
        units = units.exclude(pk__in=register.not_yet(asof))
    else:
        units = units.filter(pk__in=list(ids))
    rises, sectors = rises_on(programme, asof), _sectors(asof)
    names: dict[int, str] = {}
    costs: dict[int, Costs] = {}
    for chunk in _chunks(list(units.values_list("pk", "name", "isic"))):
        sums, _ = _stated([row[0] for row in chunk], asof)
        for pk, name, isic in chunk:
            found = costs_of(sums.get(pk, {}), _nearest(sectors, isic))
            if found is not None:
                names[pk], costs[pk] = name, found
    ranked = rank({unit: severity(found, rises) for unit, found in costs.items()})
    return [Hit(place.unit, names[place.unit], place, costs[place.unit].basis) for place in ranked]


def sector_costs(asof: AsOf) -> list[SectorCosts]:
    """Return the coefficients of sectors as known, those of days ahead too, by class and the latest first."""
    return list(SectorCosts.objects.known(asof).order_by("isic", "-valid_from"))


def without_costs(asof: AsOf, reach: Reach, hits: Iterable[Hit]) -> dict[str, int]:
    """Return by division of ISIC how many units no severity can be counted for, the most first. hits: the others"""
    known = {hit.unit for hit in hits}
    units = register.units_in(reach, asof).exclude(pk__in=register.not_yet(asof))
    counted = Counter(isic[:2] for pk, isic in units.values_list("pk", "isic") if pk not in known)
    return dict(sorted(counted.items(), key=lambda row: (-row[1], row[0])))

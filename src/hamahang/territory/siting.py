"""Where a kind of plant may stand: what it needs, from a shipped table, against what estates have left on a day.

What the register does not say stays not known: it leaves an estate undecided where it is a hard limit, and counts
nothing where it is a grade.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from hamahang.accounts.queries import Reach
from hamahang.domain.ledger import AsOf
from hamahang.domain.text import Text, fold
from hamahang.domain.utilities import MEASURES
from hamahang.methods import siting
from hamahang.territory import queries
from hamahang.territory.reference import table

if TYPE_CHECKING:
    from hamahang.territory.models import Estate, Surrounding

HECTARE = Text(fa="هکتار", en="ha")
KM, PERSONS = Text(fa="کیلومتر", en="km"), Text(fa="نفر", en="persons")
OFFICE = Text(fa="فرض خود دفتر", en="the office’s own assumption")
TONNES = Text(fa="تن در سال", en="t/year")
SEEKERS, ROAD, RAIL, PROTECTED, MATERIAL = "SEEKERS", "ROAD", "RAIL", "PROTECTED", "MATERIAL"
DOUBLE = 2  # grades of what is spare rise from just enough to twice as much
APPLICANTS = 10  # job seekers for one place of work
ROAD_END, RAIL_END = 3, 2  # at so many times the wished distance nothing is left of the grade
WEIGHTS = {"POWER": 2.0, "GAS": 1.0, "WATER": 2.0, "LAND": 1.0, SEEKERS: 2.0, ROAD: 1.0, RAIL: 1.0}


@dataclass(frozen=True, slots=True)
class Plant:
    """A kind of plant, as the table has it from a day on. needs: by utility, land in hectares; none: not needed

    road, rail: kilometres within which it wishes them; source: where the numbers are from
    raw, raw_amount, raw_km: the material it cannot do without, tonnes a year of it, within so many kilometres
    park: kilometres that it keeps away from protected areas
    """

    code: str
    since: date
    title: Text
    size: Text
    needs: Mapping[str, Decimal]
    road: Decimal | None
    rail: Decimal | None
    workers: int
    material: Text
    raw: Text | None
    raw_amount: Decimal | None
    raw_km: Decimal | None
    park: Decimal | None
    source: Text


@cache
def _plants() -> tuple[Plant, ...]:
    return tuple(_plant(row) for row in table("plants"))


def _plant(row: dict[str, str]) -> Plant:
    named = row["source"]
    return Plant(
        code=row["code"],
        since=date.fromisoformat(row["since"]),
        title=Text(fa=row["name"], en=row["name_en"]),
        size=Text(fa=row["size"], en=row["size_en"]),
        needs={code: Decimal(row[code.lower()]) for code in MEASURES if row[code.lower()]},
        road=_number(row["road"]),
        rail=_number(row["rail"]),
        workers=int(row["workers"]),
        material=Text(fa=row["material"], en=row["material_en"]),
        raw=Text(fa=row["raw"], en=row["raw_en"]) if row["raw"] else None,
        raw_amount=_number(row["raw_amount"]),
        raw_km=_number(row["raw_km"]),
        park=_number(row["park"]),
        source=OFFICE if named == "office" else Text(fa=named, en=named),
    )


def _number(written: str) -> Decimal | None:
    return Decimal(written) if written else None


def plants(day: date) -> dict[str, Plant]:
    """Return the kinds of plants by code, each as its last version of a day has it."""
    return {plant.code: plant for plant in sorted(_plants(), key=lambda one: one.since) if plant.since <= day}


def unit_of(utility: str) -> Text:
    """Return the unit that siting counts a utility in."""
    return HECTARE if utility == "LAND" else MEASURES[utility].unit


def kind_of(plant: Plant, told: Collection[str] = ()) -> siting.Kind:
    """Return a kind of plant as limits (all that it takes) and grades (what is spare, job seekers, ways).

    told: what is told of any site; material within reach and protected areas are limits where something is told of them
    """
    limits = tuple(
        siting.Limit(
            code, MEASURES[code].title, unit_of(code), siting.Has(code), least=float(need), takes=True,
            source=plant.source.en,
        )
        for code, need in plant.needs.items()
    )  # fmt: skip
    limits += tuple(
        limit for limit in around_limits(plant) if isinstance(limit.measure, siting.Has) and limit.measure.thing in told
    )
    spare = [
        _grade(code, MEASURES[code].title, unit_of(code), siting.rising(float(need), float(need * DOUBLE)))
        for code, need in plant.needs.items()
    ]
    seekers = siting.rising(0, float(plant.workers * APPLICANTS))
    grades = [*spare, _grade(SEEKERS, Text(fa="جویای کار شهرستان", en="job seekers of the county"), PERSONS, seekers)]
    if plant.road:
        grades.append(_near(ROAD, Text(fa="راه اصلی", en="main road"), plant.road, ROAD_END))
    if plant.rail:
        grades.append(_near(RAIL, Text(fa="راه‌آهن", en="railway"), plant.rail, RAIL_END))
    return siting.Kind(plant.code, plant.title, limits, tuple(grades))


def raw_of(plant: Plant) -> str:
    """Return the thing under which a site has the material that a plant cannot do without."""
    return f"{MATERIAL}-{plant.code}"


def around_limits(plant: Plant) -> list[siting.Limit]:
    """Return the limits that depend on what lies around a site."""
    limits, source = [], plant.source.en
    if plant.raw and plant.raw_amount and plant.raw_km:
        title = Text(fa="{what} تا {km} کیلومتر", en="{what} within {km} km").format(
            what=plant.raw, km=int(plant.raw_km)
        )
        thing = raw_of(plant)
        limits.append(
            siting.Limit(thing, title, TONNES, siting.Has(thing), least=float(plant.raw_amount), source=source)
        )
    if plant.park:
        title = Text(fa="فاصله تا منطقهٔ حفاظت‌شده", en="distance to a protected area")
        limits.append(siting.Limit(PROTECTED, title, KM, siting.Has(PROTECTED), least=float(plant.park), source=source))
    return limits


def _grade(code: str, title: Text, unit: Text, curve: siting.Curve) -> siting.Grade:
    return siting.Grade(f"grade-{code}", title, unit, siting.Has(code), curve, WEIGHTS[code])


def _near(code: str, title: Text, wished: Decimal, end: int) -> siting.Grade:
    return _grade(code, title, KM, siting.falling(float(wished), float(wished * end)))


@dataclass(frozen=True)
class Candidates:
    """The estates of a day that a reader may see, by code, and as sites."""

    estates: "Mapping[str, Estate]"
    statuses: Mapping[str, str]
    sites: tuple[siting.Site, ...]
    nearest: Mapping[tuple[str, str], str]  # (estate, ROAD, RAIL or PROTECTED) → the name of the nearest


def candidates(asof: AsOf, reach: Reach) -> Candidates:
    """Return estates and zones that stand in the register on a day, with what each has left of its utilities."""
    statuses = dict(queries.estate_statuses(asof).values_list("estate_id", "status"))
    estates = [estate for estate in queries.estates_in(reach) if estate.pk in statuses]
    left = queries.utilities_left([estate.pk for estate in estates], asof)
    seekers = dict(queries.labour(asof).values_list("county_id", "unemployed"))
    around: dict[int, list[Surrounding]] = {}
    for one in queries.surroundings(asof):
        around.setdefault(one.estate_id, []).append(one)
    known, sites, nearest = plants(asof.day), [], {}
    for estate in estates:
        has: dict[str, float | None] = {code: _left(balance.left, code) for code, balance in left[estate.pk].items()}
        has[SEEKERS] = seekers.get(estate.county_id)
        near = around.get(estate.pk, [])
        for kind in (ROAD, RAIL, PROTECTED):
            if closest := min((one for one in near if one.kind == kind), key=lambda one: one.km, default=None):
                has[kind], nearest[estate.code, kind] = float(closest.km), closest.name
        has |= {raw_of(plant): amount for plant in known.values() if (amount := _reached(plant, near)) is not None}
        sites.append(siting.Site(estate.code, has=has, title=estate.name))
    return Candidates(
        {estate.code: estate for estate in estates}, {e.code: statuses[e.pk] for e in estates}, tuple(sites), nearest
    )


def _reached(plant: Plant, near: "Sequence[Surrounding]") -> float | None:
    """Return the tonnes a year of a plant's material within its reach; None where nothing is told of any material."""
    if plant.raw is None or plant.raw_km is None or not any(one.kind == MATERIAL for one in near):
        return None
    key = fold(plant.raw.fa)
    return float(
        sum(
            one.amount or 0
            for one in near
            if one.kind == MATERIAL and fold(one.material) == key and one.km <= plant.raw_km
        )
    )


def _left(left: Decimal | None, utility: str) -> float | None:
    if left is None:
        return None
    return float(left / queries.HECTARE if utility == "LAND" else left)


def judge(plant: Plant, sites: Sequence[siting.Site]) -> tuple[siting.Judged, ...]:
    """Judge sites for a kind of plant."""
    return siting.judge(kind_of(plant, told_of(sites)), sites, siting.Around())


def told_of(sites: Sequence[siting.Site]) -> frozenset[str]:
    """Return the things that are known of any site."""
    return frozenset(thing for site in sites for thing, value in site.has.items() if value is not None)


def placing(wanted: Mapping[str, int], known: Mapping[str, Plant], sites: Sequence[siting.Site]) -> siting.Placing:
    """Make several plants ready to be placed at once; wanted: how many of each kind.

    What is over-promised is nothing left, not less than nothing: no plant pays an older promise back.
    """
    own = tuple(
        siting.Plant(f"{code}-{number}", kind_of(known[code], told_of(sites)))
        for code, count in wanted.items()
        for number in range(1, count + 1)
    )
    floored = tuple(
        siting.Site(site.id, has={name: None if has is None else max(has, 0.0) for name, has in site.has.items()})
        for site in sites
    )
    return siting.Placing(siting.Terms(own, floored))

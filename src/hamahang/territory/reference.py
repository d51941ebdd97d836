"""The reference tables shipped with the package: provinces, counties with their versions, census, classes, estates.

Facts re-entered in our own tables; every row names its source. Another country replaces the files in `data/`.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path

from hamahang.domain.calendar import read_day
from hamahang.domain.proof import Proof
from hamahang.domain.text import place_key, sort_key
from hamahang.ledger.bulk import record_entities, record_facts
from hamahang.ledger.recording import recording
from hamahang.territory.models import ClosedDay, County, CountyPeople, Province, Sector, Succession

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class KnownEstate:
    """An estate whose code and names are agreed on."""

    code: str
    name: str
    name_en: str


def table(name: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a shipped table."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


@cache
def known_estates() -> dict[tuple[str, str], KnownEstate]:
    """Return the estates with agreed codes by kind and folded name."""
    return {
        (row["kind"], place_key(row["name"])): KnownEstate(row["code"], row["name"], row["name_en"])
        for row in table("estates")
    }


@cache
def province_codes() -> dict[str, str]:
    """Return the codes of provinces by folded name, Persian and English."""
    rows = list(table("provinces"))
    return {place_key(row[name]): row["code"] for name in ("name", "name_en") for row in rows}


def load_reference(*, by: str, at: datetime) -> None:
    """Record the shipped tables; a second run changes nothing."""
    with recording(action="territory.reference.loaded", by=by, at=at):
        provinces = _provinces()
        counties = _counties(provinces)
        _successions(counties)
        _people(counties)
        sectors = [Sector(code=row["code"], name=row["name"], name_en=row["name_en"]) for row in table("sectors")]
        record_entities(sectors, key=("code",))
        record_entities(_closed_days(), key=("day",))


def _closed_days() -> list[ClosedDay]:
    return [
        ClosedDay(day=date.fromisoformat(row["day"]), name=row["name"], name_en=row["name_en"], basis=row["basis"])
        for row in table("closed_days")
    ]


def _provinces() -> dict[str, Province]:
    records = [
        Province(
            code=row["code"],
            name=row["name"],
            name_en=row["name_en"],
            name_key=place_key(row["name"]),
            sort_key=sort_key(row["name"]),
        )
        for row in table("provinces")
    ]
    return {province.code: province for province, _ in record_entities(records, key=("code",))}


def _counties(provinces: dict[str, Province]) -> dict[str, list[County]]:
    records = [
        County(
            code=row["code"],
            province_id=provinces[row["province"]].pk,
            name=row["name"],
            name_en=row["name_en"],
            name_key=place_key(row["name"]),
            sort_key=sort_key(row["name"]),
            valid_from=_day(row["valid_from"]),
            valid_to=_day(row["valid_to"]),
            latitude=_decimal(row["latitude"]),
            longitude=_decimal(row["longitude"]),
        )
        for row in table("counties")
    ]
    counties: dict[str, list[County]] = {}
    for county, _ in record_entities(records, key=("code", "name")):
        counties.setdefault(county.code, []).append(county)
    return counties


def _successions(counties: dict[str, list[County]]) -> None:
    records = []
    for row in table("counties"):
        before = next(county for county in counties[row["code"]] if county.name == row["name"])
        for code in row["successors"].split():
            after = max(counties.get(code, []), key=lambda county: county.valid_from or date.min, default=None)
            if after is not None and after.pk != before.pk and after.valid_from:
                records.append(Succession(before_id=before.pk, after_id=after.pk, on=after.valid_from))
    record_entities(records, key=("before_id", "after_id"))


def _people(counties: dict[str, list[County]]) -> None:
    facts: dict[tuple[int, int], CountyPeople] = {}
    for row in table("populations"):
        _census(facts, counties, row).inhabitants = int(row["persons"])
    for row in table("labour"):
        if row["place"].startswith("county:"):
            census = _census(facts, counties, row | {"county": row["place"].removeprefix("county:")})
            census.active, census.unemployed = int(row["active"]), int(row["unemployed"])
    record_facts(list(facts.values()), key=("county_id", "since_on"))


def _census(
    facts: dict[tuple[int, int], CountyPeople], counties: dict[str, list[County]], row: dict[str, str]
) -> CountyPeople:
    year = int(row["year"])
    # both censuses were taken in Aban
    taken = read_day(f"{year}-08-01")
    county = _standing(counties[row["county"]], taken)
    return facts.setdefault((county.pk, year), CountyPeople(county_id=county.pk, since_on=taken, proof=Proof.LISTED))


def _standing(versions: list[County], day: date) -> County:
    """Return the version of a county that stands on a day, or the nearest one."""
    holding = [v for v in versions if (v.valid_from or date.min) <= day < (v.valid_to or date.max)]
    return holding[0] if holding else versions[0]


def _day(text: str) -> date | None:
    return read_day(text) if text else None


def _decimal(text: str) -> Decimal | None:
    return Decimal(text) if text else None

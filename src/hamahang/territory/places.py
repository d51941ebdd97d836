"""Names of places as they were on a day: of the scope that a figure is counted over, of the counties of a table."""

from datetime import date

from hamahang.domain.indicators import Scope
from hamahang.domain.text import Text
from hamahang.territory import queries
from hamahang.territory.models import County


def name_of_scope(scope: Scope, *, day: date) -> Text | None:
    """Return the name of a scope as it was on a day, its code where no such place is known; None for the whole."""
    if scope.kind == "all":
        return None
    names = {"province": _province, "county": _county, "estate": _estate}
    return names[scope.kind](scope.code, day) or Text(fa=scope.code, en=scope.code)


def county_names(day: date) -> dict[str, Text]:
    """Return the names of counties by code, as they were on a day; of one that was not yet, or no longer, any name."""
    every = [*queries.counties_by_id().values(), *queries.counties_on(day)]
    return {county.code: county_name(county) for county in every}


def county_name(county: County) -> Text:
    """Return the name of a county, in Persian where it has no other."""
    return Text(fa=county.name, en=county.name_en or county.name)


def _province(code: str, day: date) -> Text | None:
    province = queries.provinces().filter(code=code).first()
    return Text(fa=f"استان {province.name}", en=f"{province.name_en} province") if province else None


def _county(code: str, day: date) -> Text | None:
    county = queries.counties_on(day).filter(code=code).first() or queries.county_of_code(code)
    if county is None:
        return None
    name = county_name(county)
    return Text(fa=f"شهرستان {name.fa}", en=f"{name.en} county")


def _estate(code: str, day: date) -> Text | None:
    estate = queries.estate_by_code(code)
    return Text(fa=estate.name, en=estate.name_en or estate.name) if estate else None

"""The name of the place that a figure is counted over."""

from datetime import date

from hamahang.domain.indicators import Scope
from hamahang.domain.text import Text
from hamahang.territory import queries as territory


def name_of_scope(scope: Scope, *, day: date) -> Text | None:
    """Return the name of a scope as it was on a day, its code where no such place is known; None for the whole."""
    if scope.kind == "all":
        return None
    names = {"province": _province, "county": _county, "estate": _estate}
    return names[scope.kind](scope.code, day) or Text(fa=scope.code, en=scope.code)


def _province(code: str, day: date) -> Text | None:
    province = territory.provinces().filter(code=code).first()
    return Text(fa=f"استان {province.name}", en=f"{province.name_en} province") if province else None


def _county(code: str, day: date) -> Text | None:
    county = territory.counties_on(day).filter(code=code).first()
    return Text(fa=f"شهرستان {county.name}", en=f"{county.name_en or county.name} county") if county else None


def _estate(code: str, day: date) -> Text | None:
    estate = territory.estate_by_code(code)
    return Text(fa=estate.name, en=estate.name_en or estate.name) if estate else None

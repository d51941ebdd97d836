"""A figure by the counties of another year: its own rows, each in the county it belongs to there, with the rule."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from hamahang.accounts.queries import Reach
from hamahang.domain.calendar import year_bounds
from hamahang.domain.divisions import HOW, Place, Placed, count_rules, place, split
from hamahang.domain.indicators import Indicator, Reduction, Row, Scope
from hamahang.domain.ledger import AsOf
from hamahang.indicators import queries
from hamahang.indicators.catalogue import indicator
from hamahang.register import queries as register
from hamahang.territory import queries as territory
from hamahang.territory.models import County

YEARS = (1300, 1500)


class CannotRestate(ValueError):
    """A ratio or a median of one county cannot be told from those of others. Repair: restate its parts."""


@dataclass(frozen=True, slots=True)
class RestatedLine:
    """The value of one county of the asked division, or of a whole that could not be divided.

    among: the counties a whole became; is_estimated: part of it was split by inhabitants
    """

    county: County
    value: int | Decimal
    rows: int
    among: tuple[County, ...] = ()
    is_estimated: bool = False


@dataclass(frozen=True, slots=True)
class Restated:
    """A figure by the counties of a day. rules: how many rows went by which rule (`domain.divisions.HOW`)."""

    day: date
    lines: list[RestatedLine]
    rules: Mapping[str, int]

    @property
    def total(self) -> int | Decimal:
        """The sum of all lines: that of the figure itself."""
        return sum(line.value for line in self.lines)


def day_of_division(year: int) -> date:
    """Return the day whose counties are meant by a Jalali year: its last.

    :raises ValueError: if it is no year
    """
    if not YEARS[0] <= year < YEARS[1]:
        raise ValueError(year)
    return year_bounds(year)[1]


def can_restate(wanted: Indicator) -> bool:
    """Say whether a figure can be told by the counties of another year."""
    return "county" in wanted.by and wanted.reduction.is_added_up


def restated(code: str, *, asof: AsOf, scope: Scope, reach: Reach, day: date, by_inhabitants: bool = False) -> Restated:
    """Return a figure by the counties that stood on a day.

    by_inhabitants: split the sum of an undivided whole by the census nearest to the day; a count is never split
    :raises CannotRestate: if the figure is a ratio or a median, or is not told by county
    """
    wanted = indicator(code)
    if not can_restate(wanted):
        raise CannotRestate(code)
    rows = [row for row in queries.rows(code, asof=asof, scope=scope, reach=reach) if row.county is not None]
    places = _places(rows, day)
    is_sum = wanted.reduction is Reduction.SUM
    values: dict[tuple[int, bool], int | Decimal] = {}
    numbers: dict[tuple[int, bool], int] = {}
    among: dict[int, frozenset[int]] = {}
    for row, found in zip(rows, places, strict=True):
        key = (found.of, True) if found.county is None else (found.county, False)
        values[key] = values.get(key, 0) + ((row.amount or 0) if is_sum else 1)
        numbers[key] = numbers.get(key, 0) + 1
        if found.county is None:
            among[found.of] = among.get(found.of, frozenset()) | found.among
    estimated = _split(values, among, day) if is_sum and by_inhabitants else set()
    return Restated(day, _lines(values, numbers, among, estimated), count_rules(places))


def _places(rows: Iterable[Row], day: date) -> list[Place]:
    """Return where each row belongs; what units and estates say is asked only where the county does not tell."""
    division, found = territory.division(), list(rows)
    placed = [Placed(row.county or 0, row.on) for row in found]
    places = [place(one, division, day) for one in placed]
    doubtful = [index for index, one in enumerate(places) if one.county is None]
    if not doubtful:
        return places
    estates = territory.estates_by_id()
    units = register.units_in_brief({found[index].unit or 0 for index in doubtful})
    for index in doubtful:
        row = found[index]
        estate, unit = estates.get(row.estate or 0), units.get(row.unit or 0)
        told = Placed(
            row.county or 0,
            row.on,
            estate=estate.county_id if estate else None,
            later=unit.county_id if unit else None,
        )
        places[index] = place(told, division, day)
    return places


def _split(values: dict[tuple[int, bool], int | Decimal], among: Mapping[int, frozenset[int]], day: date) -> set[int]:
    """Split the wholes whose parts all have a census among their counties; return the counties that took a part."""
    people = territory.inhabitants_near(AsOf(day))
    estimated: set[int] = set()
    for whole, parts in among.items():
        weights = {county: people[county] for county in parts if county in people}
        if len(weights) == len(parts) and any(weights.values()):
            for county, part in split(values.pop((whole, True)), weights).items():
                values[county, False] = values.get((county, False), 0) + part
                estimated.add(county)
    return estimated


def _lines(
    values: Mapping[tuple[int, bool], int | Decimal],
    numbers: Mapping[tuple[int, bool], int],
    among: Mapping[int, frozenset[int]],
    estimated: set[int],
) -> list[RestatedLine]:
    counties = territory.counties_by_id()
    lines = [
        RestatedLine(
            county=counties[key],
            value=value,
            rows=numbers.get((key, is_whole), 0),
            among=tuple(sorted((counties[c] for c in among[key]), key=lambda c: c.sort_key)) if is_whole else (),
            is_estimated=not is_whole and key in estimated,
        )
        for (key, is_whole), value in values.items()
    ]
    return sorted(lines, key=lambda line: (line.county.sort_key, bool(line.among)))


__all__ = ["HOW", "CannotRestate", "Restated", "RestatedLine", "can_restate", "day_of_division", "restated"]

"""What the counties of the home province got against what they need: shares, measures of inequality, and their parts.

Numbers come from the rows of figures and from the census. Where something was told for a county that was split since,
and nothing says of which part, the parts stand together as one area: nothing is estimated.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.core.cache import cache

from hamahang.accounts.queries import Reach
from hamahang.domain.calendar import jalali
from hamahang.domain.indicators import ALL, Reduction
from hamahang.domain.ledger import AsOf
from hamahang.domain.refusal import Refused
from hamahang.domain.text import Text, to_persian_digits
from hamahang.indicators import queries
from hamahang.indicators.catalogue import indicator
from hamahang.register import queries as register
from hamahang.territory import queries as territory

if TYPE_CHECKING:
    from hamahang.methods.benchmark.sharing import Balance
    from hamahang.territory.models import County

SHARED = ("facilities_paid", "jobs_verified", "visits_made", "resolutions_passed")
UNEMPLOYED, INHABITANTS, IDLE = "unemployed", "inhabitants", "units_idle"
NEEDS = {
    UNEMPLOYED: Text(fa="بیکاران (سرشماری)", en="unemployed (census)"),
    IDLE: Text(fa="واحدهای راکد", en="idle units"),
    INHABITANTS: Text(fa="جمعیت (سرشماری)", en="inhabitants (census)"),
}
KINDS = {
    "period": Text(fa="سال", en="year"),
    "sector": Text(fa="رشته", en="industry"),
    "place": Text(fa="درون یا بیرون شهرک", en="on an estate or off"),
}
ON, OFF = Text(fa="در شهرک یا ناحیه", en="on an estate or zone"), Text(fa="بیرون از شهرک", en="off estates")
NOT_SAID = Text(fa="گفته نشده", en="not said")


@dataclass(frozen=True, slots=True)
class Slice:
    """One year, industry or kind of place: its share of all, how uneven it is among the areas, what that adds."""

    title: Text
    share: float
    theil: float
    adds: float


@dataclass(frozen=True, slots=True)
class Sliced:
    """Theil's T over areas and slices: between areas + within them (what makes up each one's own) = total."""

    kind: str
    total: float
    between: float
    within: float
    slices: tuple[Slice, ...]


@dataclass(frozen=True, slots=True)
class Shares:
    """What was shared out, against which need. areas: the counties of each area, by its code in the balance

    unplaced: so much was shared out without a county; without_need: got something where no need was counted
    """

    of: str
    need: str
    balance: "Balance"
    areas: Mapping[str, tuple["County", ...]]
    unplaced: float
    without_need: Mapping[str, float]
    sliced: tuple[Sliced, ...]


class NotTold(Refused):
    """There is nothing to set side by side; `why` says what is missing."""


NO_CENSUS = Text(
    fa="تا این روز سرشماری‌ای که این را شمرده باشد منتشر نشده است؛ نیاز دیگری را برگزینید.",
    en="By this day no census that counted it was published; choose another need.",
)

NO_IDLE = Text(fa="تا این روز واحد راکدی ثبت نیست.", en="No idle unit is recorded by this day.")


def shares(of: str, need: str, *, asof: AsOf, reach: Reach) -> Shares:
    """Return what counties got of something against a need, as of a day. Kept until the ledger moves.

    of: one of SHARED; need: one of NEEDS
    :raises NotTold: if the need is not known by that day
    :raises hamahang.methods.benchmark.Unfit: if there is nothing to compare
    """
    key = f"shares:{of}:{need}:{queries.point_key(asof, reach)}"
    found: Shares | None = cache.get(key)
    if found is None:
        found = _shares(of, need, asof, reach)
        cache.set(key, found, 3600)
    return found


@dataclass(frozen=True, slots=True)
class _Row:
    """An amount in an area, with what it is told apart by."""

    county: int | None
    amount: float
    slices: Mapping[str, Text]


def _shares(of: str, need: str, asof: AsOf, reach: Reach) -> Shares:
    from hamahang.methods import benchmark

    rows = list(_rows(of, asof, reach))
    areas = _Areas(asof.day, _needed(need, asof, reach), {row.county for row in rows if row.county})
    need_of = areas.need
    if not any(need_of.values()):
        raise NotTold(NO_CENSUS if need != IDLE else NO_IDLE)
    got: dict[str, float] = defaultdict(float)
    for row in rows:
        if area := areas.of(row.county):
            got[area] += row.amount
    without = {area: amount for area, amount in got.items() if amount and not need_of[area]}
    counted = {area: amount for area, amount in got.items() if area not in without}
    resample = "areas" if indicator(of).unit == "rial" else "events"
    balance = benchmark.balance(counted, need_of, resample=resample)
    sliced = tuple(_sliced(kind, rows, areas) for kind in KINDS if kind in rows[0].slices)
    unplaced = float(sum(row.amount for row in rows if areas.of(row.county) is None))
    return Shares(of, need, balance, areas.counties, unplaced, without, sliced)


def _rows(of: str, asof: AsOf, reach: Reach) -> Iterable[_Row]:
    """Yield what was shared out; where a row names no county, that of its unit."""
    wanted = indicator(of)
    is_sum = wanted.reduction is Reduction.SUM
    rows = list(queries.rows(of, asof=asof, scope=ALL, reach=reach))
    units = register.units_in_brief({row.unit for row in rows if row.unit and row.county is None})
    sectors = territory.sectors_by_code() if "sector" in wanted.by else {}
    for row in rows:
        county = row.county or (units[row.unit].county_id if row.unit in units else None)
        slices = {"period": _year(row.on)}
        if "sector" in wanted.by:
            named = sectors.get(row.sector[:2])
            slices["sector"] = Text(fa=named.name, en=named.name_en) if named else _industry(row.sector)
        if "estate" in wanted.by:
            slices["place"] = ON if row.estate else OFF
        yield _Row(county, float(row.amount or 0) if is_sum else 1.0, slices)


def _year(on: date | None) -> Text:
    if on is None:
        return NOT_SAID
    year = str(jalali(on)[0])
    return Text(fa=to_persian_digits(year), en=year)


def _industry(code: str) -> Text:
    if not code:
        return NOT_SAID
    return Text(fa=to_persian_digits(code[:2]), en=code[:2])


def _needed(need: str, asof: AsOf, reach: Reach) -> dict[int, int]:
    """Return a need by county, each in the version that it was counted in."""
    if need == IDLE:
        found = queries.rows(IDLE, asof=asof, scope=ALL, reach=reach).by("county", summed=False)
        return {key: int(number) for key, number in found.items() if isinstance(key, int)}
    if need == UNEMPLOYED:
        return {one.county_id: one.unemployed for one in territory.labour(asof) if one.unemployed is not None}
    return territory.inhabitants_near(asof)


class _Areas:
    """The counties of the home province on a day, those together that some number does not tell apart."""

    def __init__(self, day: date, needed: Mapping[int, int], placed: Iterable[int]) -> None:
        self.day, self._division = day, territory.division()
        self._home = {county.pk: county for county in territory.counties_on(day, province=territory.home_province())}
        self._first = {pk: pk for pk in self._home}
        counted = {county: number for county, number in needed.items() if self._is_told(county, needed)}
        for county in counted:
            self._join(self._counted_in(county, counted))
        for county in placed:
            self._join(self._parts(county))
        together: dict[int, list[County]] = defaultdict(list)
        for pk, of_home in self._home.items():
            together[self._find(pk)].append(of_home)
        self.counties = {self._home[pk].code: tuple(counties) for pk, counties in together.items()}
        self._code = {one.pk: self._home[pk].code for pk, counties in together.items() for one in counties}
        self.need = dict.fromkeys(self.counties, 0.0)
        for county, number in counted.items():
            if area := self.of(county):
                self.need[area] += number

    def _is_told(self, county: int, needed: Mapping[int, int]) -> bool:
        """Say whether a count is of the day's counties: it had begun, and none that came of it was counted after."""
        version = self._division.versions.get(county)
        if version is None or (version.valid_from or date.min) > self.day:
            return False
        return version.stands(self.day) or not any(
            link.after in needed for link in self._division.links if link.before == county and link.on <= self.day
        )

    def _counted_in(self, county: int, needed: Mapping[int, int]) -> set[int]:
        """Return the counties that a count is of: itself, and those that came of it and were not counted apart."""
        if county not in self._home:
            return self._parts(county)
        links = [link for link in self._division.links if link.before == county and link.on <= self.day]
        return {county} | {link.after for link in links if link.after not in needed and link.after in self._home}

    def _parts(self, county: int) -> set[int]:
        if county in self._home:
            return {county}
        return set(self._division.becomes(county, said_on=None, day=self.day)) & self._home.keys()

    def of(self, county: int | None) -> str | None:
        """Return the area of a county, None outside the home province."""
        if county is None:
            return None
        return next((self._code[pk] for pk in sorted(self._parts(county))), None)

    def _find(self, county: int) -> int:
        while self._first[county] != county:
            county = self._first[county]
        return county

    def _join(self, counties: set[int]) -> None:
        for one in counties:
            self._first[self._find(one)] = self._find(min(counties))


def _sliced(kind: str, rows: Iterable[_Row], areas: _Areas) -> Sliced:
    """Part Theil's T over areas and slices, each slice due to the areas by their need."""
    import numpy as np

    from hamahang.methods.benchmark import part

    need = areas.need
    cells: dict[tuple[Text, str], float] = defaultdict(float)
    for row in rows:
        area = areas.of(row.county)
        if area is not None and need[area] and row.amount:
            cells[row.slices[kind], area] += row.amount
    wholes: dict[Text, float] = defaultdict(float)
    for (title, _), amount in cells.items():
        wholes[title] += amount
    counted = [area for area in areas.counties if need[area]]
    heads = np.array([need[area] * whole for whole in wholes.values() for area in counted])
    amounts = np.array([cells.get((title, area), 0.0) for title in wholes for area in counted])
    by_area = part(amounts / heads, counted * len(wholes), heads=heads)
    names = [title.en for title in wholes for _ in counted]
    groups = {one.name: one for one in part(amounts / heads, names, heads=heads).groups}
    found = (
        Slice(title, groups[title.en].share_of_whole, groups[title.en].inequality, groups[title.en].adds)
        for title in wholes
    )
    ordered = tuple(sorted(found, key=lambda one: -one.adds))
    return Sliced(kind, by_area.total, by_area.between, by_area.within, ordered)

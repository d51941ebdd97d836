"""Observations loaded by list: the series of an indicator, what the provinces say in its years, by which basis."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from hamahang.domain.calendar import jalali, year_bounds
from hamahang.domain.ledger import AsOf
from hamahang.domain.observations import Observed, Told, told
from hamahang.domain.text import Text, to_persian_digits
from hamahang.territory import queries as territory

if TYPE_CHECKING:
    from hamahang.territory.models import Observation

ENOUGH = 0.5  # share of the provinces that a period must know to be ranked


@dataclass(frozen=True, slots=True)
class Period:
    """From a day to a day, both in it."""

    first: date
    last: date

    @property
    def title(self) -> Text:
        """The year, or both days where it is none."""
        year, month, day = jalali(self.first)
        if (self.first, self.last) == year_bounds(year):
            return Text(fa=to_persian_digits(str(year)), en=str(year))
        until = "/".join(f"{part:02d}" for part in jalali(self.last))
        since = f"{year}/{month:02d}/{day:02d}"
        return Text(fa=f"{to_persian_digits(since)}–{to_persian_digits(until)}", en=f"{since}–{until}")


@dataclass(frozen=True)
class Series:
    """One indicator on one basis, by one definition. rows: as they were recorded, by period, then by place"""

    number: int  # its key in addresses: of its first observation
    indicator: str
    indicator_key: str
    basis: str
    definition: str
    unit: str
    rows: tuple["Observation", ...]

    @property
    def title(self) -> str:
        """The indicator with its basis."""
        return f"{self.indicator} ({self.basis})" if self.basis else self.indicator

    @property
    def periods(self) -> tuple[Period, ...]:
        """Its periods, in order."""
        return tuple(dict.fromkeys(Period(row.since_on, row.until_on) for row in self.rows))

    @property
    def sources(self) -> tuple[str, ...]:
        """Who says it."""
        return tuple(dict.fromkeys(row.source for row in self.rows))

    @property
    def breaks(self) -> frozenset[Period]:
        """The periods that are not to be joined with the one before."""
        return frozenset(Period(row.since_on, row.until_on) for row in self.rows if row.is_break)

    @property
    def more(self) -> bool | None:
        """Whether more is better, as the latest row says."""
        return self.rows[-1].more

    @property
    def is_estimate(self) -> bool:
        """Whether any of it is estimated, provisional or assumed."""
        return any(row.confidence == "ESTIMATE" for row in self.rows)

    def provinces(self, period: Period) -> dict[str, float]:
        """Return the values of whole provinces in a period by code."""
        return {
            row.province.code: float(row.value)
            for row in self.rows
            if row.county_id is None and Period(row.since_on, row.until_on) == period
        }


def series(asof: AsOf) -> tuple[Series, ...]:
    """Return all series that are known as of a day, of periods that were over by then."""
    found: dict[tuple[str, str, str], list[Observation]] = defaultdict(list)
    for row in territory.observations(asof):
        found[row.indicator_key, row.basis, row.definition].append(row)
    return tuple(_series(rows) for rows in found.values())


def _series(rows: "list[Observation]") -> Series:
    rows.sort(key=lambda row: (row.since_on, row.province.sort_key, row.county.sort_key if row.county else "", row.pk))
    last = rows[-1]
    return Series(
        min(row.pk for row in rows), last.indicator, last.indicator_key, last.basis, last.definition, last.unit,
        tuple(rows),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ranked:
    """A series whose provinces can be ranked in a period."""

    series: Series
    period: Period
    values: Mapping[str, float]

    @property
    def sign(self) -> int:
        """+1 where more is better, else −1."""
        return 1 if self.series.more else -1

    def rank(self, province: str) -> int:
        """Return the rank of a province that is in it, 1 best."""
        own = self.values[province] * self.sign
        return 1 + sum(value * self.sign > own for value in self.values.values())


def ranked(found: Iterable[Series], *, provinces: int) -> tuple[Ranked, ...]:
    """Return the periods in which series with a better direction know enough provinces to be ranked."""
    return tuple(
        Ranked(one, period, values)
        for one in found
        if one.more is not None
        for period in one.periods
        if len(values := one.provinces(period)) >= max(2, ENOUGH * provinces) and len(set(values.values())) > 1
    )


def by_counties_of(one: Series, period: Period, day: date) -> tuple[Told, ...]:
    """Return the values of counties in a period by the counties that stand on a day, each with its rule."""
    rows = [row for row in one.rows if row.county_id is not None and Period(row.since_on, row.until_on) == period]
    seen = [Observed(row.county_id, row.value, row.until_on) for row in rows if row.county_id is not None]
    is_additive = bool(rows) and all(row.is_additive for row in rows)
    people = territory.inhabitants_near(AsOf(day))
    return told(seen, territory.division(), day, is_additive=is_additive, inhabitants=people)

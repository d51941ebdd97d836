"""Areas by indicators: the table that every method here reads, checked once when it is made."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from hamahang.domain.text import fold
from hamahang.methods.benchmark.faults import (
    GoalpostsReversed,
    IndicatorWithoutWeight,
    NamedTwice,
    NoDifference,
    NoIndicators,
    NotANumber,
    NothingKnown,
    TooFewAreas,
    UnknownName,
    WeightBelowZero,
    WeightNotANumber,
    WeightsDoNotSum,
    WeightWithoutIndicator,
)

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Counts = npt.NDArray[np.int64]
LARGEST = 1e100  # beyond it, and below one over it, squares are no numbers any more
ROUNDED = 0.01  # weights printed with few digits (three times 0.33) may miss their sum by so much, as a share of it


@dataclass(frozen=True, slots=True)
class Indicator:
    """One column: what it counts, in what unit, and whether more of it is better."""

    code: str
    direction: int = 1  # +1 more is better, −1 less is better
    unit: str = ""
    goalposts: tuple[float, float] | None = None  # fixed lowest and highest, for comparing years

    def __post_init__(self) -> None:
        if self.direction not in (1, -1):
            raise ValueError(f"direction {self.direction} of {self.code!r}")
        if self.goalposts and not self.goalposts[0] < self.goalposts[1]:
            raise GoalpostsReversed(self.code)


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Values of indicators for areas.

    :raises Unfit: if a name stands twice, a value is infinite, or nothing is left to compare
    """

    areas: tuple[str, ...]
    indicators: tuple[Indicator, ...]
    values: Floats  # (areas, indicators) float64, each in its indicator's unit; NaN where it is not known

    def __post_init__(self) -> None:
        shape = (len(self.areas), len(self.indicators))
        if self.values.shape != shape:
            raise ValueError(f"values are {self.values.shape}, the names say {shape}")
        if not self.indicators:
            raise NoIndicators
        refuse_doubles(self.areas)
        refuse_doubles(self.codes)
        if shape[0] < 2:
            raise TooFewAreas(shape[0])
        self._check_values()

    def _check_values(self) -> None:
        infinite = np.argwhere(np.abs(self.values) > LARGEST)
        if len(infinite):
            row, column = infinite[0]
            raise NotANumber(self.areas[row], self.codes[column])
        for column, code in enumerate(self.codes):
            known = self.values[:, column][~np.isnan(self.values[:, column])]
            if not len(known):
                raise NothingKnown(code)
            if known.max() - known.min() <= 1 / LARGEST:
                raise NoDifference(code, float(known[0]))
        empty = np.flatnonzero(np.isnan(self.values).all(axis=1))
        if len(empty):
            raise NothingKnown(self.areas[empty[0]])

    @classmethod
    def of(cls, values: Mapping[str, Sequence[float | None]], indicators: Sequence[Indicator]) -> "Table":
        """Return the table of `{area: values}`, None where a value is not known."""
        for area, row in values.items():
            if len(row) != len(indicators):
                raise ValueError(f"{len(row)} values of {area!r} for {len(indicators)} indicators")
        rows = [[np.nan if value is None else float(value) for value in row] for row in values.values()]
        array = np.array(rows, dtype=np.float64).reshape(len(rows), len(indicators))
        return cls(tuple(values), tuple(indicators), array)

    @property
    def codes(self) -> tuple[str, ...]:
        """The indicators' codes, in order."""
        return tuple(indicator.code for indicator in self.indicators)

    @property
    def directions(self) -> Floats:
        """+1 or −1 for each indicator."""
        return np.array([indicator.direction for indicator in self.indicators], dtype=np.float64)

    @property
    def goalposts(self) -> Floats:
        """The fixed lowest and highest of each indicator, (2, indicators); NaN where it has none."""
        posts = [indicator.goalposts or (np.nan, np.nan) for indicator in self.indicators]
        return np.array(posts, dtype=np.float64).T

    def area(self, name: str) -> int:
        """Return the row of an area.

        :raises UnknownName: if there is none of that name
        """
        return _place(name, self.areas)

    def column(self, code: str) -> int:
        """Return the place of an indicator.

        :raises UnknownName: if there is none of that code
        """
        return _place(code, self.codes)

    def with_values(self, values: Floats) -> "Table":
        """Return the same table with other values."""
        return replace(self, values=values)

    def rows(self, chosen: Sequence[int] | npt.NDArray[Any]) -> "Table":
        """Return the table of some areas."""
        return Table(tuple(self.areas[row] for row in chosen), self.indicators, self.values[np.asarray(chosen)])


def _place(name: str, names: tuple[str, ...]) -> int:
    if name in names:
        return names.index(name)
    folded = [fold(known) for known in names]
    if fold(name) in folded:
        return folded.index(fold(name))
    raise UnknownName(name, names)


def refuse_doubles(names: Sequence[str]) -> None:
    """Refuse a name that stands twice, however its letters are written.

    :raises NamedTwice: if one does
    """
    seen: dict[str, int] = {}
    for number, name in enumerate(names, start=1):
        key = fold(name)
        if key in seen:
            raise NamedTwice(name, (seen[key], number))
        seen[key] = number


def weights_of(given: Mapping[str, float] | Floats | None, table: Table) -> Floats:
    """Return weights in the order of the indicators, summing to exactly 1; None is equal weights.

    given: by code, or an array (indicators,)
    They may sum to 1 or to 100; a rounded sum (off by one percent) is stretched to 1.
    :raises Unfit: if a weight is negative or no number, has no indicator, is absent, or the sum is another
    """
    if given is None:
        return np.full(len(table.codes), 1 / len(table.codes))
    if not isinstance(given, Mapping):
        if given.shape != (len(table.codes),):
            raise ValueError(f"weights are {given.shape}, the indicators are {len(table.codes)}")
        given = dict(zip(table.codes, given.tolist(), strict=True))
    places = {fold(code): place for place, code in enumerate(table.codes)}
    weights = np.full(len(table.codes), np.nan)
    refuse_doubles(tuple(given))
    for name, value in given.items():
        if fold(name) not in places:
            raise WeightWithoutIndicator(name)
        if not np.isfinite(value):
            raise WeightNotANumber(name)
        if value < 0:
            raise WeightBelowZero(name, value)
        weights[places[fold(name)]] = value
    absent = np.flatnonzero(np.isnan(weights))
    if len(absent):
        raise IndicatorWithoutWeight(table.codes[absent[0]])
    total = float(weights.sum())
    if not any(abs(total - whole) <= ROUNDED * whole + 1e-9 for whole in (1.0, 100.0)):
        raise WeightsDoNotSum(total)
    return weights / total

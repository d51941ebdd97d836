"""What an area's economy is made of: location quotients, specialisation, and why its jobs changed (shift–share).

Sources: Isard, Methods of Regional Analysis, 1960 (location quotient); Krugman, Geography and Trade, 1991 (index of
specialisation); Dunn, Papers of the Regional Science Association 6 (1960) for shift–share;
Esteban-Marquillas, Regional and Urban Economics 2 (1972) for the homothetic part.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from hamahang.methods.benchmark.faults import BelowZero, NotANumber, NothingKnown
from hamahang.methods.benchmark.table import Floats, refuse_doubles


@dataclass(frozen=True, slots=True, eq=False)
class Jobs:
    """Jobs, or value added, or units, by area and industry.

    :raises Unfit: if a name stands twice, or a value is negative or no finite number
    """

    areas: tuple[str, ...]
    industries: tuple[str, ...]
    values: Floats  # (areas, industries) not negative

    def __post_init__(self) -> None:
        shape = (len(self.areas), len(self.industries))
        if self.values.shape != shape or 0 in shape:
            raise ValueError(f"values are {self.values.shape}, the names say {shape}")
        refuse_doubles(self.areas)
        refuse_doubles(self.industries)
        for wrong, fault in ((~np.isfinite(self.values), None), (self.values < 0, BelowZero)):
            if wrong.any():
                row, column = np.argwhere(wrong)[0]
                names = self.areas[row], self.industries[column]
                raise fault(*names, float(self.values[row, column])) if fault else NotANumber(*names)

    @classmethod
    def of(cls, values: Mapping[str, Mapping[str, float]]) -> "Jobs":
        """Return jobs out of `{area: {industry: jobs}}`; what is not named is 0."""
        industries = tuple(dict.fromkeys(name for row in values.values() for name in row))
        rows = [[float(row.get(name, 0)) for name in industries] for row in values.values()]
        return cls(tuple(values), industries, np.array(rows, dtype=np.float64).reshape(len(rows), len(industries)))

    @property
    def shares(self) -> Floats:
        """The share of each industry in its area, (areas, industries).

        :raises NothingKnown: if an area has no jobs at all
        """
        whole = self.values.sum(axis=1)
        if (whole == 0).any():
            raise NothingKnown(self.areas[int(np.flatnonzero(whole == 0)[0])])
        return np.asarray(self.values / whole[:, None])

    @property
    def shares_of_all(self) -> Floats:
        """The share of each industry in all areas together, (industries,).

        :raises NothingKnown: if an industry is nowhere
        """
        whole = self.values.sum(axis=0)
        if (whole == 0).any():
            raise NothingKnown(self.industries[int(np.flatnonzero(whole == 0)[0])])
        return np.asarray(whole / whole.sum())


def location_quotients(jobs: Jobs) -> Floats:
    """Return (E_ir / E_r) / (E_i / E), (areas, industries): above 1 the industry weighs more here than in all areas.

    :raises NothingKnown: if an area has no jobs or an industry is nowhere
    """
    return np.asarray(jobs.shares / jobs.shares_of_all)


def krugman(jobs: Jobs) -> Floats:
    """Return Σ |s_ir − s_i|, (areas,): 0 for an area made like all together, nearly 2 for one unlike them."""
    return np.asarray(np.abs(jobs.shares - jobs.shares_of_all).sum(axis=1))


def herfindahl(jobs: Jobs) -> Floats:
    """Return Σ s_ir², (areas,): 1 if all jobs are in one industry, 1 / industries if they are spread evenly."""
    return np.asarray(np.square(jobs.shares).sum(axis=1))


@dataclass(frozen=True, slots=True, eq=False)
class Shift:
    """Why jobs changed; national + mix + regional = change, and competitive + allocation = regional, in each cell."""

    areas: tuple[str, ...]
    industries: tuple[str, ...]
    change: Floats  # (areas, industries)
    national: Floats  # had it grown as all jobs did
    mix: Floats  # more, because its industry grew more than others
    regional: Floats  # more, because the industry grew more here than elsewhere
    competitive: Floats  # the regional part, had the area the industries of all
    allocation: Floats  # the rest of it: specialised where it grows faster


def shift_share(before: Jobs, after: Jobs) -> Shift:
    """Return the parts of the change in jobs.

    Where an area had none of an industry, all that came is regional, and allocation.
    :raises NothingKnown: if an industry was nowhere before
    """
    if (before.areas, before.industries) != (after.areas, after.industries):
        raise ValueError("areas and industries before and after are not the same")
    jobs, then = before.values, after.values
    of_industry = before.shares_of_all
    growth = then.sum() / jobs.sum() - 1
    growth_of_industry = then.sum(axis=0) / jobs.sum(axis=0) - 1
    national, mix = jobs * growth, jobs * (growth_of_industry - growth)
    regional = then - jobs * (1 + growth_of_industry)
    own = np.divide(then, jobs, out=np.zeros(jobs.shape), where=jobs > 0) - 1
    homothetic = jobs.sum(axis=1)[:, None] * of_industry
    competitive = np.where(jobs > 0, homothetic * (own - growth_of_industry), 0.0)
    return Shift(
        before.areas, before.industries, then - jobs, national, mix, regional, competitive, regional - competitive
    )

"""How unevenly something is spread: Gini, Theil's T and L, Atkinson, and their exact parts between and within groups.

All take values per head (or per unit of need) and how many heads stand behind each; without heads each counts once.
Sources: Theil, Economics and Information Theory, 1967; Shorrocks, The class of additively decomposable inequality
measures, Econometrica 48 (1980) 613–625; Atkinson, J. Economic Theory 2 (1970) 244–263.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from hamahang.methods.benchmark.faults import BelowZero, NotAboveZero, NotANumber, NothingToShare
from hamahang.methods.benchmark.table import Bools, Floats

Measure = Callable[[Floats, Floats | None], float]


def gini(values: Floats, heads: Floats | None = None) -> float:
    """Return Σ Σ p_i p_j |x_i − x_j| / (2 mean), 0 for the same everywhere."""
    shares, got = _shares(values, heads)
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(got[order])
    return max(0.0, float(1 - shares[order] @ (2 * reached - got[order])))


def theil_t(values: Floats, heads: Floats | None = None) -> float:
    """Return Σ s ln(s / p), s the share of the whole and p that of the heads; nothing at all adds 0."""
    shares, got = _shares(values, heads)
    has = got > 0
    return max(0.0, float(got[has] @ np.log(got[has] / shares[has])))


def theil_l(values: Floats, heads: Floats | None = None) -> float:
    """Return Σ p ln(p / s), the mean logarithmic deviation.

    :raises NotAboveZero: if somebody has nothing, for which it is infinite
    """
    shares, got = _shares(values, heads)
    has = shares > 0
    _refuse_nothing(values, has, "Theil L")
    return max(0.0, float(shares[has] @ np.log(shares[has] / got[has])))


def atkinson(values: Floats, heads: Floats | None = None, *, epsilon: float = 0.5) -> float:
    """Return 1 − (mean of x^(1−ε))^(1/(1−ε)) / mean; with ε = 1 the geometric mean.

    epsilon: how much the worst off count, >= 0. With ε >= 1 it is 1, its limit, if somebody has nothing.
    """
    if not 0 <= epsilon < np.inf:
        raise ValueError(f"epsilon {epsilon}")
    shares, got = _shares(values, heads)
    has = shares > 0
    ratios = got[has] / shares[has]
    if epsilon >= 1 and (ratios == 0).any():
        return 1.0
    if epsilon == 1:
        return max(0.0, 1 - float(np.exp(shares[has] @ np.log(ratios))))
    return max(0.0, 1 - float((shares[has] @ ratios ** (1 - epsilon)) ** (1 / (1 - epsilon))))


MEASURES: dict[str, Measure] = {"gini": gini, "theil_t": theil_t, "theil_l": theil_l, "atkinson": atkinson}


@dataclass(frozen=True, slots=True)
class Group:
    """A group's own inequality, and what it adds to the part within."""

    name: str
    share_of_heads: float
    share_of_whole: float
    inequality: float
    adds: float


@dataclass(frozen=True, slots=True)
class Parted:
    """Inequality of all = between + within, exactly; within is the sum over groups."""

    total: float
    between: float
    within: float
    groups: tuple[Group, ...]

    @property
    def share_between(self) -> float:
        """Share of the inequality that lies between groups, 0 if there is none."""
        return self.between / self.total if self.total else 0.0


def part(values: Floats, groups: Sequence[str], *, heads: Floats | None = None, measure: str = "theil_t") -> Parted:
    """Part Theil's T (groups weighted by what they have) or L (by their heads) between and within groups.

    measure: theil_t or theil_l; the others do not part without a rest
    """
    if measure not in ("theil_t", "theil_l") or len(groups) != len(values):
        raise ValueError(f"{measure} of {len(values)} values in {len(groups)} groups")
    shares, got = _shares(values, heads)
    rule = theil_t if measure == "theil_t" else theil_l
    found, names = [], tuple(dict.fromkeys(groups))
    heads_of, whole_of = np.zeros(len(names)), np.zeros(len(names))
    for place, name in enumerate(names):
        rows = np.array([group == name for group in groups])
        heads_of[place], whole_of[place] = shares[rows].sum(), got[rows].sum()
        own = rule(values[rows], shares[rows]) if whole_of[place] > 0 else 0.0
        weight = whole_of[place] if measure == "theil_t" else heads_of[place]
        found.append(Group(name, float(heads_of[place]), float(whole_of[place]), own, float(weight) * own))
    has = heads_of > 0
    means = np.divide(whole_of, heads_of, out=np.zeros(len(names)), where=has)
    between, within = rule(means, heads_of), float(sum(group.adds for group in found))
    return Parted(rule(values, heads), between, within, tuple(found))


def _shares(values: Floats, heads: Floats | None) -> tuple[Floats, Floats]:
    """Return the share of heads and of the whole.

    :raises Unfit: if a value is negative or no finite number, or nothing is shared out
    """
    heads = np.ones(len(values)) if heads is None else heads
    for numbers, name in ((values, "value"), (heads, "heads")):
        if numbers.shape != (len(values),):
            raise ValueError(f"{name} are {numbers.shape}, not ({len(values)},)")
        if not np.isfinite(numbers).all():
            raise NotANumber(str(int(np.flatnonzero(~np.isfinite(numbers))[0]) + 1), name)
        if (numbers < 0).any():
            place = int(np.flatnonzero(numbers < 0)[0])
            raise BelowZero(str(place + 1), name, float(numbers[place]))
    whole = values * heads
    if not whole.sum() > 0:
        raise NothingToShare
    return heads / heads.sum(), whole / whole.sum()


def _refuse_nothing(values: Floats, has: Bools, method: str) -> None:
    none = np.flatnonzero(has & (values == 0))
    if len(none):
        raise NotAboveZero(str(int(none[0]) + 1), "value", 0.0, method)

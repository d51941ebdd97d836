"""Stage histories: which case entered which stage when, as it was known on a day.

A case stands in the stage it entered last; it is open until it reaches a success or a failure. What was entered, or
recorded, after the asked day is not there: a back-test that sees it leaks.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

MOST_STAGES = 40
MERGED = "…"  # the name of the rarest stages taken as one


@dataclass(frozen=True, slots=True)
class Visit:
    """One row of a history: a case entered a stage at a time.

    entered, recorded: days, fractions allowed, from any common origin; recorded is when it became known
    """

    case: str
    stage: str
    entered: float
    recorded: float


class NoSuchStage(ValueError):
    """A stage that is named as success or failure does not stand in the history; `stages` are those that do."""

    def __init__(self, stage: str, stages: Sequence[str]) -> None:
        self.stage, self.stages = stage, tuple(stages)
        super().__init__(f"no stage {stage!r}; the history has {', '.join(stages)}")


class Histories:
    """All that is in the books: visits of cases to stages, and what else is known of each case.

    case: (v,) index of the case; stage: (v,) index of the stage; entered, recorded: (v,) days
    cases: ids in order; stages: names in order; good, bad: indices of the stages that end a case well or badly
    groups: by name of a covariate its level for each case, (n,) int, with `levels` as its names
    stated: (n,) day on which the case's owner says it will succeed, NaN where nobody says
    weights: (n,) whole number each success counts for (jobs); ones where only cases are counted
    """

    def __init__(
        self,
        visits: Sequence[Visit],
        *,
        success: Collection[str],
        failure: Collection[str],
        groups: Mapping[str, Mapping[str, str]] | None = None,
        stated: Mapping[str, float] | None = None,
        weights: Mapping[str, int] | None = None,
        also: Collection[str] = (),
    ) -> None:
        """Take visits in any order. groups: covariate → case → level; also: stages that nobody has entered yet.

        :raises NoSuchStage: if a success or failure is not a stage
        """
        self.stages = tuple(sorted({visit.stage for visit in visits} | set(also)))
        for stage in (*success, *failure):
            if stage not in self.stages:
                raise NoSuchStage(stage, self.stages)
        self.cases = tuple(sorted({visit.case for visit in visits}))
        case_at = {case: at for at, case in enumerate(self.cases)}
        stage_at = {stage: at for at, stage in enumerate(self.stages)}
        number = len(visits)
        self.case: Ints = np.fromiter((case_at[visit.case] for visit in visits), np.int64, number)
        self.stage: Ints = np.fromiter((stage_at[visit.stage] for visit in visits), np.int64, number)
        self.entered: Floats = np.fromiter((visit.entered for visit in visits), np.float64, number)
        self.recorded: Floats = np.fromiter((visit.recorded for visit in visits), np.float64, number)
        order = np.lexsort((self.stage, self.entered, self.case))
        self.case, self.stage = self.case[order], self.stage[order]
        self.entered, self.recorded = self.entered[order], self.recorded[order]
        self.good = frozenset(stage_at[stage] for stage in success)
        self.bad = frozenset(stage_at[stage] for stage in failure)
        self.levels, self.groups = _levels(groups or {}, self.cases)
        self.stated: Floats = np.array([(stated or {}).get(case, np.nan) for case in self.cases])
        self.weights: Ints = np.array([(weights or {}).get(case, 1) for case in self.cases], np.int64)

    @property
    def first_day(self) -> float:
        """The day of the first visit."""
        return float(self.entered.min()) if len(self.entered) else 0.0

    @property
    def last_day(self) -> float:
        """The day of the last visit."""
        return float(self.entered.max()) if len(self.entered) else 0.0

    def merged(self, at: float, *, most: int = MOST_STAGES) -> "Histories":
        """Return the same books with the rarest stages, of those known on a day, taken as one.

        Of hundreds of stages most were entered a few times: nothing can be learnt of each, and much time is spent.
        """
        if len(self.stages) <= most:
            return self
        seen = (self.entered <= at) & (self.recorded <= at)
        times = np.bincount(self.stage[seen], minlength=len(self.stages)).astype(np.float64)
        times[list(self.good | self.bad)] = np.inf
        kept = np.sort(np.argsort(-times, kind="stable")[: most - 1])
        place = np.full(len(self.stages), len(kept))
        place[kept] = np.arange(len(kept))
        other = copy(self)
        other.stages = (*(self.stages[at] for at in kept), MERGED)
        other.stage = place[self.stage]
        other.good = frozenset(int(place[stage]) for stage in self.good)
        other.bad = frozenset(int(place[stage]) for stage in self.bad)
        return other

    def known(self, at: float) -> "Known":
        """Return what was known at the end of a day."""
        seen = (self.entered <= at) & (self.recorded <= at)
        return Known(self, at, self.case[seen], self.stage[seen], self.entered[seen])


def _levels(
    groups: Mapping[str, Mapping[str, str]], cases: Sequence[str]
) -> tuple[dict[str, tuple[str, ...]], dict[str, Ints]]:
    """Return by covariate the names of its levels and each case's level."""
    levels = {name: tuple(sorted(set(of.values()) | {""})) for name, of in groups.items()}
    at = {name: {level: place for place, level in enumerate(names)} for name, names in levels.items()}
    coded = {name: np.array([at[name][of.get(case, "")] for case in cases], np.int64) for name, of in groups.items()}
    return levels, coded


class Known:
    """Histories as they were known on a day, in order of case and time, cut where a case ended.

    case, stage, entered: (v,); left: (v,) the day the stage was left, NaN for where it still stands
    to: (v,) the stage it was left for, −1 where it still stands
    """

    def __init__(self, of: Histories, at: float, case: Ints, stage: Ints, entered: Floats) -> None:
        self.of, self.at = of, at
        stage = _of_one_moment_in_order(case, stage, entered, of)
        is_end = np.zeros(len(of.stages), bool)
        is_end[list(of.good | of.bad)] = True
        kept = ~_after_its_end(case, is_end[stage])
        self.case, self.stage, self.entered = case[kept], stage[kept], entered[kept]
        follows = np.zeros(len(self.case), bool)
        follows[:-1] = self.case[1:] == self.case[:-1]
        self.left = np.where(follows, np.append(self.entered[1:], np.nan), np.nan)
        self.to = np.where(follows, np.append(self.stage[1:], -1), -1)
        self.is_last = ~follows
        self.ends = is_end[self.stage]

    def paced(self, clock: Callable[[Floats], Floats]) -> "Known":
        """Return the same visits in the time of another clock, for rates: days of success are not asked of it."""
        other = copy(self)
        vars(other).pop("begun", None)
        vars(other).pop("succeeded_on", None)
        other.entered, other.left = clock(self.entered), clock(self.left)
        other.at = float(clock(np.array([self.at]))[0])
        return other

    @cached_property
    def begun(self) -> Floats:
        """The day each case of the books was first seen, NaN where it was not yet: (n,)."""
        days = np.full(len(self.of.cases), np.nan)
        # the visits are in order: written backwards, the first of a case is the last written
        days[self.case[::-1]] = self.entered[::-1]
        return days

    @cached_property
    def visits(self) -> Ints:
        """How many stages each case of the books has entered: (n,)."""
        return np.bincount(self.case, minlength=len(self.of.cases)).astype(np.int64)

    @cached_property
    def open(self) -> Ints:
        """The places in `case` … of the last visits of the cases that have not ended."""
        return np.flatnonzero(self.is_last & ~self.ends)

    @cached_property
    def succeeded_on(self) -> Floats:
        """The day each case of the books succeeded, NaN where it did not: (n,)."""
        days = np.full(len(self.of.cases), np.nan)
        good = np.isin(self.stage, list(self.of.good))
        days[self.case[good]] = self.entered[good]
        return days


def _after_its_end(case: Ints, ends: Bools) -> Bools:
    """Return which visits come after the visit in which their case ended."""
    if not len(case):
        return np.zeros(0, bool)
    before: Ints = np.cumsum(ends) - ends
    first = np.concatenate(([True], case[1:] != case[:-1]))
    start = np.maximum.accumulate(np.where(first, np.arange(len(case)), 0))
    return np.asarray(before - before[start] > 0)


def _of_one_moment_in_order(case: Ints, stage: Ints, entered: Floats, of: Histories) -> Ints:
    """Return the stages with those that a case entered at one moment in their usual order: the file's says nothing."""
    same = (case[1:] == case[:-1]) & (entered[1:] == entered[:-1])
    if not same.any():
        return stage
    places = np.flatnonzero(np.append(same, False) | np.insert(same, 0, False))
    rank = _precedence(case, stage, entered, of)
    order = np.lexsort((rank[stage[places]], entered[places], case[places]))
    ordered = stage.copy()
    ordered[places] = stage[places][order]
    return ordered


def _precedence(case: Ints, stage: Ints, entered: Floats, of: Histories) -> Floats:
    """Return a rank of each stage, learnt from cases that entered stages at different moments.

    The share of meetings in which a stage came first decides, endings last of all, then the name.
    """
    number = len(of.stages)
    later = (case[1:] == case[:-1]) & (entered[1:] > entered[:-1])
    met = np.bincount(stage[:-1][later] * number + stage[1:][later], minlength=number * number)
    before = met.reshape(number, number).astype(np.float64)
    won, lost = before.sum(1), before.sum(0)
    share = (lost + 1.0) / (won + lost + 2.0)
    share[list(of.bad)] = 2.0
    share[list(of.good)] = 3.0
    return np.asarray(share + np.arange(number) * 1e-9)

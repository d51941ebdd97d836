"""Made-up provinces whose future is known: to see whether forecasts tell the truth of themselves.

Each world has a chain of stages with competing ends, ages that matter, kinds of cases that differ, quarters that go
well or badly for all at once (shocks), rates that drift, a rush before the year's end, and owners who state days.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from hamahang.methods.forecast.history import Histories, Visit

STAGES = ("IDENTIFIED", "DIAGNOSED", "APPROVED", "CONTRACTED", "PAID", "OPERATING")
SUCCESS, FAILURE = "VERIFIED", "DROPPED"
QUARTER = 91.3
YEAR = 365.25
KINDS = ("REVIVAL", "PROJECT", "RESTRUCTURING")


@dataclass(frozen=True, slots=True)
class Regime:
    """How a world behaves. shock: standard deviation of a quarter's common luck, in logs of the rates; drift: change of
    the logs of the rates over the whole time; rush: above 1, work that
    would end early in a year is done before its end, all but 1/rush of it; optimism: the part
    of the true time that owners state; frailty: standard deviation of what each case has of its own, in logs
    """

    name: str
    shock: float = 0.0
    drift: float = 0.0
    rush: float = 1.0
    optimism: float = 0.9
    frailty: float = 0.3


REGIMES = (
    Regime("calm"),
    Regime("shocks", shock=0.45),
    Regime("drifting", drift=-0.8, shock=0.1),
    Regime("biased reporters", optimism=0.45, rush=1.8, shock=0.15),
)


def world(regime: Regime, *, seed: int, cases: int = 300, years: float = 7.0, stages: int = len(STAGES)) -> Histories:
    """Return a world's whole history, also of the time after any day it is asked about.

    cases: expected number that begin in all the years
    """
    random = np.random.default_rng([seed, cases, stages])
    quarters = int(years * 8) + 40
    luck = random.normal(0.0, regime.shock, quarters) if regime.shock else np.zeros(quarters)
    medians = random.uniform(35.0, 160.0, stages)
    shapes = random.uniform(0.9, 2.0, stages)
    leaving = random.uniform(0.04, 0.14, stages)
    effects = random.normal(0.0, 0.25, len(KINDS))
    visits: list[Visit] = []
    stated: dict[str, float] = {}
    kinds: dict[str, str] = {}
    number = random.poisson(cases)
    # the first cases began before anybody wrote anything down
    starts = np.sort(random.uniform(-1.0 * YEAR, years * YEAR, number))
    for at, start in enumerate(starts):
        case, kind = f"c{at:05d}", int(random.integers(len(KINDS)))
        kinds[case] = KINDS[kind]
        own = random.normal(0.0, regime.frailty) + effects[kind]
        day = float(start)
        for stage in range(stages):
            visits.append(Visit(case, STAGES[stage], day, day))
            pace = own + regime.drift * day / (years * YEAR) + luck[int(max(day, 0.0) // QUARTER) % quarters]
            scale = medians[stage] / np.log(2.0) ** (1.0 / shapes[stage]) * np.exp(-pace)
            day += _rushed(float(scale * random.weibull(shapes[stage])), day, regime.rush, random)
            if random.random() < leaving[stage] * np.exp(-0.5 * pace):
                visits.append(Visit(case, FAILURE, day, day))
                break
        else:
            visits.append(Visit(case, SUCCESS, day, day))
        stated[case] = start + regime.optimism * (day - start) * float(np.exp(random.normal(0.0, 0.25)))
    kept = [visit for visit in visits if 0.0 <= visit.entered <= years * YEAR]
    known = {visit.case for visit in kept}
    return Histories(
        kept,
        success={SUCCESS} & {visit.stage for visit in kept},
        failure={FAILURE} & {visit.stage for visit in kept},
        groups={"kind": {case: kind for case, kind in kinds.items() if case in known}},
        stated={case: day for case, day in stated.items() if case in known},
    )


def _rushed(wait: float, day: float, factor: float, random: np.random.Generator) -> float:
    """Return a wait that, where it would end early in a year, is often shortened to end in the last month before."""
    into = (day + wait) % YEAR
    if factor > 1.0 and into < 60.0 and random.random() < 1.0 - 1.0 / factor:
        return max(wait - into - float(random.uniform(0.0, 25.0)), 0.5 * wait)
    return wait


def worlds(number: int, *, cases: int = 300, years: float = 7.0) -> Iterator[tuple[Regime, Histories]]:
    """Yield worlds of all regimes in turn, each from its own seed."""
    for seed in range(number):
        regime = replace(REGIMES[seed % len(REGIMES)])
        yield regime, world(regime, seed=seed, cases=cases, years=years)

"""How likely a plan keeps a promise: the exact distribution of its jobs, never a normal curve.

Each package brings its sustained jobs or nothing; what all share is a shock to the log-odds. Those that depend on one
that fails bring nothing all together (`relying`), under each shock. The sum is lumpy, and the usual mean ± z·deviation
was seen to be wrong by ten points of probability.
"""

from collections.abc import Sequence

import numpy as np

from hamahang.methods.forecast.totals import CALM, Shock, Total
from hamahang.methods.portfolio.arranging import Column
from hamahang.methods.portfolio.packing import Floats
from hamahang.methods.portfolio.relying import luck_of, total_of

WORST = 0.1  # of what may come


def of_plan(columns: Sequence[Column], *, shock: Shock = CALM) -> Total:
    """Return the distribution of the jobs of a plan: sustained ones, rounded to whole persons, if it succeeds."""
    jobs = np.array([round(column.package.jobs * column.package.lasting) for column in columns], np.int64)
    return total_of(luck_of(columns), jobs, shock=shock)


def worst_of(jobs: Total) -> float:
    """Return the mean of the worst tenth of a distribution."""
    return float((weights_of_worst(jobs) * jobs.chance) @ np.arange(len(jobs.chance)))


def weights_of_worst(jobs: Total) -> Floats:
    """Return how each number is weighed: ten times in the worst tenth, 0 beyond it, between them on its edge."""
    before = np.cumsum(jobs.chance) - jobs.chance
    inside = np.clip(WORST - before, 0.0, jobs.chance)
    return np.divide(inside, jobs.chance * WORST, out=np.zeros(len(before)), where=jobs.chance > 0)


def spread_of(column: Column) -> float:
    """Return the variance of what a package brings by itself: persons squared."""
    chance, jobs = column.chance, column.package.jobs * column.package.lasting
    return jobs * jobs * chance * (1.0 - chance)

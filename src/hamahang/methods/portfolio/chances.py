"""How likely a plan keeps a promise: the exact distribution of its jobs, never a normal curve.

Each package brings its sustained jobs or nothing; what all share is a shock to the log-odds. The sum is lumpy, and the
usual mean ± z·deviation was seen to be wrong by ten points of probability.
"""

from collections.abc import Sequence

import numpy as np

from hamahang.methods.forecast.totals import CALM, Shock, Total, total
from hamahang.methods.portfolio.arranging import Column
from hamahang.methods.portfolio.problem import chance_of


def of_plan(columns: Sequence[Column], *, shock: Shock = CALM) -> Total:
    """Return the distribution of the jobs of a plan: sustained ones, rounded to whole persons, if it succeeds."""
    chances = np.array([chance_of(column.package, column.start) for column in columns], np.float64)
    jobs = np.array([round(column.package.jobs * column.package.lasting) for column in columns], np.int64)
    return total(chances, jobs, shock=shock)


def spread_of(column: Column) -> float:
    """Return the variance of what a package brings: persons squared."""
    chance, jobs = chance_of(column.package, column.start), column.package.jobs * column.package.lasting
    return jobs * jobs * chance * (1.0 - chance)

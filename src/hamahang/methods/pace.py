"""When a project will be whole by the pace of its inspections, with an interval: a small model that says its grounds.

Progress grows by a steady pace and chance: between two inspections it grows by N(pace·days, spread²·days). The pace is
all growth over all days; the spread comes from the residuals. The day on which the project is whole lies between the
days on which the bounds of the prediction reach 100 (an interval as of Fieller: the pace itself is uncertain too).
It knows nothing of money, weather or obstacles; with few inspections the interval is wide, and it may have no end.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, inf, sqrt

PROBABILITY = 0.8  # of the interval: one project in ten is earlier, one in ten later
LEAST = 3  # inspections; of two nothing can be said of the spread
FARTHEST = 7_300  # days; of what lies farther than twenty years nothing is worth saying
# quantiles of Student's t at 0.9 by degrees of freedom, from 1; beyond the table the normal one serves
_T90 = (3.0777, 1.8856, 1.6377, 1.5332, 1.4759, 1.4398, 1.4149, 1.3968, 1.3830, 1.3722, 1.3634, 1.3562, 1.3502, 1.3450)
_NORMAL90 = 1.2816


@dataclass(frozen=True, slots=True)
class Pace:
    """Days from the last inspection until the project is whole. most: None where the interval has no end.

    a_month: percent a month of thirty days
    """

    least: int
    likely: int
    most: int | None
    a_month: float
    inspections: int


def days_until_whole(seen: Sequence[tuple[int, float]]) -> Pace | None:
    """Return in how many days after the last inspection a project will be whole.

    seen: day (any count of days) and percent of each inspection, in order of days
    None with fewer than three inspections on different days, or where it hardly grows.
    :raises ValueError: if the days are not in order
    """
    days = [day for day, _ in seen]
    if any(later <= earlier for earlier, later in pairwise(days)):
        raise ValueError("the days of inspections are not in order")
    if len(seen) < LEAST:
        return None
    (first, begun), (last, now) = seen[0], seen[-1]
    span, pace = last - first, (now - begun) / (last - first)
    left = max(100.0 - now, 0.0)
    if pace <= 0 or left / pace > FARTHEST:
        return None
    steps = [(later - day, after - percent) for (day, percent), (later, after) in pairwise(seen)]
    freedom = len(steps) - 1
    spread = sum((gain - pace * long) ** 2 / long for long, gain in steps) / freedom
    t = _T90[freedom - 1] if freedom <= len(_T90) else _NORMAL90
    least, most = _bounds(left, pace, t * t * spread, span)
    end = None if most > FARTHEST else ceil(most)
    return Pace(max(0, int(least)), round(left / pace), end, pace * 30, len(seen))


def _bounds(left: float, pace: float, noise: float, span: float) -> tuple[float, float]:
    """Return between which days pace·d ± √(noise·(d + d²/span)) reaches what is left.

    noise: t² times the variance of a day. Squared, both ends solve (pace² − noise/span)·d² − (2·left·pace + noise)·d
    + left² = 0; where the pace cannot be told from nothing, only the earlier end exists.
    """
    a, b, c = pace * pace - noise / span, -(2 * left * pace + noise), left * left
    if left == 0:
        return 0.0, 0.0
    if abs(a) < 1e-15:
        return -c / b, inf
    root = sqrt(max(b * b - 4 * a * c, 0.0))
    ends = sorted(((-b - root) / (2 * a), (-b + root) / (2 * a)))
    if a < 0:
        # one end lies before the last inspection: the interval is open to the far side
        return max(ends), inf
    return ends[0], ends[1]

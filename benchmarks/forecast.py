"""Forecasts: how right they are over made-up worlds beside the naive ways, and how long they take beside their floor.

`python3 dev.py bench forecast [WORLDS]`. The floor of drawing is numpy's uniform numbers alone, one for each draw and
case; that of fitting is one sorting of the rows of the history.
"""

import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
HORIZON = 365.0
DRAWS, OPEN, MONTHS = 10_000, 5_000, 24


def main() -> None:
    """Measure and print."""
    sys.path[:0] = [str(ROOT / "src")]
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 56
    rightness(number)
    drawing()
    fitting()


def rightness(number: int) -> None:
    """Print scores over worlds of four regimes, small and large."""
    import numpy as np

    from hamahang.methods.forecast import backtest
    from hamahang.methods.forecast.worlds import worlds

    print(f"{number} worlds, four yearly forecasts in each; goals: coverage within 4 points, scores 20 % better")
    print(
        "curve: how far at most what was said lies from what came, in ten bands of at least a hundred cases; goal 0.07"
    )
    print(
        "cases    80 %    95 %    PIT    CRPS  curve  better than straight line, last year, stated dates, stage rates"
    )
    everywhere = []
    for cases in (30, 120, 300, 1_500):
        results = []
        for _, books in worlds(number if cases < 1_000 else number // 2, cases=cases):
            days = [books.last_day - HORIZON * year for year in (4, 3, 2, 1)]
            results.append(backtest(books, horizon=HORIZON, at=days))
        model = [np.mean([getattr(one.model, name) for one in results]) for name in ("coverage80", "coverage95", "pit")]
        crps = np.mean([one.model.crps for one in results])
        rivals = [np.mean([one.rivals[name].crps for one in results]) for name in results[0].rivals]
        better = "  ".join(f"{100 * (1 - crps / rival):5.0f} %" for rival in rivals)
        shown = f"{model[0]:7.3f} {model[1]:7.3f} {model[2]:6.3f} {crps:7.3f} {furthest(results):6.3f}"
        print(f"{cases:5,} {shown}  {better}", flush=True)
        everywhere += results
    covers = [np.mean([getattr(one.model, name) for one in everywhere]) for name in ("coverage80", "coverage95")]
    shown = f"{covers[0]:7.3f} {covers[1]:7.3f} {furthest(everywhere):22.3f}"
    print(f"  all {shown}  over {len(everywhere)} worlds")


def furthest(results: list[Any]) -> float:
    """Return how far what was said lies from what came, in the band of chances where it is furthest."""
    import numpy as np

    from hamahang.methods.forecast.scoring import calibration

    replays = [one for result in results for one in result.replays]
    said, came = (np.concatenate([getattr(one, name) for one in replays]) for name in ("chances", "came"))
    bands = [band for band in calibration(said, came) if band.number >= 100]
    return max((abs(band.said - band.came) for band in bands), default=float("nan"))


def seconds(act: Callable[[], Any]) -> tuple[float, float]:
    """Return the wall and processor seconds of the best of three runs."""
    found = []
    for _ in range(3):
        wall, cpu = time.perf_counter(), time.process_time()
        act()
        found.append((time.perf_counter() - wall, time.process_time() - cpu))
    return min(found)


def drawing() -> None:
    """Print the time of ten thousand futures of five thousand cases beside its floor."""
    import numpy as np

    from hamahang.methods.forecast.drawing import draw
    from hamahang.methods.forecast.totals import normal_shock, total

    random = np.random.default_rng(1390)
    by_month = np.sort(random.uniform(0, 0.6, (OPEN, MONTHS)), axis=1)
    weights, shock = random.integers(1, 40, OPEN), normal_shock(0.3)

    def floor() -> None:
        for _ in range(OPEN):
            random.random(DRAWS, dtype=np.float32)

    least, least_cpu = seconds(floor)
    ours, ours_cpu = seconds(lambda: draw(by_month, weights, draws=DRAWS, shock=shock, seed=1))
    exact, _ = seconds(lambda: total(by_month[:, -1], weights, shock=shock))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\n{DRAWS:,} draws x {OPEN:,} open cases x {MONTHS} months (goal 2 s, 1,024 MB)")
    print(f"uniform numbers alone {least:6.2f} s, {least_cpu:.2f} of processor")
    print(f"ours                  {ours:6.2f} s, {ours_cpu:.2f} of processor; peak {peak:,.0f} MB")
    print(f"share of the floor    {least_cpu / ours_cpu:6.2f}")
    print(f"the exact distribution of the last month, for comparison: {exact:.2f} s")


def fitting() -> None:
    """Print the time to learn from a hundred thousand finished cases (goal 10 s) beside its floor."""
    import numpy as np

    from hamahang.methods.forecast import fit
    from hamahang.methods.forecast.worlds import REGIMES, world

    books = world(REGIMES[1], seed=3, cases=145_000)
    at = books.last_day - HORIZON
    finished = int((~np.isnan(books.known(at).succeeded_on)).sum())
    ended = finished + int(np.isin(books.stage[books.entered <= at], list(books.bad)).sum())
    least, _ = seconds(lambda: np.lexsort((books.entered, books.case)))
    begun, cpu = time.perf_counter(), time.process_time()
    fit(books, at=at, horizon=HORIZON)
    spent, cpu = time.perf_counter() - begun, time.process_time() - cpu
    print(f"\n{ended:,} finished of {len(books.cases):,} cases, {len(books.case):,} rows (goal 10 s)")
    print(f"one sorting of the rows {least:6.2f} s")
    print(f"learning                {spent:6.2f} s, {cpu:.2f} of processor")
    print(f"ratio to the floor      {spent / least:6.1f}")


if __name__ == "__main__":
    main()

"""Places with their intervals: thousands of drawn indices beside a plain loop over pymcdm.

`python3 dev.py bench gap`. Goals: 31 provinces × 60 indicators × 10,000 draws in 5 s, 478 counties in 60 s, on 2 cores.
The loop draws weights and one error of the data and calls pymcdm's TOPSIS and ranking, a draw at a time; it is measured
on a part and told for as many draws. It does less: one normalisation and one aggregation.
"""

import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
INDICATORS, DRAWS, PART = 60, 10_000, 300
GOALS = {31: 5.0, 478: 60.0}


def main() -> None:
    """Measure and print."""
    sys.path[:0] = [str(ROOT / "src")]
    for areas, goal in GOALS.items():
        measure(areas, goal)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak {peak:,.0f} MB")


def seconds(act: Callable[[], Any]) -> tuple[float, float]:
    """Return the wall and processor seconds of one run."""
    wall, cpu = time.perf_counter(), time.process_time()
    act()
    return time.perf_counter() - wall, time.process_time() - cpu


def measure(areas: int, goal: float) -> None:
    """Print the time of ten thousand drawn indices of so many areas."""
    import numpy as np
    from pymcdm.helpers import rankdata
    from pymcdm.methods import TOPSIS
    from pymcdm.normalizations import vector_normalization

    from hamahang.methods import benchmark

    rng = np.random.default_rng(1390)
    values = rng.lognormal(3, 0.5, (areas, INDICATORS))
    signs = np.where(np.arange(INDICATORS) % 3, 1, -1)
    columns = tuple(benchmark.Indicator(f"x{place}", int(sign)) for place, sign in enumerate(signs))
    table = benchmark.Table(tuple(f"A{place}" for place in range(areas)), columns, values)
    ranking = benchmark.rank(table)

    def one_by_one() -> None:
        topsis = TOPSIS(normalization_function=vector_normalization)
        for _ in range(PART):
            weights = rng.dirichlet(np.ones(INDICATORS))
            changed = values + 0.05 * values.std(axis=0) * rng.standard_normal(values.shape)
            rankdata(topsis(np.abs(changed), weights, signs), reverse=True)

    def same() -> None:
        only = benchmark.Choices(normalisations=("vector",), aggregations=("topsis",))
        benchmark.intervals(ranking, choices=only, draws=DRAWS)

    ours, ours_cpu = seconds(lambda: benchmark.intervals(ranking, draws=DRAWS))
    alike, alike_cpu = seconds(same)
    without, without_cpu = seconds(
        lambda: benchmark.intervals(ranking, choices=benchmark.Choices(error=0), draws=DRAWS)
    )
    _, loop_cpu = seconds(one_by_one)
    loop_cpu *= DRAWS / PART
    print(f"{areas} areas × {INDICATORS} indicators × {DRAWS:,} draws (goal {goal:.0f} s)")
    print(f"all choices          {ours:7.2f} s, {ours_cpu:7.2f} of processor; {goal / ours:.1f} times within the goal")
    print(f"without data error   {without:7.2f} s, {without_cpu:7.2f} of processor")
    print(f"TOPSIS alone         {alike:7.2f} s, {alike_cpu:7.2f} of processor")
    print(f"loop over pymcdm               {loop_cpu:7.2f} of processor (TOPSIS alone; from {PART} draws)")
    same_ratio, ratio = loop_cpu / alike_cpu, loop_cpu / ours_cpu
    print(f"loop over ours       {same_ratio:7.1f} doing the same, {ratio:.1f} with all choices\n", flush=True)


if __name__ == "__main__":
    main()

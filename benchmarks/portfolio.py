"""Portfolios beside the solvers of others: two families of provinces, the same time for each, the bound, the limits.

Two more families are made in the way of the public knapsack files: `--families mknap,mmkp --sizes 100,250,500`.

`python3 dev.py bench portfolio [--sizes 100,1000] [--families full,simple] [--seconds 10] [--seed 0] [--no-rivals]`

A rival that is not installed is named and left out; each runs in a process of its own, and is ended when it is late.
The gap of everybody is against the best bound that anybody proved. The limits are one pricing pass over all
coefficients, and the relaxation alone, ours beside the solver's own.
"""

import argparse
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
KNAPSACKS = (100, 250, 400, 500)
# seconds and gap that are aimed at: family, candidates
GOALS = {
    ("full", 100): (3, 0.01), ("full", 1_000): (60, 0.001), ("full", 10_000): (60, 0.0002),
    ("full", 100_000): (300, 0.0005),
    ("simple", 10_000): (3, 0.00005), ("simple", 100_000): (15, 0.00005),
}  # fmt: skip
GOALS |= {(family, size): (60, 0) for family in ("mknap", "mmkp") for size in KNAPSACKS}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="dev.py bench portfolio")
    parser.add_argument("--sizes", default="100,1000,10000,100000")
    parser.add_argument("--families", default="full,simple")
    parser.add_argument("--seconds", type=float, help="for everybody; the goal's own where it is not given")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--no-rivals", action="store_true")
    wanted = parser.parse_args()
    sys.path[:0] = [str(ROOT / "src"), str(ROOT / "benchmarks")]
    from _portfolios import RIVALS, is_there

    absent = [name for name, module, *_ in RIVALS if not is_there(module)]
    print(f"not installed, left out: {', '.join(absent) or 'none'}")
    for family in wanted.families.split(","):
        for size in map(int, wanted.sizes.split(",")):
            seconds = wanted.seconds or float(GOALS.get((family, size), (20, 0))[0])
            measure(family, size, seconds, wanted)


def measure(family: str, size: int, seconds: float, wanted: argparse.Namespace) -> None:
    """Print one problem: its limits, what each found, and how far that is from the best bound."""
    from _portfolios import FAMILIES, RIVALS, asked, is_there

    packing = FAMILIES[family](size, wanted.seed)
    print(f"\n{family}, {size:,} candidates: {packing.columns:,} columns, {len(packing.limit):,} limits", flush=True)
    limits(packing, size)
    told = {"ours": asked(ours, packing, seconds)}
    if not wanted.no_rivals:
        for name, module, rival, most in RIVALS:
            if is_there(module) and size <= most:
                told[name] = asked(rival, packing, seconds)
    report(packing, told, seconds, GOALS.get((family, size)))


def ours(packing: Any, seconds: float) -> tuple[Any, float]:
    """Choose as the library does; its first plan and its own proof are printed where they are made."""
    from hamahang.methods.portfolio.solving import solve

    begun = time.perf_counter()
    firsts: list[str] = []

    def told(worth: int, most: float, gap: float) -> None:
        if not firsts:
            firsts.append(f"first plan after {time.perf_counter() - begun:.2f} s, {100 * gap:.3f} % from its bound")

    found = solve(packing, seconds=seconds, told=told)
    print("  " + "".join(firsts), flush=True)
    return found.chosen, found.most


def limits(packing: Any, size: int) -> None:
    """Print how long one pass over all coefficients takes, and the relaxation: ours and the solver's own."""
    import numpy as np

    from hamahang.methods.portfolio.highs import relax
    from hamahang.methods.portfolio.relaxing import relaxation

    prices = np.ones(len(packing.limit))
    floor = min(timed(lambda: np.maximum.reduceat(packing.value - packing.matrix.T @ prices, packing.starts[:-1]))
                for _ in range(5))  # fmt: skip
    relaxed = timed(lambda: relaxation(packing))
    said = f"  one pricing pass {1e3 * floor:.1f} ms; relaxation {relaxed:.2f} s, {relaxed / floor:,.0f} passes"
    if size <= 10_000:
        own = timed(lambda: relax(packing))
        said += f"; the solver's own {own:.2f} s, {own / relaxed:.1f} times as long"
    print(said, flush=True)


def timed(act: Any) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def report(packing: Any, told: dict[str, Any], seconds: float, goal: tuple[float, float] | None) -> None:
    """Print a table: value, own bound, gap to the best bound, seconds, memory, value in parts of ours."""
    best = min(found.bound for found in told.values())
    worth = {name: packing.worth(f.chosen) for name, f in told.items() if f.chosen is not None}
    aim = f"; goal {100 * goal[1]:.3f} % in {goal[0]} s" if goal and goal[1] else ""
    print(f"  {seconds:.0f} s for each{aim}")
    print(f"  {'':12} {'value':>18} {'gap':>10} {'seconds':>8} {'MiB':>7} {'of ours':>9}")
    for name, found in told.items():
        if name not in worth:
            print(f"  {name:12} {'nothing':>18} {found.why:>10} {found.seconds:8.1f} {found.memory:7.0f}")
            continue
        value, faults = worth[name], packing.faults(found.chosen)
        gap = (best - value) / max(abs(value), 1)
        note = "" if not faults else f"  keeps not {len(faults)} limits"
        share = value / worth["ours"] if worth.get("ours") else float("nan")
        print(
            f"  {name:12} {value:18,} {100 * gap:9.4f}% {found.seconds:8.1f} {found.memory:7.0f} {share:9.5f}{note}",
            flush=True,
        )


if __name__ == "__main__":
    main()

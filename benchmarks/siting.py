"""The p-median of 900 places with 90 to open, beside `spopt` with its default solver, and the proof checked again.

`python3 dev.py bench siting [SECONDS] [VERTICES NUMBER]`. The graph is made as OR-Library's are: n²/50 edges of
lengths 1 to 100. The peer is ended after so many seconds (180), in which it makes its programme and solves it. A small
graph that both finish shows that they find the same.
"""

import importlib.util
import os
import signal
import subprocess
import sys
import time
import warnings
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GOAL = 60.0
SMALL = (150, 15)


def main() -> None:
    """Measure and print."""
    sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
    words = sys.argv[1:]
    seconds = float(words[0]) if words else 180.0
    vertices, number = (int(word) for word in words[1:3]) if len(words) > 2 else (900, 90)
    compare(*SMALL, seconds)
    compare(vertices, number, seconds)


def compare(vertices: int, number: int, seconds: float) -> None:
    """Print both on one graph."""
    from hamahang.methods.siting import is_proven, median, read_pmed
    from tests.methods.siting.made import random_graph

    text = random_graph(vertices, number, seed=vertices + number)
    begun = time.perf_counter()
    graph = read_pmed(text)
    read = time.perf_counter() - begun
    cpu = time.process_time()
    found = median(graph.cost, number=number, seconds=300)
    cpu = time.process_time() - cpu
    begun = time.perf_counter()
    proven = is_proven(graph.cost, found)
    checked = time.perf_counter() - begun
    print(f"\n{vertices:,} places, {number} to open (goal {GOAL:.0f} s)")
    print(f"read, ways of all pairs {read:8.2f} s")
    print(
        f"ours                    {found.seconds:8.2f} s, {cpu:.2f} of processor: "
        f"{found.value:,} of at least {found.bound:,}",
        flush=True,
    )
    print(f"proof, {len(found.splits):5,} parts      {checked:8.2f} s: {'holds' if proven else 'DOES NOT HOLD'}")
    if importlib.util.find_spec("spopt") is None:
        print("spopt is not installed")
        return
    said, spent = peer(text, seconds)
    print(f"spopt with CBC          {spent:8.2f} s: {said or 'no answer yet, ended'}")
    print(f"spopt to ours           {'' if said else 'more than '}{spent / found.seconds:,.1f} times")


def peer(text: str, seconds: float) -> tuple[str, float]:
    """Return what spopt found, nothing where it had to be ended, and the seconds: with making its programme."""
    begun = time.perf_counter()
    words = [sys.executable, __file__, "--peer"]
    # its solver is a process of its own and does not keep to a limit of time: both are ended together
    child = subprocess.Popen(
        words,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    try:
        said, _ = child.communicate(text, timeout=seconds)
    except subprocess.TimeoutExpired:
        os.killpg(child.pid, signal.SIGKILL)
        child.communicate()
        said = ""
    return said.strip(), time.perf_counter() - begun


def answer() -> None:
    """Solve the graph of the standard input with spopt and its default solver, and print the value."""
    sys.path[:0] = [str(ROOT / "src")]
    warnings.simplefilter("ignore")
    import numpy as np
    import pulp
    from spopt.locate import PMedian

    from hamahang.methods.siting import read_pmed

    graph = read_pmed(sys.stdin.read())
    model = PMedian.from_cost_matrix(graph.cost, np.ones(len(graph.cost)), p_facilities=graph.number)
    model.solve(pulp.PULP_CBC_CMD(msg=False), results=False)
    is_optimal = model.problem.sol_status == pulp.LpSolutionOptimal
    print(f"{model.problem.objective.value():,.0f} ({'optimal' if is_optimal else 'not proven'})")


if __name__ == "__main__":
    if sys.argv[1:] == ["--peer"]:
        answer()
    else:
        main()

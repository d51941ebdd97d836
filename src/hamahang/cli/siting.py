"""`hamahang siting solve`: where to open so that all ways together are shortest, with a bound."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hamahang.cli import options
from hamahang.cli.linkage import Refused

if TYPE_CHECKING:
    from hamahang.methods.siting.reading import Graph


def add(parsers: Any) -> None:
    """Register the command."""
    siting = parsers.add_parser("siting", help="choose sites, with a bound / مکان‌یابی با کران")
    verbs = siting.add_subparsers(dest="verb", required=True, metavar="VERB")
    solve = verbs.add_parser("solve", help="solve a public p-median file / حل یک مسئلهٔ منتشرشده")
    solve.add_argument("--pmed", type=Path, required=True, help="a p-median problem in the form of OR-Library")
    solve.add_argument("--seconds", type=_seconds, default=60.0, help="stop then with the best and its bound (60)")
    solve.add_argument("--json", action="store_true", help="`open` names vertices as the file does, from 1")
    solve.set_defaults(run=run_solve)


def _seconds(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not 0 < number < float("inf"):
        raise argparse.ArgumentTypeError(
            f"{text!r} is not a number of seconds above zero / شمار ثانیه‌ها را بیش از صفر بنویسید"
        )
    return number


def run_solve(arguments: argparse.Namespace) -> int:
    """Solve and print."""
    import time

    from hamahang.methods.siting.medians import TooLarge, median

    begun = time.perf_counter()
    try:
        graph = _graph(arguments.pmed)
        found = median(graph.cost, number=graph.number, seconds=arguments.seconds)
    except Refused as refused:
        options.refuse(refused.fa, refused.en)
        return refused.status
    except TooLarge:
        return options.refuse(
            f"{arguments.pmed}: جمع طول‌ها از دقت عدد بیرون است؛ طول‌ها را با یکای بزرگ‌تر بنویسید.",
            f"{arguments.pmed}: the sums of lengths are not exact; write lengths in a larger unit.",
        )
    said: dict[str, Any] = {
        "value": graph.said(found.value),
        "bound": graph.said(found.bound),
        "open": [site + 1 for site in found.open],
        "seconds": round(time.perf_counter() - begun, 3),
    }
    if arguments.json:
        options.print_json(said)
    else:
        said["open"] = " ".join(str(site + 1) for site in found.open)
        if found.by_solver:
            said["bound"] = f"{said['bound']}  (به گفتهٔ حل‌کننده / by the solver's word)"
        sys.stdout.write("".join(f"{name:8} {value}\n" for name, value in said.items()))
    return 0


def _graph(path: Path) -> "Graph":
    """Return the problem of a file.

    :raises Refused: if it cannot be read or is no problem
    """
    from hamahang.domain.text import to_persian_digits
    from hamahang.methods.siting.reading import NotAGraph, read_pmed

    try:
        text = path.read_text(encoding="utf-8-sig", errors="replace")
    except OSError as error:
        raise Refused(
            f"پروندهٔ {path} خوانده نشد؛ نشانی آن را بررسی کنید.",
            f"{path} cannot be read: {error.strerror}; check where it is.",
            status=2,
        ) from error
    try:
        return read_pmed(text)
    except NotAGraph as error:
        fa, en = error.why
        place_fa, place_en = (
            (f"، خط {to_persian_digits(str(error.line))}", f", line {error.line}") if error.line else ("", "")
        )
        raise Refused(f"{path}{place_fa}: {fa}", f"{path}{place_en}: {en}.") from error

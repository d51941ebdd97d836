"""`hamahang plan solve`: choice problems of public files, solved with a bound."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hamahang.cli import options
from hamahang.cli.linkage import Refused

if TYPE_CHECKING:
    from hamahang.methods.portfolio.reading import Read
    from hamahang.methods.portfolio.solving import Solution


def add(parsers: Any) -> None:
    """Register the command."""
    plan = parsers.add_parser("plan", help="choose the best support for the money / بهترین سبد برای پول")
    verbs = plan.add_subparsers(dest="verb", required=True, metavar="VERB")
    solve = verbs.add_parser("solve", help="solve a public problem file / حل یک مسئلهٔ منتشرشده")
    file = solve.add_mutually_exclusive_group(required=True)
    file.add_argument("--mknap", type=Path, help="multidimensional knapsacks in the form of OR-Library")
    file.add_argument("--mmkp", type=Path, help="a multiple-choice multidimensional knapsack")
    solve.add_argument("--instance", type=int, default=1, help="which problem of an OR-Library file, the first is 1")
    solve.add_argument("--seconds", type=_seconds, default=60.0)
    solve.add_argument("--gap", type=_gap, default=0.0, help="stop at this distance from the bound, a share (0)")
    solve.add_argument("--json", action="store_true", help="`chosen` counts items from 0")
    solve.set_defaults(run=run_solve)


def _seconds(text: str) -> float:
    return _positive(text, "a number of seconds above zero / شمار ثانیه‌ها را بنویسید")


def _gap(text: str) -> float:
    return 0.0 if text.strip() in ("0", "0.0") else _positive(text, "a share such as 0.005 / سهمی مانند 0.005")


def _positive(text: str, what: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not 0 < number < float("inf"):
        raise argparse.ArgumentTypeError(f"{text!r} is not {what}")
    return number


def run_solve(arguments: argparse.Namespace) -> int:
    """Solve and print."""
    from hamahang.methods.portfolio.solving import solve

    try:
        read = _read(arguments)
    except Refused as refused:
        options.refuse(refused.fa, refused.en)
        return refused.status
    found = solve(read.packing, gap=arguments.gap, seconds=arguments.seconds)
    if found.chosen is None:
        options.refuse("هیچ گزینشی همهٔ حدها را نگه نمی‌دارد.", f"No choice keeps all limits ({found.status}).")
        return 1
    said = _as_json(read, found)
    if arguments.json:
        options.print_json(said)
    else:
        sys.stdout.write(
            "".join(f"{name:10} {said[name]}\n" for name in ("value", "bound", "gap", "seconds", "status"))
        )
    return 0


def _read(arguments: argparse.Namespace) -> "Read":
    """Return the problem of the file.

    :raises Refused: if it cannot be read or is no problem
    """
    from hamahang.methods.portfolio.packing import NumbersTooLarge
    from hamahang.methods.portfolio.reading import NotAProblem, read_mknap, read_mmkp

    path: Path = arguments.mknap or arguments.mmkp
    try:
        text = path.read_text(encoding="utf-8-sig", errors="replace")
    except OSError as error:
        raise Refused(f"پروندهٔ {path} خوانده نشد.", f"{path} cannot be read: {error.strerror}.", status=2) from error
    try:
        return read_mknap(text, instance=arguments.instance) if arguments.mknap else read_mmkp(text)
    except NotAProblem as error:
        raise Refused(
            f"{path} به این قالب نیست: {error.where}", f"{path} is not of this form: {error.where}."
        ) from error
    except NumbersTooLarge as error:
        raise Refused(f"{path}: عددها بیش از ۲^۵۳ است.", f"{path}: numbers beyond 2^53.") from error


def _as_json(read: "Read", found: "Solution") -> dict[str, Any]:
    import numpy as np

    packing, taken = read.packing, np.zeros(0, np.int64) if found.chosen is None else found.chosen
    if packing.is_must.all():
        # of each class the place of what is taken, from 0
        taken = (taken - packing.starts[packing.group[taken]])[np.argsort(packing.group[taken])]
    return {
        "value": read.value(found.worth),
        "bound": read.value(found.most),
        "certified": read.value(float(found.certified)),
        "gap": round(found.gap, 9),
        "status": found.status,
        "seconds": round(found.seconds, 3),
        "chosen": [int(place) for place in taken],
    }

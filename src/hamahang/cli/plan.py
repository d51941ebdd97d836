"""`hamahang plan solve`: choice problems of public files, solved with a bound. `plan run`: a plan under terms."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hamahang.cli import options
from hamahang.cli.linkage import Refused
from hamahang.cli.plan_reasons import reasons
from hamahang.cli.plan_words import LIMITS, heads, persian, refuse

if TYPE_CHECKING:
    from hamahang.methods.portfolio.per_rial import PerRial
    from hamahang.methods.portfolio.plans import Plan
    from hamahang.methods.portfolio.reading import Read
    from hamahang.methods.portfolio.solving import Solution, Told

SHOWN = 40  # letters of an argument that are repeated
SEARCH = {"gap": 0.005, "seconds": 20.0}  # where neither the terms nor the command say it


def add(parsers: Any) -> None:
    """Register the command."""
    plan = parsers.add_parser("plan", help="choose the best support for the money / بهترین سبد برای پول")
    verbs = plan.add_subparsers(dest="verb", required=True, metavar="VERB")
    solve = verbs.add_parser("solve", help="solve a public problem file / حل یک مسئلهٔ منتشرشده")
    file = solve.add_mutually_exclusive_group(required=True)
    file.add_argument("--mknap", type=Path, help="multidimensional knapsacks in the form of OR-Library")
    file.add_argument("--mmkp", type=Path, help="a multiple-choice multidimensional knapsack")
    solve.add_argument("--instance", type=int, default=1, help="which problem of a file of several, the first is 1")
    solve.add_argument("--seconds", type=_seconds, default=60.0)
    solve.add_argument("--gap", type=_gap, default=0.0, help="stop at this distance from the bound, a share (0)")
    solve.add_argument("--json", action="store_true", help="`chosen` counts items from 0")
    solve.add_argument("--progress", action="store_true", help="each better choice with its bound, to standard error")
    solve.set_defaults(run=run_solve)
    run = verbs.add_parser("run", help="choose under terms, with reasons / گزینش با دلیل")
    run.add_argument("--terms", type=Path, required=True, help="JSON; see docs/recipes/choose-a-portfolio.md")
    # without a default: what is written here goes before what the terms say
    run.add_argument("--seconds", type=_seconds, help="of the search; before those of the terms (20)")
    run.add_argument("--gap", type=_gap, help="stop at this distance from the bound; before that of the terms (0.005)")
    run.add_argument("--reasons", type=_seconds, default=20.0, help="seconds for all the reasons together (20)")
    run.add_argument("--json", action="store_true")
    run.add_argument("--progress", action="store_true", help="each better plan with its bound, to standard error")
    run.set_defaults(run=run_terms)
    resume = verbs.add_parser("resume", help="make the plan that was asked for in a page / ساختن برنامهٔ خواسته‌شده")
    resume.add_argument("code", help="of the page that shows how far it is")
    resume.set_defaults(run=run_asked)


def run_asked(arguments: argparse.Namespace) -> int:
    """Make the plan that was asked for in a page; one that was broken off begins anew."""
    import time

    from hamahang.cli import setup

    setup.django()
    from django.conf import settings

    from hamahang.planning import trying

    try:
        run = trying.carry_out(code=arguments.code, store=settings.MEDIA_ROOT, clock=time.time, at=options.now())
    except KeyError:
        return options.refuse("چنین برنامه‌ای خواسته نشده است.", f"No plan {arguments.code} was asked for.")
    if run is not None:
        sys.stdout.write(f"{run.number}\n")
    return 0 if run is not None else 1


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
        raise argparse.ArgumentTypeError(f"{text[:SHOWN]!r} is not {what}")
    return number


def _progress(scale: float) -> "Told":
    """Return what writes each better choice to the standard error."""

    def told(worth: int, most: float, gap: float) -> None:
        sys.stderr.write(f"{worth / scale:,.1f} / {most / scale:,.1f}   {100 * gap:.3f} %\n")
        sys.stderr.flush()

    return told


def run_solve(arguments: argparse.Namespace) -> int:
    """Solve and print."""
    from hamahang.methods.portfolio.solving import not_told, solve

    try:
        read = _read(arguments)
    except Refused as refused:
        refuse(refused.fa, refused.en)
        return refused.status
    scale = float(read.scale)
    told = _progress(scale) if arguments.progress else not_told
    found = solve(read.packing, gap=arguments.gap, seconds=arguments.seconds, told=told)
    if found.chosen is None:
        refuse(*_none(found))
        return 1
    said = _as_json(read, found)
    if arguments.json:
        options.print_json(said)
    else:
        sys.stdout.write(
            "".join(f"{name:10} {said[name]}\n" for name in ("value", "bound", "gap", "seconds", "status"))
        )
    return 0


def _none(found: "Solution") -> tuple[str, str]:
    """Return why nothing is chosen: that nothing keeps all limits was proved, or that the time was too short."""
    if found.status == "infeasible":
        return "هیچ گزینشی همهٔ حدها را نگه نمی‌دارد.", "No choice keeps all limits (infeasible)."
    return (
        "در این زمان گزینشی که همهٔ حدها را نگه دارد یافت نشد؛ نبودنش هم ثابت نشد. زمان بیشتری بدهید.",
        "In this time no choice that keeps all limits was found, nor is it proved that there is none: give it more.",
    )


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
        return (read_mknap if arguments.mknap else read_mmkp)(text, instance=arguments.instance)
    except NotAProblem as error:
        raise Refused(
            f"{path} به این قالب نیست: {error.why[0]}", f"{path} is not of this form: {error.why[1]}."
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


def run_terms(arguments: argparse.Namespace) -> int:
    """Choose under terms, explain, print."""
    import time

    from hamahang.methods.portfolio.conflicts import conflict, say
    from hamahang.methods.portfolio.plans import solve
    from hamahang.methods.portfolio.problem import SCALE, Absurd
    from hamahang.methods.portfolio.solving import not_told

    begun = time.perf_counter()
    try:
        problem, more, scenarios = _terms(arguments.terms)
        told = _progress(float(SCALE)) if arguments.progress else not_told
        asked = {name: given for name in SEARCH if (given := getattr(arguments, name)) is not None}
        plan = solve(problem, told=told, **SEARCH | more | asked)
        otherwise = _otherwise(plan, SEARCH | more | asked, scenarios)
    except Refused as refused:
        refuse(refused.fa, refused.en)
        return refused.status
    except Absurd as absurd:
        refuse(*absurd.why)
        return 1
    if not plan.chosen and plan.status == "infeasible":
        words = say(conflict(plan.arranged), plan.arranged.limits)
        refuse(words.fa, words.en)
        return 1
    _warn(plan)
    said = _told(plan, arguments.reasons) | otherwise | {"seconds": round(time.perf_counter() - begun, 3)}
    if arguments.json:
        options.print_json(said)
    else:
        _print(said)
    return 0


def _warn(plan: "Plan") -> None:
    """Tell of terms that hold nobody."""
    from hamahang.methods.portfolio.noticing import noticed

    for words in noticed(plan.arranged.problem):
        sys.stderr.write(f"{persian(words.fa)}\n{words.en}\n")


def _terms(path: Path) -> tuple[Any, dict[str, Any], list[Any]]:
    """Return the problem of a file, what it says of the search, and how things may go otherwise.

    :raises Refused: if it cannot be read; :raises Absurd: if something in it is missing or of the wrong kind
    """
    import json

    from hamahang.methods.portfolio.problem import Absurd
    from hamahang.methods.portfolio.terms import once, read_scenarios, read_search, read_terms

    try:
        said = json.loads(path.read_bytes().decode("utf-8-sig"), object_pairs_hook=once)
    except OSError as error:
        raise Refused(f"پروندهٔ {path} خوانده نشد.", f"{path} cannot be read: {error.strerror}.", status=2) from error
    except Absurd:
        raise
    except (ValueError, RecursionError) as error:
        raise Refused(f"{path} یک JSON درست نیست.", f"{path} is not sound JSON in UTF-8: {error}.") from error
    return read_terms(said), read_search(said), read_scenarios(said)


def _otherwise(plan: "Plan", search: dict[str, Any], scenarios: list[Any]) -> dict[str, Any]:
    """Return what the plan would be worth under the scenarios of its terms; nothing where they state none."""
    if not (scenarios and plan.chosen):
        return {}
    from hamahang.methods.portfolio.asking import Asking
    from hamahang.methods.portfolio.plans import choice_of
    from hamahang.methods.portfolio.scenarios import regrets

    asking = Asking(**{name: search[name] for name in ("gap", "seconds", "seed", "rounds") if name in search})
    found = regrets(plan.arranged.problem, choice_of(plan.chosen), scenarios, asking)
    return {
        "scenarios": [
            {
                "title": one.scenario.title, "kept": float(one.kept), "gone": list(one.gone),
                "best": float(one.best), "bound": float(one.bound), "regret": float(one.regret),
                "floors": one.has_floors, "enter": list(one.enter), "proven": one.is_proven,
            }
            for one in found
        ]
    }  # fmt: skip


def _told(plan: "Plan", seconds: float) -> dict[str, Any]:
    """Return a plan for JSON; the seconds are shared by the reasons, and a reason that is not proven says so.

    The worths of the terms have as many seconds of their own; a price whose ends were not reached has none.
    """
    import time

    from hamahang.methods.portfolio import explaining
    from hamahang.methods.portfolio.noticing import noticed
    from hamahang.methods.portfolio.valuing import worths

    chosen, refused = reasons(plan, seconds)
    is_plan = plan.reached is not None or bool(plan.chosen)
    return {
        "aim": plan.aim,
        "status": plan.status,
        "target": plan.least if plan.aim == "cost" else plan.arranged.problem.target,
        "value": plan.reached,
        "bound": plan.most,
        "gap": None if plan.gap is None else round(plan.gap, 6),
        "jobs": float(plan.value) if is_plan else None,
        "jobs_bound": plan.bound if is_plan else None,
        "certified": float(plan.certified) if is_plan else None,
        "probability": plan.jobs.at_least(plan.arranged.problem.target) if plan.arranged.problem.target else None,
        "per_rial": None if plan.per_rial is None else _ratio(plan.per_rial),
        "worst_tenth": plan.worst,
        "worst_tenth_bound": plan.worst_bound,
        "chosen": chosen,
        "refused": refused,
        "limits": [
            {"code": one.code, "used": float(one.used), "of": float(one.of), "price": one.price}
            for one in explaining.prices(plan)
        ],
        "worths": [
            {"code": one.code, "amount": one.amount, "price": one.price, "least": one.least, "most": one.most}
            for one in (worths(plan, until=time.perf_counter() + seconds) if plan.chosen else ())
        ],
        "warnings": [{"fa": persian(one.fa), "en": one.en} for one in noticed(plan.arranged.problem)],
    }


def _ratio(found: "PerRial") -> dict[str, Any]:
    """Return jobs per million rials with what proves their bound, as exact fractions."""
    return {
        "value": float(found.value),
        "bound": float(found.bound),
        "exact": str(found.value),
        "price": str(found.price),
        "prices": {code: str(price) for code, price in sorted(found.prices.items())},
        "least": found.least,
        "spend": found.spend,
    }


def _print(said: dict[str, Any]) -> None:
    lines = [*heads(said), ""]
    lines += [
        f"+ {one['candidate']} / {one['package']} / {one['start']}: {one['reason']['fa']}" for one in said["chosen"]
    ]
    lines += [f"- {one['candidate']}: {one['nearest_change']['fa']}" for one in said["refused"]]
    lines += [
        f"? {one['title']}: {one['kept']:.1f} / {one['best']:.1f}" + "".join(f" -{name}" for name in one["gone"])
        for one in said.get("scenarios", ())
    ]
    lines += ["", LIMITS.fa, LIMITS.en]
    lines += [
        f"{one['code']:<40} {one['used']:>14,.0f} / {one['of']:>14,.0f}   {one['price']:.6g}" for one in said["limits"]
    ]
    sys.stdout.write("\n".join(lines) + "\n")

"""`hamahang forecast backtest`: how good forecasts of a stage history would have been, beside the naive rivals."""

import argparse
import sys
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hamahang.cli import foresee, options, setup
from hamahang.cli.linkage import Refused

if TYPE_CHECKING:
    from hamahang.cli.histories import Read
    from hamahang.methods.forecast import Result
    from hamahang.methods.forecast.scoring import Scores

UNSEEN = 0.1  # of a horizon that may lie after the last row

RIVALS = {
    "straight_line": ("خط راست", "straight line"),
    "last_year": ("نرخ سال گذشته", "last year's rate"),
    "stated": ("گفتهٔ صاحب کار", "stated dates"),
    "stage_rate": ("نرخ هر مرحله", "rate of each stage"),
}


def add(parsers: Any) -> None:
    """Register the command."""
    forecast = parsers.add_parser("forecast", help="will it be met, and was it so / آیا می‌رسیم، و آیا چنان شد")
    verbs = forecast.add_subparsers(dest="verb", required=True, metavar="VERB")
    foresee.add(verbs)
    replay = verbs.add_parser("backtest", help="replay a history month by month / بازپخش تاریخچه")
    replay.add_argument(
        "--history", type=Path, help="CSV with case, stage, entered_on (ISO); without it, what is recorded here"
    )
    replay.add_argument("--success", action="append", default=[], metavar="STAGE", help="may be given again")
    replay.add_argument("--failure", action="append", default=[], metavar="STAGE", help="may be given again")
    replay.add_argument(
        "--asof", action="append", default=[], type=_iso, metavar="DATE", help="ISO; may be given again"
    )
    replay.add_argument("--horizon", type=_days, required=True, metavar="DAYS")
    replay.add_argument("--json", action="store_true")
    replay.set_defaults(run=run)


def _iso(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not an ISO day such as 2011-07-01 / روز ایزو بنویسید") from error


def _days(text: str) -> float:
    try:
        days = float(text)
    except ValueError:
        days = 0.0
    if not 0 < days < 1e6:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of days above zero / شمار روزها را بنویسید")
    return days


def run(arguments: argparse.Namespace) -> int:
    """Replay and print."""
    begun = time.perf_counter()
    try:
        result, notes = _replayed(arguments)
    except Refused as refused:
        options.refuse(refused.fa, refused.en)
        return refused.status
    seconds = time.perf_counter() - begun
    if arguments.json:
        options.print_json(_as_json(result, arguments.horizon) | notes | {"seconds": round(seconds, 3)})
    else:
        _print(result, seconds)
    return 0


def _replayed(arguments: argparse.Namespace) -> tuple["Result", dict[str, Any]]:
    """Return the scores, and what of the file was left out.

    :raises Refused: if the history cannot be read or has nothing to replay
    """
    from hamahang.cli.histories import read_history
    from hamahang.methods.forecast import NothingToReplay, backtest

    try:
        if arguments.history is None:
            return _replayed_here(arguments), {"left_out": []}
        read = read_history(arguments.history, success=_success(arguments), failure=arguments.failure)
        days, unjudged = _days_to_judge(read, arguments.asof, arguments.horizon)
        notes = {
            "left_out": list(read.left_out),
            "rows_without_a_day": read.undated,
            "rows_twice": read.repeated,
            "stages_not_seen": list(read.unseen),
            "not_judged": [day.isoformat() for day in unjudged],
        }
        _note(notes)
        return backtest(read.books, horizon=arguments.horizon, at=days), notes
    except NothingToReplay as error:
        raise Refused(
            "در هیچ‌یک از روزها پروندهٔ بازی نبود؛ --asof یا --horizon دیگری بدهید.",
            "On none of the days was a case open; give another --asof or a shorter --horizon.",
        ) from error


def _days_to_judge(read: "Read", asked: Sequence[date], horizon: float) -> tuple[list[float], list[date]]:
    """Return the asked days as numbers, and those that lie before the history or whose horizon it does not see over.

    The last row of a file is seldom of the last day that its office looked: a tenth of the horizon may lack.
    :raises Refused: if no asked day can be judged
    """
    from hamahang.cli.histories import day_number

    first, last = read.books.first_day, read.books.last_day
    days = {day: day_number(day, has_times=read.has_times) for day in sorted(set(asked))}
    judged = {day: at for day, at in days.items() if first <= at <= last - (1.0 - UNSEEN) * horizon + 1.0}
    if days and not judged:
        begins, ends = (date.fromordinal(int(day)).isoformat() for day in (first, last))
        raise Refused(
            f"تاریخچه از {begins} تا {ends} است؛ هیچ‌یک از روزهای --asof با افق {horizon:g} روز در آن سنجیدنی نیست.",
            f"The history is of {begins} to {ends}; none of the days of --asof can be judged in it "
            f"with a horizon of {horizon:g} days.",
        )
    return list(judged.values()), [day for day in days if day not in judged]


def _note(notes: dict[str, Any]) -> None:
    """Say in both languages what of a file was left out, beside columns."""
    said = {
        "rows_without_a_day": ("{0} سطر روز ندارد و کنار گذاشته شد.", "{0} rows have no day and were left out."),
        "rows_twice": ("{0} سطر تکراری بود و یک بار شمرده شد.", "{0} rows stand there twice and count once."),
        "stages_not_seen": ("این مرحله‌ها در پرونده نیست: {0}", "These stages are not in the file: {0}"),
        "not_judged": (
            "این روزها در تاریخچه سنجیدنی نیست و کنار گذاشته شد: {0}",
            "These days cannot be judged in the history and were left out: {0}",
        ),
    }
    for name, texts in said.items():
        if notes[name]:
            told = ", ".join(notes[name]) if isinstance(notes[name], list) else notes[name]
            sys.stderr.writelines(text.format(told) + "\n" for text in texts)


def _success(arguments: argparse.Namespace) -> list[str]:
    """Return the stages that are a success.

    :raises Refused: if none is named
    """
    if not arguments.success:
        raise Refused("مرحلهٔ موفق را با --success بگویید.", "Name the stage of success with --success.", status=2)
    stages: list[str] = arguments.success
    return stages


def _replayed_here(arguments: argparse.Namespace) -> "Result":
    """Return the scores over what is recorded here: cases, projects, facilities and claims of jobs."""
    setup.django()
    from hamahang.commitments.histories import replay
    from hamahang.ledger.queries import as_of

    return replay(as_of(day=options.now().date()), horizon=arguments.horizon, at=arguments.asof)


def _as_json(result: "Result", horizon: float) -> dict[str, Any]:
    return {
        "model": _scores(result.model),
        "rivals": {name: _scores(scores) for name, scores in result.rivals.items()},
        "horizon": horizon,
        "cutoffs": [
            {
                "asof": date.fromordinal(int(one.at)).isoformat(),
                "open": len(one.came),
                "came": one.truth,
                "mean": round(one.said.mean, 3),
                "quantiles": {str(level): one.said.quantile(level) for level in (0.025, 0.1, 0.5, 0.9, 0.975)},
            }
            for one in result.replays
        ],
        "calibration": [
            {"number": band.number, "said": round(band.said, 4), "came": round(band.came, 4)}
            for band in result.calibration
        ],
    }


def _scores(scores: "Scores") -> dict[str, float | None]:
    names = ("brier", "crps", "coverage80", "coverage95", "pit", "bias", "width80")
    found = {name: float(getattr(scores, name)) for name in names}
    return {name: None if value != value else round(value, 6) for name, value in found.items()}


def _print(result: "Result", seconds: float) -> None:
    lines = [f"{len(result.replays)} forecasts of {sum(len(one.came) for one in result.replays)} open cases"]
    lines.append("                                CRPS     Brier     80 %     95 %     PIT")
    rows = [("مدل / model", result.model)]
    rows += [(f"{RIVALS[name][0]} / {RIVALS[name][1]}", scores) for name, scores in result.rivals.items()]
    for title, scores in rows:
        lines.append(
            f"{title:<30}{scores.crps:9.3f} {scores.brier:8.4f} {scores.coverage80:8.3f} "
            f"{scores.coverage95:8.3f} {scores.pit:7.3f}"
        )
    lines += ["", "گفته‌شده  آمده      said  came  of"]
    lines += [f"{band.said:8.3f} {band.came:8.3f} {band.number:8d}" for band in result.calibration]
    lines.append(f"{seconds:.1f} s")
    sys.stdout.write("\n".join(lines) + "\n")

"""`hamahang gap rank`: places of areas by several indicators, each with the interval of its rank."""

import argparse
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hamahang.cli import options
from hamahang.cli.linkage import Refused

if TYPE_CHECKING:
    from hamahang.methods.benchmark import Intervals, Ranking

MOST_DRAWS = 1_000_000
SHOWN = 20  # pairs that turn, of each area left out


def add(parsers: Any) -> None:
    """Register the command."""
    gap = parsers.add_parser("gap", help="places of areas, and how sure they are / رتبهٔ ناحیه‌ها و اطمینان آن")
    verbs = gap.add_subparsers(dest="verb", required=True, metavar="VERB")
    rank = verbs.add_parser("rank", help="rank the areas of a table / رتبه‌بندی ناحیه‌های یک جدول")
    rank.add_argument("--data", type=Path, required=True, help="CSV; see docs/recipes/rank-provinces.md")
    rank.add_argument("--method", default="topsis", help="topsis, taxonomy, morris, … (topsis)")
    rank.add_argument(
        "--weights", type=Path, help="CSV with an indicator and its weight in each row; without it, equal"
    )
    rank.add_argument("--draws", type=_draws, default=2_000, help="drawn choices behind the intervals (2000)")
    rank.add_argument("--missing", default="nearest", metavar="RULE", help="for empty cells: nearest, median, drop, …")
    rank.add_argument("--seed", type=int, default=0)
    rank.add_argument("--json", action="store_true")
    rank.set_defaults(run=run)


def _draws(text: str) -> int:
    from hamahang.domain.text import to_latin_digits

    number = int(latin) if (latin := to_latin_digits(text).replace(",", "")).isdecimal() else 0
    if not 1 <= number <= MOST_DRAWS:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not between 1 and {MOST_DRAWS:,}; no rank without its interval / "
            "رتبه بی بازه گفته نمی‌شود؛ عددی از ۱ تا یک میلیون بنویسید"
        )
    return number


def run(arguments: argparse.Namespace) -> int:
    """Rank and print."""
    from hamahang.methods.benchmark import Unfit, intervals

    begun = time.perf_counter()
    try:
        ranking = _ranking(arguments)
        found = intervals(ranking, draws=arguments.draws, seed=arguments.seed)
    except Refused as refused:
        options.refuse(refused.fa, refused.en)
        return refused.status
    except Unfit as unfit:
        return options.refuse(unfit.said.fa, unfit.said.en)
    said = as_json(found) | {"seconds": round(time.perf_counter() - begun, 3)}
    if arguments.json:
        options.print_json(said)
    else:
        _print(said)
    return 0


def _ranking(arguments: argparse.Namespace) -> "Ranking":
    """Return the ranking of the files.

    :raises Refused: if one cannot be read; :raises Unfit: if it cannot be ranked
    """
    from hamahang.methods.benchmark import rank, read_table, read_weights

    table = read_table(_text(arguments.data))
    weights = read_weights(_text(arguments.weights)) if arguments.weights else None
    return rank(table, method=arguments.method, weights=weights, fill=arguments.missing, seed=arguments.seed)


def _text(path: Path) -> str:
    from hamahang.methods.benchmark.reading import BadFile, decoded

    try:
        return decoded(path.read_bytes())
    except OSError as error:
        raise Refused(f"پروندهٔ {path} خوانده نشد.", f"{path} cannot be read: {error.strerror}.", status=2) from error
    except BadFile as bad:
        raise Refused(f"{path}: {bad.said.fa}", f"{path}: {bad.said.en}") from bad


def as_json(found: "Intervals") -> dict[str, Any]:
    """Return scores, ranks and intervals, best first, and all that was done on the way."""
    from hamahang.methods.benchmark import reversals
    from hamahang.methods.benchmark.aggregating import AGGREGATIONS
    from hamahang.methods.benchmark.normalising import LEAST, MOST
    from hamahang.methods.benchmark.robustness import may_turn

    ranking, choices = found.ranking, found.choices
    table, filled = ranking.table, ranking.filled
    return {
        "method": ranking.method.code,
        "less_is_better": ranking.method.is_less_better,
        "normalisation": ranking.normalisation,
        "scale": [LEAST, MOST] if AGGREGATIONS[ranking.method.aggregation].needs_positive else None,
        "weights": dict(zip(table.codes, ranking.weights.tolist(), strict=True)),
        "areas": [_area(found, area) for area in ranking.in_order],
        "missing": {
            "rule": filled.rule,
            "share": round(filled.share, 6),
            "filled": [
                {"area": table.areas[row], "indicator": table.codes[column], "value": float(table.values[row, column])}
                for row, column in zip(*filled.filled.nonzero(), strict=True)
            ],
            "dropped": list(filled.dropped),
        },
        "unlike_the_rest": [one.area for one in ranking.removed],
        "reversals": [
            {"without": area, "number": len(pairs), "pairs": [list(pair) for pair in pairs[:SHOWN]]}
            for area, pairs in reversals(ranking).items()
        ]
        if may_turn(ranking)
        else None,
        "draws": len(found.ranks),
        "level": 0.9,
        "choices": {
            "normalisations": list(choices.normalisations),
            "aggregations": list(choices.aggregations),
            "missing": list(choices.fills),
            "spread_of_weights": choices.spread,
            "error_of_data": choices.error,
        },
    }


def _area(found: "Intervals", area: str) -> dict[str, Any]:
    return {
        "area": area,
        "score": found.ranking.score(area),
        "rank": found.ranking.rank(area),
        "rank_interval": list(found.interval(area)),
        "rank_median": int(found.median[found.ranking.table.area(area)]),
    }


def _print(said: dict[str, Any]) -> None:
    lines = ["رتبه / rank   بازه / 90 %       امتیاز / score   ناحیه / area"]
    for one in said["areas"]:
        low, high = one["rank_interval"]
        lines.append(f"{one['rank']:>6}        {low:>4} – {high:<4} {one['score']:>18.6f}      {one['area']}")
    filled, dropped = said["missing"]["filled"], said["missing"]["dropped"]
    lines.append("")
    lines.append(f"{said['method']}, {said['draws']:,} draws of other reasonable choices / گزینش‌های پذیرفتنی دیگر")
    if filled:
        cells = "; ".join(f"{one['area']}: {one['indicator']} ≈ {one['value']:.6g}" for one in filled[:10])
        rule = said["missing"]["rule"]
        lines.append(
            f"{len(filled)} نیامده پر شد / missing values filled ({rule}): {cells}{' …' if filled[10:] else ''}"
        )
    if dropped:
        lines.append(f"کنار گذاشته شد / left out: {'، '.join(dropped)}")
    if said["unlike_the_rest"]:
        lines.append(f"ناهمگن با دیگران / unlike the rest: {'، '.join(said['unlike_the_rest'])}")
    if said["reversals"]:
        most = max(said["reversals"], key=lambda one: int(one["number"]))
        lines.append(
            f"اگر «{most['without']}» نبود، ترتیب {most['number']} جفت دیگر برمی‌گشت / "
            f"without it so many other pairs would turn"
        )
    sys.stdout.write("\n".join(lines) + "\n")

"""Reading statements: precision and recall by kind on a labelled set, and characters a second; parsi.io beside it.

    python3 dev.py bench statements [FILE] [--peers SITE-PACKAGES]

FILE is JSON, a list of {"text", "day", "numbers": [{"start", "end", "value", "kind"}], "claims": [{"start", "end",
"low", "high", "unit", "comparator", "counted", "place", "period", "modality"}]}; keys left out are not compared.
Without FILE the sentences of the tests are the set: it shows that they are read, and is no measure of new texts.
"""

import argparse
import importlib.util
import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
Row = dict[str, Any]
WORDS = 2_000
# the levels of a claim, each with what must agree at the same characters
LEVELS = {
    "span and value": ("low", "high"),
    "with unit and comparator": ("low", "high", "unit", "comparator"),
    "what is counted": ("counted",),
    "modality": ("modality",),
    "place": ("place", "place_code"),
    "period": ("period",),
    "whole claim": ("low", "high", "unit", "comparator", "counted", "modality", "place", "place_code", "period"),
}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("file", nargs="?", type=Path, help="labelled set")
    parser.add_argument("--peers", help="folder of installed peers")
    arguments = parser.parse_args()
    sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
    if arguments.peers:
        sys.path.append(arguments.peers)
    rows = json.loads(arguments.file.read_text(encoding="utf-8")) if arguments.file else own_sentences()
    print(f"{len(rows):,} texts, {sum(len(row['text']) for row in rows):,} characters")
    read = [ours(row) for row in rows]
    numbers(rows, read)
    claims(rows, read)
    speed(rows)
    peer(rows)


def own_sentences() -> list[Row]:
    """Return the sentences of the tests as a labelled set."""
    from hamahang.domain.calendar import write_day
    from tests.statements.labelled import labels
    from tests.statements.writing import FOLDER, examples

    every = [example for path in sorted(FOLDER.glob("*.txt")) for example in examples(path)]
    return [labels(example) | {"day": write_day(example.day)} for example in every]


def ours(row: Row) -> Row:
    """Return what we read in a text, as the command prints it."""
    from hamahang.cli.reading import as_json
    from hamahang.domain.calendar import read_day
    from hamahang.domain.statements import read_claims

    return as_json(read_claims(row["text"], day=read_day(row.get("day") or "1390-04-10")), ())


def numbers(rows: list[Row], read: list[Row]) -> None:
    """Print precision, recall and F1 of numbers, all and by kind; a value given both ways of a shared scale counts."""
    tallies: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for row, found in zip(rows, read, strict=True):
        if "numbers" not in row:
            continue
        true = {(one["start"], one["end"]): one for one in row["numbers"]}
        mine = {(one["start"], one["end"]): one for one in found["numbers"]}
        for span in true.keys() | mine.keys():
            kind = true.get(span, mine.get(span, {})).get("kind", "number")
            is_hit = span in true and span in mine and agrees(true[span], mine[span])
            for name in ("numbers", f"  {kind}"):
                count(tallies[name], is_true=span in true, is_mine=span in mine, is_hit=is_hit)
    table("numbers (span and value)", tallies)


def agrees(true: Row, mine: Row) -> bool:
    """Return whether a number's value is one of those that were read; no value is asked of days and times."""
    if true.get("value") is None:
        return True
    return exact(true["value"]) in (exact(mine["value"]), exact(mine["literal"]))


def claims(rows: list[Row], read: list[Row]) -> None:
    """Print the same for claims, level by level."""
    tallies: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for row, found in zip(rows, read, strict=True):
        if "claims" not in row:
            continue
        true = {(one["start"], one["end"]): one for one in row["claims"]}
        mine = {(one["start"], one["end"]): one for one in found["claims"]}
        for level, keys in LEVELS.items():
            for span in true.keys() | mine.keys():
                is_hit = span in true and span in mine and same(true[span], mine[span], keys)
                count(tallies[level], is_true=span in true, is_mine=span in mine, is_hit=is_hit)
    table("claims", tallies)


def same(true: Row, mine: Row, keys: Iterable[str]) -> bool:
    """Return whether two claims agree in what the label says."""
    return all(plain(true[key]) == plain(mine[key]) for key in keys if key in true)


def plain(value: Any) -> Any:
    """Return a value in the form in which it is compared: numbers exact, a period as its days."""
    if isinstance(value, dict):
        return value.get("first"), value.get("last")
    return exact(value)


def exact(value: Any) -> Any:
    """Return the exact number that an integer or a decimal string says; anything else as it is."""
    try:
        return Decimal(str(value)) if value is not None and not isinstance(value, bool) else value
    except ArithmeticError:
        return value


def count(tally: list[int], *, is_true: bool, is_mine: bool, is_hit: bool) -> None:
    """Add one figure to a tally of true, found and right ones."""
    tally[0] += is_true
    tally[1] += is_mine
    tally[2] += is_hit


def table(title: str, tallies: dict[str, list[int]]) -> None:
    if not tallies:
        return
    print(f"{title:26}  labelled  found  right  precision  recall      F1")
    for name, (true, mine, hits) in tallies.items():
        precision, recall = hits / mine if mine else 1.0, hits / true if true else 1.0
        f1 = 2 * hits / (true + mine) if true + mine else 1.0
        print(f"  {name:24}  {true:8,} {mine:6,} {hits:6,}  {precision:9.4f} {recall:7.4f}  {f1:6.4f}")


def speed(rows: list[Row]) -> None:
    """Print characters a second, and the time of a report of 2,000 words and of one eight times as long."""
    from hamahang.domain.calendar import read_day
    from hamahang.domain.statements import read_claims

    day = read_day("1390-04-10")
    words = " ".join(row["text"] for row in rows).split() or ["."]
    read_claims(" ".join(words[:50]), day=day)  # the tables are loaded
    for times in (1, 8):
        text = " ".join((words * (1 + times * WORDS // len(words)))[: times * WORDS])
        seconds = min(timed(lambda text=text: read_claims(text, day=day)) for _ in range(15))
        print(f"{times * WORDS:6,} words  {1000 * seconds:7.1f} ms  {len(text) / seconds:12,.0f} characters a second")


def timed(work: Callable[[], object]) -> float:
    """Return the processor time of a call: others who use the machine do not make us slow."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def peer(rows: list[Row]) -> None:
    """Measure parsi.io on the same numbers, its letters and digits folded by us."""
    if importlib.util.find_spec("parsi_io") is None:
        print("parsi.io: not installed here: not measured")
        return
    from parsi_io.modules.number_extractor import NumberExtractor

    from hamahang.domain.statements.normalising import normalise

    extractor = NumberExtractor()
    tallies: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for row in rows:
        folded = normalise(row["text"])
        true = {(one["start"], one["end"]): one for one in row.get("numbers", ())}
        mine = dict(peers_numbers(extractor.run(folded.text), folded))
        for span in true.keys() | mine.keys():
            is_hit = span in true and span in mine and exact(true[span].get("value")) == mine[span]
            count(tallies["numbers"], is_true=span in true, is_mine=span in mine, is_hit=is_hit)
    table("parsi.io, folded", tallies)


def peers_numbers(found: Iterable[Row], folded: Any) -> Iterator[tuple[tuple[int, int], Decimal]]:
    for number in found:
        yield folded.span(*number["span"]), Decimal(str(number["value"]))


if __name__ == "__main__":
    main()

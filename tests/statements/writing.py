"""What a sentence is read as, one line a figure, as the files in `sentences/` hold it.

    = figure | value | comparator | unit | counted(measure) | state | place | period | modality
    ? figure | value | unit | the word after it            (a figure whose meaning is not known)
    # number | value | kind                                (a number that is no figure)

A value is `20`, `20..30`, `20..` or `..20`; further readings follow as `or VALUE REASON`. A line `@ 1390-04-10` sets
the day, `## kind` the kind of trap, `> …` a sentence; `\\n` and `\\u….` in it are escapes.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

from hamahang.cli.reading import exact
from hamahang.domain.calendar import read_day, write_day
from hamahang.domain.statements import Claim, Reach, read_claims

FOLDER = Path(__file__).parent / "sentences"
DAY = read_day("1390-04-10")
ESCAPE = re.compile(r"\\n|\\u[0-9a-f]{4}")


@dataclass
class Example:
    """A sentence with what it must be read as."""

    kind: str
    text: str
    day: date
    lines: list[str] = field(default_factory=list)


def examples(path: Path) -> Iterator[Example]:
    """Yield the sentences of a file."""
    kind, day, example = "", DAY, None
    for line in path.read_text(encoding="utf-8").splitlines():
        mark, rest = line[:2], line[2:]
        if mark in ("> ", "##", "@ ", "") and example is not None:
            yield example
            example = None
        if mark == "##":
            kind = rest.strip()
        elif mark == "@ ":
            day = read_day(rest.strip())
        elif mark == "> ":
            text = ESCAPE.sub(lambda found: "\n" if found[0] == "\\n" else chr(int(found[0][2:], 16)), rest)
            example = Example(kind, text, day)
        elif line and example is not None:
            example.lines.append(line)
    if example is not None:
        yield example


def said(text: str, day: date) -> list[str]:
    """Return the lines of a text as it is read."""
    reading = read_claims(text, day=day)
    lines = [_claim(claim) for claim in reading.claims]
    lines += [
        f"? {each.text} | {_value(each.low, each.high)} | {each.unit or ''} | {each.noun}".rstrip()
        for each in reading.unread
    ]
    figures = {span for claim in reading.claims for span in claim.numbers}
    figures |= {(each.start, each.end) for each in reading.unread}
    for number in reading.numbers:
        if (number.start, number.end) not in figures:
            value = exact(number.value) if number.parts == 1 else f"{number.value}/{number.parts}"
            lines.append(f"# {number.text} | {value} | {number.kind}")
    return lines


def _claim(claim: Claim) -> str:
    readings = [_value(claim.low, claim.high)]
    readings += [f"{_value(other.low, other.high)} {other.reason}" for other in claim.alternatives]
    counted = claim.counted if claim.measure == "level" else f"{claim.counted}({claim.measure})"
    parts = (
        claim.text, " or ".join(readings), claim.comparator, claim.unit, counted, claim.state or "",
        claim.place_code or "", _period(claim.period), claim.modality,
    )  # fmt: skip
    return f"= {' | '.join(parts)}"


def _value(low: Decimal | None, high: Decimal | None) -> str:
    if low == high:
        return "?" if low is None else str(exact(low))
    return f"{'' if low is None else exact(low)}..{'' if high is None else exact(high)}"


def _period(reach: Reach | None) -> str:
    if reach is None:
        return ""
    first, last = ("" if day is None else write_day(day) for day in (reach.first, reach.last))
    return first if first == last else f"{first}..{last}"


if __name__ == "__main__":  # drafts the lines of a file of sentences; each is to be checked by hand before it is kept
    for example in examples(Path(sys.argv[1])):
        sys.stdout.write(
            "\n".join([f"## {example.kind}", f"> {example.text}", *said(example.text, example.day)]) + "\n"
        )

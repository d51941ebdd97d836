"""The sentences of the tests as a labelled set, in the form that the benchmark takes."""

from decimal import Decimal
from typing import Any

from hamahang.cli.reading import exact
from tests.statements.writing import Example

Row = dict[str, Any]


def labels(example: Example) -> Row:
    """Return a sentence with the numbers and claims that its lines say."""
    numbers: list[Row] = []
    claims: list[Row] = []
    at: dict[str, int] = {}
    for line in example.lines:
        mark, words = line[0], [part.strip() for part in line[2:].split(" | ")]
        start = example.text.find(words[0], at.get(words[0], 0))
        at[words[0]] = start + 1
        span = {"start": start, "end": start + len(words[0])}
        if mark == "#":
            numbers.append(span | {"value": _number(words[1]), "kind": words[2]})
        elif mark == "=":
            claims.append(span | _claim(words))
        if mark != "#" and words[1].split(" or ")[0].isdecimal():
            numbers.append(span | {"value": _number(words[1].split(" or ")[0]), "kind": "figure"})
    row: Row = {"text": example.text}
    if all(example.text.count(line[2:].split(" | ")[0]) == 1 for line in example.lines):
        row["claims"] = claims  # a figure that stands twice in a sentence is not told apart by its words
        if _has_all(example):
            row["numbers"] = numbers
    return row


def _has_all(example: Example) -> bool:
    """Return whether each figure of a sentence is one number with one value: only those are labelled as numbers."""
    figures = [line[2:].split(" | ") for line in example.lines if line[0] in "=?"]
    return all(words[1].strip().split(" or ")[0].isdecimal() for words in figures)


def _number(text: str) -> int | str | None:
    return None if text in ("None", "?") or "/" in text else exact(Decimal(text))


def _claim(words: list[str]) -> Row:
    low, high = _bounds(words[1].split(" or ")[0])
    counted = words[4].split("(")[0]
    first, dots, last = words[7].partition("..")
    period = {"first": first or None, "last": (last if dots else first) or None} if words[7] else None
    return {
        "low": low, "high": high, "comparator": words[2], "unit": words[3], "counted": counted, "period": period,
        "modality": words[8], "place_code": words[6] or None,
    }  # fmt: skip


def _bounds(text: str) -> tuple[int | str | None, int | str | None]:
    low, dots, high = text.partition("..")
    if not dots:
        return (_number(low),) * 2
    return (_number(low) if low else None, _number(high) if high else None)

"""Reading stage histories from a CSV: case, stage, entered_on, and what else is known of each case."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from hamahang.cli.linkage import Refused, read_rows

if TYPE_CHECKING:
    from hamahang.methods.forecast import Histories

NEEDED = ("case", "stage", "entered_on")
KNOWN = (*NEEDED, "recorded_on", "stated_on")
MOST_LEVELS = 12  # a column with more different words is a name, not a kind
PARTS = 3  # numbers are told apart as low, middle and high
SECONDS = 86_400


@dataclass(frozen=True, slots=True)
class Read:
    """A history as read. has_times: some entries carry a time of day; left_out: columns that say nothing usable."""

    books: "Histories"
    has_times: bool
    left_out: tuple[str, ...]


def read_history(path: Path, *, success: Sequence[str], failure: Sequence[str]) -> Read:
    """Read a history.

    :raises Refused: if it cannot be read, a column or a day is missing, or a stage is not there
    """
    from hamahang.methods.forecast import Histories, NoSuchStage, Visit

    header, *rows = read_rows(path)
    header = [name.strip() for name in header]
    for name in NEEDED:
        if name not in header:
            raise Refused(f"{path} ستون {name} ندارد.", f"{path} has no column {name}; it needs {', '.join(NEEDED)}.")
    table = [_row(header, row) for row in rows]
    moments = [_moment(path, number, row["entered_on"]) for number, row in enumerate(table, start=2)]
    visits = [
        Visit(
            case=_word(path, number, row, "case"),
            stage=_word(path, number, row, "stage"),
            entered=entered,
            recorded=_moment(path, number, row["recorded_on"]) if row.get("recorded_on") else entered,
        )
        for number, (row, entered) in enumerate(zip(table, moments, strict=True), start=2)
    ]
    first = _first_rows(table, moments)
    stated = {
        case: _moment(path, number, row["stated_on"]) for case, (number, row) in first.items() if row.get("stated_on")
    }
    groups, left_out = _groups(header, {case: row for case, (_, row) in first.items()})
    try:
        books = Histories(visits, success=success, failure=failure, groups=groups, stated=stated)
    except NoSuchStage as unknown:
        raise Refused(
            f"مرحلهٔ «{unknown.stage}» در {path} نیست؛ مرحله‌ها: {'، '.join(unknown.stages[:20])}",
            f"{path} has no stage {unknown.stage!r}; its stages are {', '.join(unknown.stages[:20])}.",
        ) from unknown
    return Read(books, any(moment % 1 for moment in moments), left_out)


def _row(header: Sequence[str], row: Sequence[str]) -> dict[str, str]:
    return {name: row[at].strip() if at < len(row) else "" for at, name in enumerate(header)}


def _word(path: Path, number: int, row: Mapping[str, str], name: str) -> str:
    if not row[name]:
        raise Refused(f"سطر {number} از {path} {name} ندارد.", f"Row {number} of {path} has no {name}.")
    return row[name]


def _moment(path: Path, number: int, text: str) -> float:
    """Return an ISO day or moment as days since the first of the Christian era, with its fraction."""
    try:
        read = datetime.fromisoformat(text)
    except ValueError as error:
        raise Refused(
            f"سطر {number} از {path}: «{text}» روز ایزو نیست؛ بنویسید ۲۰۱۱-۰۷-۰۱.",
            f"Row {number} of {path}: {text!r} is not an ISO day such as 2011-07-01.",
        ) from error
    read = read.astimezone(UTC) if read.tzinfo else read
    day = read.hour * 3600 + read.minute * 60 + read.second + read.microsecond / 1e6
    return read.toordinal() + day / SECONDS


def day_number(day: date, *, has_times: bool) -> float:
    """Return a day as a number; where entries have times, the end of it."""
    return day.toordinal() + (1.0 - 1e-9 if has_times else 0.0)


def _first_rows(table: Sequence[dict[str, str]], moments: Sequence[float]) -> dict[str, tuple[int, dict[str, str]]]:
    """Return of each case the earliest row with its number: what is said later of a case was not known before."""
    order = sorted(range(len(table)), key=lambda at: (moments[at], table[at]["stage"], sorted(table[at].items())))
    found: dict[str, tuple[int, dict[str, str]]] = {}
    for at in order:
        found.setdefault(table[at]["case"], (at + 2, table[at]))
    return found


def _groups(
    header: Sequence[str], first: Mapping[str, Mapping[str, str]]
) -> tuple[dict[str, dict[str, str]], tuple[str, ...]]:
    """Return the covariates by name: words of few kinds as they are, numbers in thirds; and what is left out."""
    groups: dict[str, dict[str, str]] = {}
    left_out: list[str] = []
    for name in header:
        if name in KNOWN or not name:
            continue
        said = {case: row[name] for case, row in first.items()}
        kinds = {word for word in said.values() if word}
        if 1 < len(kinds) <= MOST_LEVELS:
            groups[name] = said
        elif len(kinds) > MOST_LEVELS and all(_number(word) is not None for word in kinds):
            groups[name] = _thirds(said)
        else:
            left_out.append(name)
    return groups, tuple(left_out)


def _number(word: str) -> float | None:
    try:
        number = float(word)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _thirds(said: Mapping[str, str]) -> dict[str, str]:
    numbers = sorted(number for word in said.values() if (number := _number(word)) is not None)
    bounds = [numbers[len(numbers) * part // PARTS] for part in range(1, PARTS)]
    return {
        case: "" if (number := _number(word)) is None else str(sum(number >= bound for bound in bounds))
        for case, word in said.items()
    }

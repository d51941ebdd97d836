"""Reading stage histories from a CSV: case, stage, entered_on, and what else is known of each case.

Exports of other offices are as they are. What says nothing is left out and told: rows without a day or with one that
stands for "never", rows that stand there twice, columns of names. What would change the answer is refused.
"""

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
NOTHING = {"na", "n/a", "nan", "null", "none", "nil", "-", "—", "?"}  # words for "not known"
YEARS = range(1800, 2200)  # others, such as 9999 and 0001, stand for "never" and "not known"
PARTS = 3  # numbers are told apart as low, middle and high
SECONDS = 86_400


@dataclass(frozen=True, slots=True)
class Read:
    """A history as read. has_times: some entries carry a time of day; left_out: columns that say nothing usable;
    undated, repeated: how many rows were left out since they have no day or stand there twice; unseen: stages that
    were named and are not in the file
    """

    books: "Histories"
    has_times: bool
    left_out: tuple[str, ...]
    undated: int
    repeated: int
    unseen: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A row that counts. number: of the row in the file; moment: of the entry, in days; row: its cells by heading"""

    number: int
    moment: float
    row: Mapping[str, str]


def read_history(path: Path, *, success: Sequence[str], failure: Sequence[str]) -> Read:
    """Read a history.

    :raises Refused: if it cannot be read, a column is missing, a day is none, or no stage of success is there
    """
    from hamahang.methods.forecast import Histories, Visit

    header, *rows = read_rows(path)
    header = _headings(path, header)
    table = [_row(header, row) for row in rows]
    entries = [
        Entry(number, moment, row)
        for number, row in enumerate(table, start=2)
        if (moment := _moment(path, number, row["entered_on"])) is not None
    ]
    if not entries:
        raise Refused(f"هیچ سطری از {path} روز ندارد.", f"No row of {path} has a day.")
    visits: dict[tuple[str, str, float], Visit] = {}
    for one in entries:
        case, stage = _word(path, one, "case"), _word(path, one, "stage")
        known = _moment(path, one.number, one.row.get("recorded_on", ""))
        key = case, stage, one.moment
        recorded = min(one.moment if known is None else known, visits[key].recorded if key in visits else math.inf)
        visits[key] = Visit(case, stage, one.moment, recorded)
    seen, unseen = _named(path, {visit.stage for visit in visits.values()}, success, failure)
    first = _first_rows(entries)
    stated = {case: _moment(path, one.number, one.row.get("stated_on", "")) for case, one in first.items()}
    groups, left_out = _groups(header, {case: one.row for case, one in first.items()})
    books = Histories(
        list(visits.values()),
        success=seen.intersection(success),
        failure=seen.intersection(failure),
        groups=groups,
        stated={case: day for case, day in stated.items() if day is not None},
    )
    has_times = any(one.moment % 1 for one in entries)
    return Read(books, has_times, left_out, len(table) - len(entries), len(entries) - len(visits), unseen)


def _headings(path: Path, header: Sequence[str]) -> list[str]:
    """Return the headings, those that are needed in small letters.

    :raises Refused: if one is missing, or stands there twice
    """
    names = [name.strip() for name in header]
    names = [name.lower() if name.lower() in KNOWN else name for name in names]
    for name in NEEDED:
        if name not in names:
            raise Refused(f"{path} ستون {name} ندارد.", f"{path} has no column {name}; it needs {', '.join(NEEDED)}.")
    twice = [name for place, name in enumerate(names) if name and name in names[:place]]
    if twice:
        raise Refused(f"سرستون «{twice[0]}» در {path} دو بار آمده است.", f"{path} has the heading {twice[0]!r} twice.")
    return names


def _named(
    path: Path, stages: set[str], success: Sequence[str], failure: Sequence[str]
) -> tuple[set[str], tuple[str, ...]]:
    """Return the named stages that are in the file, and those that are not.

    :raises Refused: if no stage of success is there, or one is named as both
    """
    both = sorted(set(success) & set(failure))
    if both:
        raise Refused(
            f"مرحلهٔ «{both[0]}» هم موفق و هم ناموفق گفته شده است.",
            f"The stage {both[0]!r} is named as a success and as a failure.",
            status=2,
        )
    if not stages & set(success):
        known = sorted(stages)[:20]
        raise Refused(
            f"مرحلهٔ «{success[0]}» در {path} نیست؛ مرحله‌ها: {'، '.join(known)}",
            f"{path} has no stage {success[0]!r}; its stages are {', '.join(known)}.",
        )
    named = set(success) | set(failure)
    return named & stages, tuple(sorted(named - stages))


def _row(header: Sequence[str], row: Sequence[str]) -> dict[str, str]:
    return {name: row[at].strip() if at < len(row) else "" for at, name in enumerate(header)}


def _word(path: Path, one: Entry, name: str) -> str:
    if not one.row[name]:
        raise Refused(f"سطر {one.number} از {path} {name} ندارد.", f"Row {one.number} of {path} has no {name}.")
    return one.row[name]


def _moment(path: Path, number: int, text: str) -> float | None:
    """Return an ISO day or moment as days since the first of the Christian era, with its fraction; None of no day.

    A moment with a zone is taken in UTC, one without as it stands there.
    """
    if not text or text.lower() in NOTHING:
        return None
    try:
        read = datetime.fromisoformat(text)
    except ValueError as error:
        raise Refused(
            f"سطر {number} از {path}: «{text}» روز ایزو نیست؛ بنویسید ۲۰۱۱-۰۷-۰۱.",
            f"Row {number} of {path}: {text!r} is not an ISO day such as 2011-07-01.",
        ) from error
    if read.year not in YEARS:
        return None
    read = read.astimezone(UTC) if read.tzinfo else read
    day = read.hour * 3600 + read.minute * 60 + read.second + read.microsecond / 1e6
    return read.toordinal() + day / SECONDS


def day_number(day: date, *, has_times: bool) -> float:
    """Return a day as a number; where entries have times, the end of it."""
    return day.toordinal() + (1.0 - 1e-9 if has_times else 0.0)


def _first_rows(entries: Sequence[Entry]) -> dict[str, Entry]:
    """Return of each case the earliest row: what is said later of a case was not known before."""
    found: dict[str, Entry] = {}
    for one in entries:
        other = found.get(one.row["case"])
        if other is None or _order(one, other) < _order(other, one):
            found[one.row["case"]] = one
    return found


def _order(one: Entry, beside: Entry) -> tuple[float, str, list[tuple[str, str]]]:
    """Return what a row is put in order by; all of its cells only where that decides."""
    tied = (one.moment, one.row["stage"]) == (beside.moment, beside.row["stage"])
    return one.moment, one.row["stage"], sorted(one.row.items()) if tied else []


def _groups(
    header: Sequence[str], first: Mapping[str, Mapping[str, str]]
) -> tuple[dict[str, dict[str, str]], tuple[str, ...]]:
    """Return the covariates by name: words of few kinds as they are, numbers in thirds; and what is left out."""
    groups: dict[str, dict[str, str]] = {}
    left_out: list[str] = []
    for name in header:
        if name in KNOWN or not name:
            continue
        said = {case: "" if row[name].lower() in NOTHING else row[name] for case, row in first.items()}
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

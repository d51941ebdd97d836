"""Why a figure differs from what was published of it before: the rows of two counts, set against each other by reason.

Between the two lies a third where it can be had: the first day counted again with what the second count knew. What
changed up to it was learnt since (late, corrected, another definition, another territory); what changed from it on
came with the days since. Each reason is worth what it moves the value when its rows are put in, one reason after the
other. So the reasons add up to the difference whatever the value is: a count, a sum, a share or a median.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from hamahang.domain.indicators import Reduction, reduce
from hamahang.domain.text import Text

Kept = Mapping[str, Any]  # a row as it was kept: on, amount, base, entry

NEW, LATE, CORRECTED, DEFINITION, TERRITORY, TIME = "new", "late", "corrected", "definition", "territory", "time"
FEW = "few"  # in place of reasons that are not told apart
REASONS = {
    NEW: Text(fa="سندهای تازه", en="new records"),
    LATE: Text(fa="سندهای دیررسیده", en="records that came late"),
    CORRECTED: Text(fa="اصلاح‌ها", en="corrections"),
    DEFINITION: Text(fa="تعریف دگرگون‌شده", en="changed definition"),
    TERRITORY: Text(fa="مرز دگرگون‌شده", en="changed territory"),
    TIME: Text(fa="گذر زمان", en="time that passed"),
    FEW: Text(fa="دلیل‌های کم‌سند، روی هم", en="reasons of few records, together"),
}
LEARNT = (DEFINITION, TERRITORY, CORRECTED, LATE)
ORDER = (*LEARNT, NEW, TIME)  # in which they are put in


@dataclass(frozen=True, slots=True)
class Part:
    """How much of a difference has one reason. amount: what it adds to the value; records: None if not told."""

    reason: str
    records: int | None
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Edition:
    """A count at one time: its rows by record, the day it is of, and when and by which definition it was counted.

    head: number of the last ledger entry that was known
    """

    rows: Mapping[str, Kept]
    day: date
    head: int
    version: int
    reduction: Reduction = Reduction.COUNT


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of records since: voided ones no longer hold, moved ones are counted in another place.

    voided: by record the entry that voided it, which may have written another in its place
    """

    voided: Mapping[str, int] = field(default_factory=dict)
    moved: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Counted:
    """Kept rows, to be reduced as the figure reduces them."""

    rows: tuple[Kept, ...]

    def count(self) -> int:
        """Return how many there are."""
        return len(self.rows)

    def total(self) -> Decimal:
        """Return the sum of the amounts."""
        return sum(map(Decimal, self.amounts()), Decimal(0))

    def bases(self) -> int:
        """Return the sum of the bases of a share."""
        return sum(row["base"] or 0 for row in self.rows)

    def amounts(self) -> list[int | Decimal]:
        """Return the amounts that are known."""
        return [Decimal(row["amount"]) for row in self.rows if row["amount"] is not None]


def value_of(rows: Iterable[Kept], reduction: Reduction) -> Decimal | None:
    """Return the value of kept rows."""
    value = reduce(reduction, Counted(tuple(rows)))
    return None if value is None else Decimal(value)


def why_different(before: Edition, now: Edition, fate: Fate, *, again: Edition | None = None) -> tuple[Part, ...]:
    """Return why a count differs from an earlier one, reason by reason; the amounts add up to the difference.

    again: the first day as the second count knew it; None where that cannot be counted any more
    A correction that moves no value is no reason for a difference.
    """
    middle = again if again is not None else now
    changed: dict[str, dict[str, Kept | None]] = {reason: {} for reason in ORDER}
    in_place = _in_place(before, middle, fate)
    for record in _changed(before, middle):
        changed[_learnt(record, before, middle, fate, in_place)][record] = middle.rows.get(record)
    for record in _changed(middle, now):
        changed[_since(record, middle, now, before)][record] = now.rows.get(record)
    worth = _worth(before, now, changed)
    told = [reason for reason in REASONS if changed.get(reason) or worth.get(reason)]
    return tuple(Part(reason, len(changed[reason]), worth[reason]) for reason in told)


def few_joined(parts: Sequence[Part], least: int) -> tuple[Part, ...]:
    """Return reasons of fewer records than may be told as one, with as many others as it takes to hide them."""
    ordered = sorted(parts, key=lambda part: (part.records or 0, part.reason))
    joined: list[Part] = []
    while ordered and ((ordered[0].records or 0) < least or 0 < _records(joined) < least):
        joined.append(ordered.pop(0))
    if not joined:
        return tuple(parts)
    number, amount = _records(joined), sum((part.amount for part in joined), Decimal(0))
    one = Part(FEW, number if number >= least else None, amount)
    return (*(part for part in parts if part in ordered), one)


def _records(parts: Iterable[Part]) -> int:
    return sum(part.records or 0 for part in parts)


def _worth(before: Edition, now: Edition, changed: Mapping[str, Mapping[str, Kept | None]]) -> dict[str, Decimal]:
    """Return what each reason adds to the value; where none can be told half-way, the next reason carries it.

    Each is put in as the first count reduced its rows; that the second reduces them otherwise is its definition.
    """
    rows, value, worth = dict(before.rows), value_of(before.rows.values(), before.reduction), {}
    for reason in ORDER:
        for record, row in changed[reason].items():
            rows.pop(record, None)
            if row is not None:
                rows[record] = row
        after = value_of(rows.values(), before.reduction) if changed[reason] else value
        worth[reason] = Decimal(0) if after is None else after - (value or 0)
        value = value if after is None else after
    last = value_of(now.rows.values(), now.reduction)
    worth[DEFINITION] += Decimal(0) if last is None else last - (value or 0)
    return worth


def _changed(one: Edition, other: Edition) -> list[str]:
    """Return the records that do not weigh the same in both."""
    every = sorted(one.rows.keys() | other.rows.keys())
    return [record for record in every if _weight(one, record) != _weight(other, record)]


def _weight(edition: Edition, record: str) -> tuple[object, ...] | None:
    """Return what a record brings to the value; None if nothing."""
    row = edition.rows.get(record)
    if row is None:
        return None
    amount = None if row["amount"] is None else Decimal(row["amount"])
    if edition.reduction is Reduction.COUNT:
        return (1,)
    if edition.reduction is Reduction.RATIO:
        return (amount or 0, row["base"] or 0) if amount or row["base"] else None
    if edition.reduction is Reduction.SUM:
        return (amount,) if amount else None
    return None if amount is None else (amount,)


def _in_place(before: Edition, now: Edition, fate: Fate) -> frozenset[str]:
    """Return the records that an entry wrote in the place of those it voided, the likest, one for each at most."""
    gone = [record for record in before.rows if record in fate.voided and record not in now.rows]
    came = [
        record
        for record in sorted(now.rows.keys() - before.rows.keys() - fate.moved)
        if not _is_after(now.rows[record], before.day)
    ]
    found = set[str]()
    for is_like in (True, False):
        left: dict[tuple[object, ...], list[str]] = {}
        for record in gone:
            likeness = _likeness(record, before.rows[record], is_like=is_like)
            left.setdefault((fate.voided[record], *likeness), []).append(record)
        for record in came:
            row = now.rows[record]
            alike = left.get((row["entry"], *_likeness(record, row, is_like=is_like)))
            if alike and record not in found:
                found.add(record)
                alike.pop()
        gone = [record for records in left.values() for record in records]
    return frozenset(found)


def _likeness(record: str, row: Kept, *, is_like: bool) -> tuple[object, ...]:
    """Return what a record shares with those in whose place it may stand: its kind, and of like ones day and place."""
    kind = record.rpartition(":")[0]
    return (kind, row["on"], row.get("county")) if is_like else (kind,)


def _learnt(record: str, before: Edition, now: Edition, fate: Fate, in_place: frozenset[str]) -> str:
    """Return why a record weighs otherwise than at the first count; `now` is of its day, or as near as there is."""
    is_defined_anew, is_same_day = before.version != now.version, before.day == now.day
    if record in fate.moved:
        return TERRITORY
    if record not in now.rows:
        if record in fate.voided:
            return CORRECTED
        if is_defined_anew:
            return DEFINITION
        return LATE if is_same_day else NEW  # it still holds: another record has put it out
    if record in before.rows:
        return DEFINITION if is_defined_anew and is_same_day else CORRECTED
    return _came(now.rows[record], before, is_defined_anew=is_defined_anew, is_in_place=record in in_place)


def _came(row: Kept, before: Edition, *, is_defined_anew: bool, is_in_place: bool) -> str:
    """Return why a record is counted that was not."""
    if _is_after(row, before.day):
        return NEW
    if is_in_place:
        return CORRECTED
    if row["entry"] > before.head:
        return LATE
    return DEFINITION if is_defined_anew else CORRECTED


def _since(record: str, again: Edition, now: Edition, before: Edition) -> str:
    """Return why a record weighs otherwise on the later day: what was known before weighs so because days passed."""
    if record not in now.rows:
        return NEW
    if record in again.rows:
        return TIME
    row = now.rows[record]
    return NEW if row["entry"] > before.head or _is_after(row, before.day) else TIME


def _is_after(row: Kept, day: date) -> bool:
    return bool(row["on"]) and date.fromisoformat(row["on"]) > day

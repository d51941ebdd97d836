"""Rules of jobs: who is the same person, whether a list shows a claim, what remains, and what of it is additional."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from enum import StrEnum

from hamahang.domain.text import Text

OUT_OF_DATE = 124  # days after the last month in a list: four months of lists that should have come
CHECKS = (3, 6, 12)  # months after which it is asked whether jobs are still there
MONTH = Decimal("30.44")


class Finding(StrEnum):
    """What the insurance lists say of a claimed person."""

    THERE = "THERE"
    BEFORE = "BEFORE"
    ELSEWHERE = "ELSEWHERE"
    GONE = "GONE"
    NEVER = "NEVER"


FINDINGS = {
    Finding.THERE: Text(fa="در لیست همین واحد", en="in the unit's list"),
    Finding.BEFORE: Text(fa="پیش از ادعا هم در لیست همین واحد", en="in the unit's list before the claim too"),
    Finding.ELSEWHERE: Text(fa="تنها در لیست واحدی دیگر", en="in another unit's list only"),
    Finding.GONE: Text(fa="چهار ماه است در لیست نیست", en="in no list for four months"),
    Finding.NEVER: Text(fa="در هیچ لیستی", en="in no list"),
}


@dataclass(frozen=True, slots=True)
class Claimed:
    """A person that a claim names. person: keyed hash; since: from when; unit: where"""

    claim: int
    person: str
    since: date
    unit: int


@dataclass(frozen=True, slots=True)
class Insured:
    """A month in which a person stands in a unit's list. month: its first day"""

    unit: int
    month: date


def first_claims(named: Iterable[Claimed]) -> dict[str, int]:
    """Return for each person the claim that it counts for: the first by day, of one day the first recorded."""
    first: dict[str, Claimed] = {}
    for one in named:
        held = first.get(one.person)
        if held is None or (one.since, one.claim) < (held.since, held.claim):
            first[one.person] = one
    return {person: one.claim for person, one in first.items()}


def find(claimed: Claimed, lists: Sequence[Insured], *, day: date) -> tuple[Finding, int]:
    """Return what the lists say of a claimed person by a day, and the months in the unit's lists since the claim.

    Place and period are both checked: a list of another unit shows nothing, and who stood in the unit's list before
    the month of the claim is no new job.
    """
    start = claimed.since.replace(day=1)
    own = [row.month for row in lists if row.unit == claimed.unit and row.month <= day]
    since = sorted({month for month in own if month >= start - timedelta(days=31)})
    if any(month < start - timedelta(days=31) for month in own):
        return Finding.BEFORE, len(since)
    if since:
        is_old = (day - since[-1]).days > OUT_OF_DATE
        return (Finding.GONE if is_old else Finding.THERE), len(since)
    return (Finding.ELSEWHERE if any(row.month <= day for row in lists) else Finding.NEVER), 0


@dataclass(frozen=True, slots=True)
class Shown:
    """From a day on a claim shows so many persons, proven; 0 where its last evidence is below the line."""

    claim: int
    on: date
    persons: int


@dataclass(frozen=True, slots=True)
class Flow:
    """What came and went in a month that ends on a day: persons of claims that began, grew, shrank and ended."""

    ends_on: date
    opened: int
    gained: int
    lost: int
    closed: int

    @property
    def net(self) -> int:
        """What remains of it."""
        return self.opened + self.gained - self.lost - self.closed


def flows(shown: Sequence[Shown], ends: Sequence[date]) -> list[Flow]:
    """Return the flows of the months that end on some days, in order; what was before the first is its opening.

    shown: in order of days within each claim. Net flows add up to what is proven on the last day.
    """
    by_claim: dict[int, list[Shown]] = defaultdict(list)
    for one in shown:
        by_claim[one.claim].append(one)
    before: Mapping[int, int] = {}
    found = []
    for end in ends:
        now = {claim: _on(steps, end) for claim, steps in by_claim.items()}
        moved = [(before.get(claim, 0), persons) for claim, persons in now.items()]
        found.append(
            Flow(
                end,
                opened=sum(new for old, new in moved if not old),
                gained=sum(new - old for old, new in moved if old and new > old),
                lost=sum(old - new for old, new in moved if new and new < old),
                closed=sum(old for old, new in moved if not new),
            )
        )
        before = now
    return found


def _on(steps: Sequence[Shown], day: date) -> int:
    return next((step.persons for step in reversed(steps) if step.on <= day), 0)


@dataclass(frozen=True, slots=True)
class Retention:
    """What was left after some months. checked: persons of claims that were looked at again by then, left: of them
    unchecked: persons of claims as old that nobody looked at again
    """

    months: int
    checked: int
    left: int
    unchecked: int

    @property
    def percent(self) -> Decimal | None:
        """Share of the checked that were left, in percent to one decimal; None where none was checked."""
        return round(Decimal(100) * self.left / self.checked, 1) if self.checked else None


def retention(shown: Sequence[Shown], *, day: date, months: Sequence[int] = CHECKS) -> list[Retention]:
    """Return what is left of proven jobs after some months, of those proven so long ago.

    A claim that nobody looked at again shows nothing: it stands apart, neither kept nor lost.
    """
    by_claim: dict[int, list[Shown]] = defaultdict(list)
    for one in shown:
        by_claim[one.claim].append(one)
    found = []
    for number in months:
        after = timedelta(days=int(MONTH * number))
        checked = left = unchecked = 0
        for steps in by_claim.values():
            first = next((step for step in steps if step.persons), None)
            if first is None or first.on + after > day:
                continue
            later = next((step for step in steps if step.on >= first.on + after and step.on <= day), None)
            if later is None:
                unchecked += first.persons
            else:
                checked, left = checked + first.persons, left + min(later.persons, first.persons)
        found.append(Retention(number, checked, left, unchecked))
    return found


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the gross that is taken off, as a range of shares 0–1: deadweight, displacement, leakage."""

    code: str
    least: Decimal
    most: Decimal


def net_of(gross: int, parts: Sequence[Part]) -> tuple[int, int]:
    """Return the least and the most that is additional of a gross number: each part is taken off what the others left.

    Source: English Partnerships / Homes and Communities Agency, Additionality Guide: gross × Π (1 − part).
    """
    least = most = Decimal(gross)
    for part in parts:
        least, most = least * (1 - part.most), most * (1 - part.least)
    return int(least.to_integral_value(ROUND_FLOOR)), int(most.to_integral_value(ROUND_CEILING))

"""What is read in a text: numbers, claims, and figures whose meaning is not known."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from hamahang.domain.statements import lexicon

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a text: where it stands, what it says, and what it is.

    value: None where two readings are as likely; literal: as written, where the value has a shared scale
    """

    start: int
    end: int
    text: str
    value: Decimal | None
    literal: Decimal | None
    kind: str
    unit: str | None = None
    comparator: str = "="
    parts: int = 1  # «یک‌سوم»: value 1 of parts 3
    others: tuple[Decimal, ...] = ()  # further readings
    until: Decimal | None = None  # the upper end of «پنج شش نفر»


@dataclass(frozen=True, slots=True)
class Reach:
    """A period of whole days; first None: until last, last None: from first on."""

    first: date | None
    last: date | None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another reading of a figure, and why there is one."""

    low: Decimal | None
    high: Decimal | None
    reason: str


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure that a text states.

    start, end: the characters of the number, its unit apart; clause: of all it was read from
    low, high: as written, in `unit`; None where open, or where two readings are as likely
    doubts: what rests on a weak cue: counted, change, place, modality, period
    """

    start: int
    end: int
    text: str
    low: Decimal | None
    high: Decimal | None
    unit: str
    counted: str
    state: str | None
    comparator: str
    place: str | None
    place_code: str | None
    is_place_given: bool
    period: Reach | None
    modality: str
    alternatives: tuple[Alternative, ...]
    measure: str
    noun: Span
    speaker: str | None
    programme: str | None
    sector: str | None
    agency: str | None
    compared_with: Reach | None
    states: tuple[str, ...]
    clause: Span
    sentence: int
    numbers: tuple[Span, ...]
    is_former: bool = False
    doubts: tuple[str, ...] = ()

    def dated(self) -> Reach | None:
        """Return the period that narrows the figure: «تاکنون» alone narrows none."""
        is_until_now = self.period is not None and self.period.first is None and "کنون" in self.period.text
        return None if is_until_now else self.period

    def in_rials(self) -> tuple[Decimal | None, Decimal | None]:
        """Return the bounds of an amount of money in rials; both None if it is none."""
        return _times(_rials_of(self.unit), self.low, self.high)

    def others_in_rials(self) -> tuple[tuple[Decimal | None, Decimal | None], ...]:
        """Return the bounds of the other readings, those of money in rials.

        That of a range whose first number has no scale of its own is none: it would hold whatever lies below.
        """
        factor = _rials_of(self.unit) or 1
        others = (other for other in self.alternatives if other.reason != "own_scale")
        return tuple(_times(factor, other.low, other.high) for other in others)


def _times(factor: int, low: Decimal | None, high: Decimal | None) -> tuple[Decimal | None, Decimal | None]:
    if not factor:
        return None, None
    return None if low is None else low * factor, None if high is None else high * factor


@cache
def _rials_of(unit: str) -> int:
    return next(
        (int(row["factor"]) for row in lexicon.rows("units") if row["code"] == unit and row["dimension"] == "money"), 0
    )


@dataclass(frozen=True, slots=True)
class Unread:
    """A figure whose meaning is not known. reason: counted_unknown, fraction («یک‌سوم»), or doubtful"""

    start: int
    end: int
    text: str
    low: Decimal | None
    high: Decimal | None
    unit: str | None
    comparator: str
    noun: str
    reason: str


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read in a text. sentences: where they begin and end."""

    text: str
    day: date
    numbers: tuple[Number, ...]
    claims: tuple[Claim, ...]
    unread: tuple[Unread, ...]
    sentences: tuple[Span, ...]

"""The status of a unit from the best proof there is: which one holds on a day, how old it is, and the whole history.

A verified proof (a confirmed return, a call, a visit, the insurance list) is not displaced by a later claim as long as
it is fresh: through so many months after its own. Of fresh verified ones the latest holds. Without one, the latest of
all holds, of one day the better proven. Nothing here knows a record: a proof has a key.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from hamahang.domain.calendar import LAST_GREGORIAN
from hamahang.domain.months import Month
from hamahang.domain.proof import VERIFIED_FROM, Proof
from hamahang.domain.returns import Terms, terms_on
from hamahang.domain.text import Text

CLASSES = {
    "UNDER_LOW": Text(fa="زیر {low} درصد ظرفیت", en="under {low} % of capacity"),
    "MIDDLE": Text(fa="{low} تا {high} درصد ظرفیت", en="{low} to {high} % of capacity"),
    "OVER_HIGH": Text(fa="بالای {high} درصد ظرفیت", en="over {high} % of capacity"),
    "WORKING": Text(fa="فعال، درصد نامعلوم", en="working, use not known"),
    "UNDERUSED": Text(fa="نیمه‌فعال، درصد نامعلوم", en="under-used, use not known"),
    "IDLE": Text(fa="راکد", en="idle"),
    "UNDER_CONSTRUCTION": Text(fa="در حال ساخت", en="under construction"),
}
SOURCES = {
    "CONFIRMED_RETURN": Text(fa="آمار ماهانهٔ تأییدشده", en="confirmed monthly return"),
    "VERIFIED": Text(fa="بازدید یا تأیید", en="visit or confirmation"),
    "LISTED": Text(fa="فهرست رسمی", en="official list"),
    "CLAIMED": Text(fa="اظهار واحد", en="the unit's own word"),
}


@dataclass(frozen=True, slots=True)
class Proven:
    """One proof of a status. on: the day it speaks of; is_confirmed: the return that said it was confirmed."""

    key: int
    on: date
    status: str
    proof: int
    is_confirmed: bool = False
    capacity_use: Decimal | None = None

    @property
    def is_verified(self) -> bool:
        """Whether somebody but the unit saw to it."""
        return self.is_confirmed or self.proof >= VERIFIED_FROM

    @property
    def source(self) -> str:
        """The code of what kind of proof it is."""
        if self.is_confirmed:
            return "CONFIRMED_RETURN"
        if self.is_verified:
            return "VERIFIED"
        return "LISTED" if self.proof == Proof.LISTED else "CLAIMED"


def fresh_since(day: date, months: int) -> date:
    """Return the first day that a verified proof may speak of and be fresh on a day."""
    # "for ever" is asked as the last day there is, which the Jalali calendar does not reach
    return Month.of(min(day, date(LAST_GREGORIAN, 1, 1))).plus(-months).first


def stale_from(on: date, months: int) -> date:
    """Return the first day on which a verified proof is no longer fresh."""
    return Month.of(on).plus(months + 1).first


def best(proofs: Iterable[Proven], day: date, terms: Sequence[Terms]) -> Proven | None:
    """Return the proof that holds on a day, None before the first."""
    since = fresh_since(day, terms_on(terms, day).fresh_months)
    known = (proof for proof in proofs if proof.on <= day)
    return max(known, key=lambda proof: _order(proof, since), default=None)


def _order(proof: Proven, since: date) -> tuple[bool, date, int, int]:
    if proof.is_verified and proof.on >= since:
        return True, proof.on, max(proof.proof, VERIFIED_FROM), proof.key
    return False, proof.on, proof.proof, proof.key


def is_fresh(proof: Proven, day: date, terms: Sequence[Terms]) -> bool:
    """Say whether a proof is verified and fresh on a day."""
    return proof.is_verified and proof.on >= fresh_since(day, terms_on(terms, day).fresh_months)


def class_of(status: str, capacity_use: Decimal | None, terms: Terms) -> str:
    """Return the published class of a status: by capacity use where it is known."""
    if status in ("IDLE", "UNDER_CONSTRUCTION"):
        return status
    if capacity_use is None:
        return "WORKING" if status == "ACTIVE" else "UNDERUSED"
    if capacity_use < terms.low_use:
        return "UNDER_LOW"
    return "MIDDLE" if capacity_use <= terms.high_use else "OVER_HIGH"


def class_title(code: str, terms: Terms) -> Text:
    """Return the name of a class with its bounds."""
    return CLASSES[code].format(low=terms.low_use, high=terms.high_use)


@dataclass(frozen=True, slots=True)
class Interval:
    """The days on which one proof held. until_on: the last of them, None for to this day and on."""

    from_on: date
    until_on: date | None
    proof: Proven

    def holds(self, day: date) -> bool:
        """Say whether a day lies in it."""
        return self.from_on <= day and (self.until_on is None or day <= self.until_on)


class _Known:
    """Proofs in their order: of ten years of them the one that holds on a day is found without asking each."""

    def __init__(self, proofs: Sequence[Proven]) -> None:
        self.every = sorted(proofs, key=lambda proof: _order(proof, date.max))
        self.verified = sorted((p for p in proofs if p.is_verified), key=lambda proof: _order(proof, date.min))

    def best(self, day: date, since: date) -> Proven | None:
        """Return the proof that holds on a day; since: the first day a verified one may speak of and be fresh."""
        fresh = _last(self.verified, day)
        return fresh if fresh is not None and fresh.on >= since else _last(self.every, day)


def _last(ordered: Sequence[Proven], day: date) -> Proven | None:
    after = bisect_right(ordered, day, key=lambda proof: proof.on)
    return ordered[after - 1] if after else None


def intervals(proofs: Sequence[Proven], terms: Sequence[Terms]) -> list[Interval]:
    """Return the whole history as intervals in order: they cover all days from the first proof on, each once.

    The proof that holds can change only where a proof begins, where one ceases to be fresh, or where the rules change.
    """
    if not proofs:
        return []
    first = min(proof.on for proof in proofs)
    turns = {proof.on for proof in proofs} | {one.valid_from for one in terms}
    months = {one.fresh_months for one in terms}
    turns |= {stale_from(proof.on, number) for proof in proofs if proof.is_verified for number in months}
    known = _Known(proofs)
    found: list[tuple[date, Proven]] = []
    for turn in sorted(turn for turn in turns if turn >= first):
        holding = known.best(turn, fresh_since(turn, terms_on(terms, turn).fresh_months))
        if holding is not None and (not found or found[-1][1].key != holding.key):
            found.append((turn, holding))
    ends = [start - timedelta(days=1) for start, _ in found[1:]]
    return [Interval(start, end, proof) for (start, proof), end in zip(found, [*ends, None], strict=True)]


def stretches(found: Sequence[Interval], terms: Sequence[Terms]) -> list[Interval]:
    """Return intervals with neighbours of one class and one kind of proof put together, under the latest proof."""
    joined: list[Interval] = []
    for interval in found:
        same = joined and _kind(joined[-1], terms) == _kind(interval, terms)
        if same:
            joined[-1] = Interval(joined[-1].from_on, interval.until_on, interval.proof)
        else:
            joined.append(interval)
    return joined


def _kind(interval: Interval, terms: Sequence[Terms]) -> tuple[str, str]:
    rule = terms_on(terms, interval.from_on)
    return class_of(interval.proof.status, interval.proof.capacity_use, rule), interval.proof.source

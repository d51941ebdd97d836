"""Rules of promises: what a denominator is, which pace is needed, how long a proof is good, when to warn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from hamahang.domain.proof import Proof
from hamahang.domain.refusal import Refused
from hamahang.domain.text import Text

JOBS = "jobs_verified"  # the figure of a promise that names none
BASES = {
    "NATIONAL": Text(fa="ملی", en="national"),
    "PROVINCIAL": Text(fa="استانی", en="provincial"),
}
PARTS = {
    "AGENCY": Text(fa="دستگاه", en="agency"),
    "SECTOR": Text(fa="رشتهٔ فعالیت", en="sector"),
    "MONTH": Text(fa="ماه", en="month"),
}
WAYS = {
    "DIRECT": Text(fa="مستقیم", en="direct"),
    "INDIRECT": Text(fa="غیرمستقیم", en="indirect"),
}
UNDERTAKINGS = {
    "REVIVAL": Text(fa="احیای واحد راکد", en="revival"),
    "TAKEOVER": Text(fa="واگذاری", en="takeover"),
    "PROJECT": Text(fa="طرح", en="project"),
    "FACILITY": Text(fa="تسهیلات", en="loan facility"),
    "CLAIM": Text(fa="ادعای در انتظار تأیید", en="claim that waits for proof"),
}
# days; the office's own, for no rule was found that says how long each kind of proof is good
GOOD_FOR: Mapping[Proof, int] = {
    Proof.CONFIRMED: 180,
    Proof.SEEN: 365,
    Proof.INSURED: 365,
    Proof.DURABLE: 730,
}
MET, MISSED = Text(fa="رسید", en="met"), Text(fa="نرسید", en="missed")
WITHIN, BEYOND = Text(fa="از سقف نگذشت", en="kept within the limit"), Text(fa="از سقف گذشت", en="beyond the limit")
AT_MOST = Text(fa="حداکثر {amount}", en="at most {amount}")
NO_LIMIT = Text(
    fa="سقف دست‌کم یک شهرستان را بنویسید؛ «حداکثر صفر» پذیرفته نیست، دست‌کم ۱ بنویسید",
    en="Write the limit of at least one county; “at most zero” is not taken, write one or more",
)
JOBS_AT_MOST = Text(
    fa="برای اشتغال سقف پذیرفته نیست؛ رقمی را برگزینید که کمترِ آن خواسته می‌شود",
    en="Of jobs no limit is taken; choose a figure of which less is wished",
)
HALF_AGAIN = Decimal("1.5")
WARN_BELOW = Decimal("0.5")  # the chance of a promise below which it stands among the warnings
MONTH = Decimal("30.44")
MARGIN = Fraction(1, 10)  # the office's rule: so much of the promise may lag behind the time that has passed


class CommitmentRefused(Refused):
    """What was said of a promise cannot be recorded; `why` tells the repair in both languages."""


def check_announcement(
    *,
    words: Sequence[str],
    period: tuple[date, date],
    baseline: tuple[int | None, date | None],
    figure: str = JOBS,
    is_at_most: bool = False,
) -> None:
    """Refuse a promise that nobody could check.

    words: number, title and holder; baseline: how many there were before, and on which day
    :raises CommitmentRefused: if a word lacks, it ends before it begins, its baseline has no day, or it limits jobs
    """
    if is_at_most and figure == JOBS:
        raise CommitmentRefused(JOBS_AT_MOST)
    if not all(word.strip() for word in words):
        raise CommitmentRefused(Text(fa="شماره، عنوان و متعهد را بنویسید", en="Write number, title and holder"))
    if period[1] <= period[0]:
        raise CommitmentRefused(Text(fa="پایان دوره پس از آغاز آن است", en="The period ends after it begins"))
    if (baseline[0] is None) is not (baseline[1] is None):
        raise CommitmentRefused(Text(fa="پایه و روزش با هم است", en="A baseline stands with its day"))


def check_version(
    *, amounts: Sequence[int], basis: str, announced_on: date, due_on: date, is_at_most: bool = False
) -> None:
    """Refuse a version of a target that promises nothing, or comes after its own deadline.

    amounts: by county; basis: empty where it is not known
    :raises CommitmentRefused: then
    """
    if sum(amounts) <= 0 and is_at_most:
        raise CommitmentRefused(NO_LIMIT)
    if sum(amounts) <= 0:
        raise CommitmentRefused(Text(fa="سهم دست‌کم یک شهرستان را بنویسید", en="Write the share of at least one county"))
    if basis and basis not in BASES:
        raise CommitmentRefused(Text(fa=f"«{basis}» مبنای هدف نیست", en=f"“{basis}” is no basis of a target"))
    if announced_on > due_on:
        raise CommitmentRefused(Text(fa="روز اعلام پس از مهلت تعهد است", en="It is announced after the promise is due"))


def check_split(*, part: str, amounts: Mapping[str, int], whole: int) -> None:
    """Refuse a split that is of no known part, or more than the whole.

    :raises CommitmentRefused: then
    """
    if part not in PARTS:
        raise CommitmentRefused(Text(fa=f"«{part}» بخشی از تعهد نیست", en=f"“{part}” is no part of a promise"))
    if not amounts:
        raise CommitmentRefused(Text(fa="دست‌کم یک سهم را بنویسید", en="Write at least one share"))
    if sum(amounts.values()) > whole:
        raise CommitmentRefused(
            Text(
                fa=f"جمع سهم‌ها ({sum(amounts.values()):,}) بیش از هدف ({whole:,}) است",
                en=f"The shares sum to {sum(amounts.values()):,}, more than the target of {whole:,}",
            )
        )


@dataclass(frozen=True, slots=True)
class Attained:
    """What was reached of a denominator. amount, of: whole numbers; percent to one decimal, None of nothing."""

    amount: int
    of: int

    @property
    def percent(self) -> Decimal | None:
        """Share in percent, to one decimal; a denominator of nothing has none."""
        if not self.of:
            return None
        return (Decimal(100) * self.amount / self.of).quantize(Decimal("0.1"), ROUND_HALF_UP)


def required_pace(*, left: int, day: date, deadline: date) -> Decimal | None:
    """Return how much a month is needed from a day to the deadline, to one decimal; None after it."""
    days = (deadline - day).days
    if left <= 0:
        return Decimal(0)
    return (Decimal(left) * MONTH / days).quantize(Decimal("0.1"), ROUND_HALF_UP) if days > 0 else None


def pace_so_far(*, verified: int, first: date, last: date, day: date) -> Decimal | None:
    """Return how much a month was reached in a promise's own time up to a day, to one decimal; None before it.

    Its time ends with its last day: what came of it then is not spread over the years since.
    """
    days = (min(day, last) - first).days + 1
    return (Decimal(verified) * MONTH / days).quantize(Decimal("0.1"), ROUND_HALF_UP) if days > 0 else None


def is_behind(*, so_far: Decimal, needed: Decimal) -> bool:
    """Say whether the pace that is needed is half as much again as the pace so far, or more."""
    return needed > 0 and needed >= so_far * HALF_AGAIN


def is_too_fast(*, so_far: Decimal, allowed: Decimal) -> bool:
    """Say whether what may be no more comes half as fast again as is allowed, or faster."""
    return so_far > 0 and so_far >= allowed * HALF_AGAIN


@dataclass(frozen=True, slots=True)
class Goal:
    """What a promise is to come to: so much of its figure, or at most so much.

    before: of what holds on a day and is to fall, how much there was; None of what is counted from nothing
    """

    target: int
    is_at_most: bool = False
    before: int | None = None

    @property
    def is_to_fall(self) -> bool:
        """Whether it is of what holds on a day, and is to be less than it was."""
        return self.is_at_most and self.before is not None

    @property
    def is_limit(self) -> bool:
        """Whether it is of events, of which no more may come in its time: what has come cannot be undone."""
        return self.is_at_most and self.before is None

    def is_met(self, amount: int | Decimal) -> bool:
        """Say whether an amount is what was promised."""
        return amount <= self.target if self.is_at_most else amount >= self.target

    def outcome(self, amount: int) -> Text:
        """Return in a word what became of a promise whose last day is past."""
        if self.is_limit:
            return WITHIN if self.is_met(amount) else BEYOND
        return MET if self.is_met(amount) else MISSED

    def done(self, amount: int) -> int:
        """Return what was brought about: what came, or of what is to fall what is gone; below zero where it rose."""
        return self.before - amount if self.is_at_most and self.before is not None else amount

    def is_rising(self, pace: Decimal | None) -> bool:
        """Say whether what is to fall has risen so far. pace: of what was brought about, None before it begins"""
        return self.is_to_fall and pace is not None and pace < 0

    def told(self, pace: Decimal | None) -> Decimal | None:
        """Return a pace as it is told beside the word for its direction: how fast what is to fall fell or rose."""
        return abs(pace) if self.is_to_fall and pace is not None else pace

    def left(self, amount: int) -> int:
        """Return what must come or go yet; of what is limited, how much may come yet."""
        return amount - self.target if self.is_to_fall else self.target - amount

    def percent(self, amount: int) -> Decimal | None:
        """Return in percent what is attained: of the target, of the way down, or of the limit what is used.

        None where there is no way: what is to fall was no more than promised before; nothing of it where it rose
        """
        if self.before is None or not self.is_at_most:
            return Attained(amount, self.target).percent
        return Attained(max(0, self.before - amount), max(0, self.before - self.target)).percent

    def said(self, amount: Text) -> Text:
        """Return the words of its target, with its direction."""
        return AT_MOST.format(amount=amount) if self.is_at_most else amount


def has_expired(*, proof: Proof, shown_on: date, day: date) -> bool:
    """Say whether a proof is too old to show on a day that the jobs are still there."""
    good_for = GOOD_FOR.get(proof)
    return good_for is not None and (day - shown_on).days > good_for


def by_level(evidence: Sequence[tuple[int, int]]) -> list[tuple[Proof, int, int]]:
    """Return for each level the persons shown at exactly it, and at it or better. evidence: level and persons of each

    What was announced, stands in a permit or in a licence is never added to another level: those are plans of other
    papers, not jobs less well proven.
    """
    exact = {level: sum(persons for at, persons in evidence if at == level) for level in Proof}
    return [
        (level, exact[level], sum(exact[other] for other in Proof if other >= level))
        if level > Proof.LICENCE
        else (level, exact[level], exact[level])
        for level in Proof
    ]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a promise is kept beside the time it was given. kept: verified of promised; passed: of its time, 0–1.

    is_limit: no more may come, and kept is what is used of it
    """

    kept: Fraction
    passed: Fraction
    is_limit: bool = False

    @property
    def ahead(self) -> Fraction:
        """How far it is ahead of its time; below zero where it lags behind, or uses its limit too fast."""
        return self.passed - self.kept if self.is_limit else self.kept - self.passed

    @property
    def is_at_risk(self) -> bool:
        """Whether it lags behind by more than the margin, or is beyond its limit."""
        return -self.ahead > MARGIN or (self.is_limit and self.kept > 1)


def progress(*, goal: Goal, amount: int, from_on: date, due_on: date, day: date) -> Progress:
    """Return how far a promise is kept on a day. Time runs evenly from its first day to the day it is due.

    :raises ValueError: if nothing was promised, or it is due before it begins
    """
    if goal.target <= 0 or due_on <= from_on:
        raise ValueError(f"{goal.target} promised from {from_on} to {due_on}")
    passed = Fraction((min(max(day, from_on), due_on) - from_on).days, (due_on - from_on).days)
    if goal.before is None or not goal.is_at_most:
        return Progress(Fraction(amount, goal.target), passed, goal.is_limit)
    way = goal.before - goal.target
    fallen = Fraction(max(0, goal.done(amount)), way) if way > 0 else Fraction(0)
    return Progress(max(Fraction(1), fallen) if goal.is_met(amount) else fallen, passed)

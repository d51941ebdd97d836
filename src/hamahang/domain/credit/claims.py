"""What a facility owes and how late: what a repayment covers, the class of a claim by its age, the state it is in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from hamahang.domain.calendar import from_jalali
from hamahang.domain.credit.terms import RESTRUCTURED, CreditRefused
from hamahang.domain.flows.workingdays import months_later
from hamahang.domain.money import say_rials
from hamahang.domain.text import Text

ONE = timedelta(days=1)


class ClaimClass(StrEnum):
    """How a bank classes what is owed to it."""

    CURRENT = "CURRENT"
    PAST_DUE = "PAST_DUE"
    OVERDUE = "OVERDUE"
    DOUBTFUL = "DOUBTFUL"


CLASSES = {
    ClaimClass.CURRENT: Text(fa="جاری", en="current"),
    ClaimClass.PAST_DUE: Text(fa="سررسید گذشته", en="past due"),
    ClaimClass.OVERDUE: Text(fa="معوق", en="overdue"),
    ClaimClass.DOUBTFUL: Text(fa="مشکوک‌الوصول", en="doubtful"),
}


@dataclass(frozen=True, slots=True)
class ClassLimits:
    """After how many months beyond its due day a claim belongs to a class, from a day on. beyond: the worst first"""

    valid_from: date
    beyond: tuple[tuple[ClaimClass, int], ...]
    source: Text


# what holds before limits are recorded; what is recorded has its own day and stands beside it
LIMITS = (
    ClassLimits(
        from_jalali(1380, 1, 1),
        ((ClaimClass.DOUBTFUL, 18), (ClaimClass.OVERDUE, 6), (ClaimClass.PAST_DUE, 2)),
        Text(fa="رویهٔ بانک‌ها برای طبقه‌بندی مطالبات", en="practice of the banks in classing claims"),
    ),
)


LONGEST = 120  # months


def limits_of(*, valid_from: date, past_due: int, overdue: int, doubtful: int, source: str) -> ClassLimits:
    """Return limits by the months of each class.

    :raises CreditRefused: if the months do not rise from class to class, or no source is named
    """
    if not 0 <= past_due < overdue < doubtful <= LONGEST or not source.strip():
        raise CreditRefused(
            Text(
                fa="ماه‌های سه طبقه را از کم به زیاد (تا ۱۲۰) و مأخذ را بنویسید",
                en="Write the months of the three classes, rising (up to 120), and the source",
            )
        )
    beyond = ((ClaimClass.DOUBTFUL, doubtful), (ClaimClass.OVERDUE, overdue), (ClaimClass.PAST_DUE, past_due))
    return ClassLimits(valid_from, beyond, Text(fa=source.strip(), en=source.strip()))


def limits_on(day: date, limits: Sequence[ClassLimits] = LIMITS) -> ClassLimits:
    """Return the limits that are valid on a day; before the first ones, the first."""
    known = sorted(limits, key=lambda row: row.valid_from)
    return next((row for row in reversed(known) if row.valid_from <= day), known[0])


def class_of(oldest_due_on: date | None, day: date, limits: Sequence[ClassLimits] = LIMITS) -> ClaimClass:
    """Return the class of a claim on a day by the day its oldest unpaid instalment was due; None: nothing is unpaid."""
    if oldest_due_on is not None:
        for name, months in limits_on(day, limits).beyond:
            if day > months_later(oldest_due_on, months):
                return name
    return ClaimClass.CURRENT


def due_before(name: ClaimClass, day: date, limits: Sequence[ClassLimits] = LIMITS) -> tuple[date | None, date]:
    """Return between which due days the oldest unpaid instalment of a class lies: from the first, before the second.

    The same rule as `class_of`, for a question to the database. None: however old.
    """
    beyond = dict(limits_on(day, limits).beyond)
    names = list(ClaimClass)
    worse = names[names.index(name) + 1 :]
    first = _not_beyond(day, min(beyond[other] for other in worse)) if worse else None
    last = _not_beyond(day, beyond[name]) if name in beyond else day
    return first, last


def _not_beyond(day: date, months: int) -> date:
    """Return the earliest due day of which so many months have not passed by a day."""
    found = months_later(day, -months)
    while months_later(found, months) < day:
        found += ONE
    return found


# --- what a repayment covers ---


@dataclass(frozen=True, slots=True)
class Open:
    """What is left of an instalment, in rials. id: its key"""

    id: int
    due_on: date
    principal: int
    profit: int


@dataclass(frozen=True, slots=True)
class Share:
    """What a repayment covers of an instalment."""

    instalment: int
    principal: int
    profit: int


class RepaymentExceedsDebt(CreditRefused):
    """More was to be repaid than is owed."""

    def __init__(self, *, owed: int, amount: int) -> None:
        self.owed, self.amount = owed, amount
        super().__init__(
            Text(
                fa=f"بازپرداخت {say_rials(amount, 'fa', scale='rial')} است و ماندهٔ بدهی "
                f"{say_rials(owed, 'fa', scale='rial')}",
                en=f"{say_rials(amount, 'en', scale='rial')} were to be repaid and "
                f"{say_rials(owed, 'en', scale='rial')} are owed",
            )
        )


def allocate(amount: int, unpaid: Sequence[Open], *, order: str) -> list[Share]:
    """Return what a repayment covers: the oldest due first, within an instalment in the order of the contract.

    amount: rials, > 0
    :raises RepaymentExceedsDebt: if more is repaid than is left of all instalments
    """
    shares, left = [], amount
    for one in sorted(unpaid, key=lambda one: (one.due_on, one.id)):
        if order == "PROFIT_FIRST":
            profit = min(left, one.profit)
            principal = min(left - profit, one.principal)
        else:
            principal = min(left, one.principal)
            profit = min(left - principal, one.profit)
        if principal or profit:
            shares.append(Share(one.id, principal, profit))
            left -= principal + profit
    if left:
        raise RepaymentExceedsDebt(owed=amount - left, amount=amount)
    return shares


# --- the state of a facility ---


class State(StrEnum):
    """Where a facility stands."""

    APPROVED = "APPROVED"
    CONTRACTED = "CONTRACTED"
    PAYING = "PAYING"
    GRANTED = "GRANTED"
    REPAYING = "REPAYING"
    RESTRUCTURED = "RESTRUCTURED"
    OVERDUE = "OVERDUE"
    SETTLED = "SETTLED"
    WRITTEN_OFF = "WRITTEN_OFF"


STATES = {
    State.APPROVED: Text(fa="مصوب", en="approved"),
    State.CONTRACTED: Text(fa="قرارداد بسته", en="contracted"),
    State.PAYING: Text(fa="در حال پرداخت", en="paying out"),
    State.GRANTED: Text(fa="کمک پرداخت‌شده", en="grant paid"),
    State.REPAYING: Text(fa="در حال بازپرداخت", en="repaying"),
    State.RESTRUCTURED: Text(fa="امهال یا تقسیط‌شده", en="restructured"),
    State.OVERDUE: Text(fa="دارای قسط عقب‌افتاده", en="overdue"),
    State.SETTLED: Text(fa="تسویه‌شده", en="settled"),
    State.WRITTEN_OFF: Text(fa="سوخت‌شده", en="written off"),
}


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a facility by a day, from which its state follows. Amounts in rials.

    contracted: None without a contract; schedule: kind of the table in force
    oldest_due_on: of its unpaid instalments, the first one, due or not; None where all are paid
    """

    contracted: int | None = None
    is_grant: bool = False
    paid: int = 0
    schedule: str = ""
    oldest_due_on: date | None = None


def state_of(known: Known, day: date) -> State:
    """Return the state of a facility on a day."""
    if known.schedule == "WRITTEN_OFF":
        return State.WRITTEN_OFF
    if not known.paid:
        return State.APPROVED if known.contracted is None else State.CONTRACTED
    if known.oldest_due_on is not None and known.oldest_due_on < day:
        return State.OVERDUE
    return _paid_out(known)


def _paid_out(known: Known) -> State:
    """Return the state of a facility that was paid, of which nothing is late."""
    is_whole = known.contracted is not None and known.paid >= known.contracted
    if known.is_grant:
        return State.GRANTED if is_whole else State.PAYING
    if known.schedule and known.oldest_due_on is None and (is_whole or known.schedule == "SETTLEMENT"):
        return State.SETTLED
    if known.schedule in RESTRUCTURED:
        return State.RESTRUCTURED
    return State.REPAYING if is_whole else State.PAYING


@dataclass(frozen=True, slots=True)
class Version:
    """A table of instalments that came into force on a day. instalments: key, due day, what the unit pays, known on"""

    on: date
    kind: str
    instalments: tuple[tuple[int, date, int, date], ...] = ()


@dataclass(frozen=True, slots=True)
class Life:
    """Everything that the states of one facility follow from.

    payments: day and rials; covered: day, key of the instalment, rials that a repayment covered of it
    """

    approved_on: date | None = None
    contracted_on: date | None = None
    contracted: int | None = None
    is_grant: bool = False
    payments: Sequence[tuple[date, int]] = ()
    versions: Sequence[Version] = ()
    covered: Sequence[tuple[date, int, int]] = ()


def known_on(life: Life, day: date) -> Known:
    """Return what was known of a facility by a day."""
    begun = life.contracted_on is not None and life.contracted_on <= day
    versions = [version for version in life.versions if version.on <= day]
    paid_of: dict[int, int] = {}
    for on, instalment, amount in life.covered:
        if on <= day:
            paid_of[instalment] = paid_of.get(instalment, 0) + amount
    rows = versions[-1].instalments if versions else ()
    unpaid = [due for key, due, payable, since in rows if since <= day and payable > paid_of.get(key, 0)]
    return Known(
        contracted=life.contracted if begun else None,
        is_grant=life.is_grant,
        paid=sum(amount for on, amount in life.payments if on <= day),
        schedule=versions[-1].kind if versions else "",
        oldest_due_on=min(unpaid, default=None),
    )


def history(life: Life, until: date) -> list[tuple[date | None, State]]:
    """Return the states of a facility up to a day, each with the day it began; None where nobody said it."""
    days = {on for on, _ in life.payments} | {version.on for version in life.versions}
    days |= {on for on, _, _ in life.covered}
    days |= {due + ONE for version in life.versions for _, due, _, _ in version.instalments}
    days |= {life.contracted_on} if life.contracted_on else set()
    found: list[tuple[date | None, State]] = [(life.approved_on, State.APPROVED)]
    for day in sorted(day for day in days if day <= until):
        state = state_of(known_on(life, day), day)
        if state is not found[-1][1]:
            found.append((day, state))
    return found

"""The table of instalments, exact in whole rials.

Rules: an instalment is due on the day of the month on which the facility was first paid, so many Jalali months later;
where that month is shorter, on its last day, and the next one again on the day itself. Profit of a whole period is the
year's rate times its months over twelve; of a part of one, by whole months and then days over 365. Every amount is
rounded half up to the rial once, and the last instalment settles what is left. Each payment has a table of its own
over the same days, so what is due is the sum over the payments.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import floor

from hamahang.domain.credit.terms import Terms
from hamahang.domain.flows.workingdays import months_between, months_later

YEAR_OF_DAYS = 365


@dataclass(frozen=True, slots=True)
class Due:
    """What falls due on a day, in rials.

    profit: all of it; subsidy: the part that the programme pays; capitalised: the part that becomes principal
    """

    due_on: date
    principal: int
    profit: int = 0
    subsidy: int = 0
    capitalised: int = 0

    @property
    def own_profit(self) -> int:
        """The profit that the unit pays on the day."""
        return self.profit - self.subsidy - self.capitalised

    @property
    def payable(self) -> int:
        """What the unit pays on the day."""
        return self.principal + self.own_profit


def half_up(value: Fraction) -> int:
    """Return the nearest whole number, halves upwards."""
    return floor(value + Fraction(1, 2))


def share_of_year(first: date, last: date) -> Fraction:
    """Return which part of a year lies between two days: whole Jalali months, then days over 365."""
    months = months_between(first, last)
    rest = (last - months_later(first, months)).days
    return Fraction(months, 12) + Fraction(rest, YEAR_OF_DAYS)


def profit_on(amount: int, rate: Decimal, share: Fraction) -> int:
    """Return the profit on an amount for a part of a year, in whole rials."""
    return half_up(amount * Fraction(rate) * share)


def due_days(anchor: date, terms: Terms) -> tuple[date, ...]:
    """Return the days of the instalments of a facility that was first paid on `anchor`."""
    return tuple(months_later(anchor, terms.grace + k * terms.spacing) for k in range(1, terms.instalments + 1))


def table_of_payment(*, amount: int, paid_on: date, anchor: date, terms: Terms) -> tuple[Due, ...]:
    """Return what falls due for one payment of a facility that was first paid on `anchor`; nothing for a grant."""
    if terms.is_grant:
        return ()
    grace_end = months_later(anchor, terms.grace)
    grace = _grace(amount, paid_on, anchor, terms) if paid_on < grace_end else ()
    start = max(paid_on, grace_end)
    days = [day for day in due_days(anchor, terms) if day > start] or [months_later(start, terms.spacing)]
    whole = Fraction(terms.spacing, 12)
    first = whole if start == grace_end else share_of_year(start, days[0])
    rows = draw(
        balance=amount + sum(row.capitalised for row in grace),
        days=days,
        shares=[first] + [whole] * (len(days) - 1),
        rate=terms.rate,
        subsidised=terms.subsidised,
        method=terms.method,
    )
    return (*grace, *rows)


def _grace(amount: int, paid_on: date, anchor: date, terms: Terms) -> tuple[Due, ...]:
    """Return what falls due before the first instalment: profit, paid or added to the principal."""
    if not terms.rate:
        return ()
    step = terms.spacing if terms.grace_profit == "PAID" else terms.grace
    offsets = [*range(step, terms.grace, step), terms.grace]
    rows, before = [], 0 if paid_on == anchor else None
    for offset in offsets:
        day = months_later(anchor, offset)
        if day <= paid_on:
            before = offset if day == paid_on else before
            continue
        share = share_of_year(paid_on, day) if before is None else Fraction(offset - before, 12)
        profit = profit_on(amount, terms.rate, share)
        subsidy = _subsidy(profit, terms.rate, terms.subsidised)
        capitalised = profit - subsidy if terms.grace_profit == "CAPITALISED" else 0
        rows.append(Due(day, 0, profit, subsidy, capitalised))
        before = offset
    return tuple(rows)


def _subsidy(profit: int, rate: Decimal, subsidised: Decimal) -> int:
    return half_up(profit * Fraction(subsidised) / Fraction(rate)) if rate else 0


def draw(
    *, balance: int, days: Sequence[date], shares: Sequence[Fraction], rate: Decimal, subsidised: Decimal, method: str
) -> tuple[Due, ...]:
    """Return the instalments of a balance over some days.

    shares: which part of a year the period before each day is
    Equal instalments: the level is the balance over the sum of what one rial on each day is worth now. Equal
    principal: the whole part of the balance by their number. Either way the last one takes what is left.
    """
    yearly = Fraction(rate)
    level = _level(balance, [1 + yearly * share for share in shares])
    rows, left = [], balance
    for number, (day, share) in enumerate(zip(days, shares, strict=True), start=1):
        profit = half_up(left * yearly * share)
        part = balance // len(days) if method == "EQUAL_PRINCIPAL" else level - profit
        principal = left if number == len(days) else min(max(part, 0), left)
        rows.append(Due(day, principal, profit, _subsidy(profit, rate, subsidised)))
        left -= principal
    return tuple(rows)


def _level(balance: int, growth: Iterable[Fraction]) -> int:
    worth, factor = Fraction(0), Fraction(1)
    for one in growth:
        factor /= one
        worth += factor
    return half_up(balance / worth)


def redraw(
    *, balance: int, on: date, days: Sequence[date], rate: Decimal, subsidised: Decimal, method: str
) -> tuple[Due, ...]:
    """Return the instalments of a debt that is given a new table on a day, by the calendar between the days."""
    shares = [share_of_year(before, day) for before, day in zip([on, *days], days, strict=False)]
    return draw(balance=balance, days=days, shares=shares, rate=rate, subsidised=subsidised, method=method)


def spaced(first: date, *, spacing: int, number: int) -> list[date]:
    """Return so many days, so many Jalali months apart, the first given."""
    return [months_later(first, spacing * k) for k in range(number)]

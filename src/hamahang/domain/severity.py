"""How hard a price shock hits a unit: the profit that the dearer energy takes away, as an interval.

Method: of each rial of sales, 1 − m is cost and m is margin; energy is a share e of cost, and its price rises by p
(0.5: by half). What it takes away is e · p · (1 − m) rials, and the severity is that amount divided by the margin:

    s = e · p · (1 − m) / m

1 means that the whole profit is gone, other prices and amounts as before: no substitution, no passing on. With the
unit's own accounts e and m are numbers; with the coefficients of its sector they are intervals, and so is s, which
rises with e and falls with m. A unit without a margin was losing money before the shock: it has no severity.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from hamahang.domain.months import Month
from hamahang.domain.text import Text

CARRIERS = {
    "FUEL": Text(fa="سوخت", en="fuel"),
    "ELECTRICITY": Text(fa="برق", en="electricity"),
}
# carriers as bills name them, and the carrier of a price shock that each belongs to
BILLED = {
    "ELECTRICITY": Text(fa="برق", en="power"),
    "GAS": Text(fa="گاز", en="gas"),
    "FUEL": Text(fa="سوخت مایع", en="liquid fuel"),
}
SHOCK_OF = {"ELECTRICITY": "ELECTRICITY", "GAS": "FUEL", "FUEL": "FUEL"}
YEAR = 12
METHOD = Text(
    fa="شدت = سهم انرژی از هزینه × افزایش قیمت × (۱ − حاشیه) ÷ حاشیه؛ ۱ یعنی همهٔ سود می‌رود",
    en="severity = energy share of cost × price rise × (1 − margin) ÷ margin; 1 means the whole profit is gone",
)
BASES = {
    "ACCOUNTS": Text(fa="از قبض‌ها و حساب‌های واحد", en="from the unit's bills and accounts"),
    "SECTOR": Text(fa="از ضریب‌های رشته", en="from the coefficients of its sector"),
}
ONE = Decimal(1)
PLACES = Decimal("0.001")


@dataclass(frozen=True, slots=True)
class Interval:
    """A number between two bounds, both included; a known number is its own bounds."""

    low: Decimal
    high: Decimal

    def __post_init__(self) -> None:
        if self.low > self.high:
            raise ValueError(f"{self.low} > {self.high}")

    @property
    def middle(self) -> Decimal:
        """The middle of it."""
        return (self.low + self.high) / 2

    @property
    def is_point(self) -> bool:
        """Whether it is one number."""
        return self.low == self.high


@dataclass(frozen=True, slots=True)
class Costs:
    """What the severity of a unit is counted from.

    shares: carrier → share of cost, 0–1; margin: of sales, at most 1; basis: a key of BASES
    """

    shares: Mapping[str, Interval]
    margin: Interval
    basis: str


def from_accounts(*, energy: Mapping[str, int], cost: int, sales: int) -> Costs | None:
    """Return the costs of a unit from its own accounts of a year, in rials; None where they cannot be.

    cost: of the whole year, with the energy in it
    """
    if cost <= 0 or sales <= 0 or sum(energy.values()) > cost:
        return None
    shares = {carrier: Decimal(rials) / cost for carrier, rials in energy.items()}
    margin = Decimal(sales - cost) / sales
    return Costs({c: Interval(share, share) for c, share in shares.items()}, Interval(margin, margin), "ACCOUNTS")


def severity(costs: Costs, rises: Mapping[str, Decimal]) -> Interval | None:
    """Return the severity for a unit, None if its margin may be none. rises: carrier → rise of price, 0.5 for +50 %."""
    if costs.margin.low <= 0:
        return None
    low = sum((costs.shares[c].low * rises.get(c, Decimal(0)) for c in costs.shares), Decimal(0))
    high = sum((costs.shares[c].high * rises.get(c, Decimal(0)) for c in costs.shares), Decimal(0))
    best, worst = costs.margin.high, costs.margin.low
    return Interval(
        (low * (ONE - best) / best).quantize(PLACES), (high * (ONE - worst) / worst).quantize(PLACES)
    )  # fmt: skip


def year_of_bills(bills: Iterable[tuple[str, date, int]]) -> tuple[dict[str, int], date] | None:
    """Return what a unit's bills come to in the year up to its last one, by carrier of a shock, and that day.

    Only a carrier with a bill for each of the twelve months counts, a month without use being a bill of nothing; None
    where there is no such carrier. bills: carrier, last day of the month, rials
    """
    rows = list(bills)
    if not rows:
        return None
    last = max(on for _, on, _ in rows)
    until = Month.of(last)
    within = [(carrier, on, rials) for carrier, on, rials in rows if until.since(Month.of(on)) < YEAR]
    found: dict[str, int] = {}
    for carrier in BILLED:
        own = [(on, rials) for name, on, rials in within if name == carrier]
        if len({on for on, _ in own}) == YEAR:
            shock = SHOCK_OF[carrier]
            found[shock] = found.get(shock, 0) + sum(rials for _, rials in own)
    return (found, last) if found else None


@dataclass(frozen=True, slots=True)
class Ranked:
    """Where a unit stands among the affected. first, last: the places it may have, for intervals overlap."""

    unit: int
    severity: Interval | None
    first: int
    last: int


def rank(severities: Mapping[int, Interval | None]) -> Sequence[Ranked]:
    """Return units from the hardest hit on, those without a margin first; each with the places it may have.

    Sorted by the middle of the interval. A unit's first place is after those surely above it, its last before those
    surely below it.
    """
    losing = sorted(unit for unit, found in severities.items() if found is None)
    known = {unit: found for unit, found in severities.items() if found is not None}
    lows, highs = sorted(found.low for found in known.values()), sorted(found.high for found in known.values())
    before, count = len(losing), len(known)
    ranked = [Ranked(unit, None, 1, before) for unit in losing]
    for unit in sorted(known, key=lambda unit: (-known[unit].middle, unit)):
        found = known[unit]
        surely_above = count - bisect_right(lows, found.high)
        surely_below = bisect_left(highs, found.low)
        ranked.append(Ranked(unit, found, before + surely_above + 1, before + count - surely_below))
    return ranked

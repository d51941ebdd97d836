"""What was made of allocated money: committed, paid, what may lapse, and a plain forecast from the own past pace."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from hamahang.domain.text import Text

LEAST_MONTHS = 4
MOST_MONTHS = 12
# two-sided 80 % points of Student's t by degrees of freedom (any table of it); beyond 30, the normal's
T_80 = (
    "3.078", "1.886", "1.638", "1.533", "1.476", "1.440", "1.415", "1.397", "1.383", "1.372", "1.363",
)  # fmt: skip
METHOD = Text(
    fa="پیش‌بینی ساده: میانگین پرداخت ماه‌های کامل گذشته × ماه‌های مانده، نخست به آنچه زودتر منقضی می‌شود؛ "
    "بازهٔ ۸۰٪ از پراکندگی همان ماه‌ها",
    en="plain forecast: the mean of the past whole months × the months left, first to what lapses first; "
    "80 % interval from their own spread",
)


@dataclass(frozen=True, slots=True)
class Absorbed:
    """Money of one line, county, bank or programme, in rials. lapsing: allocated with a day by which it lapses."""

    allocated: int
    committed: int
    paid: int

    @property
    def left(self) -> int:
        """What is allocated and not paid; never below nothing."""
        return max(self.allocated - self.paid, 0)

    @property
    def percent(self) -> Decimal | None:
        """How much of the allocation is paid, to one decimal; None where nothing is allocated."""
        return round(Decimal(100) * self.paid / self.allocated, 1) if self.allocated else None


@dataclass(frozen=True, slots=True)
class Outlook:
    """What will be paid by a day, in rials, and the bounds between which it falls in four of five cases like it."""

    expected: int
    low: int
    high: int
    months: int


@dataclass(frozen=True, slots=True)
class Pot:
    """Money of a line that lapses on a day, in rials. ahead: months from the asked day to that day"""

    allocated: int
    paid: int
    ahead: Decimal


def outlooks(pots: Sequence[Pot], *, months: Sequence[int]) -> list[Outlook] | None:
    """Return what will be paid of each pot by its day if the past pace goes on; None with fewer than four whole months.

    Method: months are independent draws with the mean x̄ and the spread s of the last n ≤ 12 whole ones. Over h months
    to come the sum is h·x̄, with the standard error s·√(h + h²/n) for the draws and for the mean; the interval is ± t
    (80 %, n − 1). The pots share one pace: what comes in by the day of a pot and was not given to those before it is
    its own, as payments use up what lapses first. Never below what is paid already nor above what is allocated. A
    season, a letter from the centre or the rush of the last weeks is not in it.

    pots: of one line, the first to lapse first; months: paid in each of the past whole months, the latest last
    """
    past = [Decimal(amount) for amount in months[-MOST_MONTHS:]]
    if len(past) < LEAST_MONTHS:
        return None
    given, found = [0, 0, 0], []
    for pot in pots:
        left = max(pot.allocated - pot.paid, 0)
        # expected, low and high are each followed through all pots
        parts = [
            min(max(come - before, 0), left) for come, before in zip(_to_come(past, pot.ahead), given, strict=True)
        ]
        given = [before + part for before, part in zip(given, parts, strict=True)]
        expected, low, high = (pot.paid + part for part in parts)
        found.append(Outlook(expected, min(low, expected), max(high, expected), len(past)))
    return found


def _to_come(past: Sequence[Decimal], ahead: Decimal) -> tuple[int, int, int]:
    """Return what months to come bring in by the past ones: expected, low and high."""
    n, h = len(past), max(ahead, Decimal(0))
    mean = sum(past, Decimal(0)) / n
    spread = (sum(((amount - mean) ** 2 for amount in past), Decimal(0)) / (n - 1)).sqrt()
    wide = Decimal(T_80[n - 2]) * spread * (h + h * h / n).sqrt()
    expected, low, high = (int((h * mean + by).to_integral_value()) for by in (Decimal(0), -wide, wide))
    return expected, max(low, 0), high


def at_risk(*, left: int, forecast: Outlook | None, paid: int) -> int:
    """Return the rials of an allocation that will lapse if the pace goes on; all that is left where none is known."""
    return left if forecast is None else max(left - (forecast.expected - paid), 0)

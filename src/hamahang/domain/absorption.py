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
    fa="پیش‌بینی ساده: میانگین پرداخت ماه‌های کامل گذشته × ماه‌های مانده؛ بازهٔ ۸۰٪ از پراکندگی همان ماه‌ها",
    en="plain forecast: the mean of the past whole months × the months left; 80 % interval from their own spread",
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


def outlook(*, paid: int, months: Sequence[int], ahead: Decimal, allocated: int) -> Outlook | None:
    """Return what will be paid by the deadline if the past pace goes on; None with fewer than four whole months.

    Method: months are independent draws with the mean x̄ and the spread s of the last n ≤ 12 whole ones. Over h months
    to come the sum is h·x̄, with the standard error s·√(h + h²/n) for the draws and for the mean; the interval is ± t
    (80 %, n − 1). Never below what is paid already nor above what is allocated. A season, a letter from the centre or
    the rush of the last weeks is not in it.

    paid: so far; months: paid in each of the past whole months, the latest last; ahead: months to the deadline
    """
    past = [Decimal(amount) for amount in months[-MOST_MONTHS:]]
    if len(past) < LEAST_MONTHS:
        return None
    n, h = len(past), max(ahead, Decimal(0))
    mean = sum(past, Decimal(0)) / n
    spread = (sum(((amount - mean) ** 2 for amount in past), Decimal(0)) / (n - 1)).sqrt()
    wide = Decimal(T_80[n - 2]) * spread * (h + h * h / n).sqrt()
    most = max(allocated, paid)

    def within(amount: Decimal) -> int:
        return min(max(int(amount.to_integral_value()), paid), most)

    expected = paid + h * mean
    return Outlook(within(expected), within(expected - wide), within(expected + wide), n)


def at_risk(*, left: int, forecast: Outlook | None, paid: int) -> int:
    """Return the rials of an allocation that will lapse if the pace goes on; all that is left where none is known."""
    return left if forecast is None else max(left - (forecast.expected - paid), 0)

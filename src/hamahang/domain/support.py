"""Rules of support: what may be paid from a facility, and the field's programmes and lines."""

from hamahang.domain.money import say_rials
from hamahang.domain.refusal import Refused
from hamahang.domain.text import Text

PROGRAMMES = {
    "TARGETED_SUBSIDIES": Text(fa="قانون هدفمندسازی یارانه‌ها", en="targeted-subsidies law"),
    "SPATIAL_PLAN": Text(fa="طرح‌های آمایش", en="spatial plan"),
    "BANK": Text(fa="منابع داخلی بانک", en="the bank's own resources"),
}
LINES = {
    "FUEL": Text(fa="سوخت", en="fuel"),
    "ELECTRICITY": Text(fa="برق", en="electricity"),
    "OTHER": Text(fa="سایر", en="other"),
}


class DisbursementExceedsFacility(Refused):
    """A payment is larger than what is left of its facility."""

    def __init__(self, *, approved: int, paid_so_far: int, amount: int) -> None:
        self.approved, self.paid_so_far, self.amount = approved, paid_so_far, amount
        left = approved - paid_so_far
        super().__init__(
            Text(
                fa=f"{say_rials(amount, 'fa')} خواسته شده و {say_rials(left, 'fa')} مانده است",
                en=f"{say_rials(amount, 'en')} asked, {say_rials(left, 'en')} left",
            )
        )


def check_disbursement(*, approved: int, paid_so_far: int, amount: int) -> None:
    """Refuse a payment that the facility does not cover. All in whole rials.

    :raises ValueError: if amount is not positive
    :raises DisbursementExceedsFacility: if less than `amount` is left
    """
    if amount <= 0:
        raise ValueError(f"amount must be positive, got {amount}")
    if paid_so_far + amount > approved:
        raise DisbursementExceedsFacility(approved=approved, paid_so_far=paid_so_far, amount=amount)

"""The classes of claims: the dated limits as they are known, and setting others from a day on."""

from datetime import date, datetime

from hamahang.domain.credit.claims import LIMITS, ClassLimits, limits_of
from hamahang.domain.credit.terms import CreditRefused
from hamahang.domain.ledger import AsOf
from hamahang.domain.text import Text
from hamahang.ledger.recording import recording
from hamahang.support.models import ClaimLimit


def recorded(asof: AsOf) -> list[ClaimLimit]:
    """Return the limits that were set and are known, the earliest first."""
    return list(ClaimLimit.objects.known(asof).order_by("valid_from"))


def claim_limits(asof: AsOf) -> list[ClassLimits]:
    """Return all limits that are known, the earliest first: those that hold from the start, and those recorded."""
    known = [
        limits_of(
            valid_from=row.valid_from,
            past_due=row.past_due,
            overdue=row.overdue,
            doubtful=row.doubtful,
            source=row.source,
        )
        for row in recorded(asof)
    ]
    return sorted([*LIMITS, *known], key=lambda limits: limits.valid_from)


def set_claim_limits(
    *, past_due: int, overdue: int, doubtful: int, valid_from: date, source: str, by: str, at: datetime
) -> ClaimLimit:
    """Set after how many months a claim belongs to each class, from a day on.

    :raises CreditRefused: if the months do not rise, no source is named, or limits of that day are recorded
    """
    limits_of(valid_from=valid_from, past_due=past_due, overdue=overdue, doubtful=doubtful, source=source)
    limit = ClaimLimit(
        valid_from=valid_from, past_due=past_due, overdue=overdue, doubtful=doubtful, source=source.strip()
    )
    with recording(action="support.claim_limits.set", by=by, at=at):
        if ClaimLimit.objects.filter(valid_from=valid_from, voided_entry=None).exists():
            raise CreditRefused(Text(fa="حدهای این روز ثبت شده است", en="Limits of that day are recorded"))
        limit.save()
    return limit


def take_limits_back(*, limit: ClaimLimit, reason: str, by: str, at: datetime) -> None:
    """Take back limits that were set wrongly.

    :raises CreditRefused: if no reason is given
    """
    if not reason.strip():
        raise CreditRefused(Text(fa="دلیل برگرداندن را بنویسید", en="Say why it is taken back"))
    with recording(action="support.claim_limits.taken_back", by=by, at=at, reason=reason.strip()):
        limit.void()

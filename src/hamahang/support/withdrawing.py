"""Taking back what was wrongly written of a facility: a tranche, its release, a guarantee, an exception."""

from datetime import datetime

from hamahang.domain.credit.terms import CreditRefused
from hamahang.domain.text import Text
from hamahang.ledger.recording import recording
from hamahang.support import queries
from hamahang.support.models import CreditFacility, FacilityException, Guarantee, Tranche, TrancheRelease

NO_REASON = Text(fa="دلیل برگرداندن را بنویسید", en="Say why it is taken back")
IS_PAID = Text(
    fa="برای این مرحله پرداخت ثبت شده است؛ نخست آن را رد کنید یا برگردانید",
    en="A payment is entered for this tranche; refuse or reverse that first",
)


def _said(reason: str) -> str:
    if not reason.strip():
        raise CreditRefused(NO_REASON)
    return reason.strip()


def take_guarantee_back(*, guarantee: Guarantee, reason: str, by: str, at: datetime) -> None:
    """Take back a guarantee that does not secure the facility: written wrongly, or a cheque that was returned.

    :raises CreditRefused: if no reason is given
    """
    with recording(action="support.guarantee.taken_back", by=by, at=at, reason=_said(reason)):
        guarantee.void()


def take_exception_back(*, exception: FacilityException, reason: str, by: str, at: datetime) -> None:
    """Take back leave to go beyond a limit.

    :raises CreditRefused: if no reason is given, or a contract or payments rest on it
    """
    with recording(action="support.exception.taken_back", by=by, at=at, reason=_said(reason)):
        facility = CreditFacility.objects.select_for_update().get(pk=exception.facility_id)
        exception.void()
        if _is_beyond(facility):
            raise CreditRefused(
                Text(
                    fa="قرارداد، مرحله‌ها یا پرداخت‌ها بر این استثنا استوار است؛ نخست آنها را برگردانید",
                    en="The contract, tranches or payments rest on this exception; take those back first",
                )
            )


def _is_beyond(facility: CreditFacility) -> bool:
    """Tell whether a facility goes beyond what its approval, its contract and the exceptions that stand allow."""
    contract = facility.contracts.filter(voided_entry=None).first()
    beyond = queries.excepted([facility.pk], "CONTRACT").get(facility.pk, 0)
    limit = queries.limits([facility.pk])[facility.pk]
    planned = sum(facility.tranches.filter(voided_entry=None).values_list("amount", flat=True))
    entered = sum(order.amount for order in queries.undecided([facility.pk]))
    paid = queries.paid_so_far([facility.pk]).get(facility.pk, 0)
    is_contract_beyond = contract is not None and contract.principal > facility.approved + beyond
    return is_contract_beyond or max(planned, paid + entered) > limit


def take_release_back(*, release: TrancheRelease, reason: str, by: str, at: datetime) -> None:
    """Take back the release of a tranche, which waits for its proof again.

    :raises CreditRefused: if no reason is given, or a payment was entered for the tranche
    """
    with recording(action="support.release.taken_back", by=by, at=at, reason=_said(reason)):
        tranche = Tranche.objects.select_for_update().get(pk=release.tranche_id)
        if queries.payment_of_tranche(tranche) is not None:
            raise CreditRefused(IS_PAID)
        release.void()


def take_tranche_back(*, tranche: Tranche, reason: str, by: str, at: datetime) -> None:
    """Take back a planned tranche, with its release.

    :raises CreditRefused: if no reason is given, or a payment was entered for it
    """
    with recording(action="support.tranche.taken_back", by=by, at=at, reason=_said(reason)):
        CreditFacility.objects.select_for_update().get(pk=tranche.facility_id)
        locked = Tranche.objects.select_for_update().get(pk=tranche.pk)
        if queries.payment_of_tranche(locked) is not None:
            raise CreditRefused(IS_PAID)
        for release in TrancheRelease.objects.filter(tranche=locked, voided_entry=None):
            release.void()
        tranche.void()

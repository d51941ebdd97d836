"""Paying from a facility: one person enters a payment, another approves it, and what was wrong is reversed."""

from dataclasses import dataclass
from datetime import date, datetime

from hamahang.domain.credit.terms import AlreadyDecided, CreditRefused, KeyIsTaken, SamePerson, TrancheIsTaken
from hamahang.domain.money import say_rials
from hamahang.domain.proof import Proof
from hamahang.domain.support import check_disbursement
from hamahang.domain.text import Text
from hamahang.ledger.recording import recording
from hamahang.support import actions, queries
from hamahang.support.models import (
    CreditFacility,
    Disbursement,
    PaymentDecision,
    PaymentOrder,
    Schedule,
    Tranche,
    TrancheRelease,
)
from hamahang.support.posting import CLOSED, FacilityIsClosed, follow


@dataclass(frozen=True, slots=True)
class Entered:
    """A payment as it was entered; is_new: not so if the same key had brought the same payment before."""

    payment: PaymentOrder
    is_new: bool


def enter_payment(
    *,
    facility: CreditFacility,
    amount: int,
    on: date,
    document_no: str,
    key: str,
    tranche: Tranche | None = None,
    by: str,
    at: datetime,
) -> Entered:
    """Enter a payment for somebody else to approve. The same key again with the same payment changes nothing.

    :raises KeyIsTaken: if the key was used for another payment
    :raises TrancheIsTaken: if somebody entered or paid the tranche already
    :raises FacilityIsClosed: if the facility was settled early or written off
    :raises DisbursementExceedsFacility: if less is left of what may be paid, entered payments counted
    :raises CreditRefused: if document or key is missing, or the tranche is not released or has another amount
    """
    document_no, key = document_no.strip()[:60], key.strip()
    if not document_no or not 0 < len(key) <= 60:
        raise CreditRefused(Text(fa="شمارهٔ سند را بنویسید", en="Give the number of the document"))
    with recording(action="support.payment.entered", by=by, at=at):
        locked = CreditFacility.objects.select_for_update().get(pk=facility.pk)
        before = PaymentOrder.objects.filter(key=key).first()
        if before is not None:
            return Entered(_the_same(before, locked, amount, on, document_no, tranche), is_new=False)
        _may_be_paid(locked, amount, on, document_no)
        if tranche is not None:
            _tranche_is_ready(tranche, locked, amount, on)
        payment = PaymentOrder(
            facility=locked,
            tranche=tranche,
            amount=amount,
            document_no=document_no,
            key=key,
            by=by,
            since_on=on,
            proof=Proof.DECLARED,
        )
        payment.save()
    return Entered(payment, is_new=True)


def _the_same(
    before: PaymentOrder, facility: CreditFacility, amount: int, on: date, document_no: str, tranche: Tranche | None
) -> PaymentOrder:
    said = (facility.pk, amount, on, document_no, tranche.pk if tranche else None)
    if said != (before.facility_id, before.amount, before.since_on, before.document_no, before.tranche_id):
        what = f"{before.document_no}, {say_rials(before.amount, 'en', scale='rial')}"
        raise KeyIsTaken(key=before.key, what=what)
    return before


def _may_be_paid(facility: CreditFacility, amount: int, on: date, document_no: str) -> None:
    latest = Schedule.objects.filter(facility=facility, voided_entry=None).order_by("-number").first()
    if latest is not None and latest.kind in CLOSED:
        raise FacilityIsClosed(facility=facility.number)
    if facility.approved_on is not None and on < facility.approved_on:
        raise CreditRefused(Text(fa="روز پرداخت پیش از روز مصوبه است", en="The payment is dated before the approval"))
    taken = Disbursement.objects.filter(facility=facility, document_no=document_no, voided_entry=None).exists()
    waiting = queries.undecided([facility.pk])
    if taken or any(payment.document_no == document_no for payment in waiting):
        raise CreditRefused(_taken(document_no))
    promised = queries.paid_so_far([facility.pk]).get(facility.pk, 0) + sum(payment.amount for payment in waiting)
    check_disbursement(approved=queries.limits([facility.pk])[facility.pk], paid_so_far=promised, amount=amount)


def _taken(document_no: str) -> Text:
    return Text(fa=f"سند {document_no} ثبت شده است", en=f"Document {document_no} is recorded already")


def _tranche_is_ready(tranche: Tranche, facility: CreditFacility, amount: int, on: date) -> None:
    entered = queries.payment_of_tranche(tranche)
    if entered is not None:
        raise TrancheIsTaken(number=tranche.number, by=entered.by)
    release = TrancheRelease.objects.filter(tranche=tranche, voided_entry=None).first()
    if tranche.facility_id != facility.pk or release is None or release.since_on > on:
        raise CreditRefused(
            Text(
                fa=f"مرحلهٔ {tranche.number} هنوز آزاد نشده است؛ نخست بازدید آن را ثبت کنید",
                en=f"Tranche {tranche.number} is not released yet; name its inspection first",
            )
        )
    if amount != tranche.amount:
        raise CreditRefused(
            Text(
                fa=f"مبلغ مرحلهٔ {tranche.number} {say_rials(tranche.amount, 'fa', scale='rial')} است",
                en=f"Tranche {tranche.number} is {say_rials(tranche.amount, 'en', scale='rial')}",
            )
        )


def approve_payment(*, payment: PaymentOrder, on: date, by: str, at: datetime) -> Disbursement:
    """Approve a payment that somebody else entered: it is paid, with all that follows, in one entry.

    :raises SamePerson: if the same person entered it
    :raises AlreadyDecided: if somebody approved or refused it meanwhile
    :raises CreditRefused: if a list brought its document meanwhile
    :raises DisbursementExceedsFacility, FacilityIsClosed: if it cannot be paid any more
    """
    with recording(action="support.payment.approved", by=by, at=at):
        facility = CreditFacility.objects.select_for_update().get(pk=payment.facility_id)
        _decide(payment, on=on, by=by)
        if (facility.pk, payment.document_no) in queries.documents([facility.pk]):
            raise CreditRefused(_taken(payment.document_no))
        return actions.record_disbursement(
            facility=facility,
            amount=payment.amount,
            paid_on=payment.since_on,
            document_no=payment.document_no,
            payment=payment,
            by=by,
            at=at,
        )


def refuse_payment(*, payment: PaymentOrder, reason: str, on: date, by: str, at: datetime) -> PaymentDecision:
    """Refuse an entered payment for a reason; whoever entered it may do so too.

    :raises CreditRefused: if no reason is given
    :raises AlreadyDecided: if somebody approved or refused it meanwhile
    """
    if not reason.strip():
        raise CreditRefused(Text(fa="دلیل رد را بنویسید", en="Give the reason of the refusal"))
    with recording(action="support.payment.refused", by=by, at=at, reason=reason):
        CreditFacility.objects.select_for_update().get(pk=payment.facility_id)
        return _decide(payment, refused_for=reason.strip(), on=on, by=by)


def _decide(payment: PaymentOrder, *, refused_for: str = "", on: date, by: str) -> PaymentDecision:
    before = PaymentDecision.objects.filter(payment=payment, voided_entry=None).first()
    if before is not None:
        raise AlreadyDecided(by=before.by, is_approved=before.is_approved)
    if not refused_for and payment.by == by:
        raise SamePerson(by=by)
    decision = PaymentDecision(
        payment=payment,
        is_approved=not refused_for,
        reason=refused_for,
        by=by,
        since_on=on,
        proof=Proof.CONFIRMED,
    )
    decision.save()
    return decision


def reverse_payment(*, disbursement: Disbursement, reason: str, by: str, at: datetime) -> None:
    """Take back a payment that was never made: its fact is voided, its postings and its table are reversed.

    :raises CreditRefused: if no reason is given
    :raises PaymentIsRepaid: if it was repaid or restructured since
    """
    if not reason.strip():
        raise CreditRefused(Text(fa="دلیل برگشت را بنویسید", en="Give the reason of the reversal"))
    with recording(action="support.payment.reversed", by=by, at=at, reason=reason):
        CreditFacility.objects.select_for_update().get(pk=disbursement.facility_id)
        disbursement.void()
        follow([disbursement.facility_id])

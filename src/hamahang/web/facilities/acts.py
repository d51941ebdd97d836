"""Money of a facility: entered by one and approved by another, repaid, reversed, given a new table, written off."""

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from hamahang.accounts.permissions import Permission
from hamahang.domain.text import Text
from hamahang.support import paying, repaying, restructuring
from hamahang.web import said
from hamahang.web.access import PersonRequest, page
from hamahang.web.acts import who
from hamahang.web.facilities.acting import FACILITY, KNOWN, amount_of, record_or_404, share_of

WAITS = Text(
    fa="پرداخت ثبت شد و منتظر تأیید فرد دیگری است.", en="The payment is entered and waits for another to approve."
)


@page(Permission.SUPPORT_PAY)
@require_POST
def pay(request: PersonRequest, facility_id: int) -> HttpResponse:
    """Enter a payment for somebody else to approve."""

    def act(found: Any) -> Text:
        tranche = said.number(request, "tranche")
        entered = paying.enter_payment(
            facility=found,
            amount=amount_of(request),
            on=said.day(request),
            document_no=said.text(request, "document_no"),
            key=said.text(request, "key")[:60],
            tranche=record_or_404(found, "tranche", tranche) if tranche else None,
            **who(request),
        )
        return WAITS if entered.is_new else KNOWN

    return FACILITY.act(request, facility_id, act, part="payments")


@page(Permission.SUPPORT_READ)
@require_POST
def decide(request: PersonRequest, facility_id: int, payment_id: int) -> HttpResponse:
    """Approve a payment that somebody else entered, or refuse it; whoever entered it may take it back."""

    def act(found: Any) -> None:
        payment = record_or_404(found, "payment", payment_id)
        is_approved = said.text(request, "decision") == "APPROVE"
        may_refuse = request.user.may(Permission.SUPPORT_PAY) and payment.by == request.user.username
        if not request.user.may(Permission.SUPPORT_APPROVE) and (is_approved or not may_refuse):
            raise said.WrongForm(Text(fa="تأیید پرداخت در اختیار شما نیست", en="Approving payments is not yours"))
        if is_approved:
            paying.approve_payment(payment=payment, on=request.today, **who(request))
        else:
            reason = said.text(request, "reason")
            paying.refuse_payment(payment=payment, reason=reason, on=request.today, **who(request))

    return FACILITY.act(request, facility_id, act, part="payments")


@page(Permission.SUPPORT_APPROVE)
@require_POST
def reverse(request: PersonRequest, facility_id: int, disbursement_id: int) -> HttpResponse:
    """Take back a payment that was never made."""

    def act(found: Any) -> None:
        paid = record_or_404(found, "disbursement", disbursement_id)
        paying.reverse_payment(disbursement=paid, reason=said.text(request, "reason"), **who(request))

    return FACILITY.act(request, facility_id, act, part="payments")


@page(Permission.SUPPORT_PAY)
@require_POST
def repay(request: PersonRequest, facility_id: int) -> HttpResponse:
    """Write down a repayment."""

    def act(found: Any) -> Text | None:
        repaid = repaying.record_repayment(
            facility=found,
            amount=amount_of(request),
            on=said.day(request),
            key=said.text(request, "key")[:60],
            payer=said.text(request, "payer") or "UNIT",
            document_no=said.text(request, "document_no"),
            **who(request),
        )
        return None if repaid.is_new else KNOWN

    return FACILITY.act(request, facility_id, act, part="repayments")


@page(Permission.SUPPORT_APPROVE)
@require_POST
def repaid_reverse(request: PersonRequest, facility_id: int, repayment_id: int) -> HttpResponse:
    """Take back a repayment that never came in."""

    def act(found: Any) -> None:
        wrong = record_or_404(found, "repayment", repayment_id)
        repaying.reverse_repayment(repayment=wrong, reason=said.text(request, "reason"), **who(request))

    return FACILITY.act(request, facility_id, act, part="repayments")


@page(Permission.SUPPORT_RESTRUCTURE)
@require_POST
def postpone(request: PersonRequest, facility_id: int) -> HttpResponse:
    """Move all unpaid instalments by some months."""

    def act(found: Any) -> None:
        restructuring.postpone(
            facility=found,
            months=said.number(request, "months") or 0,
            on=said.day(request),
            reason=said.text(request, "reason"),
            **who(request),
        )

    return FACILITY.act(request, facility_id, act, part="table")


def _table(request: PersonRequest) -> dict[str, Any]:
    return {
        "number": said.number(request, "number") or 0,
        "spacing": said.number(request, "spacing") or 1,
        "first_on": said.day(request, "first_on", may_come=True),
        "rate": share_of(request, "rate"),
        "on": said.day(request),
        "reason": said.text(request, "reason"),
    }


@page(Permission.SUPPORT_RESTRUCTURE)
@require_POST
def arrears(request: PersonRequest, facility_id: int) -> HttpResponse:
    """Put what is late into instalments of its own."""

    def act(found: Any) -> None:
        restructuring.spread_arrears(facility=found, **_table(request), **who(request))

    return FACILITY.act(request, facility_id, act, part="table")


@page(Permission.SUPPORT_RESTRUCTURE)
@require_POST
def reschedule(request: PersonRequest, facility_id: int) -> HttpResponse:
    """Put all that is owed into a new table."""

    def act(found: Any) -> None:
        subsidised = share_of(request, "subsidised")
        restructuring.reschedule(facility=found, subsidised=subsidised, **_table(request), **who(request))

    return FACILITY.act(request, facility_id, act, part="table")


@page(Permission.SUPPORT_PAY)
@require_POST
def settle(request: PersonRequest, facility_id: int) -> HttpResponse:
    """Settle a facility early."""

    def act(found: Any) -> Text | None:
        settled = restructuring.settle(
            facility=found,
            on=said.day(request),
            key=said.text(request, "key")[:60],
            document_no=said.text(request, "document_no"),
            **who(request),
        )
        return None if settled.is_new else KNOWN

    return FACILITY.act(request, facility_id, act, part="table")


@page(Permission.SUPPORT_RESTRUCTURE)
@require_POST
def write_off(request: PersonRequest, facility_id: int) -> HttpResponse:
    """Write off what is owed."""

    def act(found: Any) -> None:
        on, reason = said.day(request), said.text(request, "reason")
        restructuring.write_off(facility=found, on=on, reason=reason, **who(request))

    return FACILITY.act(request, facility_id, act, part="table")

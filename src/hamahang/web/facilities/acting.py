"""What every form of a facility shares: one act, then the facility again, or why not with what was typed."""

from decimal import Decimal
from typing import Any

from django.http import Http404

from hamahang.domain.credit.terms import Terms
from hamahang.domain.text import Text
from hamahang.support import facilities
from hamahang.web import said
from hamahang.web.access import PersonRequest
from hamahang.web.acts import Subject
from hamahang.web.facilities.views import facility_or_404, shown

KNOWN = Text(fa="این فرم پیش‌تر ثبت شده بود؛ چیزی تغییر نکرد.", en="This form was recorded before; nothing changed.")
NO_AMOUNT = Text(fa="مبلغ را با واحد آن بنویسید", en="Give the amount with its unit")
FACILITY = Subject("facility", "facilities/facility.html", find=facility_or_404, shown=shown)


def amount_of(request: PersonRequest, name: str = "amount") -> int:
    """Return an amount that must be there.

    :raises WrongForm: if it is empty or no amount
    """
    amount = said.rials(request, name)
    if amount is None:
        raise said.WrongForm(NO_AMOUNT)
    return amount


def share_of(request: PersonRequest, name: str) -> Decimal:
    """Return a percentage of the form as a share of one; nothing is none."""
    return (said.percent(request, name) or Decimal(0)) / 100


def terms_of(request: PersonRequest, principal: int) -> Terms:
    """Return the terms of a contract as they were typed. principal: rials"""
    is_grant = said.text(request, "contract") == "GRANT"
    return Terms(
        principal=principal,
        rate=share_of(request, "rate"),
        subsidised=share_of(request, "subsidised"),
        grace=said.number(request, "grace") or 0,
        instalments=1 if is_grant else said.number(request, "instalments") or 0,
        spacing=said.number(request, "spacing") or 1,
        method=said.text(request, "method"),
        grace_profit=said.text(request, "grace_profit"),
        order=said.text(request, "order"),
        contract=said.text(request, "contract"),
        purpose=said.text(request, "purpose"),
    )


def record_or_404(found: Any, kind: str, key: int) -> Any:
    """Return a standing record of a facility.

    :raises Http404: if it has no such one
    """
    record = facilities.record_of(found, kind, key)
    if record is None:
        raise Http404
    return record

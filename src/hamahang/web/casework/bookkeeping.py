"""Recording a year's accounts in the page of a diagnosis."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from hamahang.accounts.permissions import Permission
from hamahang.casework import bookkeeping
from hamahang.domain.calendar import jalali
from hamahang.domain.financial import ITEMS, Statement
from hamahang.domain.money import MoneyUnit, parse_amount
from hamahang.domain.proof import Proof
from hamahang.domain.refusal import Refused
from hamahang.domain.text import Text
from hamahang.web import said
from hamahang.web.access import PersonRequest, page
from hamahang.web.acts import who
from hamahang.web.casework.accounts import PROOFS, UNITS
from hamahang.web.casework.diagnosis import show
from hamahang.web.casework.views import case_or_404

FIRST_YEAR = 1350
NO_YEAR = Text(fa="سال را مانند ۱۳۸۹ بنویسید؛ سالی که پایان یافته است", en="Write a year that has ended, such as 1389")
NO_AMOUNT = Text(fa="{item}: «{value}» مبلغ نیست", en="{item}: “{value}” is no amount")
RECORDED = Text(fa="صورت مالی سال {year} ثبت شد.", en="The accounts of {year} are recorded.")


@page(Permission.CASES_DIAGNOSE)
@require_POST
def record(request: PersonRequest, case_id: int) -> HttpResponse:
    """Record the accounts of a unit for a year."""
    found = case_or_404(request, case_id)
    try:
        statement = Statement(_year(request), _amounts(request))
        chosen = said.text(request, "proof")
        bookkeeping.record_statement(
            unit=found.unit_id,
            statement=statement,
            proof=next((proof for proof, _ in PROOFS if str(int(proof)) == chosen), Proof.DECLARED),
            number=said.text(request, "number")[:60],
            seen=said.seen(request) or 0,
            **who(request),
        )
    except Refused as refused:
        return show(request, found, refused=refused.why, part="accounts")
    messages.info(request, RECORDED.format(year=str(statement.year))[request.LANGUAGE_CODE])
    return redirect("case-diagnosis", case_id)


def _year(request: PersonRequest) -> int:
    year = said.number(request, "year")
    if year is None or not FIRST_YEAR <= year <= jalali(request.today)[0]:
        raise said.WrongForm(NO_YEAR)
    if Statement(year, {}).ends_on > request.today:
        raise said.WrongForm(NO_YEAR)
    return year


def _amounts(request: PersonRequest) -> dict[str, int]:
    """Return the amounts that were typed, in whole rials; a unit written beside one wins over that of the form."""
    chosen = next((unit for unit in UNITS if unit.value == said.text(request, "unit")), MoneyUnit.MILLION_RIAL)
    amounts = {}
    for code, title in ITEMS.items():
        written = said.text(request, code)[:60]
        if not written:
            continue
        value = parse_amount(written, chosen).value
        if value is None:
            raise said.WrongForm(NO_AMOUNT.format(item=title, value=written))
        amounts[code] = value
    return amounts

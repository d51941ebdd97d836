"""The form for one return: filled in by the unit's own person or the county officer."""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from hamahang.accounts.permissions import Permission
from hamahang.domain.causes import CAUSES
from hamahang.domain.ledger import AsOf
from hamahang.domain.months import Month, months_between
from hamahang.domain.numbers import parse_number
from hamahang.domain.refusal import Refused
from hamahang.domain.register import STATUSES
from hamahang.domain.returns import Made, ReturnIsFaulty, Said
from hamahang.domain.text import Text
from hamahang.ledger.bulk import Effect
from hamahang.register import owing, returned, returning
from hamahang.web import said
from hamahang.web.access import PersonRequest, page
from hamahang.web.acts import who
from hamahang.web.returns import telling
from hamahang.web.said import Typed

MONTHS_OFFERED, MORE_PRODUCTS = 24, 2
DONE = {
    Effect.CREATED: Text(fa="آمار {month} رسید و در انتظار تأیید است.", en="The return of {month} has come and waits."),
    Effect.CORRECTED: Text(fa="آمار {month} اصلاح شد.", en="The return of {month} was corrected."),
    Effect.UNCHANGED: Text(fa="همین آمار پیش‌تر رسیده بود.", en="The same return had come before."),
}


@page(Permission.RETURNS_SEND)
@require_http_methods(["GET", "POST"])
def new(request: PersonRequest) -> HttpResponse:
    """Fill in the return of a unit and month, and send it."""
    asked = request.POST.get("unit") or request.GET.get("unit", "")
    number = said.key(asked)
    unit = telling.unit_or_404(request, number)
    last = Month.of(request.today).plus(-1)
    month = Month.read(request.POST.get("month") or request.GET.get("month", "")) or last
    if request.method == "GET":
        return _form(request, unit, month, _stored(unit.pk, month))
    try:
        effect = returning.send_return(
            unit=unit.pk,
            said=_said(request, month),
            sent_on=request.today,
            channel="PAGE",
            **who(request),
        )
    except ReturnIsFaulty as refused:
        return _form(request, unit, month, request.POST, faults=[(f.field, f.why) for f in refused.faults])
    except Refused as refused:
        return _form(request, unit, month, request.POST, faults=[("", refused.why)])
    messages.info(request, DONE[effect].format(month=month.title)[request.LANGUAGE_CODE])
    return redirect("unit-return", unit.pk, str(month))


def _form(
    request: PersonRequest, unit: Any, month: Month, typed: Any, faults: list[tuple[str, Text]] | None = None
) -> HttpResponse:
    last = Month.of(request.today).plus(-1)
    offered = {*months_between(last.plus(1 - MONTHS_OFFERED), last), month}
    context = {
        "unit": unit,
        "month": month,
        "months": [(str(m), m.title) for m in sorted(offered, reverse=True)],
        "statuses": list(STATUSES.items()),
        "causes": list(CAUSES.items()),
        "typed": Typed(typed),
        "faults": faults or [],
        "products": _products(unit.pk, typed),
        "is_own": telling.is_own_person(request),
    }
    return render(request, "returns/new.html", context, status=422 if faults else 200)


def _products(unit: int, typed: Any) -> list[dict[str, str]]:
    """Return the lines of the form for products: those of the licence, those typed, and empty ones."""
    named = {product.name: product.capacity_unit for product in returned.products_of(unit)}
    count = int(typed.get("lines", 0) or 0) if str(typed.get("lines", "0")).isdigit() else 0
    lines = [
        {name: str(typed.get(f"{name}_{index}", "")) for name in ("product", "quantity", "measure")}
        for index in range(min(count, 40))
    ]
    known = {line["product"] for line in lines}
    lines += [{"product": n, "quantity": "", "measure": m} for n, m in named.items() if n not in known and not lines]
    return lines + [{"product": "", "quantity": "", "measure": ""}] * MORE_PRODUCTS


def _stored(unit: int, month: Month) -> dict[str, str]:
    """Return what stands of a month as it would be typed, for correcting it."""
    (line,) = owing.months_of_unit(unit, AsOf(month.plus(240).last), [month])
    if line.report is None:
        return {}
    report = line.report
    names = ("status", "persons", "women", "men", "shifts", "capacity_use", "stop_days", "stop_cause")
    typed = {name: _plain(getattr(report, name)) for name in names}
    for index, output in enumerate(line.outputs):
        typed |= {f"product_{index}": output.product, f"measure_{index}": output.measure}
        typed[f"quantity_{index}"] = _plain(output.quantity)
    return typed | {"lines": str(len(line.outputs))}


def _plain(value: object) -> str:
    if value is None:
        return ""
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def _said(request: PersonRequest, month: Month) -> Said:
    """Return what was typed as a return.

    :raises hamahang.web.said.WrongForm: if a number cannot be read
    """
    lines = said.text(request, "lines")
    count = min(int(lines), 40) if lines.isdigit() else 0
    made = []
    for index in range(count):
        name, quantity = said.text(request, f"product_{index}"), _number(request, f"quantity_{index}")
        if quantity is not None:
            made.append(Made(name, quantity, said.text(request, f"measure_{index}")[:30]))
    return Said(
        month=month,
        status=said.text(request, "status"),
        persons=said.number(request, "persons"),
        women=said.number(request, "women"),
        men=said.number(request, "men"),
        shifts=said.number(request, "shifts"),
        capacity_use=_number(request, "capacity_use"),
        stop_days=said.number(request, "stop_days"),
        stop_cause=said.text(request, "stop_cause"),
        made=tuple(made),
    )


def _number(request: PersonRequest, name: str) -> Decimal | None:
    written = said.text(request, name)[:40]
    if not written:
        return None
    read = parse_number(written).value
    if read is None or abs(read) >= 10**12:
        raise said.WrongForm(said.NOT_A_NUMBER.format(value=written))
    return Decimal(read)

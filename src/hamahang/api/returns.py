"""Monthly returns from other systems: one is sent by POST, and what became of it is asked by GET.

Sent twice it is one: the unit and the month are its key, and the same words change nothing.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.http import HttpResponse
from django.utils import timezone

from hamahang.accounts.permissions import Permission
from hamahang.accounts.queries import EVERYTHING
from hamahang.api.access import Refused, TokenRequest, answer, body, endpoint, refuse
from hamahang.domain.ledger import AsOf
from hamahang.domain.months import Month, months_between
from hamahang.domain.returns import Made, ReturnIsConfirmed, ReturnIsFaulty, Said
from hamahang.domain.text import Text
from hamahang.ledger.bulk import Effect
from hamahang.register import owing, queries, returned, returning
from hamahang.register.owing import UnitMonth

WHOLE = ("persons", "women", "men", "shifts", "stop_days")
TEXTS = ("licence_no", "month", "status", "stop_cause")
FIELDS = frozenset({*WHOLE, *TEXTS, "capacity_use", "products"})
OF_PRODUCT = frozenset({"name", "quantity", "measure"})
MOST_PRODUCTS, LONGEST, SHOWN = 40, 160, 12
UNKNOWN_FIELD = Text(fa="چنین فیلدی نیست", en="There is no such field")
NOT_WHOLE = Text(fa="عدد بی‌اعشار بنویسید، یا null", en="Write a whole number, or null")
NOT_NUMBER = Text(fa="عدد بنویسید، مانند 61.5، یا null", en="Write a number such as 61.5, or null")
NOT_TEXT = Text(fa="رشته بنویسید", en="Write a string")
NO_MONTH = Text(fa="ماه را چنین بنویسید: 1390-03", en="Write the month as 1390-03")
NO_UNIT = Text(
    fa="واحدی با این شمارهٔ پروانه در دسترس این توکن نیست", en="No unit of this licence is within this token's reach"
)
NO_LIST = Text(
    fa="فهرستی از name، quantity و measure بنویسید، چهل محصول در بیشترین",
    en="Write a list of name, quantity and measure, forty products at most",
)


@endpoint(Permission.RETURNS_SEND, "GET", "POST")
def returns(request: TokenRequest) -> HttpResponse:
    """Take a return, or tell what became of those of a unit."""
    return _send(request) if request.method == "POST" else _tell(request)


def _send(request: TokenRequest) -> HttpResponse:
    read = body(request)
    faults = list(_faults(read))
    if faults:
        raise Refused(422, "not_understood", faults)
    month = _month(str(read.get("month", "")))
    unit = _unit(request, str(read.get("licence_no", "")))
    try:
        effect = returning.send_return(
            unit=unit,
            said=_said(read, month),
            sent_on=timezone.localdate(),
            channel="API",
            by=request.person.username,
            at=timezone.localtime(),
        )
    except ReturnIsFaulty as refused:
        names = {"made": "products"}
        raise Refused(422, "faulty", [(names.get(f.field, f.field), f.why) for f in refused.faults]) from refused
    except ReturnIsConfirmed as confirmed:
        raise Refused(409, "confirmed", [("month", confirmed.why)]) from confirmed
    (line,) = owing.months_of_unit(unit, _now(), [month])
    return answer({"result": str(effect), **_line(line)}, status=201 if effect is Effect.CREATED else 200)


def _tell(request: TokenRequest) -> HttpResponse:
    unit = _unit(request, request.GET.get("licence_no", ""))
    last = Month.of(timezone.localdate()).plus(-1)
    asked = request.GET.get("month", "")
    months = [_month(asked)] if asked else months_between(last.plus(1 - SHOWN), last)
    return answer({"returns": [_line(line) for line in owing.months_of_unit(unit, _now(), months)]})


def _now() -> AsOf:
    return AsOf(timezone.localdate())


def _month(text: str) -> Month:
    month = Month.read(text[:20])
    if month is None:
        refuse(422, "no_month", NO_MONTH, "month")
    return month


def _unit(request: TokenRequest, licence_no: str) -> int:
    """Return the unit of a licence within the token's reach: for a unit's own person, of the own ones."""
    is_own = request.person.role == "OWNER"
    found = queries.unit_of_licence(EVERYTHING if is_own else request.reach, licence_no[:40].replace("\0", ""))
    if found is None or (is_own and found not in returned.units_of_person(request.person.username)):
        refuse(404, "no_unit", NO_UNIT, "licence_no")
    return found


def _faults(read: Mapping[str, Any]) -> Iterator[tuple[str, Text]]:
    """Yield what cannot be understood, all of it at once."""
    yield from ((name[:40], UNKNOWN_FIELD) for name in read if name not in FIELDS)
    for name in WHOLE:
        if type(read.get(name)) not in (int, type(None)):
            yield name, NOT_WHOLE
    for name in TEXTS:
        if not isinstance(read.get(name, ""), str):
            yield name, NOT_TEXT
    if _is_no_number(read.get("capacity_use")):
        yield "capacity_use", NOT_NUMBER
    yield from (("products", why) for why in _of_products(read.get("products") or []))


def _of_products(products: object) -> Iterator[Text]:
    if not isinstance(products, list) or len(products) > MOST_PRODUCTS:
        yield NO_LIST
        return
    for product in products:
        is_one = isinstance(product, dict) and product.keys() <= OF_PRODUCT and isinstance(product.get("name"), str)
        if not is_one:
            yield NO_LIST
        elif product.get("quantity") is None or _is_no_number(product["quantity"]):
            yield NOT_NUMBER
        elif not isinstance(product.get("measure", ""), str):
            yield NOT_TEXT


def _is_no_number(value: object) -> bool:
    """Say whether a value is neither nothing nor a number that a column can hold."""
    if value is None:
        return False
    if isinstance(value, bool) or not isinstance(value, int | Decimal | str):
        return True
    try:
        read = Decimal(value)
    except InvalidOperation:
        return True
    return not read.is_finite() or abs(read) >= 10**12


def _said(read: Mapping[str, Any], month: Month) -> Said:
    use = read.get("capacity_use")
    return Said(
        month=month,
        status=read.get("status", ""),
        stop_cause=read.get("stop_cause", ""),
        capacity_use=None if use is None else Decimal(use),
        made=tuple(
            Made(p["name"].replace("\0", "").strip()[:LONGEST], Decimal(p["quantity"]), p.get("measure", "")[:30])
            for p in read.get("products") or ()
        ),
        **{name: read.get(name) for name in WHOLE},
    )


def _line(line: UnitMonth) -> dict[str, object]:
    """Return what became of a month: its state, and the expert's reason where it was sent back."""
    report = line.report
    return {
        "month": str(line.month),
        "state": line.state or "NOT_OWED",
        "is_late": line.is_late,
        "reason": line.word.reason if line.word else "",
        "status": report.status if report else None,
        "persons": report.persons if report else None,
        "sent_on": report.sent_on.isoformat() if report else None,
        "products": [
            {"name": output.product, "quantity": str(output.quantity), "measure": output.measure}
            for output in line.outputs
        ],
    }

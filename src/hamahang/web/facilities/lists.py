"""Lists: facilities by state, bank and county; what falls due; payments that wait; the statement of a month."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render

from hamahang.accounts import queries as accounts
from hamahang.accounts.permissions import Permission
from hamahang.domain.banks import bank_name
from hamahang.domain.calendar import from_jalali, jalali, month_length, month_name
from hamahang.domain.credit.claims import CLASSES, STATES, ClassLimits, State, class_of
from hamahang.domain.ledger import AsOf
from hamahang.domain.numbers import parse_number
from hamahang.domain.text import Text
from hamahang.support import facilities as reading
from hamahang.support import facility_lists as queries
from hamahang.support.came import without_request
from hamahang.support.classing import claim_limits
from hamahang.support.facility_lists import DueFilter, FacilityFilter
from hamahang.territory import queries as territory
from hamahang.web import sheets
from hamahang.web.access import PersonRequest, page
from hamahang.web.facilities.views import CLASS_TONES, TONES
from hamahang.web.finding import name_of, place_of
from hamahang.web.keeping import kept
from hamahang.web.paging import page_of

FILTERS = ("text", "bank", "county", "state", "claim", "came")
LIST = Text(fa="تسهیلات", en="facilities")
CAME = {
    "REQUEST": Text(fa="درخواست", en="a request"),
    "LIST": Text(fa="فهرست بانک، بی‌درخواست در اینجا", en="the bank's list, no request here"),
}
HEADS = (
    Text(fa="شماره", en="number"), Text(fa="واحد", en="unit"), Text(fa="جا", en="place"), Text(fa="بانک", en="bank"),
    Text(fa="برنامه", en="programme"), Text(fa="قرارداد یا مصوبه (ریال)", en="contract or approval (rials)"),
    Text(fa="پرداخت‌شده (ریال)", en="paid (rials)"), Text(fa="ماندهٔ بدهی (ریال)", en="owed (rials)"),
    Text(fa="وضعیت", en="state"), Text(fa="طبقهٔ مطالبات", en="claim class"),
    Text(fa="کهنه‌ترین قسط پرداخت‌نشده", en="oldest unpaid instalment"), Text(fa="از", en="came of"),
)  # fmt: skip
DUE = ("month", "bank", "county", "late")


def _said(request: PersonRequest, names: tuple[str, ...]) -> dict[str, str]:
    return {name: request.GET.get(name, "")[:80].replace("\0", "") for name in names}


def _address(request: PersonRequest, cursor: str, names: tuple[str, ...]) -> str:
    if not cursor:
        return ""
    query = {name: request.GET[name] for name in (*names, "day", "known_at") if request.GET.get(name)}
    return f"?{urlencode(query | {'at': cursor})}"


def _places(request: PersonRequest) -> dict[str, list[tuple[str, Text]]]:
    """Return what the filters offer: counties, and banks where the reader is not of one."""
    return kept(request, "places of facilities", lambda: _offered(request))


def _offered(request: PersonRequest) -> dict[str, list[tuple[str, Text]]]:
    counties = territory.counties_on(request.asof.day, province=territory.home_province())
    banks = [one for one in accounts.agencies() if one.kind == "BANK" and request.reach.bank in (None, one.code)]
    return {
        "county": [(c.code, name_of(c)) for c in counties],
        "bank": [(bank.code, bank_name(bank.name)) for bank in banks],
    }


@page(Permission.SUPPORT_READ)
def facilities(request: PersonRequest) -> HttpResponse:
    """List facilities."""
    wanted = FacilityFilter(**_said(request, FILTERS))
    found = queries.lines(request.asof, request.reach, wanted)
    if sheets.wanted(request):
        return sheets.sent(request, name="facilities", title=LIST, heads=HEADS, rows=_cells(request, found))
    listed = page_of(found, keys=("number", "id"), cursor=request.GET.get("at", ""))
    counted = kept(request, "states of facilities", lambda: dict(queries.states_in(request.asof, request.reach)))
    context = {
        "wanted": wanted,
        "rows": _lines(request, listed.rows),
        "previous": _address(request, listed.previous, FILTERS),
        "next": _address(request, listed.next, FILTERS),
        "downloads": sheets.offered(request, FILTERS),
        "choices": _places(request)
        | {"state": list(STATES.items()), "claim": list(CLASSES.items()), "came": list(CAME.items())},
        "stages": [{"code": state.value, "title": STATES[state], "number": counted.get(state, 0)} for state in State],
        "may_approve": request.user.may(Permission.SUPPORT_APPROVE),
    }
    template = "facilities/facilities_table.html" if request.htmx else "facilities/facilities.html"  # type: ignore[attr-defined]
    return render(request, template, context)


def _lines(request: PersonRequest, rows: Sequence[Any]) -> list[dict[str, Any]]:
    ids = [row.pk for row in rows]
    standings, balances = reading.standings(ids, request.asof), reading.balances_of(ids, request.asof)
    listed = without_request("support.CreditFacility", ids, request.asof)
    found = []
    for row in rows:
        one = standings[row.pk]
        late = one.oldest_due_on is not None and one.oldest_due_on < request.asof.day
        found.append(
            {
                "id": row.pk,
                "number": row.number,
                "unit": row.unit.name,
                "bank": row.bank.name,
                "place": place_of(row.unit),
                "programme": Text(fa=row.line.programme.title, en=row.line.programme.title_en),
                "amount": one.contract.principal if one.contract else row.approved,
                "paid": one.paid,
                "owed": reading.owed(balances.get(row.pk, {})),
                "state": STATES[one.state],
                "tone": TONES[one.state],
                "claim": CLASSES[one.claim] if late else None,
                "claim_tone": CLASS_TONES[one.claim],
                "due_on": one.oldest_due_on,
                "came": CAME["LIST" if row.pk in listed else "REQUEST"],
                "has_request": row.pk not in listed,
            }
        )
    return found


def _cells(request: PersonRequest, found: Any) -> Iterator[tuple[sheets.Cell, ...]]:
    """Yield the rows of the list as a file: all that fit the filters."""
    listed = sheets.in_parts(list(found.order_by("number", "pk")))
    for row in (line for part in listed for line in _lines(request, part)):
        yield (
            row["number"], row["unit"], row["place"], row["bank"], row["programme"], row["amount"], row["paid"],
            row["owed"], row["state"], row["claim"], row["due_on"], row["came"],
        )  # fmt: skip


@page(Permission.SUPPORT_READ)
def due(request: PersonRequest) -> HttpResponse:
    """List what falls due in a month, or what is late, by bank and county."""
    said = _said(request, DUE)
    year, month = _month(said["month"], request.asof.day)
    first, last = from_jalali(year, month, 1), from_jalali(year, month, month_length(year, month))
    wanted = DueFilter(first, last, bank=said["bank"], county=said["county"], late=said["late"])
    found = queries.dues(request.asof, request.reach, wanted)
    listed = page_of(found, keys=("due_on", "facility"), cursor=request.GET.get("at", ""))
    about = queries.facilities_by_id(row.facility for row in listed.rows)
    limits = claim_limits(request.asof)
    context = {
        "wanted": wanted,
        "month": f"{year:04d}-{month:02d}",
        "months": _months(year, month),
        "month_title": _title(year, month),
        "rows": [_due_line(row, about[row.facility], request.asof.day, limits) for row in listed.rows],
        "totals": kept(request, f"dues {wanted}", lambda: queries.due_totals(request.asof, request.reach, wanted)),
        "previous": _address(request, listed.previous, DUE),
        "next": _address(request, listed.next, DUE),
        "choices": _places(request),
    }
    return render(request, "facilities/due.html", context)


def _month(said: str, day: date) -> tuple[int, int]:
    year, _, month = said.partition("-")
    read = [parse_number(part).value if part else None for part in (year, month)]
    if None not in read and 1200 <= int(read[0] or 0) <= 1500 and 1 <= int(read[1] or 0) <= 12:
        return int(read[0] or 0), int(read[1] or 0)
    return jalali(day)[:2]


def _title(year: int, month: int) -> Text:
    return Text(fa=f"{month_name(month, 'fa')} {year}", en=f"{month_name(month, 'en')} {year}")


def _months(year: int, month: int) -> list[dict[str, Any]]:
    """Return the months around one, for the links above the list."""
    found = []
    for step in range(-3, 4):
        at = year * 12 + month - 1 + step
        found.append({"code": f"{at // 12:04d}-{at % 12 + 1:02d}", "title": _title(at // 12, at % 12 + 1)})
    return found


def _due_line(row: Any, facility: Any, day: date, limits: Sequence[ClassLimits]) -> dict[str, Any]:
    is_late = bool(row.left) and row.due_on < day
    claim = class_of(row.due_on, day, limits)
    return {
        "facility": row.facility,
        "number": facility.number,
        "unit": facility.unit.name,
        "bank": facility.bank.name,
        "place": place_of(facility.unit),
        "due_on": row.due_on,
        "payable": row.asked,
        "left": row.left,
        "is_late": is_late,
        "claim": CLASSES[claim] if is_late else None,
        "tone": CLASS_TONES[claim],
    }


@page(Permission.SUPPORT_READ)
def waiting(request: PersonRequest) -> HttpResponse:
    """List the payments that wait for approval, and the tranches that wait for a payment."""
    context = {
        "payments": [
            {"id": row.pk, "facility": row.facility_id, "number": row.facility.number, "unit": row.facility.unit.name,
             "bank": row.facility.bank.name, "amount": row.amount, "on": row.since_on, "by": row.by,
             "document_no": row.document_no, "tranche": row.tranche.number if row.tranche else None,
             "is_own": row.by == request.user.username}
            for row in queries.waiting(request.reach)
        ],
        "tranches": [
            {"facility": row.facility_id, "number": row.number, "unit": row.facility.unit.name,
             "bank": row.facility.bank.name, "amount": row.amount}
            for row in queries.released(request.reach)
        ],
        "may_approve": request.user.may(Permission.SUPPORT_APPROVE),
    }  # fmt: skip
    return render(request, "facilities/waiting.html", context)


@page(Permission.SUPPORT_READ)
def statement(request: PersonRequest) -> HttpResponse:
    """Show by bank what was owed before a month, what moved in it, and what is owed at its end."""
    year, month = _month(request.GET.get("month", "")[:20], request.asof.day)
    first, last = from_jalali(year, month, 1), from_jalali(year, month, month_length(year, month))
    asof = AsOf(min(last, request.asof.day), request.asof.known_at, request.asof.entry)
    lines = kept(request, f"statement of {first}", lambda: queries.statement(asof, request.reach, first=first))
    names = ("opening", "closing")
    context = {
        "month": f"{year:04d}-{month:02d}",
        "months": _months(year, month),
        "month_title": _title(year, month),
        "until": asof.day,
        "lines": lines,
        "totals": {name: sum(getattr(line, name) for line in lines) for name in names}
        | {kind: sum(line.moved[kind] for line in lines) for kind in queries.MOVEMENTS},
    }
    return render(request, "facilities/statement.html", context)

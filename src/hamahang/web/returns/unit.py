"""A unit's returns month by month with their curves, one month with its history, and the units somebody sends for."""

from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from markupsafe import Markup

from hamahang.accounts.permissions import Permission
from hamahang.briefing import charts
from hamahang.domain.causes import CAUSES
from hamahang.domain.months import Month, months_between
from hamahang.domain.register import STATUSES
from hamahang.domain.returns import CHANNELS, STATES, terms_on
from hamahang.domain.text import Text
from hamahang.register import owing, queries, returned
from hamahang.register.owing import UnitMonth
from hamahang.web.access import PersonRequest, page
from hamahang.web.finding import name_of
from hamahang.web.returns import telling

SHOWN, OWN_SHOWN, PRODUCTS_DRAWN = 24, 3, 3
PERSONS = Text(fa="شاغلان، نفر", en="Persons employed")
MADE = Text(fa="{product}، {measure}", en="{product}, {measure}")


@page(Permission.RETURNS_READ)
def months(request: PersonRequest, unit_id: int) -> HttpResponse:
    """Show a unit's returns month by month."""
    found = telling.unit_or_404(request, unit_id)
    last = telling.asked_month(request, Month.of(request.asof.day).plus(-1))
    shown = owing.months_of_unit(found.pk, request.asof, months_between(last.plus(1 - SHOWN), last))
    rules = returned.terms()
    late = owing.behind([found.pk], request.asof).get(found.pk)
    context = {
        "unit": found,
        "county": name_of(found.county),
        "lines": [telling.line_of(line, rules) for line in reversed(shown)],
        "statuses": STATUSES,
        "drawings": _drawings(shown, request.LANGUAGE_CODE),
        "missing": late.missing if late else 0,
        "is_warned": bool(late and late.is_warned),
        "rule": terms_on(rules, request.asof.day),
        "earlier": last.plus(-SHOWN),
        "later": last.plus(SHOWN) if last.plus(1).last <= request.today else None,
        "may_send": request.user.may(Permission.RETURNS_SEND),
        "is_own": telling.is_own_person(request),
    }
    return render(request, "returns/unit.html", context)


def _drawings(shown: list[UnitMonth], language: str) -> list[tuple[Text, Markup]]:
    """Draw persons and the first products, confirmed months full and the others pale."""
    sure = {line.month: line.state == "CONFIRMED" for line in shown}
    if not any(line.report for line in shown):
        return []
    persons = [(line.month, line.report.persons if line.report else None, sure[line.month]) for line in shown]
    drawn = [(PERSONS, Markup(charts.monthly(persons, PERSONS, language)))]
    made: dict[tuple[str, str], dict[Month, Decimal]] = {}
    for line in shown:
        for output in line.outputs:
            made.setdefault((output.product, output.measure), {})[line.month] = output.quantity
    for (product, measure), by_month in list(made.items())[:PRODUCTS_DRAWN]:
        columns = [(line.month, by_month.get(line.month), sure[line.month]) for line in shown]
        title = MADE.format(product=product, measure=measure) if measure else Text(fa=product, en=product)
        drawn.append((title, Markup(charts.monthly(columns, title, language))))
    return drawn


@page(Permission.RETURNS_READ)
def month(request: PersonRequest, unit_id: int, month: str) -> HttpResponse:
    """Show one month of a unit: what stands, and everything that was sent and said of it."""
    found, asked = telling.unit_or_404(request, unit_id), telling.month_or_404(month)
    (line,) = owing.months_of_unit(found.pk, request.asof, [asked])
    may_decide = request.user.may(Permission.RETURNS_CONFIRM) and line.report is not None and not request.asof.known_at
    context = {
        "unit": found,
        "line": telling.line_of(line, returned.terms()),
        "report": line.report,
        "statuses": STATUSES,
        "causes": CAUSES,
        "channels": CHANNELS,
        "history": [_event(row) for row in returned.versions_of(found.pk, asked, request.asof)],
        "may_send": request.user.may(Permission.RETURNS_SEND) and line.state in ("WAITING", "SENT_BACK", "MISSING"),
        "may_send_back": may_decide and line.state in ("WAITING", "CONFIRMED"),
        "may_confirm": may_decide and line.state == "WAITING",
        "is_own": telling.is_own_person(request),
    }
    return render(request, "returns/month.html", context)


def _event(row: Any) -> dict[str, Any]:
    is_word = hasattr(row, "decision")
    title = STATES[row.decision] if is_word else CHANNELS[row.channel]
    return {
        "on": row.decided_on if is_word else row.sent_on,
        "title": title if is_word else Text(fa=f"فرستاده شد ({title.fa})", en=f"sent ({title.en})"),
        "by": row.entry.by,
        "at": row.entry.at,
        "reason": row.reason if is_word else "",
        "persons": None if is_word else row.persons,
        "is_voided": row.voided_entry_id is not None,
    }


@page(Permission.RETURNS_SEND)
def mine(request: PersonRequest) -> HttpResponse:
    """List the units somebody sends returns for, with the last months of each."""
    ids = returned.units_of_person(request.user.username)
    units = [telling.unit_or_404(request, unit) for unit in ids] if telling.is_own_person(request) else []
    if not telling.is_own_person(request):
        late = owing.late_units(request.reach, request.asof)
        units = list(late.select_related("county").order_by("sort_key", "pk")[:50])
    last = Month.of(request.asof.day).plus(-1)
    rules, names = returned.terms(), queries.products_by_unit([unit.pk for unit in units])
    rows = [
        {
            "unit": unit,
            "products": names.get(unit.pk, []),
            "lines": [
                telling.line_of(line, rules)
                for line in owing.months_of_unit(unit.pk, request.asof, months_between(last.plus(1 - OWN_SHOWN), last))
            ],
        }
        for unit in units
    ]
    return render(request, "returns/mine.html", {"rows": rows, "is_own": telling.is_own_person(request)})

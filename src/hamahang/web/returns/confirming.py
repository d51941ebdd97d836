"""The queue of returns that wait for an expert: confirmed by the page, sent back one by one with the reason."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from hamahang.accounts.permissions import Permission
from hamahang.domain.months import Month
from hamahang.domain.refusal import Refused
from hamahang.domain.register import STATUSES
from hamahang.domain.returns import Terms, confirm_by, doubts, terms_on
from hamahang.domain.text import Text
from hamahang.register import confirming, returned
from hamahang.web import said
from hamahang.web.access import PersonRequest, page
from hamahang.web.acts import who
from hamahang.web.finding import name_of
from hamahang.web.paging import page_of
from hamahang.web.returns import telling

CONFIRMED = Text(fa="{n} آمار تأیید شد.", en="{n} returns were confirmed.")
NOT_ALL = Text(fa="{n} آمار تأیید نشد: {why}", en="{n} returns were not confirmed: {why}")
SENT_BACK = Text(fa="آمار برگشت داده شد.", en="The return was sent back.")
SET = Text(fa="ثبت شد؛ از همان ماه برقرار است.", en="Recorded; it holds from that month.")
NUMBERS = ("due_day", "confirm_day", "suspend_after", "fresh_months", "low_use", "high_use")
AT_ONCE = 50


@page(Permission.LICENCES_DECIDE)
@require_POST
def terms(request: PersonRequest) -> HttpResponse:
    """Set the rules of returns from a month on."""
    try:
        numbers = {name: said.number(request, name) or 0 for name in NUMBERS}
        begin = Month.of(said.day(request, "valid_from", may_come=True)).first
        rule = Terms(valid_from=begin, source=said.text(request, "source")[:200], **numbers)
        confirming.set_terms(terms=rule, **who(request))
        messages.info(request, SET[request.LANGUAGE_CODE])
    except Refused as refused:
        messages.error(request, refused.why[request.LANGUAGE_CODE])
    return redirect("returns")


@page(Permission.RETURNS_CONFIRM)
@require_http_methods(["GET", "POST"])
def queue(request: PersonRequest) -> HttpResponse:
    """List what waits, the oldest month first, each with what is unlikely in it; confirm the marked ones."""
    if request.method == "POST":
        return _confirm(request)
    waiting: Any = returned.open_returns(request.reach, "WAITING").values_list("report_id", "month", named=True)
    shown = page_of(waiting, keys=("month", "report_id"), cursor=request.GET.get("at", ""), size=AT_ONCE)
    reports = returned.reports(row.report_id for row in shown.rows)
    context = {
        "lines": _lines(request, [reports[row.report_id] for row in shown.rows if row.report_id in reports]),
        "count": returned.count_open(request.reach),
        "previous": f"?at={shown.previous}" if shown.previous else "",
        "next": f"?at={shown.next}" if shown.next else "",
    }
    return render(request, "returns/queue.html", context)


def _lines(request: PersonRequest, reports: list[Any]) -> list[dict[str, Any]]:
    pairs = {(r.unit_id, r.since_on) for r in reports}
    before = {(unit, Month.of(day).plus(-1).last) for unit, day in pairs}
    outputs = returned.outputs_of(pairs | before)
    earlier = returned.standing_returns(before)
    capacities: dict[int, dict[str, Decimal]] = {}
    for unit, name, capacity in returned.capacities({r.unit_id for r in reports}):
        capacities.setdefault(unit, {})[name] = capacity
    rules = returned.terms()
    return [_line(request, report, outputs, earlier, capacities, rules) for report in reports]


def _line(
    request: PersonRequest,
    report: Any,
    outputs: dict[tuple[int, date], list[Any]],
    earlier: dict[tuple[int, date], Any],
    capacities: dict[int, dict[str, Decimal]],
    rules: list[Terms],
) -> dict[str, Any]:
    month = Month.of(report.since_on)
    key, previous = (report.unit_id, report.since_on), (report.unit_id, month.plus(-1).last)
    last = earlier.get(previous)
    before = returned.said_of(last, outputs.get(previous, ())) if last else None
    now = returned.said_of(report, outputs.get(key, ()))
    due = confirm_by(month, terms_on(rules, month.last))
    return {
        "mark": f"{report.unit_id} {month}",
        "unit": report.unit_id,
        "name": report.unit.name,
        "county": name_of(report.unit.county),
        "month": month,
        "status": report.status,
        "status_title": STATUSES[report.status],
        "persons": report.persons,
        "made": [(made.product, made.quantity, made.measure) for made in now.made],
        "by": report.entry.by,
        "is_own": report.entry.by == request.user.username,
        "is_overdue": due < request.today,
        "due_on": due,
        "doubts": [doubt.why for doubt in doubts(now, before=before, capacity=capacities.get(report.unit_id, {}))],
    }


def _confirm(request: PersonRequest) -> HttpResponse:
    marked = [_marked(text) for text in request.POST.getlist("mark")[:AT_ONCE]]
    inside = returned.units_inside(request.reach, {unit for unit, month in marked if month})
    wanted = [(unit, month) for unit, month in marked if month is not None and unit in inside]
    done = confirming.confirm_returns(of=wanted, on=request.today, **who(request))
    messages.info(request, CONFIRMED.format(n=done.done)[request.LANGUAGE_CODE])
    if done.refused:
        why = next(iter(done.refused.values()))
        messages.error(request, NOT_ALL.format(n=len(done.refused), why=why)[request.LANGUAGE_CODE])
    back = request.POST.get("next", "")
    return redirect(back if back.startswith("/units/") else "returns-queue")


def _marked(text: str) -> tuple[int, Month | None]:
    unit, _, month = text[:40].partition(" ")
    return said.key(unit), Month.read(month)


@page(Permission.RETURNS_CONFIRM)
@require_POST
def back(request: PersonRequest, unit_id: int, month: str) -> HttpResponse:
    """Send a return back with the reason."""
    found, asked = telling.unit_or_404(request, unit_id), telling.month_or_404(month)
    try:
        confirming.send_back(
            unit=found.pk,
            month=asked,
            reason=said.text(request, "reason"),
            on=request.today,
            **who(request),
        )
        messages.info(request, SENT_BACK[request.LANGUAGE_CODE])
    except Refused as refused:
        messages.error(request, refused.why[request.LANGUAGE_CODE])
    return redirect("unit-return", found.pk, str(asked))

"""A bank's own page: requests it owes an answer for, contracts, instalments, payments that wait, statements to sign."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render

from hamahang.accounts import queries as accounts
from hamahang.accounts.permissions import Permission
from hamahang.domain.flows.clocks import Running
from hamahang.domain.requests import STATES
from hamahang.support import absorbed, asked, facility_lists, matched
from hamahang.support.facility_lists import DueFilter
from hamahang.territory import queries as territory
from hamahang.web.access import PersonRequest, is_now, page

SHOWN = 60
LATE_SHOWN = 8
OWED = ("REFERRED", "BANK")


@page(Permission.SUPPORT_READ)
def bank(request: PersonRequest, code: str) -> HttpResponse:
    """Show the files of a bank to its own people, and to those who see all banks."""
    return _shown(request, code)


@page(Permission.SUPPORT_ANSWER)
def mine(request: PersonRequest) -> HttpResponse:
    """Show the reader's own bank."""
    return _shown(request, request.reach.bank or "")


def _shown(request: PersonRequest, code: str) -> HttpResponse:
    found = next((b for b in accounts.agencies() if b.code == code and b.kind == "BANK"), None)
    if found is None or request.reach.bank not in (None, code):
        raise Http404
    context = {
        "bank": found,
        "is_own": request.reach.bank == code,
        "stages": _stages(request, code),
        "has_payments": matched.bank_in(request.reach, code) is not None,
    }
    return render(
        request,
        "support/bank.html",
        context | _asked(request, found) | _instalments(request, code) | _due(request, found),
    )


def _stages(request: PersonRequest, code: str) -> list[dict[str, Any]]:
    counted = asked.stages_in(request.asof, replace(request.reach, bank=code))
    return [
        {"code": stage, "title": title, "number": counted[stage][0], "rials": counted[stage][1]}
        for stage, title in STATES.items()
        if stage in counted
    ]


def _asked(request: PersonRequest, found: Any) -> dict[str, Any]:
    """Return the requests that wait for the bank, those that came to it first, and the contracts not paid out."""
    rows: list[Any] = []
    for stage in OWED:
        lines = asked.lines(request.asof, request.reach, asked.RequestFilter(bank=found.code, stage=stage))
        rows += lines.order_by("since_on", "number")[:SHOWN]
    running = asked.times_by_request([row.request_id for row in rows], request.asof, territory.closures())
    return {
        "waiting": [_waiting(row, running[row.request_id]) for row in rows],
        "unpaid": [
            {"id": r.pk, "unit": r.unit.name, "contracted": contracted, "paid": paid}
            for r, contracted, paid in asked.unpaid(request.asof, replace(request.reach, bank=found.code))
        ],
    }


def _waiting(row: Any, running: Sequence[Any]) -> dict[str, Any]:
    due = [time for time in running if time.running in (Running.RUNS, Running.LATE) and time.due_on]
    first = min(due, key=lambda time: time.due_on) if due else None
    return {
        "id": row.request_id,
        "unit": row.request.unit.name,
        "number": row.request.number,
        "file_no": row.request.file_no,
        "stage": STATES[row.stage],
        "since_on": row.since_on,
        "amount": row.amount,
        "due_on": first.due_on if first else None,
        "is_late": first is not None and first.running is Running.LATE,
    }


def _instalments(request: PersonRequest, code: str) -> dict[str, Any]:
    """Return what falls due in the month of the asked day, what is late, and the oldest of it."""
    asof, reach = request.asof, request.reach
    first = absorbed.month_of(asof.day)
    month = DueFilter(first, absorbed.end_of_month(first), bank=code)
    late = replace(month, late="yes")
    rows = list(facility_lists.dues(asof, reach, late).order_by("due_on", "facility")[:LATE_SHOWN])
    about = facility_lists.facilities_by_id(row.facility for row in rows)
    return {
        "month": facility_lists.due_totals(asof, reach, month),
        "late": facility_lists.due_totals(asof, reach, late)[1],
        "late_rows": [
            {
                "facility": row.facility,
                "unit": about[row.facility].unit.name,
                "number": about[row.facility].number,
                "due_on": row.due_on,
                "left": row.left,
            }
            for row in rows
        ],
    }


def _due(request: PersonRequest, found: Any) -> dict[str, Any]:
    """Return the payments that wait, which are always those of today, and the statements a side has not signed."""
    own, is_today = replace(request.reach, bank=found.code), is_now(request)
    return {
        "is_today": is_today,
        "orders": [
            {
                "facility": row.facility_id,
                "unit": row.facility.unit.name,
                "number": row.facility.number,
                "amount": row.amount,
                "on": row.since_on,
                "by": row.by,
            }
            for row in (facility_lists.waiting(own) if is_today else ())
        ],
        "tranches": [
            {"facility": row.facility_id, "unit": row.facility.unit.name, "number": row.number, "amount": row.amount}
            for row in (facility_lists.released(own) if is_today else ())
        ],
        "unsigned": [
            {"id": row.pk, "from_on": row.from_on, "until_on": row.until_on, "sides": sides}
            for row in matched.statements(found.pk, request.asof)
            if len(sides := sorted(matched.signatures(row))) < len(matched.SIDES)
        ],
    }

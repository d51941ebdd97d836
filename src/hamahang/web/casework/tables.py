"""The tables of the workflows: drawn, listed, and the office's own times."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST
from markupsafe import Markup

from hamahang.accounts.permissions import Permission
from hamahang.accounts.roles import ROLES
from hamahang.board import meetings
from hamahang.briefing import charts
from hamahang.casework import counting, planning, queries
from hamahang.domain.calendar import parse_day
from hamahang.domain.casework import KINDS, CaseRefused
from hamahang.domain.causes import CAUSES
from hamahang.domain.flows.workflow import Workflow
from hamahang.domain.numbers import parse_number
from hamahang.domain.refusal import Refused
from hamahang.domain.systemic import Group, groups
from hamahang.domain.text import Text
from hamahang.web.access import PersonRequest, page
from hamahang.web.acts import who
from hamahang.web.finding import name_of

SUBJECT, REASON = 200, 300  # letters of an agenda item
SET = Text(fa="ثبت شد؛ برای پرونده‌هایی است که از آن روز آغاز شوند.", en="Recorded, for cases that begin from that day.")


@page(Permission.CASEWORK_READ)
def tables(request: PersonRequest) -> HttpResponse:
    """Show how a case of each kind goes on."""
    kind = request.GET.get("kind", "REVIVAL")
    table = queries.table_on(kind if kind in KINDS else "REVIVAL", request.asof.day)
    context = {
        "kinds": list(KINDS.items()),
        "kind": table.code,
        "title": table.title,
        "drawing": Markup(charts.workflow(table, request.LANGUAGE_CODE)),
        "steps": [_step(table, step) for step in table.steps],
        "clocks": _clocks(request, table),
        "valid_from": table.valid_from,
        "may_set": request.user.may(Permission.CASES_DECIDE),
    }
    return render(request, "casework/tables.html", context)


def _step(table: Workflow, step: Any) -> dict[str, Any]:
    return {
        "title": step.title,
        "sources": [table.state(code).title for code in step.sources],
        "target": table.state(step.target).title,
        "who": [role.title for role in ROLES.values() if step.by in {p.value for p in role.permissions}],
        "needs": [table.need(code).title for code in step.needs],
        "waits": step.waits,
        "not_by": [table.step(code).title for code in step.not_by],
    }


def _clocks(request: PersonRequest, table: Workflow) -> list[dict[str, Any]]:
    own = queries.terms_on(table.code, request.asof.day)
    return [
        {
            "code": clock.code,
            "title": clock.title,
            "days": own.get(clock.code, clock.days),
            "is_own": clock.code in own,
            "in_working_days": clock.in_working_days,
            "source": clock.source,
        }
        for clock in table.clocks
    ]


@page(Permission.CASES_DECIDE)
@require_POST
def term(request: PersonRequest) -> HttpResponse:
    """Give a clock the office's own days from a day on."""
    days = parse_number(request.POST.get("days", "")[:20]).value
    valid_from = parse_day(request.POST.get("valid_from", "")[:40]).value
    kind = request.POST.get("kind", "")
    try:
        if kind not in KINDS or valid_from is None:
            raise CaseRefused(Text(fa="روز آغاز را درست بنویسید", en="Write the day it begins correctly"))
        planning.set_term(
            workflow=kind,
            clock=request.POST.get("clock", "")[:16],
            days=int(days) if days is not None else 0,
            valid_from=valid_from,
            source=request.POST.get("source", "")[:200].replace("\0", ""),
            **who(request),
        )
        messages.info(request, SET[request.LANGUAGE_CODE])
    except Refused as refused:
        messages.error(request, refused.why[request.LANGUAGE_CODE])
    response = redirect("case-tables")
    response["Location"] += f"?kind={kind if kind in KINDS else 'REVIVAL'}"
    return response


@page(Permission.CASEWORK_READ)
def systemic(request: PersonRequest) -> HttpResponse:
    """Show the causes that gather in an estate: one obstacle with all its units, rather than as many cases."""
    causes, cases = counting.troubled(request.asof, request.reach)
    context = {
        "number": len(cases),
        "sessions": _sessions(request) if request.user.may(Permission.BOARD_PREPARE) else [],
        "groups": [
            {
                "cause": CAUSES.get(group.cause, Text(fa=group.cause, en=group.cause)),
                "estate": cases[group.cases[0]].unit.estate,
                "cases": [{"id": pk, "unit": cases[pk].unit.name} for pk in group.cases],
                "of": group.of,
                "expected": round(group.expected, 1),
                "chance": round(group.tail, 4),
                "matter": _matter(group, cases),
            }
            for group in groups(causes)
        ],
    }
    return render(request, "casework/systemic.html", context)


def _matter(group: Group, cases: dict[int, Any]) -> dict[str, str]:
    """Return the one agenda item that a cause makes of all its units, in the language of minutes."""
    cause = CAUSES.get(group.cause, Text(fa=group.cause, en=group.cause))
    estate = cases[group.cases[0]].unit.estate
    named: list[str] = []
    for pk in group.cases:
        left = len(group.cases) - len(named)
        tail = f"، و {left} واحد دیگر"
        if len("، ".join([*named, cases[pk].unit.name])) + len(tail) > REASON:
            named[-1] += tail
            break
        named.append(cases[pk].unit.name)
    subject = f"{cause.fa} در {estate.name}: {len(group.cases)} واحد"
    return {"subject": subject[:SUBJECT], "reason": "، ".join(named)}


def _sessions(request: PersonRequest) -> list[tuple[int, Text]]:
    """Return the planned sessions that a cause can be brought before."""
    words = Text(fa="{committee}، جلسهٔ {n}", en="{committee}, session {n}")
    found = []
    for state in meetings.coming(request.asof):
        committee = state.session.committee
        name = name_of(committee)
        found.append((state.session_id, words.format(committee=name, n=state.session.number)))
    return found

"""The list of plans and visits, one visit, and its pictures."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render

from hamahang.accounts.permissions import Permission
from hamahang.domain.calendar import parse_day
from hamahang.domain.casework import KINDS
from hamahang.domain.causes import CAUSES
from hamahang.domain.text import Text
from hamahang.domain.visits import CASE_ROLES, STATES
from hamahang.papers import queries as papers
from hamahang.territory import queries as territory
from hamahang.visits import queries
from hamahang.visits.queries import VisitFilter
from hamahang.web.access import PersonRequest, page
from hamahang.web.finding import name_of
from hamahang.web.paging import page_of
from hamahang.web.visits.telling import told

FILTERS = ("text", "estate", "state", "on")
MOST_PLANS = 6


@page(Permission.CASEWORK_READ)
def visits(request: PersonRequest) -> HttpResponse:
    """List the plans and the visits, the newest first, narrowed by estate, day and what was seen."""
    said = {name: request.GET.get(name, "")[:80].replace("\0", "") for name in FILTERS}
    day = _day(said["on"])
    wanted = VisitFilter(text=said["text"], estate=said["estate"], state=said["state"], day=day)
    found = queries.visits_in(request.reach, request.asof, wanted)
    listed = page_of(found, keys=("day_text", "id"), cursor=request.GET.get("at", ""), newest_first=True)
    plans = queries.plans_in(request.reach, estate=wanted.estate, day=day)[:MOST_PLANS]
    context = {
        "said": said,
        "day_problem": said["on"] if said["on"] and day is None else "",
        "rows": [_line(visit) for visit in listed.rows],
        "previous": _address(said, request, listed.previous),
        "next": _address(said, request, listed.next),
        "plans": [_plan(plan) for plan in plans],
        "choices": {
            "estate": [(e.code, Text(fa=e.name, en=e.name_en)) for e in territory.estates_in(request.reach)[:60]],
            "state": list(STATES.items()),
        },
        "to_decide": queries.conflicts_in(request.reach).count(),
        "may_record": request.user.may(Permission.VISITS_RECORD),
    }
    return render(request, "visits/visits.html", context)


def _day(said: str) -> date | None:
    return parse_day(said).value if said else None


def _address(said: dict[str, str], request: PersonRequest, cursor: str) -> str:
    if not cursor:
        return ""
    query = {name: value for name, value in said.items() if value}
    query |= {name: request.GET[name] for name in ("day", "known_at") if request.GET.get(name)}
    return f"?{urlencode(query | {'at': cursor})}"


def _plan(plan: Any) -> dict[str, Any]:
    return {
        "id": plan.pk,
        "day": plan.day,
        "estate": Text(fa=plan.estate.name, en=plan.estate.name_en),
        "team": plan.team,
        "planned": plan.stops_planned,
        "visited": plan.stops_visited,
    }


def _line(visit: Any) -> dict[str, Any]:
    return {
        "id": visit.pk,
        "name": visit.unit.name if visit.unit else "",
        "plot": visit.plot,
        "estate": Text(fa=visit.estate.name, en=visit.estate.name_en) if visit.estate else None,
        "county": name_of(visit.county),
        "visited_on": visit.visited_on,
        "state": visit.state,
        "state_title": STATES[visit.state],
        "persons_seen": visit.persons_seen,
    }


@page(Permission.CASEWORK_READ)
def visit(request: PersonRequest, visit_id: int) -> HttpResponse:
    """Show one visit: what was seen, its pictures, the causes, the cases it opened, what is to be decided."""
    found = _found(request, visit_id)
    conflicts = queries.conflicts_of([found.pk]).get(found.pk, [])
    context = {
        "visit": found,
        "line": _line(found),
        "unit": found.unit,
        "plan": found.stop.plan if found.stop else None,
        "findings": [(CAUSES.get(f.cause), f.note) for f in queries.findings_of(found)],
        "photos": queries.photos_of(found),
        "cases": [(link.case, KINDS[link.case.kind], CASE_ROLES[link.role]) for link in queries.cases_of(found)],
        "conflicts": [told(conflict, found.name) for conflict in conflicts],
        "may_decide": request.user.may(Permission.VISITS_RECORD),
    }
    return render(request, "visits/visit.html", context)


def _found(request: PersonRequest, visit_id: int) -> Any:
    found = queries.visit_in(request.reach, visit_id)
    if found is None:
        raise Http404
    return found


@page(Permission.CASEWORK_READ)
def photo(request: PersonRequest, visit_id: int, photo_id: int) -> HttpResponse:
    """Give a picture of a visit to somebody who may see the visit."""
    found = queries.photo_in(_found(request, visit_id), photo_id)
    if found is None:
        raise Http404
    return _picture(found.attachment)


@page(Permission.CASEWORK_READ)
def signature(request: PersonRequest, visit_id: int) -> HttpResponse:
    """Give the signature under a visit."""
    attachment = _found(request, visit_id).signature
    if attachment is None:
        raise Http404
    return _picture(attachment)


def _picture(attachment: Any) -> HttpResponse:
    """Answer with a picture: shown in the page, never run, never kept by others on the way."""
    try:
        content = papers.content(attachment, store=settings.PAPERS)
    except FileNotFoundError as error:
        raise Http404 from error
    response = HttpResponse(content, content_type=attachment.media_type)
    kind = "inline" if attachment.is_shown else "attachment"
    response.headers["Content-Disposition"] = f'{kind}; filename="{attachment.sha256[:12]}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, max-age=3600"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response

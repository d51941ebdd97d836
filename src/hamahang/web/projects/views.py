"""The board of projects by stage, one project whole, and the page of an officer's day."""

from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from hamahang.accounts.permissions import Permission
from hamahang.domain.credit.claims import STATES as FACILITY_STATES
from hamahang.domain.flows.projects import GOING_ON, PROJECT
from hamahang.domain.indicators import ALL
from hamahang.domain.projects import BANDS, COMPONENTS, LEVELS, PRIORITIES, PROGRAMMES, SIDES, STAGES
from hamahang.domain.proof import Proof
from hamahang.domain.register import LICENCES
from hamahang.domain.requests import STATES as REQUEST_STATES
from hamahang.domain.text import Text
from hamahang.indicators import queries as indicators
from hamahang.projects import following, placing
from hamahang.projects.following import ProjectFilter, WholeProject
from hamahang.register import licensing, mining
from hamahang.register.licensing import LicenceFilter
from hamahang.register.mining import MineFilter
from hamahang.support import asked, facilities
from hamahang.territory import queries as territory
from hamahang.web import ways
from hamahang.web.access import PersonRequest, page
from hamahang.web.commitments.expecting import expected
from hamahang.web.desk.views import discussion
from hamahang.web.figures import shown as shown_figure
from hamahang.web.finding import counties, place_of
from hamahang.web.keeping import kept
from hamahang.web.paging import page_of
from hamahang.web.projects.telling import corrections, events, needs, waits_of
from hamahang.web.said import Typed

FILTERS = ("stage", "programme", "county", "band", "text")
FIGURES = (
    "projects_being_built", "projects_unfinished_above_60", "projects_slippage_months", "projects_operating_in_time",
)  # fmt: skip
INSPECTED_EVERY = 90  # days; the office's own: what was not inspected for longer is on the officer's list


@page(Permission.PROJECTS_READ)
def projects(request: PersonRequest) -> HttpResponse:
    """List projects by stage, with progress, the day they are to operate and how far it has slipped."""
    said = {name: request.GET.get(name, "")[:80].replace("\0", "") for name in FILTERS}
    wanted = ProjectFilter(**said | {"stage": said["stage"] if said["stage"] in STAGES else ""})
    found = following.lines(request.asof, request.reach, wanted)
    listed = page_of(found, keys=("sort_key", "id"), cursor=request.GET.get("at", ""))
    ids = [row.project_id for row in listed.rows]
    totals, dates = following.totals_of(request.asof, ids), following.dates_of(request.asof, ids)
    counted = kept(request, "stages of projects", lambda: following.counted(request.asof, request.reach))
    context = {
        "wanted": wanted,
        "rows": [_line(row, totals.get(row.project_id), dates[row.project_id]) for row in listed.rows],
        "previous": _address(request, listed.previous),
        "next": _address(request, listed.next),
        "stages": [
            {"code": code, "title": title, "number": counted.get(code, 0)}
            for code, title in STAGES.items()
            if counted.get(code) or code not in ("REFUSED", "CANCELLED")
        ],
        "figures": [
            shown_figure(indicators.compute(code, asof=request.asof, scope=ALL, reach=request.reach), request.asof)
            for code in FIGURES
        ],
        "choices": {
            "stage": list(STAGES.items()),
            "programme": list(PROGRAMMES.items()),
            "band": [(band.code, band.title) for band in BANDS],
            "county": kept(request, "counties of projects", lambda: counties(request)),
        },
        "may_work": request.user.may(Permission.PROJECTS_WORK),
    }
    return render(request, "projects/projects.html", context)


def _address(request: PersonRequest, cursor: str) -> str:
    if not cursor:
        return ""
    query = {name: request.GET[name] for name in (*FILTERS, "day", "known_at") if request.GET.get(name)}
    return f"?{urlencode(query | {'at': cursor})}"


def _line(row: Any, total: Any, dates: following.Dates) -> dict[str, Any]:
    project = row.project
    return {
        "id": project.pk,
        "title": project.title,
        "number": project.number,
        "place": place_of(project),
        "stage": STAGES[row.stage],
        "tone": ways.tone_of(PROJECT, row.stage),
        "since_on": row.since_on,
        "investment": project.investment,
        "percent": total.percent if total else None,
        "seen_on": total.since_on if total else None,
        "now": dates.now,
        "slipped": dates.slipped,
    }


def project_or_404(request: PersonRequest, project_id: int) -> Any:
    """Return a project that the reader may see.

    :raises Http404: otherwise
    """
    found = following.project_in(request.reach, project_id)
    if found is None:
        raise Http404
    return found


@page(Permission.PROJECTS_READ)
def project(request: PersonRequest, project_id: int) -> HttpResponse:
    """Show one project."""
    return render(request, "projects/project.html", shown(request, project_or_404(request, project_id)))


def shown(request: PersonRequest, found: Any) -> dict[str, Any]:
    """Return what the page of a project shows.

    :raises Http404: if it had no stage by the asked day
    """
    whole = following.whole(found, request.asof)
    if not whole.stages:
        raise Http404
    may = request.user.may
    is_now = request.asof.day == request.today and request.asof.known_at is None
    level, line = following.level_of(found, whole.stages, request.asof)
    fit = placing.fit_of(found, request.asof)
    table = whole.way.workflow
    is_going_on = whole.way.stage in GOING_ON and (whole.total or 0) < 100
    return {
        "project": found,
        "site": place_of(found),
        "programme": PROGRAMMES[found.programme],
        "stage": table.state(whole.way.stage).title,
        "tone": ways.tone_of(table, whole.way.stage),
        "band": ways.band(whole.way),
        "ahead": ways.ahead(request, whole.way) if is_now else [],
        "times": ways.running(whole.way, request.asof.day, territory.closures()),
        "papers": ways.papers(whole.papers, table, _file(found), number="number"),
        "asked": [need for need in table.needs if need.is_paper],
        "components": _components(whole),
        "total": whole.total,
        "claimed_total": whole.claimed_total,
        "basis": whole.basis,
        "observations": whole.observations[-8:],
        "dates": whole.dates,
        "expected": [
            {"side": SIDES[row.side], "on": row.since_on, "expected_on": row.expected_on, "reason": row.reason}
            for row in reversed(whole.expected)
        ],
        "forecast": whole.forecast(request.asof.day) if is_going_on else None,
        "coming": expected(request, "projects.InvestmentProject", found.pk),
        "is_going_on": is_going_on,
        "spent": whole.spending[-1] if whole.spending else None,
        "financial": whole.financial,
        "level": LEVELS.get(level),
        "line": line,
        "fit": fit,
        "fit_title": PRIORITIES[fit.level] if fit else None,
        "sector": territory.sectors_by_code().get(found.isic),
        "needs": needs(request, whole),
        "waits": waits_of(request, found),
        "licences": _licences(request, found),
        "obstacles": _obstacles(request, found),
        "facilities": _facilities(request, found),
        "requests": _requests(request, found),
        "events": events(request, whole),
        "seen": following.version(found)[0],
        "corrections": corrections(found, request.asof),
        "talk": discussion(request, "projects.InvestmentProject", found.pk),
        "typed_note": Typed(request.session.pop("typed", None)),
        "sides": list(SIDES.items()),
        "estates": [
            (estate.code, Text(fa=estate.name, en=estate.name_en))
            for estate in territory.estates_in(request.reach).filter(county=found.county_id)
        ],
        "is_now": is_now,
        "typed": Typed(),
        "may_work": is_now and may(Permission.PROJECTS_WORK),
        "may_inspect": is_now and may(Permission.PROJECTS_INSPECT),
        "may_permit": is_now and may(Permission.LICENCES_DECIDE),
        "may_promise": is_now and may(Permission.UTILITIES_PROMISE) and found.estate_id is not None,
        "may_open_case": is_now and may(Permission.CASES_WORK) and found.unit_id is not None,
    }


def _file(found: Any) -> Callable[[int], str]:
    return lambda paper: reverse("project-paper-file", args=[found.pk, paper])


def _components(whole: WholeProject) -> list[dict[str, Any]]:
    """Return each component with its weight, what was inspected and what is claimed beside it."""
    rows = []
    for code, title in COMPONENTS.items():
        seen, said, weight = whole.verified.get(code), whole.claimed.get(code), whole.weights.get(code, 0)
        is_newer = said is not None and (seen is None or said.since_on > seen.since_on)
        rows.append(
            {
                "code": code,
                "title": title,
                "weight": weight,
                "percent": seen.percent if seen else None,
                "seen_on": seen.since_on if seen else None,
                "level": Proof(seen.proof).title if seen else None,
                "claimed": said.percent if said and is_newer else None,
                "claimed_on": said.since_on if said and is_newer else None,
            }
        )
    return rows


def _licences(request: PersonRequest, found: Any) -> list[dict[str, Any]]:
    if found.unit_id is None or not request.user.may(Permission.REGISTER_READ):
        return []
    return [
        {
            "id": row.pk,
            "number": row.number,
            "kind": LICENCES[row.kind],
            "on": row.since_on,
            "until": licensing.last_day(row) if row.state in licensing.OPEN else None,
        }
        for row in licensing.licences_of(found.unit_id, request.asof)
    ]


def _obstacles(request: PersonRequest, found: Any) -> list[Any]:
    if not request.user.may(Permission.CASEWORK_READ):
        return []
    return [{"id": case.pk, "number": case.number} for case in following.obstacles_of(found, request.asof)]


def _facilities(request: PersonRequest, found: Any) -> list[dict[str, Any]]:
    """Return the facilities of the place of a project and where each stands, if the reader may see them."""
    if found.unit_id is None or not request.user.may(Permission.SUPPORT_READ):
        return []
    lent = facilities.facilities_of(found.unit_id, request.asof)
    standings = facilities.standings([row.pk for row in lent], request.asof)
    return [
        {
            "id": row.pk,
            "bank": row.bank.name,
            "number": row.number,
            "approved": row.approved,
            "paid": standings[row.pk].paid,
            "state": FACILITY_STATES[standings[row.pk].state],
        }
        for row in lent
    ]


def _requests(request: PersonRequest, found: Any) -> list[dict[str, Any]]:
    """Return the requests for support that name a project, if the reader may see them."""
    if not request.user.may(Permission.SUPPORT_READ):
        return []
    asked_for = asked.requests_for(found.number, request.reach, request.asof)
    return [
        {"id": row.request_id, "number": row.request.number, "stage": REQUEST_STATES[row.stage], "amount": row.amount}
        for row in asked_for
    ]


@page(Permission.PROJECTS_READ)
def officer(request: PersonRequest) -> HttpResponse:
    """Show what an officer of a county has to do today: papers that run out, inspections due, mines, promises."""
    late = following.waiting_for_inspection(request.asof, request.reach, days=INSPECTED_EVERY)
    mines = mining.mines_in(request.reach, request.asof, MineFilter(late="yes"))
    context = {
        "every": INSPECTED_EVERY,
        "inspections": [_late(row, last) for row, last in late],
        "mines": [
            {"id": row.mine_id, "name": row.mine.name, "number": row.mine.licence_no, "until": row.until}
            for row in mines.order_by("until", "pk")[:200]
        ],
    } | kept(request, "papers that run out", lambda: _running_out(request))
    return render(request, "projects/day.html", context)


def _running_out(request: PersonRequest) -> dict[str, Any]:
    """Return the permits and licences that run out soon, those that have, and how many those are."""
    soon = licensing.licences_in(request.reach, request.asof, LicenceFilter(which="running_out"))
    gone = licensing.licences_in(request.reach, request.asof, LicenceFilter(which="run_out"))
    return {
        "soon": [_paper(row) for row in soon.order_by("since_on", "pk")[:200]],
        "gone": [_paper(row) for row in gone.order_by("since_on", "pk")[:12]],
        "gone_number": gone.count(),
    }


def _late(row: Any, last: date | None) -> dict[str, Any]:
    return {
        "id": row.project_id,
        "title": row.project.title,
        "place": place_of(row.project),
        "stage": STAGES[row.stage],
        "tone": ways.tone_of(PROJECT, row.stage),
        "last": last,
    }


def _paper(row: Any) -> dict[str, Any]:
    return {
        "id": row.pk,
        "unit": row.unit.name,
        "number": row.number,
        "kind": LICENCES[row.kind],
        "until": licensing.last_day(row),
    }

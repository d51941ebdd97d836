"""What pages show of anything that follows a table: the way gone and ahead, the steps with what is missing, papers."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from markupsafe import Markup

from hamahang.accounts.permissions import Permission
from hamahang.accounts.roles import ROLES
from hamahang.briefing import charts
from hamahang.domain.flows.clocks import Reached, times
from hamahang.domain.flows.ways import Way
from hamahang.domain.flows.workflow import Workflow, way_ahead
from hamahang.domain.flows.workingdays import Closures
from hamahang.domain.text import Text
from hamahang.papers.queries import content
from hamahang.web.access import PersonRequest

Field = tuple[str, Text, bool]


def band(way: Way) -> list[dict[str, Any]]:
    """Return the states gone through with their days, and those on the shortest way to a good end."""
    gone: list[dict[str, Any]] = []
    for row in way.passed:
        if gone and gone[-1]["code"] == row.stage:
            gone[-1]["on"] = row.on
        else:
            gone.append({"code": row.stage, "title": way.workflow.state(row.stage).title, "on": row.on, "mark": "done"})
    if not gone:
        gone = [{"code": way.stage, "title": way.workflow.state(way.stage).title, "on": None}]
    gone[-1]["mark"] = "now"
    return gone + [{"title": s.title, "on": None, "mark": ""} for s in way_ahead(way.workflow, way.stage)]


def tone_of(workflow: Workflow, stage: str) -> str:
    """Return the tone a state is shown in: a good end, another end, or under way."""
    state = next((state for state in workflow.states if state.code == stage), None)
    if state is None or not state.is_final:
        return "warn" if stage in ("STOPPED", "WARNED", "SUSPENDED") else "accent"
    return "good" if state.is_good else "bad"


def ahead(
    request: PersonRequest, way: Way, *, fields: Mapping[str, Sequence[Field]] | None = None
) -> list[dict[str, Any]]:
    """Return the steps that lead on, with what is missing and whether they are the reader's to take.

    fields: by step, further fields of its form: name, label, and whether it is a day
    """
    ends = {state.code for state in way.workflow.states if state.is_final and not state.is_good}
    return [
        {
            "code": row.step.code,
            "title": row.step.title,
            "needs": [(need.title, need not in row.missing) for need in row.needs],
            "missing": len(row.missing),
            "of": len(row.needs),
            "with_reason": row.step.with_reason,
            "is_end": row.step.target in ends,
            "may": request.user.may(Permission(row.step.by)),
            "fields": (fields or {}).get(row.step.code, ()),
        }
        for row in way.ahead()
    ]


def running(way: Way, day: date, closures: Closures) -> list[dict[str, Any]]:
    """Return the times that run on a day or were missed."""
    reached = [Reached(row.stage, row.on) for row in way.passed]
    return [
        {"title": time.clock.title, "state": time.title, "due_on": time.due_on, "is_late": time.running == "LATE"}
        for time in times(way.workflow, reached, day=day, closures=closures)
        if time.stopped_on is None
    ]


def papers(rows: Iterable[Any], workflow: Workflow, href: Callable[[int], str], *, number: str) -> list[dict[str, Any]]:
    """Return papers as pages show them. number: the attribute that holds a paper's own number"""
    return [
        {
            "title": workflow.need(row.need).title,
            "number": getattr(row, number),
            "on": row.since_on,
            "file": row.attachment.name if row.attachment else "",
            "href": href(row.pk) if row.attachment else "",
        }
        for row in rows
    ]


def sent_file(paper: Any) -> HttpResponse:
    """Send the file of a paper.

    :raises Http404: if it has none
    """
    if paper is None or paper.attachment is None:
        raise Http404
    try:
        response = HttpResponse(
            content(paper.attachment, store=settings.PAPERS), content_type=paper.attachment.media_type
        )
    except FileNotFoundError:
        raise Http404 from None
    response.headers["Content-Disposition"] = "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def drawn(table: Workflow, language: str, *, passed: Collection[str] = ()) -> dict[str, Any]:
    """Return a table as a page shows it: its drawing, its steps, its times."""
    return {
        "code": table.code,
        "title": table.title,
        "drawing": Markup(charts.workflow(table, language, passed=frozenset(passed))),
        "steps": [
            {
                "title": step.title,
                "sources": [table.state(code).title for code in step.sources],
                "target": table.state(step.target).title,
                "who": [role.title for role in ROLES.values() if step.by in {p.value for p in role.permissions}],
                "needs": [table.need(code).title for code in step.needs],
                "not_by": [table.step(code).title for code in step.not_by],
            }
            for step in table.steps
        ],
        "clocks": table.clocks,
    }

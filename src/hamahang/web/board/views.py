"""The list of resolutions, and one of them: where it stands, what is missing, what was answered, when it is due."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render

from hamahang.accounts.permissions import Permission
from hamahang.board import queries, reminding
from hamahang.board.queries import ResolutionFilter
from hamahang.domain.board import OPEN_STATES, PRIORITIES, RESOLUTION, STATES, days_overdue
from hamahang.domain.flows.workflow import missing
from hamahang.domain.proof import Proof
from hamahang.domain.sessions import ESCALATIONS
from hamahang.domain.text import Text
from hamahang.ledger import queries as ledger
from hamahang.web.access import PersonRequest, page
from hamahang.web.board.notices import notice_of
from hamahang.web.desk.targets import resolution_seen
from hamahang.web.desk.views import discussion
from hamahang.web.keeping import kept
from hamahang.web.paging import page_of
from hamahang.web.said import Typed

REMINDED = Text(fa="به قاعده: {step}", en="by rule: {step}")
ADDS_PAPERS = (Permission.RESOLUTIONS_ANSWER, Permission.BOARD_PREPARE, Permission.RESOLUTIONS_VERIFY)
FILTERS = ("state", "executor", "which", "text", "late")
WHICH = {
    "OPEN": Text(fa="باز", en="open"),
    "DONE": Text(fa="انجام‌شده: اظهار یا تأیید", en="done: claimed or verified"),
    "ON_TIME": Text(fa="سر وقت انجام‌شده", en="done on time"),
}


@page(Permission.BOARD_READ)
def resolutions(request: PersonRequest) -> HttpResponse:
    """List resolutions by state, executor and words; the overdue ones by how late they are."""
    wanted = ResolutionFilter(**{name: request.GET.get(name, "")[:160].replace("\0", "") for name in FILTERS})
    found = queries.lines(request.asof, request.reach, wanted)
    # what is overdue begins with the latest; of all others the newest come first
    is_late = bool(wanted.late)
    keys = ("due_on", "resolution_id")
    listed = page_of(found, keys=keys, cursor=request.GET.get("at", ""), newest_first=not is_late)
    context = {
        "wanted": wanted,
        "rows": [line(row, request) for row in listed.rows],
        "previous": _address(request, listed.previous),
        "next": _address(request, listed.next),
        "states": list(STATES.items()),
        "whiches": list(WHICH.items()),
        "executors": [(key, Text(fa=name, en=name)) for key, name in kept(request, "executors", _executors(request))],
        "may_prepare": request.user.may(Permission.BOARD_PREPARE),
    }
    template = "board/resolutions_table.html" if request.htmx else "board/resolutions.html"  # type: ignore[attr-defined]
    return render(request, template, context)


def _executors(request: PersonRequest) -> Any:
    return lambda: list(queries.executors(request.asof).items())


def line(row: Any, request: PersonRequest) -> dict[str, Any]:
    """Return what a list says of a resolution."""
    return {
        "id": row.resolution_id,
        "number": row.number,
        "text": row.resolution.text,
        "unit": row.resolution.unit.name if row.resolution.unit else "",
        "executor": row.executor,
        "state": row.state,
        "state_title": STATES[row.state],
        "due_on": row.due_on,
        "late": days_overdue(due_on=row.due_on, state=row.state, day=request.today),
        "priority": PRIORITIES[row.resolution.priority] if row.resolution.priority == 1 else None,
    }


def _address(request: PersonRequest, cursor: str) -> str:
    if not cursor:
        return ""
    query = {name: request.GET[name] for name in (*FILTERS, "day") if request.GET.get(name)}
    return f"?{urlencode(query | {'at': cursor})}"


def found_or_404(request: PersonRequest, resolution_id: int) -> Any:
    """Return a resolution the reader may see.

    :raises Http404: otherwise
    """
    found = resolution_seen(request, resolution_id)
    if found is None:
        raise Http404
    return found


@page(Permission.DESK_READ)
def resolution(request: PersonRequest, resolution_id: int) -> HttpResponse:
    """Show one resolution."""
    return render(request, "board/resolution.html", shown(request, found_or_404(request, resolution_id)))


def shown(request: PersonRequest, found: Any) -> dict[str, Any]:
    """Return what the page of a resolution shows.

    :raises Http404: if it was not passed by the asked day
    """
    states = queries.states_of(found, request.asof)
    if not states:
        raise Http404
    papers = queries.papers_of(found, request.asof)
    due_on = queries.due_of(found, request.asof)
    state = states[-1].state
    is_now = request.asof.day == request.today and request.asof.known_at is None
    waiting = queries.waiting_request(found) if is_now else None
    may = request.user.may
    unit = found.unit if found.unit and may(Permission.REGISTER_READ) else None
    return {
        "resolution": found,
        "unit": unit,
        "state": state,
        "state_title": STATES[state],
        "priority": PRIORITIES[found.priority],
        "due_on": due_on,
        "was_due_on": found.due_on if found.due_on != due_on else None,
        "late": days_overdue(due_on=due_on, state=state, day=request.asof.day),
        "ahead": _ahead(request, state, {paper.need for paper in papers}) if is_now else [],
        "papers": [_paper(paper) for paper in papers],
        "asked": RESOLUTION.needs,
        "waiting": waiting,
        "is_own_request": waiting is not None and waiting.by == request.user.username,
        "events": _events(
            states, queries.deadlines_of(found, request.asof), reminding.reminders_of(found, request.asof)
        ),
        "earlier": _earlier(request, found),
        "is_now": is_now,
        "may_add": is_now and any(map(may, ADDS_PAPERS)),
        # of what has ended nobody asks for more time
        "may_ask": is_now and may(Permission.RESOLUTIONS_ANSWER) and state in OPEN_STATES,
        "may_decide": is_now and may(Permission.BOARD_DECIDE),
        "may_read_board": may(Permission.BOARD_READ),
        "seen": queries.version(found)[0],
        "typed": Typed(),
        "talk": discussion(request, "board.Resolution", found.pk),
        "typed_note": Typed(request.session.pop("typed", None)),
    } | notice_of(request, found, state=state, is_now=is_now)


def _ahead(request: PersonRequest, state: str, has: set[str]) -> list[dict[str, Any]]:
    rows = []
    for step in RESOLUTION.steps_from(state):
        lacking = missing(RESOLUTION, step, has)
        target = RESOLUTION.state(step.target)
        rows.append(
            {
                "code": step.code,
                "title": step.title,
                "needs": [(RESOLUTION.need(code).title, code in has) for code in step.needs],
                "missing": len(lacking),
                "of": len(step.needs),
                "with_reason": step.with_reason,
                "is_end": target.is_final and not target.is_good,
                "may": request.user.may(Permission(step.by)),
            }
        )
    return rows


def _paper(paper: Any) -> dict[str, Any]:
    return {
        "id": paper.pk,
        "title": RESOLUTION.need(paper.need).title,
        "number": paper.number,
        "note": paper.note,
        "on": paper.since_on,
        "file": paper.attachment.name if paper.attachment else "",
    }


def _events(states: list[Any], deadlines: list[Any], reminders: list[Any]) -> list[dict[str, Any]]:
    facts = [(state, _said_of(state)) for state in states]
    facts += [(reminder, REMINDED.format(step=_step_title(reminder.rule))) for reminder in reminders]
    for deadline in deadlines:
        words = Text(
            fa="مهلت تازه پذیرفته شد: {reason}" if deadline.is_granted else "مهلت تازه پذیرفته نشد: {reason}",
            en="a later day was granted: {reason}" if deadline.is_granted else "a later day was refused: {reason}",
        )
        facts.append((deadline, words.format(reason=deadline.reason)))
    entries = ledger.entries_by_number(fact.entry_id for fact, _ in facts)
    tables = ledger.source_tables_by_id(fact.source_table_id for fact, _ in facts if fact.source_table_id)
    facts.sort(key=lambda pair: (pair[0].since_on, pair[0].entry_id), reverse=True)
    return [
        {
            "on": fact.since_on,
            "text": words,
            "level": Proof(fact.proof).title,
            "by": entries[fact.entry_id].by,
            "source": _cell(fact, tables),
        }
        for fact, words in facts
    ]


def _step_title(rule: str) -> Text:
    return next((step.title for step in ESCALATIONS if step.code == rule), Text(fa=rule, en=rule))


def _said_of(state: Any) -> Text:
    title = STATES[state.state]
    return Text(fa=f"{title.fa}: {state.reason}", en=f"{title.en}: {state.reason}") if state.reason else title


def _cell(fact: Any, tables: Any) -> dict[str, str] | None:
    table = tables.get(fact.source_table_id)
    return {"file": table.file, "sheet": table.sheet, "cell": table.cell(fact.source_row, "")} if table else None


def _earlier(request: PersonRequest, found: Any) -> list[dict[str, Any]]:
    """Return what was decided about the same unit: nothing is decided twice."""
    if found.unit_id is None or not request.user.may(Permission.BOARD_READ):
        return []
    return [
        {
            "id": state.resolution_id,
            "number": state.resolution.number,
            "text": state.resolution.text,
            "on": state.resolution.passed_on,
            "state": state.state,
            "state_title": STATES[state.state],
        }
        for state in queries.resolutions_of(found.unit_id, request.asof)
        if state.resolution_id != found.pk
    ]

"""The list of cases, and one case whole: where it stands, what is missing, what is due, what was found."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render

from hamahang.accounts import queries as accounts
from hamahang.accounts.permissions import Permission
from hamahang.casework import queries
from hamahang.casework.queries import CaseFilter, NotBegun, Whole
from hamahang.domain.casework import ITEM_STATES, KINDS, OUTCOMES, SIDES
from hamahang.domain.causes import CAUSES
from hamahang.domain.flows.cases import STAGES, WORKFLOWS
from hamahang.domain.flows.clocks import Running, Time
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.ledger import queries as ledger
from hamahang.register import queries as register
from hamahang.territory import queries as territory
from hamahang.web import ways
from hamahang.web.access import PersonRequest, page
from hamahang.web.commitments.expecting import expected
from hamahang.web.desk.views import discussion
from hamahang.web.finding import name_of
from hamahang.web.keeping import kept
from hamahang.web.paging import page_of
from hamahang.web.said import Typed

FILTERS = ("kind", "stage", "cause", "county", "estate", "who", "text", "late")
TONES = {Running.LATE: "bad", Running.MISSED: "warn", Running.KEPT: "good", Running.PAUSED: "", Running.RUNS: "accent"}
PROOFS = (Proof.DECLARED, Proof.CONFIRMED, Proof.SEEN, Proof.INSURED)


@page(Permission.CASEWORK_READ)
def cases(request: PersonRequest) -> HttpResponse:
    """List cases by kind, stage, cause, place and person."""
    said = {name: request.GET.get(name, "")[:80].replace("\0", "") for name in FILTERS}
    wanted = CaseFilter(**said | {"kind": said["kind"] if said["kind"] in KINDS else "REVIVAL"})
    found = queries.lines(request.asof, request.reach, wanted)
    keys = ("late_on", "case_id") if wanted.late and queries.is_latest(request.asof) else ("number", "case_id")
    listed = page_of(found, keys=keys, cursor=request.GET.get("at", ""))
    context = {
        "wanted": wanted,
        "rows": [_line(row, request) for row in listed.rows],
        "previous": _address(request, listed.previous),
        "next": _address(request, listed.next),
        "choices": _choices(request, wanted.kind),
        "stages": _stages(request, wanted.kind),
        "kind": wanted.kind,
        "kind_title": KINDS[wanted.kind],
        "is_mine": wanted.who == request.user.username,
    }
    template = "casework/cases_table.html" if request.htmx else "casework/cases.html"  # type: ignore[attr-defined]
    return render(request, template, context)


def _line(fact: Any, request: PersonRequest) -> dict[str, Any]:
    case, unit = fact.case, fact.case.unit
    late_on = getattr(fact, "late_on", None)  # known of now only
    return {
        "id": case.pk,
        "number": case.number,
        "kind": KINDS[case.kind],
        "unit": unit.name,
        "place": Text(fa=unit.estate.name, en=unit.estate.name_en) if unit.estate else name_of(unit.county),
        "stage": STAGES[fact.stage],
        "tone": tone_of(case.kind, fact.stage),
        "since_on": fact.since_on,
        "cause": CAUSES.get(case.main_cause),
        "due_on": getattr(fact, "due_on", None),
        "is_late": late_on is not None and late_on <= request.asof.day,
    }


def tone_of(kind: str, stage: str) -> str:
    """Return the tone a stage is shown in: a good end, another end, or under way."""
    state = next((s for table in WORKFLOWS if table.code == kind for s in table.states if s.code == stage), None)
    if state is None or not state.is_final:
        return "accent"
    return "good" if state.is_good else "bad"


def _address(request: PersonRequest, cursor: str) -> str:
    if not cursor:
        return ""
    query = {name: request.GET[name] for name in (*FILTERS, "day", "known_at") if request.GET.get(name)}
    return f"?{urlencode(query | {'at': cursor})}"


def _choices(request: PersonRequest, kind: str) -> dict[str, Sequence[tuple[str, Text]]]:
    stages = {state.code: state.title for table in WORKFLOWS if table.code == kind for state in table.states}
    return {"kind": list(KINDS.items()), "stage": list(stages.items()), "cause": list(CAUSES.items())} | kept(
        request, "places of cases", lambda: _places(request)
    )


def _places(request: PersonRequest) -> dict[str, Sequence[tuple[str, Text]]]:
    counties = territory.counties_on(request.asof.day, province=territory.home_province())
    return {
        "county": [(c.code, name_of(c)) for c in counties],
        "estate": [(e.code, Text(fa=e.name, en=e.name_en)) for e in territory.estates_in(request.reach)[:60]],
    }


def _stages(request: PersonRequest, kind: str) -> list[dict[str, Any]]:
    """Return how many cases of a kind stand in each stage, in the order of its table."""
    counted = kept(request, f"stages of {kind}", lambda: queries.stages_in(request.asof, request.reach, kind=kind))
    table = next((table for table in WORKFLOWS if table.code == kind), WORKFLOWS[0])
    return [
        {"code": state.code, "title": state.title, "number": counted.get(state.code, 0)}
        for state in table.states
        if counted.get(state.code) or not state.is_final
    ]


def case_or_404(request: PersonRequest, case_id: int) -> Any:
    """Return a case that the reader may see.

    :raises Http404: otherwise
    """
    found = queries.case_in(request.reach, case_id)
    if found is None:
        raise Http404
    return found


@page(Permission.CASEWORK_READ)
def case(request: PersonRequest, case_id: int) -> HttpResponse:
    """Show one case."""
    return render(request, "casework/case.html", shown(request, case_or_404(request, case_id)))


def shown(request: PersonRequest, found: Any) -> dict[str, Any]:
    """Return what the page of a case shows.

    :raises Http404: if it had not begun by the asked day
    """
    try:
        whole = queries.whole(found, request.asof)
    except NotBegun:
        raise Http404 from None
    may = request.user.may
    is_now = request.asof.day == request.today and request.asof.known_at is None
    return {
        "case": found,
        "unit": found.unit,
        "kind": KINDS[found.kind],
        "stage": whole.workflow.state(whole.stage).title,
        "tone": tone_of(found.kind, whole.stage),
        "band": ways.band(whole.way),
        "ahead": ways.ahead(request, whole.way) if is_now else [],
        "coming": expected(request, "casework.Case", found.pk),
        "times": [_time(time) for time in whole.times(request.asof.day, territory.closures())],
        "papers": _papers(whole),
        "asked": [need for need in whole.workflow.needs if need.is_paper],
        "causes": [_cause(fact) for fact in whole.causes],
        "listed_cause": CAUSES.get(found.main_cause),
        "cause_choices": list(CAUSES.items()),
        "weights": {fact.cause: fact for fact in whole.causes},
        "plan": [_task(task, request) for task in whole.plan],
        "outcome": _outcome(whole),
        "responsible": whole.responsible,
        "people": [(p.username, Text(fa=p.name, en=p.name)) for p in accounts.people() if p.is_active],
        "agencies": [
            (a.code, Text(fa=a.name, en=a.name))
            for a in sorted(accounts.agencies_by_key().values(), key=lambda a: a.name)
        ],
        "sides": list(SIDES.items()),
        "outcomes": list(OUTCOMES.items()),
        "proofs": [(str(int(level)), level.title) for level in PROOFS],
        "is_paused": queries.is_paused(found, request.asof),
        "seen": queries.version(found)[0],
        "events": _events(whole),
        "facts": _facts(found, request),
        "is_now": is_now,
        "typed": Typed(),
        "talk": discussion(request, "casework.Case", found.pk),
        "typed_note": Typed(request.session.pop("typed", None)),
        "may_work": is_now and may(Permission.CASES_WORK),
        "may_diagnose": is_now and may(Permission.CASES_DIAGNOSE),
        "may_decide": is_now and may(Permission.CASES_DECIDE),
        "may_verify": is_now and may(Permission.CASES_VERIFY),
        "others": [
            {"id": other.pk, "number": other.number, "kind": KINDS[other.kind]}
            for other in queries.cases_of(found.unit_id, request.asof)
            if other.pk != found.pk
        ],
    }


def _time(time: Time) -> dict[str, Any]:
    return {
        "title": time.clock.title,
        "state": time.title,
        "tone": TONES[time.running],
        "due_on": time.due_on,
        "begun_on": time.begun_on,
        "stopped_on": time.stopped_on,
        "days": time.days,
        "in_working_days": time.clock.in_working_days,
    }


def _papers(whole: Whole) -> list[dict[str, Any]]:
    return [
        {
            "id": paper.pk,
            "title": whole.workflow.need(paper.need).title,
            "number": paper.number,
            "on": paper.since_on,
            "file": paper.attachment.name if paper.attachment else "",
            "level": Proof(paper.proof).title,
        }
        for paper in whole.papers
    ]


def _cause(fact: Any) -> dict[str, Any]:
    return {
        "title": CAUSES.get(fact.cause, Text(fa=fact.cause, en=fact.cause)),
        "weight": fact.weight,
        "is_main": fact.is_main,
        "shown_by": fact.shown_by,
    }


def _task(task: queries.Task, request: PersonRequest) -> dict[str, Any]:
    item = task.item
    return {
        "id": item.pk,
        "text": item.text,
        "side": SIDES[item.side],
        "agency": item.agency.name if item.agency else "",
        "due_on": item.due_on,
        "cost": item.cost,
        "jobs": item.jobs,
        "code": task.state.state,
        "state": ITEM_STATES[task.state.state],
        "note": task.state.note,
        "is_late": task.is_late(request.asof.day),
        "is_own_claim": task.state.by == request.user.username,
    }


def _outcome(whole: Whole) -> dict[str, Any] | None:
    fact = whole.outcome
    if fact is None:
        return None
    return {
        "title": OUTCOMES[fact.outcome],
        "returned": fact.jobs_returned,
        "safeguarded": fact.jobs_safeguarded,
        "level": Proof(fact.proof).title,
        "on": fact.since_on,
    }


def _facts(found: Any, request: PersonRequest) -> dict[str, Any]:
    unit = found.unit
    status = register.statuses_by_unit([unit.pk], request.asof).get(unit.pk)
    heads = register.head_counts_by_unit([unit.pk], request.asof).get(unit.pk)
    return {
        "status": status.status if status else "",
        "status_on": status.since_on if status else None,
        "products": register.products_by_unit([unit.pk]).get(unit.pk, []),
        "persons": heads.persons if heads else None,
        "sector": territory.sectors_by_code().get(unit.isic),
    }


def _events(whole: Whole) -> list[dict[str, Any]]:
    """Return what happened to the case, the newest first, with who recorded it from where."""
    facts: list[tuple[Any, Text]] = []
    for stage in whole.stages:
        title = whole.workflow.state(stage.stage).title
        words = f" ({stage.letter_no})" if stage.letter_no else ""
        reason = f": {stage.reason}" if stage.reason else ""
        facts.append((stage, Text(fa=f"{title.fa}{words}{reason}", en=f"{title.en}{words}{reason}")))
    for paper in whole.papers:
        title = whole.workflow.need(paper.need).title
        facts.append((paper, Text(fa=f"سند رسید: {title.fa}", en=f"paper came: {title.en}")))
    for task in whole.plan:
        state = ITEM_STATES[task.state.state]
        facts.append((task.state, Text(fa=f"{task.item.text}: {state.fa}", en=f"{task.item.text}: {state.en}")))
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


def _cell(fact: Any, tables: Any) -> dict[str, str] | None:
    table = tables.get(fact.source_table_id)
    if table is None:
        return None
    return {"file": table.file, "sheet": table.sheet, "cell": table.cell(fact.source_row, "")}

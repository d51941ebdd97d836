"""Requests for support: the list with what is missing, and one request whole."""

from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render

from hamahang.accounts.permissions import Permission
from hamahang.domain.eligibility import ANSWERS, VERDICTS, Answer
from hamahang.domain.flows.clocks import Running, Time
from hamahang.domain.flows.ways import Ahead
from hamahang.domain.proof import Proof
from hamahang.domain.requests import (
    AFTER,
    AMOUNTS,
    DOCUMENTS,
    LENT_FOR,
    OWN_PAPER,
    PURPOSES,
    REQUEST,
    STATES,
    WAY,
    WITH_AMOUNT,
    standing_amount,
)
from hamahang.domain.text import Text
from hamahang.ledger import queries as ledger
from hamahang.support import asked, facilities, matched, terms
from hamahang.support.asked import NOBODY, NotRegistered, RequestFilter, Whole
from hamahang.support.facilities import Standing
from hamahang.territory import queries as territory
from hamahang.web import sheets, ways
from hamahang.web.access import PersonRequest, is_now, page
from hamahang.web.facilities.views import TONES as TONES_AFTER
from hamahang.web.facilities.views import exactly, project_of, terms_choices
from hamahang.web.finding import counties, name_of, place_of
from hamahang.web.keeping import kept
from hamahang.web.paging import page_of
from hamahang.web.said import Typed

FILTERS = ("programme", "line", "stage", "bank", "county", "text", "reached", "after")
TONES = {Running.LATE: "bad", Running.MISSED: "warn", Running.KEPT: "good", Running.PAUSED: "", Running.RUNS: "accent"}
ENDS_BADLY = ("NOT_ELIGIBLE", "REFUSED", "LAPSED")
LIST = Text(fa="درخواست‌های حمایت", en="requests for support")
HEADS = (
    Text(fa="درخواست", en="request"), Text(fa="واحد", en="unit"), Text(fa="شهرستان", en="county"),
    Text(fa="برنامه", en="programme"), Text(fa="ردیف", en="line"), Text(fa="بانک", en="bank"),
    Text(fa="پروندهٔ بانک", en="bank's file"), Text(fa="مرحله", en="stage"), Text(fa="از روز", en="since"),
    Text(fa="پس از قرارداد", en="after the contract"), Text(fa="مبلغ (ریال)", en="amount (rials)"),
    Text(fa="پرداخت‌شده (ریال)", en="paid (rials)"), Text(fa="سند کم", en="papers missing"),
    Text(fa="دلیل", en="reason"),
)  # fmt: skip
PAID = Text(fa="پرداخت", en="paid")
UNREFERRED = Text(fa="هنوز معرفی نشده", en="not referred yet")
SUMS = {
    "SALES": Text(fa="فروش سالانه", en="yearly sales"),
    "COST": Text(fa="هزینهٔ سالانه", en="yearly cost"),
    "FUEL": Text(fa="هزینهٔ سوخت", en="cost of fuel"),
    "ELECTRICITY": Text(fa="هزینهٔ برق", en="cost of power"),
    "OVERDUE_BANK": Text(fa="بدهی معوق بانکی", en="overdue bank debt"),
    "OVERDUE_TAX": Text(fa="بدهی معوق مالیاتی", en="overdue tax"),
    "OVERDUE_INSURANCE": Text(fa="بدهی معوق بیمه", en="overdue insurance"),
}


@page(Permission.SUPPORT_READ)
def requests(request: PersonRequest) -> HttpResponse:
    """List requests by programme, line, stage, bank and county, with the documents that are missing."""
    wanted = RequestFilter(**{name: request.GET.get(name, "")[:80].replace("\0", "") for name in FILTERS})
    found = asked.lines(request.asof, request.reach, wanted)
    if sheets.wanted(request):
        return sheets.sent(request, name="requests", title=LIST, heads=HEADS, rows=_cells(request, found))
    listed = page_of(found, keys=("number", "request_id"), cursor=request.GET.get("at", ""))
    context = {
        "wanted": wanted,
        "rows": lines_of(request, listed.rows),
        "previous": _address(request, listed.previous),
        "next": _address(request, listed.next),
        "downloads": sheets.offered(request, FILTERS),
        "choices": _choices(request),
        "stages": _stages(request, wanted.programme),
    }
    template = "support/requests_table.html" if request.htmx else "support/requests.html"  # type: ignore[attr-defined]
    return render(request, template, context)


def lines_of(request: PersonRequest, rows: Sequence[Any]) -> list[dict[str, Any]]:
    """Return the lines of a list of requests, with what each lacks and where it stands after its contract."""
    lacking = asked.missing_by_request([row.request_id for row in rows], request.asof)
    lent = [row.request.facility_id for row in rows if row.stage == "CONTRACT" and row.request.facility_id]
    standings = facilities.standings(lent, request.asof)
    return [_line(row, lacking.get(row.request_id, ()), standings.get(row.request.facility_id or 0)) for row in rows]


def _line(row: Any, lacking: tuple[str, ...], standing: Standing | None) -> dict[str, Any]:
    found = row.request
    after = standing.state if standing and row.stage == "CONTRACT" else None
    return {
        "id": found.pk,
        "number": found.number,
        "unit": found.unit.name,
        "county": name_of(found.unit.county),
        "programme": Text(fa=found.line.programme.title, en=found.line.programme.title_en),
        "line": Text(fa=found.line.title, en=found.line.title_en),
        "bank": found.bank.name if found.bank else "",
        "file_no": found.file_no,
        "stage": STATES[row.stage],
        "tone": tone_of(row.stage),
        "since_on": row.since_on,
        "after": AFTER[after] if after else None,
        "after_tone": TONES_AFTER[after] if after else "",
        "amount": row.amount,
        "paid": standing.paid if standing and after else None,
        "missing": [REQUEST.need(code).title for code in lacking] if row.stage in ("REGISTERED", "RETURNED") else [],
        "of": len(DOCUMENTS),
        "reason": row.reason,
    }


def tone_of(stage: str) -> str:
    """Return the tone a stage is shown in."""
    if stage in ENDS_BADLY:
        return "bad"
    return "good" if stage == "CONTRACT" else "warn" if stage in ("RETURNED", "BANK_RETURNED") else "accent"


def _cells(request: PersonRequest, found: Any) -> Iterator[tuple[sheets.Cell, ...]]:
    """Yield the rows of the list as a file: all that fit the filters."""
    listed = sheets.in_parts(list(found.order_by("number", "request_id")))
    for row in (line for part in listed for line in lines_of(request, part)):
        yield (
            row["number"], row["unit"], row["county"], row["programme"], row["line"], row["bank"], row["file_no"],
            row["stage"], row["since_on"], row["after"], row["amount"], row["paid"], len(row["missing"]), row["reason"],
        )  # fmt: skip


def _address(request: PersonRequest, cursor: str) -> str:
    if not cursor:
        return ""
    query = {name: request.GET[name] for name in (*FILTERS, "day", "known_at") if request.GET.get(name)}
    return f"?{urlencode(query | {'at': cursor})}"


def _choices(request: PersonRequest) -> dict[str, Any]:
    return kept(request, "choices of requests", lambda: _offered(request))


def _offered(request: PersonRequest) -> dict[str, Any]:
    return {
        "programme": [(p.code, Text(fa=p.title, en=p.title_en)) for p in terms.programmes(request.asof)],
        "line": list(PURPOSES.items()),
        "stage": list(STATES.items()),
        "reached": [*((stage, STATES[stage]) for stage in WAY), ("PAID", PAID)],
        "after": [(state.value, title) for state, title in AFTER.items()],
        "bank": [*((bank.code, Text(fa=bank.name, en=bank.name)) for bank in _banks(request)), (NOBODY, UNREFERRED)],
        "county": counties(request),
    }


def _banks(request: PersonRequest) -> list[Any]:
    """Return the banks that requests go to or money came from; a bank's officer is offered the own one."""
    known = {bank.code: bank for bank in matched.banks(request.reach)}
    for programme in terms.programmes(request.asof):
        known |= {agent.bank.code: agent.bank for agent in terms.agents(programme, request.asof)}
    return [bank for code, bank in known.items() if request.reach.bank in (None, code)]


def _stages(request: PersonRequest, programme: str) -> list[dict[str, Any]]:
    counted = kept(
        request,
        f"stages of requests {programme}",
        lambda: asked.stages_in(request.asof, request.reach, programme=programme),
    )
    return [
        {"code": code, "title": title, "number": counted[code][0], "rials": counted[code][1]}
        for code, title in STATES.items()
        if code in counted
    ]


def request_or_404(request: PersonRequest, request_id: int) -> Any:
    """Return a request that the reader may see.

    :raises Http404: otherwise
    """
    found = asked.request_in(request.reach, request_id)
    if found is None:
        raise Http404
    return found


@page(Permission.SUPPORT_READ)
def request(request: PersonRequest, request_id: int) -> HttpResponse:
    """Show one request."""
    return render(request, "support/request.html", shown(request, request_or_404(request, request_id)))


def shown(request: PersonRequest, found: Any) -> dict[str, Any]:
    """Return what the page of a request shows.

    :raises Http404: if it was not registered by the asked day
    """
    try:
        whole = asked.whole(found, request.asof)
    except NotRegistered:
        raise Http404 from None
    now, may = is_now(request), request.user.may
    return {
        "asked": found,
        "unit": found.unit,
        "place_of": place_of(found.unit),
        "programme": Text(fa=found.line.programme.title, en=found.line.programme.title_en),
        "line": Text(fa=found.line.title, en=found.line.title_en),
        "stage": REQUEST.state(whole.stage).title,
        "tone": tone_of(whole.stage),
        "after": AFTER[whole.after] if whole.after else None,
        "after_tone": TONES_AFTER[whole.after] if whole.after else "",
        "facility": whole.facility,
        "project": project_of(request, found.project_no),
        "band": ways.band(whole.way),
        "amounts": [(title, whole.amounts[stage]) for stage, title in AMOUNTS.items() if stage in whole.amounts],
        "paid": whole.paid,
        "documents": [(REQUEST.need(code).title, code in whole.has) for code in DOCUMENTS],
        "missing": len(whole.documents()),
        "ahead": _ahead(request, whole) if now else [],
        "choices": terms_choices(),
        "lent_for": LENT_FOR.get(found.line.code, ""),
        "times": [_time(time) for time in whole.times(request.asof.day, territory.closures())],
        "papers": [_paper(paper) for paper in whole.papers],
        "needs": [need for need in REQUEST.needs if need.is_paper],
        "assessment": _assessment(whole),
        "banks": [
            (str(agent.bank_id), Text(fa=agent.bank.name, en=agent.bank.name))
            for agent in terms.agents(found.line.programme, request.asof)
        ],
        "events": _events(whole),
        "seen": asked.version(found)[0],
        "is_now": now,
        "typed": Typed(),
        "refused": None,
        "refused_part": "",
        "sums": list(SUMS.items()),
        "may_work": now and may(Permission.SUPPORT_WORK),
        "may_see_unit": may(Permission.REGISTER_READ),
    }


def _ahead(request: PersonRequest, whole: Whole) -> list[dict[str, Any]]:
    before = exactly(amount) if (amount := standing_amount(whole.amounts)) else ""
    return [
        step
        | {
            # the bank gives its own paper in the form of its step
            "own_paper": _own_paper(row),
            "is_ready": not row.missing or _own_paper(row) is not None,
            "before": before,
            "with_amount": row.step.code in WITH_AMOUNT,
        }
        for step, row in zip(ways.ahead(request, whole.way), whole.way.ahead(), strict=True)
    ]


def _own_paper(row: Ahead) -> Text | None:
    need = OWN_PAPER.get(row.step.code)
    return row.missing[0].title if need and [lacking.code for lacking in row.missing] == [need] else None


def _time(time: Time) -> dict[str, Any]:
    return {
        "title": time.clock.title,
        "state": time.title,
        "tone": TONES[time.running],
        "due_on": time.due_on,
        "stopped_on": time.stopped_on,
        "days": time.days,
    }


def _paper(paper: Any) -> dict[str, Any]:
    return {
        "id": paper.pk,
        "title": REQUEST.need(paper.need).title,
        "number": paper.number,
        "on": paper.since_on,
        "file": paper.attachment.name if paper.attachment else "",
    }


def _assessment(whole: Whole) -> dict[str, Any] | None:
    fact = whole.assessment
    if fact is None:
        return None
    return {
        "title": VERDICTS[Answer(fact.verdict)],
        "tone": {"MET": "good", "UNMET": "bad"}.get(fact.verdict, "warn"),
        "on": fact.since_on,
        "rules_from": fact.rules.valid_from,
        "source": fact.rules.source,
        "reasons": [
            {
                "name": reason["name"],
                "rule": Text(**reason["rule"]),
                "facts": Text(**reason["facts"]),
                "answer": ANSWERS[Answer(reason["answer"])],
                "tone": {"MET": "good", "UNMET": "bad"}.get(reason["answer"], "warn"),
            }
            for reason in fact.reasons
        ],
    }


def _events(whole: Whole) -> list[dict[str, Any]]:
    """Return what happened to the request, the newest first, with who recorded it from where."""
    facts: list[tuple[Any, Text]] = []
    for stage in whole.stages:
        title = REQUEST.state(stage.stage).title
        words = f" ({stage.letter_no})" if stage.letter_no else ""
        reason = f": {stage.reason}" if stage.reason else ""
        facts.append((stage, Text(fa=f"{title.fa}{words}{reason}", en=f"{title.en}{words}{reason}")))
    for paper in whole.papers:
        title = REQUEST.need(paper.need).title
        facts.append((paper, Text(fa=f"سند رسید: {title.fa}", en=f"paper came: {title.en}")))
    if whole.assessment:
        verdict = VERDICTS[Answer(whole.assessment.verdict)]
        facts.append((whole.assessment, Text(fa=f"سنجش شرایط: {verdict.fa}", en=f"rules applied: {verdict.en}")))
    entries = ledger.entries_by_number(fact.entry_id for fact, _ in facts)
    facts.sort(key=lambda pair: (pair[0].since_on, pair[0].entry_id), reverse=True)
    return [
        {
            "on": fact.since_on,
            "text": words,
            "level": Proof(fact.proof).title,
            "by": entries[fact.entry_id].by,
            "source": None,
        }
        for fact, words in facts
    ]

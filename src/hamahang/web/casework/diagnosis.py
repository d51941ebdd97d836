"""The diagnosis of one case: its questionnaire, what it shows and why, what to ask next, what could be done."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from hamahang.accounts.permissions import Permission
from hamahang.casework import bookkeeping, counting, diagnosing, queries, working
from hamahang.casework.queries import NotBegun
from hamahang.domain import diagnosis as rules
from hamahang.domain import financial
from hamahang.domain.casework import KINDS
from hamahang.domain.causes import CAUSES, GROUPS
from hamahang.domain.decisions import Found, Table, valid_on
from hamahang.domain.refusal import Refused
from hamahang.domain.text import Text
from hamahang.web.access import PersonRequest, page
from hamahang.web.acts import who
from hamahang.web.casework.accounts import accounts_shown
from hamahang.web.casework.views import case_or_404
from hamahang.web.said import Typed, whole

ANSWERED = Text(fa="{n} پاسخ ثبت شد.", en="{n} answers recorded.")
SEVERITIES = {1: Text(fa="خفیف", en="slight"), 2: Text(fa="جدی", en="serious"), 3: Text(fa="بازدارنده", en="blocking")}


@page(Permission.CASEWORK_READ)
@require_http_methods(["GET", "POST"])
def diagnosis(request: PersonRequest, case_id: int) -> HttpResponse:
    """Show and take the answers of a case, with what follows from them."""
    found = case_or_404(request, case_id)
    if request.method == "POST":
        refused = _answer(request, found)
        return show(request, found, refused=refused) if refused else redirect("case-diagnosis", case_id)
    return show(request, found)


def show(request: PersonRequest, found: Any, *, refused: Text | None = None, part: str = "") -> HttpResponse:
    """Show the diagnosis of a case; after a refusal why, in which part, and what was typed there.

    :raises Http404: if the case had not begun by the asked day
    """
    try:
        whole = queries.whole(found, request.asof)
    except NotBegun:
        raise Http404 from None
    is_now = request.asof.day == request.today and request.asof.known_at is None
    may_answer = is_now and request.user.may(Permission.CASES_DIAGNOSE)
    context = _shown(request, whole) | {
        "case": found,
        "unit": found.unit,
        "kind": KINDS[found.kind],
        "refused": refused,
        "refused_part": part,
        "typed": Typed(request.POST),
        "may_answer": may_answer,
        "seen": queries.version(found)[0],
    }
    return render(request, "casework/diagnosis.html", context, status=422 if refused else 200)


def _answer(request: PersonRequest, found: Any) -> Text | None:
    """Record the answers of the form; return why they were refused."""
    if not request.user.may(Permission.CASES_DIAGNOSE):
        return Text(fa="ثبت پاسخ در اختیار شما نیست", en="Answering is not yours to do")
    seen = request.POST.get("seen", "")
    answers = {
        question.code: request.POST.get(question.code, "")[:60]
        for question in diagnosing.questions()
        if question.code in request.POST
    }
    try:
        number = working.answer(
            case=found,
            answers=answers,
            on=request.today,
            seen=whole(seen),
            **who(request),
        )
    except Refused as error:
        return error.why
    messages.info(request, ANSWERED.format(n=str(number))[request.LANGUAGE_CODE])
    return None


def _shown(request: PersonRequest, whole: queries.Whole) -> dict[str, Any]:
    # a case keeps the table of the day it began, as it keeps its workflow
    table = valid_on(diagnosing.tables(), whole.stages[0].since_on)
    asked = diagnosing.questions()
    accounts = bookkeeping.statements_of(whole.case.unit_id, request.asof)
    last = bookkeeping.statement_of(accounts[0]) if accounts else None
    facts = {**whole.answers, **financial.facts_of(last)}
    found = rules.diagnose(table, facts)
    ready = rules.readiness(asked, facts)
    next_one = rules.next_question(table, asked, facts)
    return {
        "version": table.version,
        "valid_from": table.valid_from,
        "parts": [
            {"title": GROUPS[part], "questions": [_question(q, facts) for q in asked if q.part == part]}
            for part in dict.fromkeys(question.part for question in asked)
        ],
        "answered": sum(1 for question in asked if facts.get(question.code)),
        "number": len(asked),
        "lacking": [question.title for question in rules.lacking(asked, facts)],
        "causes": [_cause(one, table, facts) for one in found],
        "is_liquidity_alone": rules.is_liquidity_alone(found),
        "next": next_one.title if next_one and facts else None,
        "proposals": [_proposal(one) for one in rules.propose(found, diagnosing.remedies())],
        "ready": (round(ready.least * 100), round(ready.most * 100)),
        "ready_parts": [(GROUPS[p.code], round(p.least * 100), round(p.most * 100)) for p in ready.parts],
        "accounts": accounts_shown(accounts),
        "similar": counting.similar_endings(whole.case, request.asof),
    }


def _question(question: rules.Question, facts: Any) -> dict[str, Any]:
    return {
        "code": question.code,
        "title": question.title,
        "is_required": question.is_required,
        "answers": [(answer.code, answer.title) for answer in question.answers],
        "said": facts.get(question.code, ""),
    }


def _cause(one: Found, table: Table, facts: Mapping[str, str]) -> dict[str, Any]:
    fired = [rule for rule in table.rules if rule.code in one.fired]
    shown = dict.fromkeys(code for rule in fired for code in rule.when)
    return {
        "title": CAUSES[one.outcome],
        "severity": one.severity,
        "severity_title": SEVERITIES[one.severity],
        "reasons": [_reason(code, facts[code]) for code in shown],
        "missing": list(dict.fromkeys(_title(code) for code in one.missing)),
    }


def _title(code: str) -> Text:
    """Return what a fact of the table is called: a question, or a ratio of the accounts."""
    if code in financial.FACTS:
        return financial.FACTS[code][0]
    return next(question.title for question in diagnosing.questions() if question.code == code)


def _reason(code: str, said: str) -> Text:
    title = _title(code)
    if code in financial.FACTS:
        value = financial.ZONES[said]
    else:
        question = next(question for question in diagnosing.questions() if question.code == code)
        value = next(answer.title for answer in question.answers if answer.code == said)
    return Text(fa=f"{title.fa}: {value.fa}", en=f"{title.en}: {value.en}")


def _proposal(one: rules.Proposal) -> dict[str, Any]:
    remedy = one.remedy
    return {
        "title": remedy.title,
        "agency": remedy.agency,
        "basis": remedy.basis,
        "cost": remedy.cost,
        "days": remedy.days,
        "source": remedy.source,
        "is_estimate": remedy.is_estimate,
        "causes": [CAUSES[code] for code in one.causes],
    }

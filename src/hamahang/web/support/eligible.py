"""The dry run of a programme's rules over the whole register, and who a price shock hits hardest."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from hamahang.accounts.permissions import Permission
from hamahang.domain.eligibility import ANSWERS, VERDICTS, Answer, Reason
from hamahang.domain.requests import PURPOSES
from hamahang.domain.severity import BASES, METHOD
from hamahang.support import asked, eligible, terms
from hamahang.web.access import PersonRequest, is_now, page
from hamahang.web.keeping import kept
from hamahang.web.said import Typed
from hamahang.web.support.acting import number_in
from hamahang.web.support.programmes import programme_or_404, title_of

SIZE = 50
DIVISIONS = 8


@page(Permission.REGISTER_READ)
def dry_run(request: PersonRequest, code: str) -> HttpResponse:
    """Show who qualifies on the asked day, who does not and why, unit by unit."""
    found = programme_or_404(code)
    purpose = request.GET.get("line", "") if request.GET.get("line", "") in PURPOSES else ""
    rules = terms.rules_on(found, request.asof)
    judged = (
        kept(request, f"dry run of {rules.pk} {rules.entry_id} {purpose}", lambda: _judged(request, rules, purpose))
        if rules
        else []
    )
    wanted = request.GET.get("answer", "")
    listed = [row for row in judged if wanted in ("", row["answer"])]
    start = number_in(request.GET.get("from", "")) if len(request.GET.get("from", "")) < 9 else 0
    context = {
        "programme": found,
        "title": title_of(found),
        "rules": rules,
        "said": [(rule.line, rule.name, rule.said()) for rule in terms.read(rules)] if rules else [],
        "counts": [
            (answer.value, VERDICTS[answer], sum(row["answer"] == answer for row in judged)) for answer in Answer
        ],
        "wanted": wanted,
        "purpose": purpose,
        "purposes": [(line.code, title_of(line)) for line in terms.lines(found)],
        "rows": listed[start : start + SIZE],
        "start": start,
        "before": max(start - SIZE, 0) if start else None,
        "after": start + SIZE if start + SIZE < len(listed) else None,
        "total": len(listed),
    }
    return render(request, "support/eligible.html", context)


def _judged(request: PersonRequest, rules: Any, purpose: str) -> list[dict[str, Any]]:
    judged = eligible.dry_run(request.asof, request.reach, rules=terms.read(rules), purpose=purpose)
    return [
        {
            "id": row.unit,
            "name": row.name,
            "licence_no": row.licence_no,
            "answer": row.verdict.answer.value,
            "title": VERDICTS[row.verdict.answer],
            "reasons": [_reason(reason) for reason in row.verdict.against],
        }
        for row in judged
    ]


def _reason(reason: Reason) -> dict[str, Any]:
    return {
        "name": reason.rule.name,
        "rule": reason.rule.said(),
        "facts": reason.said(),
        "answer": ANSWERS[reason.answer],
        "is_unknown": reason.answer is Answer.UNKNOWN,
    }


@page(Permission.REGISTER_READ)
def severity(request: PersonRequest, code: str) -> HttpResponse:
    """Rank the units that the price rises of a programme hit, with the method and the bounds."""
    return render(request, "support/severity.html", ranked(request, programme_or_404(code)))


def ranked(request: PersonRequest, found: Any) -> dict[str, Any]:
    """Return what the page of severity shows: the ranks, the coefficients, and what is missing for more of them."""
    code, only_asked = found.code, request.GET.get("among", "") == "asked"
    hits = kept(request, f"severity of {code}", lambda: eligible.severities(request.asof, request.reach, found))
    with_request = kept(request, f"units with requests of {code}", lambda: _with_request(request, code))
    listed = [hit for hit in hits if hit.unit in with_request] if only_asked else hits
    start = number_in(request.GET.get("from", "")) if len(request.GET.get("from", "")) < 9 else 0
    lacking = kept(
        request, f"units without costs {code}", lambda: eligible.without_costs(request.asof, request.reach, hits)
    )
    return {
        "programme": found,
        "title": title_of(found),
        "method": METHOD,
        "rises": terms.terms(found, request.asof).rises,
        "rows": [
            {
                "id": hit.unit,
                "name": hit.name,
                "severity": hit.place.severity,
                "first": hit.place.first,
                "last": hit.place.last,
                "basis": BASES[hit.basis],
                "has_request": hit.unit in with_request,
            }
            for hit in listed[start : start + SIZE]
        ],
        "only_asked": only_asked,
        "of": len(hits),
        "start": start,
        "before": max(start - SIZE, 0) if start else None,
        "after": start + SIZE if start + SIZE < len(listed) else None,
        "total": len(listed),
        "costs": eligible.sector_costs(request.asof),
        "lacking": [(division, number) for division, number in list(lacking.items())[:DIVISIONS]],
        "lacking_all": sum(lacking.values()),
        "may_plan": is_now(request) and request.user.may(Permission.SUPPORT_PLAN),
        "typed": Typed(),
        "refused": None,
    }


def _with_request(request: PersonRequest, code: str) -> set[int]:
    rows = asked.lines(request.asof, request.reach, asked.RequestFilter(programme=code))
    return set(rows.values_list("request__unit_id", flat=True))

"""The dry run of a programme's rules over the whole register, and who a price shock hits hardest."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from hamahang.accounts.permissions import Permission
from hamahang.domain.eligibility import ANSWERS, VERDICTS, Answer, Reason
from hamahang.domain.requests import PURPOSES
from hamahang.domain.severity import BASES, METHOD
from hamahang.domain.text import Text
from hamahang.support import asked, eligible, terms
from hamahang.web import said, sheets
from hamahang.web.access import PersonRequest, is_now, page
from hamahang.web.keeping import kept
from hamahang.web.said import Typed
from hamahang.web.support.programmes import programme_or_404, title_of

SIZE = 50
WHO = Text(fa="چه کسی واجد شرایط است", en="who qualifies")
WHO_HEADS = (
    Text(fa="شمارهٔ پروانه", en="licence"), Text(fa="واحد", en="unit"), Text(fa="پاسخ", en="answer"),
    Text(fa="چرا", en="why"),
)  # fmt: skip
HIT = Text(fa="شدت اثر قیمت انرژی", en="severity of the energy price shock")
HIT_HEADS = (
    Text(fa="رتبه، از", en="place, from"), Text(fa="واحد", en="unit"), Text(fa="رتبه، تا", en="place, to"),
    Text(fa="شدت، کران پایین", en="severity, lower bound"), Text(fa="شدت، کران بالا", en="severity, upper bound"),
    Text(fa="از کجا", en="from"), Text(fa="درخواست", en="request"),
)  # fmt: skip
ASKS = Text(fa="درخواست دارد", en="has a request")
LOSING = Text(fa="پیش از آن هم زیان می‌داد", en="losing money before")
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
    if sheets.wanted(request):
        return sheets.sent(request, name=f"who-qualifies-{code}", title=WHO, heads=WHO_HEADS, rows=map(_cells, listed))
    start = said.key(request.GET.get("from", "")) if len(request.GET.get("from", "")) < 9 else 0
    context = {
        "programme": found,
        "title": title_of(found),
        "downloads": sheets.offered(request, ("answer", "line")),
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


def _cells(row: dict[str, Any]) -> tuple[sheets.Cell, ...]:
    why = [(reason["rule"], reason["facts"]) for reason in row["reasons"]]
    said = Text(
        fa="؛ ".join(f"{rule.fa}: {facts.fa}" for rule, facts in why),
        en="; ".join(f"{rule.en}: {facts.en}" for rule, facts in why),
    )
    return row["licence_no"], row["name"], row["title"], said


@page(Permission.REGISTER_READ)
def severity(request: PersonRequest, code: str) -> HttpResponse:
    """Rank the units that the price rises of a programme hit, with the method and the bounds."""
    found = programme_or_404(code)
    if sheets.wanted(request):
        _, with_request, listed = _hits(request, found)
        rows = (_hit(hit, with_request) for hit in listed)
        return sheets.sent(request, name=f"severity-{code}", title=HIT, heads=HIT_HEADS, rows=rows)
    return render(request, "support/severity.html", ranked(request, found))


def _hits(request: PersonRequest, found: Any) -> tuple[list[Any], set[int], list[Any]]:
    """Return the units that are hit, those with a request, and those that were asked for."""
    code = found.code
    hits = kept(request, f"severity of {code}", lambda: eligible.severities(request.asof, request.reach, found))
    with_request = kept(request, f"units with requests of {code}", lambda: _with_request(request, code))
    only_asked = request.GET.get("among", "") == "asked"
    return hits, with_request, [hit for hit in hits if hit.unit in with_request] if only_asked else hits


def ranked(request: PersonRequest, found: Any) -> dict[str, Any]:
    """Return what the page of severity shows: the ranks, the coefficients, and what is missing for more of them."""
    hits, with_request, listed = _hits(request, found)
    start = said.key(request.GET.get("from", "")) if len(request.GET.get("from", "")) < 9 else 0
    lacking = kept(
        request, f"units without costs {found.code}", lambda: eligible.without_costs(request.asof, request.reach, hits)
    )
    return {
        "programme": found,
        "title": title_of(found),
        "downloads": sheets.offered(request, ("among",)),
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
        "only_asked": request.GET.get("among", "") == "asked",
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


def _hit(hit: Any, with_request: set[int]) -> tuple[sheets.Cell, ...]:
    severity, asks = hit.place.severity, ASKS if hit.unit in with_request else ""
    low, high = (severity.low, severity.high) if severity else (LOSING, None)
    return hit.place.first, hit.name, hit.place.last, low, high, BASES[hit.basis], asks


def _with_request(request: PersonRequest, code: str) -> set[int]:
    rows = asked.lines(request.asof, request.reach, asked.RequestFilter(programme=code))
    return set(rows.values_list("request__unit_id", flat=True))

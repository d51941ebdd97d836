"""Programmes: all of them, one with its funnel and terms, and the day of whoever brings requests to the banks."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render

from hamahang.accounts import queries as accounts
from hamahang.accounts.permissions import Permission
from hamahang.domain.banks import bank_name
from hamahang.domain.requests import AFTER, PURPOSES, STATES, WAY
from hamahang.domain.severity import CARRIERS
from hamahang.domain.text import Text
from hamahang.support import absorbed, asked, flagged, funnels, terms
from hamahang.support.asked import NOBODY
from hamahang.support.funnels import Rung
from hamahang.territory import queries as territory
from hamahang.web.access import PersonRequest, is_now, page
from hamahang.web.facilities.views import TONES as TONES_AFTER
from hamahang.web.finding import counties, name_of
from hamahang.web.keeping import kept
from hamahang.web.said import Typed
from hamahang.web.support.requests import PAID, UNREFERRED, tone_of

SHOWN = 12
RUNGS = {stage: STATES[stage] for stage in WAY} | {"PAID": PAID}
ENDED = STATES | {state.value: title for state, title in AFTER.items()}
AFTER_BY_CODE = {state.value: state for state in AFTER}
BY = {"bank": Text(fa="بانک", en="bank"), "county": Text(fa="شهرستان", en="county")}


def title_of(found: Any) -> Text:
    """Return the title of a programme or a line in both languages."""
    return Text(fa=found.title, en=found.title_en)


@page(Permission.SUPPORT_READ)
def day(request: PersonRequest) -> HttpResponse:
    """Show what is due today: late steps, contracts that are not paid out, money that lapses, differences, flags."""
    return render(request, "support/day.html", kept(request, "day of support", lambda: _day(request)))


def _day(request: PersonRequest) -> dict[str, Any]:
    asof, reach = request.asof, request.reach
    due, open_ones, late = asked.due(asof, reach, territory.closures(), most=SHOWN)
    unpaid = asked.unpaid(asof, reach)
    programmes = terms.programmes(asof)
    lapsing = [row for p in programmes for row in absorbed.lapsing(asof, programme=p) if row.lapses_on >= asof.day]
    may_see_money = absorbed.may_see_money(reach)
    return {
        "due": [_due(row) for row in due],
        "late": late,
        "open": open_ones,
        "unpaid": [
            {
                "id": found.pk,
                "unit": found.unit.name,
                "bank": found.bank.name if found.bank else "",
                "left": contracted - paid,
            }
            for found, contracted, paid in unpaid[:SHOWN]
        ],
        "unpaid_count": len(unpaid),
        "unpaid_rials": sum(contracted - paid for _, contracted, paid in unpaid),
        "may_see_money": may_see_money,
        "lapsing": [_lapsing(row) for row in lapsing[:SHOWN]] if may_see_money else [],
        "flags": sum(found.decision is None for found in flagged.flags(asof, reach)),
        "programmes": [_programme(p, request) for p in programmes],
    }


def _due(row: asked.Due) -> dict[str, Any]:
    found = row.standing.request
    return {
        "id": found.pk,
        "unit": found.unit.name,
        "number": found.number,
        "what": row.clock.title,
        "due_on": row.due_on,
        "is_late": row.is_late,
        "stage": STATES[row.standing.stage],
        "tone": tone_of(row.standing.stage),
    }


def _lapsing(row: absorbed.Lapsing) -> dict[str, Any]:
    return {
        "code": row.line.programme.code,
        "line": title_of(row.line),
        "lapses_on": row.lapses_on,
        "allocated": row.allocated,
        "paid": row.paid,
        "left": row.left,
        "at_risk": row.at_risk,
        "forecast": row.forecast,
    }


def _programme(found: Any, request: PersonRequest) -> dict[str, Any]:
    rungs = {rung.stage: rung for rung in _funnel(request, found.code, "").get(None, [])}
    money = kept(
        request,
        f"absorption of {found.code}",
        lambda: absorbed.whole(request.asof, request.reach, programme=found.code),
    )
    bases = terms.terms(found, request.asof).bases
    return {
        "code": found.code,
        "title": title_of(found),
        "bases": [base.title for base in bases],
        "registered": rungs["REGISTERED"].number if rungs else 0,
        "referred": rungs["REFERRED"].number if rungs else 0,
        "contract": rungs["CONTRACT"].number if rungs else 0,
        "allocated": money.allocated if absorbed.may_see_money(request.reach) else None,
        "paid": money.paid,
        "percent": money.percent,
    }


def _funnel(
    request: PersonRequest, code: str, by: str, where: Mapping[str, str] = funnels.NO_MORE
) -> dict[Any, list[Rung]]:
    return kept(
        request,
        f"funnel of {code} by {by} of {sorted(where.items())}",
        lambda: funnels.funnel(request.asof, request.reach, programme=code, by=by, where=where),
    )


def _endings(
    request: PersonRequest, code: str, by: str, where: Mapping[str, str] = funnels.NO_MORE
) -> dict[Any, list[Rung]]:
    return kept(
        request,
        f"endings of {code} by {by} of {sorted(where.items())}",
        lambda: funnels.endings(request.asof, request.reach, programme=code, by=by, where=where),
    )


@page(Permission.SUPPORT_READ)
def programmes(request: PersonRequest) -> HttpResponse:
    """List the programmes with their law, their money and how far their requests have come."""
    context = {
        "programmes": [_programme(p, request) for p in terms.programmes(request.asof)],
        "may_plan": is_now(request) and request.user.may(Permission.SUPPORT_PLAN),
        "typed": Typed(),
        "refused": None,
    }
    return render(request, "support/programmes.html", context)


def programme_or_404(code: str) -> Any:
    """Return a programme.

    :raises Http404: if there is none of this code
    """
    found = terms.programme(code)
    if found is None:
        raise Http404
    return found


@page(Permission.SUPPORT_READ)
def programme(request: PersonRequest, code: str) -> HttpResponse:
    """Show a programme: its funnel by bank and county, its law, money, banks and rules."""
    return render(request, "support/programme.html", shown(request, programme_or_404(code)))


def shown(request: PersonRequest, found: Any) -> dict[str, Any]:
    """Return what the page of a programme shows."""
    by = request.GET.get("by", "")
    known = terms.terms(found, request.asof)
    whole = _funnel(request, found.code, "").get(None, [])
    rules_now = terms.rules_on(found, request.asof)
    return {
        "programme": found,
        "title": title_of(found),
        "funnel": rungs(whole),
        "endings": ended(_endings(request, found.code, "").get(None, []), {}),
        "by": by if by in BY else "",
        "by_choices": list(BY.items()),
        "parts": _parts(request, found.code, by) if by in BY else [],
        "parts_of": _of(request, by) if by in BY else None,
        "rungs": list(RUNGS.values()),
        "bases": known.bases,
        "lines": [{"id": line.pk, "title": title_of(line)} for line in known.lines],
        "allocations": [_allocation(a) for a in known.allocations] if request.reach.bank is None else [],
        "agents": [
            {"code": a.bank.code, "name": a.bank.name, "agreement_no": a.agreement_no, "on": a.since_on}
            for a in known.agents
            if request.reach.bank in (None, a.bank.code)
        ],
        "rules": [
            {
                "valid_from": version.valid_from,
                "text": version.text,
                "source": version.source,
                "rules": [(rule.name, rule.said()) for rule in terms.read(version)],
                "is_now": rules_now is not None and version.pk == rules_now.pk,
            }
            for version in known.rules
        ],
        "rises": [
            {"carrier": CARRIERS[r.carrier], "percent": r.percent, "on": r.valid_from, "source": r.source}
            for r in known.rises
        ],
        "purposes": list(PURPOSES.items()),
        "carriers": list(CARRIERS.items()),
        "banks": [(str(agency.pk), bank_name(agency.name)) for agency in accounts.agencies() if agency.kind == "BANK"],
        "counties": counties(request),
        "may_plan": is_now(request) and request.user.may(Permission.SUPPORT_PLAN),
        "may_see_units": request.user.may(Permission.REGISTER_READ),
        "typed": Typed(),
        "refused": None,
        "refused_part": "",
        "faults": [],
    }


def rungs(found: Sequence[Rung]) -> list[dict[str, Any]]:
    """Return the stages of a funnel as they are shown: each with what share of the one before came to it."""
    shown_ones = []
    before: Rung | None = None
    first = found[0].number if found else 0
    for rung in found:
        shown_ones.append(
            {
                "code": rung.stage,
                "title": RUNGS[rung.stage],
                "number": rung.number,
                "rials": rung.rials,
                "of": before.number if before else None,
                "percent": round(100 * rung.number / before.number) if before and before.number else None,
                "width": round(100 * rung.number / first) if first else 0,
            }
        )
        before = rung
    return shown_ones


def ended(found: Sequence[Rung], asked_by: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return how a funnel ends as it is shown: each with what a list of it is asked by, beside what all of it is."""
    return [
        {
            "title": ENDED[rung.stage],
            "tone": TONES_AFTER[AFTER_BY_CODE[rung.stage]] if rung.stage in AFTER_BY_CODE else tone_of(rung.stage),
            "number": rung.number,
            "rials": rung.rials,
            "asked_by": {**asked_by, "after" if rung.stage in AFTER_BY_CODE else "stage": rung.stage},
        }
        for rung in found
    ]


def _named(by: str) -> dict[int, tuple[str, Text]]:
    """Return code and name of each bank, or county, by its key."""
    if by == "bank":
        return {agency.pk: (agency.code, bank_name(agency.name)) for agency in accounts.agencies()}
    return {pk: (c.code, name_of(c)) for pk, c in territory.counties_by_id().items()}


def _of(request: PersonRequest, by: str) -> dict[str, Any] | None:
    """Return the one bank whose counties, or the one county whose banks are asked for; None for all."""
    other = next(name for name in BY if name != by)
    code = request.GET.get(other, "")[:40]
    name = dict(_named(other).values()).get(code)
    return {"by": other, "code": code, "name": name} if name is not None else None


def _parts(request: PersonRequest, code: str, by: str) -> list[dict[str, Any]]:
    known, of = _named(by), _of(request, by)
    where = {of["by"]: of["code"]} if of else {}
    endings, other = _endings(request, code, by, where), next(name for name in BY if name != by)
    found = []
    for key, part in _funnel(request, code, by, where).items():
        group, name = known.get(key or 0, (NOBODY, UNREFERRED))
        asked_by = {by: group, **where}
        found.append(
            {
                "name": name,
                "asked_by": asked_by,
                "rungs": _shares(part, known_from="REFERRED" if "bank" in asked_by else ""),
                "endings": ended(endings.get(key, []), asked_by),
                # which can be broken down once more, by the other of the two
                "next": {"by": other, by: group} if of is None and group != NOBODY else None,
            }
        )
    return sorted(found, key=lambda part: -part["rungs"][0]["number"])


def _shares(part: Sequence[Rung], *, known_from: str) -> list[dict[str, Any]]:
    """Return the stages of a part, each with its share of the one before.

    known_from: the stage from which it is known whose request it is: all that came to it had come to those before
    """
    shown_ones = rungs(part)
    codes = [rung["code"] for rung in shown_ones]
    hidden = codes[: codes.index(known_from) + 1] if known_from else []
    return [rung | {"percent": None} if rung["code"] in hidden else rung for rung in shown_ones]


def _allocation(found: Any) -> dict[str, Any]:
    return {
        "id": found.pk,
        "line": title_of(found.line),
        "county": name_of(found.county) if found.county else None,
        "amount": found.amount,
        "letter_no": found.letter_no,
        "on": found.since_on,
        "until": found.period_until,
        "lapses_on": found.lapses_on,
        "is_carried": found.carried_from_id is not None,
    }

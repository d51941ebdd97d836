"""The form of terms: what is left of each line, floors, tastes; the problem in words before it is solved."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from hamahang.accounts.permissions import Permission
from hamahang.domain.planning import AIMS, KINDS, MILLION, PERIODS, PlanTerms, StatedScenario, unused
from hamahang.domain.refusal import Refused
from hamahang.domain.text import Text, to_latin_digits
from hamahang.methods.portfolio.terms import write_terms
from hamahang.planning import collecting, queries, running
from hamahang.planning import trying as making
from hamahang.planning.naming import ELSEWHERE, Names
from hamahang.planning.setting import read
from hamahang.web import said
from hamahang.web.access import PersonRequest, page
from hamahang.web.acts import who
from hamahang.web.planning import fields, trying

MOST_LINES = 60
MOST_SCENARIOS = 6
EMPTY_SCENARIOS = 2  # that are there to be filled in
OF_ALL = Text(fa="همه", en="all")


@page(Permission.PLANS_MAKE)
@require_http_methods(["GET", "POST"])
def new(request: PersonRequest) -> HttpResponse:
    """Show the form of terms; say the problem in words, or make the plan."""
    lines = collecting.lines_left(request.asof)
    before = queries.run_by_number(request.GET.get("from", "")[:40])
    terms = read(before.terms) if before else _first(lines)
    title, code = before.title if before else "", request.GET.get("try", "")[:40]
    tried = making.asked_for(code=code, store=settings.MEDIA_ROOT) if code.isalnum() else None
    if tried:
        title, terms, before = tried.title, tried.terms, queries.run_by_number(tried.before)
    context: dict[str, Any] = {
        "refused": None,
        "words": None,
        "typed": said.Typed(),
        "title": title,
        "tried": code if tried else "",
    }
    if request.method == "POST":
        context["title"] = said.text(request, "title")[:200]
        try:
            terms = _typed(request, lines, terms)
            posed = running.posed(terms, request.asof)
            if said.text(request, "act") == "run":
                return _run(request, context["title"], terms, posed, before.number if before else "")
            context["words"] = in_words(request, terms, posed)
        except Refused as refused:
            context |= {"refused": refused.why, "typed": said.Typed(request.POST)}
    titles = Names.of(before, request.reach).titles if before else {}
    shown = context | _form(lines, terms, titles) | {"number": before.number if before else ""}
    return render(request, "planning/new.html", shown, status=422 if context["refused"] else 200)


def _run(request: PersonRequest, title: str, terms: PlanTerms, posed: running.Posed, before: str) -> HttpResponse:
    """Make the plan and lead to it, or to how far it is. before: number of the plan whose terms it began with

    :raises PlanRefused: if there is none, or it has no name
    """
    if making.is_long(terms, posed[0]):
        return trying.begin(request, title=title, terms=terms, before=before)
    run = running.run_plan(
        title=title, terms=terms, asof=request.asof, as_posed=posed, reach=request.reach, **who(request)
    )
    return redirect("plan", run.number)


def _first(lines: list[collecting.Left]) -> PlanTerms:
    """Return the terms to begin with: all that is left, floors at a half, the rules of the programmes."""
    return PlanTerms(money={line.code: (line.left, 0) for line in lines}, alpha=50, rules=True, order=True)


def _typed(request: PersonRequest, lines: list[collecting.Left], before: PlanTerms) -> PlanTerms:
    """Return the terms of the form; pins are those that are kept of the plan it began from, named in the address."""
    money, carried = {}, []
    for place, line in enumerate(lines[:MOST_LINES]):
        money[line.code] = tuple(
            fields.rials(request, f"money-{place}-{period}", fields.of_line(line.title, period)) or 0
            for period in PERIODS
        )
        carried += [line.code] if said.text(request, f"carried-{place}") else []
    pins = {
        code: pin for place, (code, pin) in enumerate((before.pins or {}).items()) if said.text(request, f"pin-{place}")
    }
    waits = {
        code: one
        for place, (code, one) in enumerate((before.waits or {}).items())
        if said.text(request, f"wait-{place}")
    }
    return replace(
        before,
        pins=pins or None,
        money=money,
        carried=tuple(carried),
        kinds=tuple(kind for kind in KINDS if said.text(request, f"kind-{kind}")),
        target=fields.number(request, "target") or 0,
        alpha=fields.number(request, "alpha"),
        kappa=_or(fields.number(request, "kappa"), before.kappa),
        gini=fields.number(request, "gini"),
        large=fields.number(request, "large"),
        owner=fields.rials(request, "owner"),
        bank=fields.rials(request, "bank"),
        sector=fields.rials(request, "sector"),
        rules=bool(said.text(request, "rules")),
        order=bool(said.text(request, "order")),
        waits=waits or None,
        lag=fields.number(request, "lag") or 0,
        minutes=fields.number(request, "minutes"),
        per_job=_or(fields.rials(request, "per_job"), before.per_job),
        risk=_or(fields.number(request, "risk"), before.risk),
        loan=_or(fields.number(request, "loan"), before.loan),
        aim=said.text(request, "aim"),
        least=fields.number(request, "least"),
        spend=fields.rials(request, "spend"),
        scenarios=_scenarios(request),
        of_total=bool(said.text(request, "of_total")),
    )


def _scenarios(request: PersonRequest) -> tuple[StatedScenario, ...]:
    """Return the scenarios of the form that have a name."""
    found = []
    for place in range(MOST_SCENARIOS):
        name = f"scenario-{place}"
        if title := said.text(request, f"{name}-title")[:80]:
            numbers = [
                fields.number(request, f"{name}-{what}", fields.of_scenario(place + 1, title_of)) or 0
                for what, title_of in fields.OF_SCENARIO.items()
            ]
            line, who = said.text(request, f"{name}-line")[:60], said.text(request, f"{name}-who")[:30]
            if sector := said.text(request, f"{name}-sector")[:2]:
                who = f"sector={to_latin_digits(sector)}"
            found.append(StatedScenario(title, line, numbers[0], who, *numbers[1:]))
    return tuple(found)


def _or(number: int | None, otherwise: int) -> int:
    return otherwise if number is None else number


def _shown_scenarios(terms: PlanTerms) -> list[tuple[int, StatedScenario | None]]:
    """Return the scenarios of the terms with empty ones after them, each with its place in the form."""
    stated = [*terms.scenarios, *[None] * EMPTY_SCENARIOS]
    return list(enumerate(stated[:MOST_SCENARIOS]))


def _form(lines: list[collecting.Left], terms: PlanTerms, titles: Mapping[str, str]) -> dict[str, Any]:
    """Return what the form shows."""
    rows = [
        {
            "place": place,
            "title": line.title,
            "left": line.left,
            "money": [_amount(terms.money.get(line.code, ()), at) for at, _ in enumerate(PERIODS)],
            "carried": line.code in terms.carried,
        }
        for place, line in enumerate(lines[:MOST_LINES])
    ]
    return {
        "lines": rows,
        "terms": terms,
        "kinds": [(code, title, code in terms.kinds) for code, title in KINDS.items()],
        "aims": list(AIMS.items()),
        "scenarios": _shown_scenarios(terms),
        "names": fields.OF_SCENARIO,
        "money_lines": [("", OF_ALL), *((line.code, line.title) for line in lines)],
        "whom": [("", OF_ALL), *((f"kind={code}", title) for code, title in KINDS.items())],
        "pins": [
            {"title": _titled(titles, code), "is_must": pin.is_must, "reason": pin.reason if code in titles else ""}
            for code, pin in (terms.pins or {}).items()
        ],
        "stated": [
            {
                "title": _titled(titles, code),
                "needs": _titled(titles, one.needs),
                "reason": one.reason if {code, one.needs} <= set(titles) else "",
            }
            for code, one in (terms.waits or {}).items()
        ],
    }


def _titled(titles: Mapping[str, str], code: str) -> Text:
    """Return the title of a candidate; one that the reader may not list is told without its name."""
    return Text(fa=titles[code], en=titles[code]) if code in titles else ELSEWHERE


def _amount(money: tuple[int, ...], place: int) -> int:
    return money[place] if place < len(money) else 0


def in_words(request: PersonRequest, terms: PlanTerms, posed: running.Posed) -> dict[str, Any]:
    """Return the problem in words: who is a candidate, what there is to give, what each county is to get.

    :raises PlanRefused: if the terms mean nothing
    """
    problem, found, words = posed
    brought = set(words["brought"])
    known = [one for one in found if one.code not in brought]
    floors, names = running.floors_of(problem), Names.from_words(words, write_terms(problem), request.reach)
    return {
        "kinds": [(KINDS[kind], sum(one.kind == kind for one in known), seen) for kind, seen in words["seen"].items()],
        "packages": sum(len(candidate.packages) for candidate in problem.candidates),
        "money": sum(problem.money.values()) * MILLION,
        "asked": sum(running.asked_of(candidate) for candidate in problem.candidates) * MILLION,
        "target": problem.target,
        "aim": AIMS[terms.aim],
        "unused": unused(terms),
        "need": words["need"]["of"],
        "floors": [
            (names.counties.get(code, Text(fa=code, en=code)), floor)
            for code, floor in floors.items()
            if names.may_tell(f"floor:{code}")
        ],
        "pins": len(terms.pins or {}),
        "brought": len(brought),
        "barred": len(words["barred"]),
        "lacking": len(words["lacks"]),
        "once": len(problem.either),
        "unfit": [names.line(code) for code in sorted(running.lines_too_short(problem))],
        "waiting": len({code for code, *_ in names.waits}),
        "waits": [
            (names.titles[code], names.titles[needs], reason)
            for code, needs, reason in names.waits
            if {code, needs} <= set(names.titles)
        ],
    }

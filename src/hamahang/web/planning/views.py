"""Plans: all of them, one with its reasons and prices, one candidate, two beside each other."""

import json
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from hamahang.accounts import queries as accounts
from hamahang.accounts.permissions import Permission
from hamahang.domain.planning import AIMS, KEEPING, KINDS, PACKAGES, STANDINGS, unused
from hamahang.domain.projects import LEVELS
from hamahang.domain.refusal import Refused
from hamahang.domain.text import Text, sort_key
from hamahang.planning import depending, queries, reasoning, setting, superseding, telling, trying
from hamahang.planning.naming import Names, percent
from hamahang.territory.places import county_name
from hamahang.web.access import PersonRequest, is_now, page
from hamahang.web.planning.aims import told_of
from hamahang.web.planning.showing import board_choices, jobs, line_of, steady_of, worth_of
from hamahang.web.planning.trying import who_asked
from hamahang.web.said import Typed

SHOWN_LIMITS = 12


@page(Permission.PLANS_READ)
def plans(request: PersonRequest) -> HttpResponse:
    """List the plans."""
    adopted, gone = queries.adoptions(request.asof), queries.supersedings(request.asof)
    found = queries.runs(request.asof)
    rows = [
        {
            "number": run.number,
            "title": run.title,
            "day": run.day,
            "jobs": jobs(run.value),
            "bound": jobs(run.bound),
            "state": STANDINGS["ADOPTED" if run.pk in adopted else "SUPERSEDED" if run.pk in gone else "RUN"],
            "tone": "good" if run.pk in adopted else "",
            "resolution": adopted[run.pk].resolution.number if run.pk in adopted else "",
            "later": gone[run.pk].later.run.number if run.pk in gone else "",
        }
        for run in found
    ]
    may_make = request.user.may(Permission.PLANS_MAKE)
    now = timezone.localtime().timestamp()
    tries = trying.under_way(store=settings.MEDIA_ROOT, now=now) if may_make else []
    context = {"rows": rows, "may_make": may_make, "tries": [(one, who_asked(one)) for one in tries]}
    return render(request, "planning/plans.html", context)


def found_or_404(request: PersonRequest, number: str) -> Any:
    """Return a plan by its number."""
    run = queries.run_by_number(number)
    if run is None:
        raise Http404
    return run


@page(Permission.PLANS_READ)
def plan(request: PersonRequest, number: str) -> HttpResponse:
    """Show a plan."""
    return render(request, "planning/plan.html", shown(request, found_or_404(request, number)))


def shown(request: PersonRequest, run: Any) -> dict[str, Any]:
    """Return what the page of a plan shows."""
    names, whole = Names.of(run, request.reach), queries.sums(run)
    listed = queries.choices(run, request.reach)
    adopted, done = queries.adoptions(request.asof).get(run.pk), queries.steps(run, request.asof)
    may_adopt = is_now(request) and queries.adoption(run) is None and request.user.may(Permission.PLANS_ADOPT)
    chosen = [line_of(choice, names, done) for choice in listed if choice.package]
    untried = reasoning.untried(run, names)
    refused = [
        line_of(choice, names, done) | ({"reason": untried[choice.code]} if choice.code in untried else {})
        for choice in listed
        if not choice.package
    ]
    beside = run.beside
    unopened = sum(not row["opened"] for row in chosen)
    return {
        "run": run,
        "how_good": told_of(run, money=whole.money),
        "whole": whole,
        "here": None if names.is_whole else queries.sums(run, request.reach),
        "seeks_jobs": queries.seeks_jobs(run),
        "aim": AIMS[run.terms.get("aim", "expected")],
        "unused": unused(setting.read(run.terms)),
        "jobs": jobs(run.value),
        "bound": jobs(run.bound),
        "chance": None if beside["chance"] is None else round(100 * beside["chance"], 1),
        "shaken": shaken_of(beside.get("shaken")),
        "kept": jobs(whole.kept),
        "is_stopped": beside.get("stopped", False),
        "floor": floor_of(beside.get("per_rial")),
        "chosen": chosen,
        "refused_ones": refused,
        "unexplained": sum(not row["reason"] for row in refused),
        "left_out": sum(not choice.package and choice.code in untried for choice in listed),
        "lists": lists_of(run),
        "floors_cost": floors_cost(run),
        **prices_of(run, names),
        "counties": counties_of(run, listed),
        "steady": steady_of(run, names),
        "faults": queries.faults(run),
        "adopted": adopted,
        "gone": gone_of(run, request),
        "overlaps": superseding.overlaps(run, request.reach) if may_adopt else [],
        "others": [one for one in queries.runs(request.asof) if one.pk != run.pk],
        "is_whole": names.is_whole,
        "resolutions": board_choices(request) if request.user.may(Permission.PLANS_ADOPT) else [],
        "may_make": request.user.may(Permission.PLANS_MAKE),
        "may_adopt": may_adopt,
        "unopened": unopened,
        "may_carry": is_now(request) and bool(adopted and unopened) and request.user.may(Permission.SUPPORT_WORK),
        "agencies": banks(),
        "refused": None,
        "typed": Typed(),
    }


def floor_of(kept: dict[str, Any] | None) -> dict[str, int] | None:
    """Return the floors of a plan that seeks jobs per rial, the money in rials; None of another one."""
    return None if kept is None else {"least": kept["least"], "spend": kept["spend"] * 1_000_000}


def gone_of(run: Any, request: PersonRequest) -> dict[str, Any] | None:
    """Return by what a plan was superseded by the asked day, and what became of its packages; None of others."""
    fact = queries.supersedings(request.asof).get(run.pk)
    if fact is None:
        return None
    withdrawn, left = superseding.fate_of(run, request.asof)
    return {"later": fact.later.run, "on": fact.since_on, "withdrawn": withdrawn, "left": left}


def shaken_of(kept: dict[str, Any] | None) -> dict[str, Any] | None:
    """Return what is left of a promise where luck is shared; None of a plan that was kept without it."""
    if kept is None:
        return None
    return kept | {"chance": None if kept["chance"] is None else round(100 * kept["chance"], 1)}


def banks() -> list[tuple[str, Text]]:
    """Return the banks that a package may be opened in."""
    return [(str(one.pk), Text(fa=one.name, en=one.name)) for one in accounts.agencies() if one.kind == "BANK"]


def lists_of(run: Any) -> list[dict[str, Any]]:
    """Return the familiar lists beside a plan, with what they bring more or less than one that seeks the most jobs."""
    value = run.value / 1_000_000 if queries.seeks_jobs(run) else 0  # of others a list of jobs says nothing
    titles = {
        "topsis": Text(fa="جدول امتیاز (تاپسیس)", en="score sheet (TOPSIS)"),
        "per_rial": Text(fa="شغل به ازای ریال", en="jobs per rial"),
    }
    return [
        {
            "title": titles[code],
            "jobs": round(one["jobs"], 1),
            "chosen": one["chosen"],
            "loses": round(100 * (1 - one["jobs"] / value), 1) if value else None,
            "missed": len(one["missed"]),
        }
        for code, one in run.beside["lists"].items()
    ]


def floors_cost(run: Any) -> float | None:
    """Return how many expected jobs the floors cost; None without floors."""
    free = run.beside["without_floors"]
    return None if free is None else round(max(0.0, free - run.value / 1_000_000), 1)


def prices_of(run: Any, names: Names) -> dict[str, Any]:
    """Return the limits, what more of each is worth, and the certificate, as far as the reader may read of them, with
    how many limits are not told.
    """
    limits = limits_of(run, names)
    prices = [(code, price) for code, price in sorted(run.prices.items()) if names.may_tell(code)]
    return {
        "limits": limits[:SHOWN_LIMITS],
        "untold_limits": len(run.beside["limits"]) - len(limits),
        "worths": [worth_of(one, names) for one in queries.worths_of(run) if names.may_tell(one["code"])],
        "certificate": prices,
        "untold_prices": len(run.prices) - len(prices),
    }


def limits_of(run: Any, names: Names) -> list[dict[str, Any]]:
    """Return the limits that the reader may read of with their use and price; of money per milliard of rials."""
    return [
        {
            "title": names.limit(one["code"]),
            "is_money": one["code"].startswith(("line:", "cap:")),
            "used": round(one["used"] * 1_000_000) if one["code"].startswith(("line:", "cap:")) else one["used"],
            "of": round(one["of"] * 1_000_000) if one["code"].startswith(("line:", "cap:")) else one["of"],
            "price": round(one["price"] * (1_000 if one["code"].startswith("line:") else 1), 2),
        }
        for one in run.beside["limits"]
        if names.may_tell(one["code"])
    ]


def counties_of(run: Any, listed: list[Any]) -> list[dict[str, Any]]:
    """Return what each county gets, beside its floor where it has one."""
    floors = queries.floors_of(run)
    found: dict[str, dict[str, Any]] = {}
    for choice in listed:
        empty = {"name": county_name(choice.county), "of": 0, "number": 0, "jobs": 0, "cost": 0}
        empty["floor"] = floors.get(choice.county.code)
        row = found.setdefault(choice.county.code, empty)
        row["of"] += 1
        row["number"] += bool(choice.package)
        row["jobs"] += choice.jobs
        row["cost"] += choice.cost
    return [row | {"jobs": jobs(row["jobs"])} for row in sorted(found.values(), key=lambda row: -row["jobs"])]


@page(Permission.PLANS_READ)
def terms(request: PersonRequest, number: str) -> HttpResponse:
    """Send the problem of a plan as `hamahang plan run --terms` reads it."""
    run = found_or_404(request, number)
    if not request.reach.is_whole:
        raise Http404
    content = json.dumps(run.problem, ensure_ascii=False, indent=1)
    response = HttpResponse(content, content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{run.number}.json"'
    return response


@page(Permission.PLANS_READ)
def candidate(request: PersonRequest, number: str, choice_id: int) -> HttpResponse:
    """Show why a candidate is in or out, found by solving again."""
    run = found_or_404(request, number)
    return render(request, "planning/candidate.html", of_candidate(request, choice_or_404(request, run, choice_id)))


def choice_or_404(request: PersonRequest, run: Any, choice_id: int) -> Any:
    """Return what a plan says of one candidate, if the reader may see it."""
    choice = queries.choice_in(request.reach, run, choice_id)
    if choice is None:
        raise Http404
    return choice


def of_candidate(request: PersonRequest, choice: Any) -> dict[str, Any]:
    """Return what the page of a candidate shows."""
    run = choice.run
    names = Names.of(run, request.reach)
    basis = run.words["basis"].get(choice.code, {"fa": "", "en": ""})
    posed = next(one for one in run.problem["candidates"] if one["id"] == choice.code)
    try:
        found = reasoning.reason_of(choice, request.reach)
        reason, is_weighed = found.said, found.is_weighed
    except Refused as refused:
        reason, is_weighed = refused.why, False
    adopted, step = queries.adoptions(request.asof).get(run.pk), queries.steps(run, request.asof).get(choice.pk)
    may_carry = bool(adopted) and bool(choice.package) and step is None and is_now(request)
    return {
        "run": run,
        "choice": choice,
        "kind": KINDS[choice.kind],
        "is_kept": choice.kind == KEEPING,
        "level": LEVELS["CENTRAL" if posed["is_large"] else "WORKING_GROUP"] if choice.kind == "PROJECT" else None,
        "county": county_name(choice.county),
        "reason": reason,
        "is_weighed": is_weighed,
        "basis": Text(fa=basis["fa"], en=basis["en"]),
        **_depends(run, choice, names, posed["packages"]),
        "jobs": jobs(choice.jobs),
        "others": sorted(others_of(request, choice).items(), key=second),
        "step": step,
        "may_make": request.user.may(Permission.PLANS_MAKE),
        "may_carry": may_carry and request.user.may(Permission.SUPPORT_WORK),
        "agencies": banks(),
        "refused": None,
        "typed": Typed(),
    }


def others_of(request: PersonRequest, choice: Any) -> dict[str, str]:
    """Return the other candidates of a plan that a reader may list, by code: their titles."""
    return {one.code: one.title for one in queries.choices(choice.run, request.reach) if one.pk != choice.pk}


def second(pair: tuple[str, str]) -> str:
    """Return what a pair is sorted by: its title, as Persian sorts."""
    return sort_key(pair[1])


def _depends(run: Any, choice: Any, names: Names, packages: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the packages of a candidate, and what it depends on with the chances by which its own is multiplied."""
    awaited = depending.depended_on(run, choice.code)
    of_others = [one.chance for one in awaited or ()]
    return {
        "packages": [_package(one, names, choice, of_others) for one in packages],
        "is_alone": awaited is None,
        "awaited": [
            {"title": names.title(one.code), "share": percent([one.chance]), "how": one.how} for one in awaited or ()
        ],
    }


def _package(one: dict[str, Any], names: Names, choice: Any, of_others: list[float]) -> dict[str, Any]:
    """Return one package of a candidate with its cost by line and its chance, in percent.

    of_others: chances of what it depends on
    """
    chances = one["chance"] if isinstance(one["chance"], dict) else {"1": one["chance"]}
    is_chosen = one["id"] == choice.package
    chance = chances.get(str(choice.start) if is_chosen else "", max(chances.values()))
    return {
        "title": PACKAGES[one["id"]],
        "is_chosen": is_chosen,
        "jobs": one["jobs"],
        "lasting": round(100 * one["lasting"]),
        "chance": percent([chance]),
        "others": percent(of_others) if of_others else None,
        "whole": percent([chance, *of_others]),
        "costs": [
            (names.lines.get(line, Text(fa=line, en=line)), sum(by_offset.values()) * 1_000_000)
            for line, by_offset in one["cost"].items()
        ],
    }


@page(Permission.PLANS_READ)
def compare(request: PersonRequest) -> HttpResponse:
    """Show how two plans differ."""
    before = queries.run_by_number(request.GET.get("before", "")[:40])
    after = queries.run_by_number(request.GET.get("after", "")[:40])
    runs = queries.runs(request.asof)
    context: dict[str, Any] = {"before": before, "after": after, "runs": runs, "moves": [], "terms": []}
    if before is not None and after is not None:
        found = queries.compared(before, after, request.reach)
        context |= {
            "moves": [
                {"title": move.title, "before": _said(move.before), "after": _said(move.after), "why": move.why}
                for move in found.moves
            ],
            "terms": [telling.TERMS[name] for name, *_ in found.terms],
            "gained": gained(before, after),
            "jobs": (jobs(before.value), jobs(after.value)),
        }
    return render(request, "planning/compare.html", context)


def gained(before: Any, after: Any) -> float:
    """Return how many more jobs a plan brings than another, of what is shown of both, so that the line adds up."""
    return round(jobs(after.value) - jobs(before.value), 1)


def _said(package: str) -> Text:
    return PACKAGES.get(package, Text(fa="بیرون", en="out"))

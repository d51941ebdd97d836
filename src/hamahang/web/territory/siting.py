"""Where a plant may stand: estates that are excluded, undecided or suitable, and several plants placed at once."""

import math
from collections.abc import Collection, Mapping
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from markupsafe import Markup

from hamahang.accounts.permissions import Permission
from hamahang.briefing import charts
from hamahang.domain.territory import ESTATE_STATUSES
from hamahang.domain.text import Text
from hamahang.domain.utilities import MEASURES
from hamahang.methods.siting import Finding, Has, Judged, Limit, Placement, Placing, openings, ranks, turning
from hamahang.territory import siting
from hamahang.web.access import PersonRequest, page
from hamahang.web.finding import name_of
from hamahang.web.territory.investing import investments

WRONG = 0.25  # weights may be wrong by so much of themselves
MOST = 3  # of each kind, placed at once
SECONDS = 10.0
OTHERS, WITHIN = 3, 0.25  # other placings, and which part of the fit they may give up


@page(Permission.TERRITORY_READ)
def siting_page(request: PersonRequest) -> HttpResponse:
    """Show what is known of where a kind of plant fits, as of a day."""
    known = siting.plants(request.asof.day)
    around = siting.candidates(request.asof, request.reach)
    plant = known.get(request.GET.get("plant", ""), next(iter(known.values()), None))
    wanted = {code: _count(request.GET.get(f"count-{code}", "")) for code in known}
    context = {
        "plants": [(one.code, one.title) for one in known.values()],
        "wanted": [{"code": one.code, "title": one.title, "count": wanted[one.code]} for one in known.values()],
        "counts": range(MOST + 1),
        "plant": plant,
        "number_of_sites": len(around.sites),
        "placed": _placed(wanted, known, around) if any(wanted.values()) and around.sites else None,
        **(_judged(plant, around, request) if plant else {}),
    }
    return render(request, "territory/siting.html", context)


def _count(written: str) -> int:
    """Return how many of a kind are to be placed; what is no such number is none."""
    return int(written) if written in {str(number) for number in range(MOST + 1)} else 0


def _judged(plant: siting.Plant, around: siting.Candidates, request: PersonRequest) -> dict[str, Any]:
    judged = siting.judge(plant, around.sites)
    places = {rank.site: rank for rank in ranks(judged, share=WRONG)}
    fitting = [one for one in judged if one.state == "in"]
    states = {one.site.id: one.state for one in judged}
    told = siting.told_of(around.sites)
    asof, reach, language = request.asof, request.reach, request.LANGUAGE_CODE
    about = f"{plant.code}:{plant.since}"
    return {
        "needs": [_need(code, plant) for code in MEASURES],
        "limits": [_limit(one, told) for one in siting.around_limits(plant)],
        "curves": _curves(fitting, around, language),
        "fitting": [_named(one, around) | _graded(one) | {"rank": places[one.site.id]} for one in fitting],
        "undecided": [_named(one, around) | _limits(one, around) for one in judged if one.state == "undecided"],
        "excluded": [
            _named(one.judged, around) | _limits(one.judged, around) | {"once_open": _percent(one.score)}
            for one in sorted(openings(judged), key=lambda one: bool(one.unknown))  # first those of which all is known
        ],
        "leads": [_lead(one, other, around) for one, other in pairwise(fitting)],
        "wrong": _percent(WRONG),
        "investments": investments(around, asof.day),
        "map": Markup(charts.map_of_sites(asof, reach, language, states=states, about=about)),
        "map_of_phone": Markup(charts.map_of_sites(asof, reach, language, states=states, about=about, is_phone=True)),
    }


def _need(code: str, plant: siting.Plant) -> dict[str, Any]:
    return {"title": MEASURES[code].title, "unit": siting.unit_of(code), "amount": plant.needs.get(code)}


def _limit(limit: Limit, told: Collection[str]) -> dict[str, Any]:
    """Return a limit of what lies around, and whether anything is told of it yet."""
    is_told = isinstance(limit.measure, Has) and limit.measure.thing in told
    return {"title": limit.title, "unit": limit.unit, "least": _amount(limit.least), "is_told": is_told}


def _curves(fitting: list[Judged], around: siting.Candidates, language: str) -> list[dict[str, Any]]:
    """Return the membership curve of each grade with the suitable sites on it."""
    found = []
    for place, graded in enumerate(fitting[0].graded if fitting else ()):
        marks = [
            (_site(one.site.id, around)["name"], part.measured.value, part.height)
            for one in fitting
            for part in [one.graded[place]]
            if part.measured.value is not None and part.height is not None
        ]
        title = graded.grade.title
        drawing = Markup(charts.curve(title, graded.grade.curve.points, marks, language))
        found.append({"title": title, "unit": graded.grade.unit, "weight": _amount(graded.grade.weight), "is": drawing})
    return found


def _named(judged: Judged, around: siting.Candidates) -> dict[str, Any]:
    status = around.statuses[judged.site.id]
    return _site(judged.site.id, around) | {"status": status, "status_title": ESTATE_STATUSES.get(status)}


def _site(code: str, around: siting.Candidates) -> dict[str, Any]:
    estate = around.estates[code]
    county = name_of(estate.county)
    return {"code": code, "name": Text(fa=estate.name, en=estate.name_en), "county": county}


def _graded(judged: Judged) -> dict[str, Any]:
    return {
        "score": _percent(judged.score or 0.0),
        "parts": [
            {
                "title": one.grade.title,
                "unit": one.grade.unit,
                "value": _amount(one.measured.value),
                "height": None if one.height is None else _percent(one.height),
                "weight": _amount(one.grade.weight),
                "from": [_amount(value) for value, _ in one.grade.curve.points],
                "is_rising": one.grade.curve.points[0][1] < one.grade.curve.points[-1][1],
            }
            for one in judged.graded
        ],
    }


def _limits(judged: Judged, around: siting.Candidates) -> dict[str, Any]:
    missed = [
        _finding(one) | {"nearest": around.nearest.get((judged.site.id, one.limit.code))} for one in judged.missed
    ]
    return {"missed": missed, "unknown": [_finding(one) for one in judged.unknown]}


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "is_left": finding.limit.takes,
        "title": finding.limit.title,
        "unit": finding.limit.unit,
        "has": _amount(finding.measured.value),
        "needs": _amount(finding.limit.least),
        "missing": _amount(finding.missing),
    }


def _lead(one: Judged, other: Judged, around: siting.Candidates) -> dict[str, Any]:
    """Return how wrong weights may be before the next site overtakes one; None: whatever the weights."""
    share = turning(one, other)
    ahead, behind = _site(one.site.id, around)["name"], _site(other.site.id, around)["name"]
    said = None if math.isinf(share) else _amount(round(share * 100, 1))
    return {"ahead": ahead, "behind": behind, "share": said, "is_equal": share == 0}


def _placed(wanted: Mapping[str, int], known: Mapping[str, siting.Plant], around: siting.Candidates) -> dict[str, Any]:
    placing = siting.placing(wanted, known, around.sites)
    best = placing.best(seconds=SECONDS)
    used = sorted(set(best.where.values()))
    return {
        "plants": [_plant(plant.id, known, placing, best, around) for plant in placing.terms.plants],
        "is_proven": best.is_proven,
        "others": [
            _other(other, best, known, around)
            for other in placing.alternatives(best, count=OTHERS, within=WITHIN, seconds=SECONDS)
        ],
        "left": [
            _site(site, around) | {"left": [_amount(best.left.get((site, code))) for code in MEASURES]} for site in used
        ],
        "utilities": [(MEASURES[code].title, siting.unit_of(code)) for code in MEASURES],
    }


def _other(
    other: Placement, best: Placement, known: Mapping[str, siting.Plant], around: siting.Candidates
) -> dict[str, Any]:
    """Return where else the plants could go, and which part of the fit that gives up."""
    moved = [plant for plant, site in other.where.items() if best.where.get(plant) != site]
    return {
        "moved": [
            {
                "title": known[plant.rpartition("-")[0]].title,
                "number": int(plant.rpartition("-")[2]),
                "site": _site(other.where[plant], around),
            }
            for plant in moved
        ],
        "given_up": _amount(round(100 * (1 - other.fit / best.fit), 1)) if best.fit else Decimal(0),
    }


def _plant(
    plant: str, known: Mapping[str, siting.Plant], placing: Placing, best: Placement, around: siting.Candidates
) -> dict[str, Any]:
    """Return where a plant goes, or at which site it lacks the smallest part of what it needs."""
    kind, _, number = plant.rpartition("-")
    said = {"title": known[kind].title, "number": int(number), "site": None, "nearest": None, "lacking": []}
    if plant in best.where:
        return said | {"site": _site(best.where[plant], around)}
    lacking = {site: placing.lacking(best, plant, site) for one, site in placing.pairs if one == plant}
    needs = known[kind].needs
    worst = {
        site: max((missing / float(needs[thing]) for (_, thing), missing in lacks.items()), default=0.0)
        for site, lacks in lacking.items()
    }
    if not worst:
        return said
    nearest = min(worst, key=lambda site: (worst[site], site))
    return said | {
        "nearest": _site(nearest, around),
        "lacking": [
            {"title": MEASURES[thing].title, "unit": siting.unit_of(thing), "missing": _amount(missing)}
            for (_, thing), missing in lacking[nearest].items()
        ],
    }


def _amount(value: float | None) -> Decimal | None:
    """Return what methods count in floats as pages say it, to three digits after the point."""
    return None if value is None else Decimal(str(round(value, 3)))


def _percent(share: float) -> int:
    return round(share * 100)

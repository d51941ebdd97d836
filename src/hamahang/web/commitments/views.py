"""The list of promises, one of them whole with its forecast, and the page on which anybody sees how forecasts did."""

from datetime import date, timedelta
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from markupsafe import Markup

from hamahang.accounts.permissions import Permission
from hamahang.accounts.queries import EVERYTHING, reach_of
from hamahang.briefing import charts
from hamahang.commitments import judging, moving, promised, queries
from hamahang.commitments.foreseeing import Foreseen, foresee
from hamahang.commitments.persons import matching
from hamahang.commitments.steering import what_must_happen, with_adopted_plans
from hamahang.domain.jobs import FINDINGS
from hamahang.indicators import promises
from hamahang.web.access import PersonRequest, page, public
from hamahang.web.commitments import drawing, planned, scoring, telling
from hamahang.web.keeping import kept

MONTH = 30  # days back for what changed
CHANGES_SHOWN = 12
NEEDED_SHOWN = 12
JUDGED_SHOWN = 60
WISH = 0.5  # the chance that it is asked of which cases it would take


def foreseen(request: PersonRequest, found: Any) -> Foreseen:
    """Return what is foreseen of a promise; worked out once for all until the ledger moves."""
    seen: Foreseen = kept(request, f"foreseen {found.pk}", partial(foresee, found, request.asof, count=promises.count))
    return seen


@page(Permission.COMMITMENTS_READ)
def commitments(request: PersonRequest) -> HttpResponse:
    """List the promises with what is reached and the chance of each: the next due first, those that are over last."""
    rows = []
    told = [each for each in queries.commitments(request.asof) if queries.is_open_to(each, request.reach)]
    for found in sorted(told, key=lambda each: _place_in_list(each, request.asof.day)):
        seen = foreseen(request, found)
        rows.append(
            {
                "id": found.pk,
                "title": found.title,
                "number": found.number,
                "holder": found.holder,
                "due_on": found.due_on,
                "amounts": telling.amounts(seen),
                "percent": telling.percent_of(seen.goal, seen.verified) if seen.target else None,
                "chance": telling.chance_of(seen),
                "tone": telling.tone(seen, request.asof.day),
                "metric": telling.metric(found, request.asof),
            }
        )
    context = {"rows": rows, "may_announce": request.user.may(Permission.COMMITMENTS_ANNOUNCE)}
    return render(request, "commitments/commitments.html", context)


def _place_in_list(found: Any, day: date) -> tuple[bool, int]:
    is_over = found.due_on < day
    return is_over, abs((found.due_on - day).days)


@page(Permission.COMMITMENTS_READ)
def commitment(request: PersonRequest, commitment_id: int) -> HttpResponse:
    """Show one promise."""
    found = queries.commitment(commitment_id, request.asof)
    if found is None or not queries.is_open_to(found, request.reach):
        raise Http404
    seen = foreseen(request, found)
    if found.is_of_jobs:
        return render(request, "commitments/commitment.html", shown(request, seen) | _of_jobs(request, seen))
    return render(request, "commitments/counted.html", shown(request, seen) | _of_figure(request, seen))


def shown(request: PersonRequest, seen: Foreseen) -> dict[str, Any]:
    """Return what the page of any promise shows."""
    asof, reach, found = request.asof, request.reach, seen.commitment
    before = asof.day - timedelta(days=MONTH)
    return {
        "commitment": found,
        "metric": telling.metric(found, asof),
        "baseline": telling.baseline(found, asof),
        "seen": seen,
        "amounts": telling.amounts(seen),
        "is_over": seen.is_over,
        "is_in_milliards": promises.unit_of(found.figure) == "rial",
        "bias": seen.bias,
        "chance": telling.chance_of(seen),
        "pace": telling.pace(seen),
        "drivers": [telling.driver(one, reach) for one in seen.drivers if telling.is_within(one.undertaking, reach)],
        "before": before,
        "earlier": telling.kept_forecast(judging.last_of(found.pk, asof, until=before)),
        "is_whole": reach.places is None,
        "may_announce": request.user.may(Permission.COMMITMENTS_ANNOUNCE),
        "split_by": telling.split_by(found),
    } | (_of_cases(request, seen) if seen.is_of_cases and not seen.is_over else {})


def _of_cases(request: PersonRequest, seen: Foreseen) -> dict[str, Any]:
    """Return what is told of a promise that is foretold from cases: which would do, and what plans do."""
    asof, found = request.asof, seen.commitment
    adopted = kept(request, f"adopted {found.pk}", lambda: with_adopted_plans(seen, asof))
    needed = kept(request, f"needed {found.pk}", lambda: what_must_happen(seen, asof, wish=WISH))
    return {
        "needed": needed,
        "first_needed": [telling.named(one.label) for one in needed.cases if telling.is_within(one, request.reach)][
            :NEEDED_SHOWN
        ],
        "with_all": telling.chance(needed.probability),
        "adopted": telling.chance_of(seen, adopted),
        "planned": planned.shown(request, seen),
    }


def _of_jobs(request: PersonRequest, seen: Foreseen) -> dict[str, Any]:
    """Return what is told of a promise of jobs beside: steps of proof, what changed, flows, gross and net."""
    asof, reach, found = request.asof, request.reach, seen.commitment
    stands = promised.standing(found, asof, reach)
    changes = promised.changes(found, asof, reach, before=asof.day - timedelta(days=MONTH))
    return _drawn(request, seen, promised.course(found, asof, EVERYTHING)) | {
        "stands": stands,
        "versions": telling.versions(stands.versions, seen),
        "levels": telling.levels(stands, seen.target, queries.until(found, asof)),
        "parts": telling.parts(stands.parts, promises.unit_of(found.figure)),
        "changes": changes[:CHANGES_SHOWN],
        "changed": sum(change.persons for change in changes),
        "moving": moving.moving(found, asof, reach),
        "net": moving.net(stands.kinds),
    }


def _of_figure(request: PersonRequest, seen: Foreseen) -> dict[str, Any]:
    """Return what is told of a promise that a figure of the catalogue counts."""
    asof, reach, found = request.asof, request.reach, seen.commitment
    reached = promises.parts(found, asof, reach)
    return _drawn(request, seen, promises.course(found, asof, EVERYTHING)) | {
        "versions": telling.versions(promised.versions_of(found, asof, seen.verified), seen),
        "parts": telling.parts(promised.shares_of(found, asof, reach, reached), promises.unit_of(found.figure)),
        "past": scoring.past(seen),
    }


def _drawn(request: PersonRequest, seen: Foreseen, course: Any) -> dict[str, Any]:
    """Return the drawing. course: of the whole, whoever asks, for the total, the target and the fan are of the whole"""
    drawn = drawing.fan(seen, course) | {"language": request.LANGUAGE_CODE}
    return {"fan": Markup(charts.fan(**drawn)), "fan_of_phone": Markup(charts.fan(**drawn, is_phone=True))}


@page(Permission.COMMITMENTS_READ)
def persons(request: PersonRequest) -> HttpResponse:
    """Show the claimed persons against the insurance lists, and who is claimed twice; no name is kept anywhere."""
    found = matching(request.asof, request.reach)
    context = {
        "matching": found,
        "findings": [(title, found.total(finding)) for finding, title in FINDINGS.items()],
        "columns": list(FINDINGS.items()),
    }
    return render(request, "commitments/persons.html", context)


@public
def forecasts(request: HttpRequest) -> HttpResponse:
    """Show how good the stored forecasts were, to anybody: of a county to who may list it."""
    reach = reach_of(request.user)
    judgement = judging.judge(request.asof, promises.count, reach=reach)  # type: ignore[attr-defined]
    context = {
        "judged": [scoring.judged(one) for one in judgement.forecasts[:JUDGED_SHOWN]],
        "scores": scoring.scores(judgement),
        "calibration": scoring.bands(judgement),
        "known": sum(one.truth is not None for one in judgement.forecasts),
        "inside": sum(bool(one.is_inside) for one in judgement.forecasts),
    }
    return render(request, "commitments/forecasts.html", context)

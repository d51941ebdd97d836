"""The list of promises, one of them whole with its forecast, and the page on which anybody sees how forecasts did."""

from datetime import timedelta
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from markupsafe import Markup

from hamahang.accounts.permissions import Permission
from hamahang.briefing import charts
from hamahang.commitments import judging, moving, promised, queries
from hamahang.commitments.foreseeing import foresee
from hamahang.commitments.persons import matching
from hamahang.commitments.steering import what_must_happen, with_adopted_plans
from hamahang.domain.commitments import Attained
from hamahang.domain.jobs import FINDINGS
from hamahang.web.access import PersonRequest, page, public
from hamahang.web.commitments import planned, telling
from hamahang.web.keeping import kept

MONTH = 30  # days back for what changed
CHANGES_SHOWN = 12
WISH = 0.5  # the chance that it is asked of which cases it would take


@page(Permission.COMMITMENTS_READ)
def commitments(request: PersonRequest) -> HttpResponse:
    """List the promises, each with what is reached of it and its chance."""
    rows = []
    for found in queries.commitments(request.asof):
        seen = kept(request, f"foreseen {found.pk}", partial(foresee, found, request.asof))
        rows.append(
            {
                "id": found.pk,
                "title": found.title,
                "number": found.number,
                "holder": found.holder,
                "due_on": found.due_on,
                "target": seen.target,
                "verified": seen.verified,
                "percent": Attained(seen.verified, seen.target).percent,
                "chance": telling.chance_of(seen),
                "tone": telling.tone(seen, request.asof.day),
                "likely": seen.quantiles[telling.LIKELY],
            }
        )
    context = {"rows": rows, "may_announce": request.user.may(Permission.COMMITMENTS_ANNOUNCE)}
    return render(request, "commitments/commitments.html", context)


@page(Permission.COMMITMENTS_READ)
def commitment(request: PersonRequest, commitment_id: int) -> HttpResponse:
    """Show one promise."""
    found = queries.commitment(commitment_id, request.asof)
    if found is None:
        raise Http404
    return render(request, "commitments/commitment.html", shown(request, found))


def shown(request: PersonRequest, found: Any) -> dict[str, Any]:
    """Return what the page of a promise shows."""
    asof, reach = request.asof, request.reach
    seen = kept(request, f"foreseen {found.pk}", lambda: foresee(found, asof))
    stands = promised.standing(found, asof, reach)
    drawn = telling.fan(seen, promised.course(found, asof, reach)) | {"language": request.LANGUAGE_CODE}
    before = asof.day - timedelta(days=MONTH)
    changes = promised.changes(found, asof, reach, before=before)
    return {
        "commitment": found,
        "metric": telling.metric(found, asof),
        "seen": seen,
        "bias": seen.bias,
        "chance": telling.chance_of(seen),
        "quantiles": telling.quantiles(seen),
        "pace": telling.pace(seen),
        "fan": Markup(charts.fan(**drawn)),
        "fan_of_phone": Markup(charts.fan(**drawn, is_phone=True)),
        "stands": stands,
        "versions": telling.versions(stands, seen),
        "levels": telling.levels(stands, seen.target, asof),
        "parts": telling.parts(stands),
        "drivers": [telling.driver(one, reach) for one in seen.drivers if telling.is_within(one.undertaking, reach)],
        "before": before,
        "changes": changes[:CHANGES_SHOWN],
        "changed": sum(change.persons for change in changes),
        "moving": moving.moving(found, asof, reach),
        "needed": kept(request, f"needed {found.pk}", lambda: what_must_happen(seen, asof, wish=WISH)),
        "adopted": telling.chance_of(
            seen, kept(request, f"adopted {found.pk}", lambda: with_adopted_plans(seen, asof))
        ),
        "planned": planned.shown(request, seen),
        "net": moving.net(stands.kinds),
        "earlier": judging.last_of(found.pk, asof, until=before),
        "is_whole": reach.places is None,
        "may_announce": request.user.may(Permission.COMMITMENTS_ANNOUNCE),
        "split_by": telling.SPLIT_BY,
    }


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
    """Show how good the stored forecasts were, to anybody."""
    asof = request.asof  # type: ignore[attr-defined]
    judgement = judging.judge(asof)
    context = {
        "judged": judgement.forecasts[:60],
        "scores": telling.scores(judgement),
        "calibration": judgement.calibration,
        "known": sum(one.truth is not None for one in judgement.forecasts),
        "inside": sum(bool(one.is_inside) for one in judgement.forecasts),
    }
    return render(request, "commitments/forecasts.html", context)

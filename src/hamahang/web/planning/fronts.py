"""What another taste would cost: jobs against balance, against money, and for a step of each limit, all solved.

That takes seconds, so the page is there at once and each table comes when it is worked out. A plan never changes, and
what was worked out once is kept for all.
"""

from typing import Any

from django.core.cache import caches
from django.http import HttpResponse
from django.shortcuts import render

from hamahang.accounts.permissions import Permission
from hamahang.domain.planning import MILLION
from hamahang.planning import queries
from hamahang.planning.naming import Names
from hamahang.web.access import PersonRequest, page
from hamahang.web.planning.showing import worth_of
from hamahang.web.planning.views import found_or_404

A_DAY = 86_400
PARTS = (*queries.FRONTS, "steps")


@page(Permission.PLANS_READ)
def front(request: PersonRequest, number: str) -> HttpResponse:
    """Show the fronts of a plan's problem as far as they are worked out; work out the one that is asked for."""
    run, asked = found_or_404(request, number), request.GET.get("part", "")
    rows = {part: _rows(run, part, is_asked=part == asked) for part in PARTS}
    rows["steps"] = _named(rows["steps"], Names.of(run, request.reach))
    context = {"run": run, "seeks_jobs": queries.seeks_jobs(run)}
    if asked in rows and request.headers.get("HX-Request"):
        return render(request, f"planning/front_{asked}.html", context | {"rows": rows[asked]})
    return render(request, "planning/front.html", context | {"rows_of": rows})


def _rows(run: Any, part: str, *, is_asked: bool) -> list[dict[str, Any]] | None:
    """Return the rows of a front; None where nobody has worked it out yet and it is not asked for."""
    key = f"plan-fronts-{part}-{run.number}-{run.digest}"
    kept: list[dict[str, Any]] | None = caches["parts"].get(key)
    if kept is None and is_asked:
        kept = _steps(run) if part == "steps" else _points(run, part)
        caches["parts"].set(key, kept, A_DAY)
    return kept


def _points(run: Any, part: str) -> list[dict[str, Any]]:
    points = queries.front_of(run, part)
    return [_row(point, points[0 if part == "balance" else -1]) for point in points]


def _steps(run: Any) -> list[dict[str, Any]]:
    """Return what a step of each of the dearest terms brings: the term as it is kept, named to each reader."""
    return [
        {
            "term": one,
            "jobs": None if found is None else round(float(found.jobs), 1),
            "bound": None if found is None else round(float(found.bound), 1),
            "is_proven": found is not None and found.is_proven,
        }
        for one, found in queries.steps_more(run)
    ]


def _named(rows: list[dict[str, Any]] | None, names: Names) -> list[dict[str, Any]] | None:
    """Return steps with their terms in words, of those that the reader may read of."""
    return rows and [worth_of(row["term"], names) | row for row in rows if names.may_tell(row["term"]["code"])]


def _row(point: Any, best: Any) -> dict[str, Any]:
    """Return a point as the page lists it. best: the point of most jobs"""
    jobs, most = float(point.jobs), float(best.jobs)
    return {
        "worst": point.worst,
        "jobs": round(jobs, 1),
        "less": round(most - jobs, 1),
        "money": point.money * MILLION,
        "each": round(1_000 * jobs / point.money, 2) if point.money else 0,
        "chosen": len(point.chosen),
        "is_proven": point.is_proven,
        "bound": round(float(point.bound), 1),
    }

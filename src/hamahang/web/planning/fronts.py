"""What another taste would cost: jobs against balance, and against money, every point solved."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from hamahang.accounts.permissions import Permission
from hamahang.domain.planning import MILLION
from hamahang.planning import queries
from hamahang.web.access import PersonRequest, page
from hamahang.web.planning.views import found_or_404


@page(Permission.PLANS_READ)
def front(request: PersonRequest, number: str) -> HttpResponse:
    """Show the fronts of a plan's problem."""
    run = found_or_404(request, number)
    found = queries.fronts_of(run)
    context = {
        "run": run,
        "balance": [_row(point, found.balance[0]) for point in found.balance],
        "money": [_row(point, found.money[-1]) for point in found.money],
    }
    return render(request, "planning/front.html", context)


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

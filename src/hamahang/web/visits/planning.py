"""Planning a day on an estate, and how far a plan has come."""

from typing import Any

from django import forms
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from hamahang.accounts.permissions import Permission
from hamahang.domain.refusal import Refused
from hamahang.domain.register import STATUSES
from hamahang.domain.text import Text
from hamahang.domain.visits import STATES
from hamahang.territory import queries as territory
from hamahang.visits import queries
from hamahang.visits.actions import plan_visits
from hamahang.web import said
from hamahang.web.access import PersonRequest, page
from hamahang.web.acts import who
from hamahang.web.days import DayField


class PlanForm(forms.Form):
    """A day, who goes, and plots without a unit; the units are ticked in the list."""

    day = DayField()
    team = forms.CharField(max_length=400, required=False)
    plots = forms.CharField(max_length=400, required=False)
    note = forms.CharField(max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2}))


@page(Permission.VISITS_RECORD)
def new(request: PersonRequest) -> HttpResponse:
    """Choose an estate, then its units to visit: idle ones stand first."""
    estates = list(territory.estates_in(request.reach))
    code = (request.POST or request.GET).get("estate", "")
    estate = next((found for found in estates if found.code == code), None)
    chosen = {key for unit in request.POST.getlist("unit") if (key := said.key(unit))}
    form = PlanForm(request.POST or None, initial={"day": timezone.localdate()})
    if request.method == "POST" and estate is not None and form.is_valid():
        try:
            made = _made(estate, form.cleaned_data, chosen, request)
        except Refused as error:
            form.add_error(None, error.why[request.LANGUAGE_CODE])
        else:
            return HttpResponseRedirect(reverse("visit-plan", args=[made.pk]))
    offered = queries.offered(estate.code, request.reach, request.asof) if estate else []
    context = {
        "estates": [(found.code, Text(fa=found.name, en=found.name_en)) for found in estates],
        "estate": estate,
        "estate_name": Text(fa=estate.name, en=estate.name_en) if estate else None,
        "form": form,
        "offered": [_line(seen, chosen, is_first=request.method != "POST") for seen in offered],
    }
    return render(request, "visits/new.html", context)


def _made(estate: Any, typed: dict[str, Any], units: set[int], request: PersonRequest) -> Any:
    # in the order of the list: what was idle is visited first
    offered = [seen.unit.pk for seen in queries.offered(estate.code, request.reach, request.asof)]
    return plan_visits(
        estate=estate,
        day=typed["day"],
        units=[unit for unit in offered if unit in units],
        plots=typed["plots"].replace("،", ",").split(","),
        team=typed["team"],
        note=typed["note"],
        **who(request),
    )


def _line(seen: queries.Seen, chosen: set[int], *, is_first: bool) -> dict[str, Any]:
    return {
        "id": seen.unit.pk,
        "name": seen.unit.name,
        "plot": seen.unit.plot,
        "licence_no": seen.unit.licence_no,
        "status": seen.status,
        "status_title": STATUSES.get(seen.status),
        "since_on": seen.since_on,
        "case": seen.case,
        "is_chosen": seen.status == "IDLE" if is_first else seen.unit.pk in chosen,
    }


@page(Permission.CASEWORK_READ)
def plan(request: PersonRequest, plan_id: int) -> HttpResponse:
    """Show a plan: its stops, and what was seen at each."""
    found = queries.plan_in(request.reach, plan_id)
    if found is None:
        raise Http404
    stops = queries.stops_of([found.pk])
    visits = queries.visits_by_stop(stop.pk for stop in stops)
    context = {
        "plan": found,
        "estate": Text(fa=found.estate.name, en=found.estate.name_en),
        "stops": [_stop(stop, visits.get(stop.pk, [])) for stop in stops],
        "may_record": request.user.may(Permission.VISITS_RECORD),
    }
    return render(request, "visits/plan.html", context)


def _stop(stop: Any, visits: list[Any]) -> dict[str, Any]:
    last = visits[-1] if visits else None
    return {
        "unit": stop.unit_id,
        "name": stop.unit.name if stop.unit else "",
        "licence_no": stop.unit.licence_no if stop.unit else "",
        "plot": stop.plot,
        "visit": last.pk if last else None,
        "state": last.state if last else "",
        "state_title": STATES[last.state] if last else None,
        "persons_seen": last.persons_seen if last else None,
    }

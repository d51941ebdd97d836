"""The list of permits and licences with what runs out and the conversion in both its parts, and one of them whole."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from hamahang.accounts.permissions import Permission
from hamahang.domain.flows.projects import LICENCE, PERMIT, table_of
from hamahang.domain.indicators import ALL
from hamahang.domain.licences import GRADES
from hamahang.domain.register import LICENCES
from hamahang.domain.text import Text
from hamahang.indicators import queries as indicators
from hamahang.projects import following, permits
from hamahang.register import licensing
from hamahang.register.licensing import LicenceFilter
from hamahang.territory import queries as territory
from hamahang.web import ways
from hamahang.web.access import PersonRequest, page
from hamahang.web.figures import shown as shown_figure
from hamahang.web.finding import name_of
from hamahang.web.keeping import kept
from hamahang.web.paging import page_of
from hamahang.web.said import Typed
from hamahang.web.ways import Field

FILTERS = ("kind", "state", "county", "text", "which")
FIGURES = ("permits_valid", "permits_running_out", "licences_new", "licences_expansion")
WHICH = {
    "good": Text(fa="جواز معتبر", en="permits that are good"),
    "running_out": Text(fa="رو به پایان (۶۰ روز)", en="running out (60 days)"),
    "run_out": Text(fa="جواز منقضی", en="permits that have run out"),
}
STATES = {state.code: state.title for state in (*LICENCE.states, *PERMIT.states)}
FIELDS: dict[str, tuple[Field, ...]] = {
    "transfer": (("holder", Text(fa="گیرندهٔ پروانه", en="New holder"), False),),
}


@page(Permission.REGISTER_READ)
def licences(request: PersonRequest) -> HttpResponse:
    """List permits and licences by kind, state, place and what runs out."""
    said = {name: request.GET.get(name, "")[:80].replace("\0", "") for name in FILTERS}
    wanted = LicenceFilter(**said | {"which": said["which"] if said["which"] in WHICH else ""})
    found = licensing.licences_in(request.reach, request.asof, wanted)
    listed = page_of(found, keys=("since_on", "id"), cursor=request.GET.get("at", ""), newest_first=True)
    context = {
        "wanted": wanted,
        "rows": [_line(row) for row in listed.rows],
        "previous": _address(request, listed.previous),
        "next": _address(request, listed.next),
        "figures": [
            shown_figure(indicators.compute(code, asof=request.asof, scope=ALL, reach=request.reach), request.asof)
            for code in FIGURES
        ],
        "conversion": _conversion(request),
        "choices": {
            "kind": list(LICENCES.items()),
            "state": list(STATES.items()),
            "which": list(WHICH.items()),
            "county": [
                (c.code, name_of(c))
                for c in territory.counties_on(request.asof.day, province=territory.home_province())
            ],
        },
    }
    return render(request, "licences/licences.html", context)


def _conversion(request: PersonRequest) -> dict[str, Any]:
    """Return the conversion with both its parts, and what it would be if the cancelled were not counted."""
    counted = kept(request, "counts of licences", lambda: licensing.counted(request.asof, request.reach))
    permits_of = {state: number for (kind, state), number in counted.items() if kind == "PERMIT"}
    issued, cancelled = sum(permits_of.values()), permits_of.get("CANCELLED", 0)
    converted = permits_of.get("CONVERTED", 0)
    left = issued - cancelled
    return {
        "issued": issued,
        "converted": converted,
        "cancelled": cancelled,
        "percent": round(Decimal(100) * converted / issued, 1) if issued else None,
        "without": round(Decimal(100) * converted / left, 1) if left and cancelled else None,
    }


def _address(request: PersonRequest, cursor: str) -> str:
    if not cursor:
        return ""
    query = {name: request.GET[name] for name in (*FILTERS, "day", "known_at") if request.GET.get(name)}
    return f"?{urlencode(query | {'at': cursor})}"


def _line(row: Any) -> dict[str, Any]:
    unit = row.unit
    return {
        "id": row.pk,
        "number": row.number,
        "kind": LICENCES[row.kind],
        "unit": unit.name,
        "place": Text(fa=unit.estate.name, en=unit.estate.name_en) if unit.estate else name_of(unit.county),
        "on": row.since_on,
        "until": licensing.last_day(row) if row.state in licensing.OPEN else None,
        "state": table_of(row.kind).state(row.state).title,
        "tone": ways.tone_of(table_of(row.kind), row.state),
    }


def licence_or_404(request: PersonRequest, licence_id: int) -> Any:
    """Return a permit or licence that the reader may see.

    :raises Http404: otherwise
    """
    found = licensing.licence_in(request.reach, request.asof, licence_id)
    if found is None:
        raise Http404
    return found


@page(Permission.REGISTER_READ)
def licence(request: PersonRequest, licence_id: int) -> HttpResponse:
    """Show one permit or licence."""
    return render(request, "licences/licence.html", shown(request, licence_or_404(request, licence_id)))


def shown(request: PersonRequest, found: Any) -> dict[str, Any]:
    """Return what the page of a permit or licence shows."""
    whole = licensing.whole(found, request.asof, beside=permits.beside(found, request.asof))
    may, table = request.user.may, whole.way.workflow
    is_now = request.asof.day == request.today and request.asof.known_at is None
    project = following.projects_of([found.unit_id], request.asof).get(found.unit_id)
    is_open = found.told == found.state
    return {
        "licence": found,
        "kind": LICENCES[found.kind],
        "unit": found.unit,
        "state": table.state(found.state).title,
        "tone": ways.tone_of(table, found.state),
        "until": whole.until,
        "is_over": bool(whole.until and whole.until < request.asof.day and found.state in licensing.OPEN),
        "project": project if project and may(Permission.PROJECTS_READ) else None,
        "ahead": ways.ahead(request, whole.way, fields=FIELDS) if is_now and is_open else [],
        "papers": ways.papers(whole.papers, table, _file(found), number="paper_no"),
        "asked": [need for need in table.needs if need.is_paper],
        "late": whole.late if whole.late is not None and whole.late.missing else None,
        "steps": [
            {
                "title": _title(table, step),
                "on": step.since_on,
                "by": step.by,
                "reason": step.reason,
                "number": step.letter_no,
                "until": step.valid_until,
                "holder": step.holder,
            }
            for step in reversed(whole.steps)
        ],
        "terms": whole.terms,
        "grade": GRADES.get(whole.terms.grade) if whole.terms else None,
        "ratings": list(reversed(whole.ratings)),
        "rating_terms": licensing.rating_terms(request.asof),
        "seen": licensing.version(found)[0],
        "is_now": is_now,
        "typed": Typed(),
        "may_work": is_now and may(Permission.LICENCES_WORK),
        "may_issue": is_now and may(Permission.LICENCES_DECIDE) and found.state not in ("CANCELLED", "REPLACED"),
    }


def _title(table: Any, step: Any) -> Text:
    if step.step in ("", "issue"):
        return Text(fa="صدور", en="issued")
    title: Text = table.step(step.step).title
    return title


def _file(found: Any) -> Callable[[int], str]:
    return lambda paper: reverse("licence-paper-file", args=[found.pk, paper])

"""The list of units, and everything known of one."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render

from hamahang.accounts.permissions import Permission
from hamahang.casework import queries as casework
from hamahang.domain.casework import KINDS
from hamahang.domain.packages import PACKAGE_STATES
from hamahang.domain.register import STATUSES
from hamahang.domain.requests import STATES
from hamahang.domain.text import Text
from hamahang.projects import following as projects
from hamahang.register import queries
from hamahang.register.queries import UnitFilter
from hamahang.support import asked, packaging
from hamahang.support import facilities as support
from hamahang.territory import queries as territory
from hamahang.web.access import PersonRequest, page
from hamahang.web.finding import name_of
from hamahang.web.keeping import kept, kept_part
from hamahang.web.paging import page_of
from hamahang.web.projects.telling import waits_of_unit
from hamahang.web.register.proofs import status_told
from hamahang.web.register.timeline import timeline_of

FILTERS = ("text", "county", "estate", "sector", "status")


@page(Permission.REGISTER_READ)
def units(request: PersonRequest) -> HttpResponse:
    """List units in Persian order, narrowed by words, place, sector and status."""
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponse(kept_part(request, "register/units_table.html", lambda: _listed(request)))
    listed = kept_part(request, "register/units_list.html", lambda: _listed(request) | {"choices": _choices(request)})
    return render(request, "register/units.html", {"listed": listed})


def _listed(request: PersonRequest) -> dict[str, Any]:
    """Return one page of the units that are asked for, and what to narrow them by."""
    wanted = UnitFilter(**{name: request.GET.get(name, "")[:80].replace("\0", "") for name in FILTERS})
    found = queries.lines_of(queries.units_in(request.reach, request.asof, wanted))
    listed = page_of(found, keys=("sort_key", "id"), cursor=request.GET.get("at", ""))
    ids = [line.id for line in listed.rows]
    statuses = queries.statuses_by_unit(ids, request.asof)
    counts = queries.head_counts_by_unit(ids, request.asof)
    return {
        "wanted": wanted,
        "rows": [_line(line, statuses.get(line.id), counts.get(line.id)) for line in listed.rows],
        "previous": _address(request, listed.previous),
        "next": _address(request, listed.next),
    }


def _line(line: Any, status: Any, count: Any) -> dict[str, Any]:
    return {
        "id": line.id,
        "name": line.name,
        "licence_no": line.licence_no,
        "county": Text(fa=line.county__name, en=line.county__name_en or line.county__name),
        "estate": Text(fa=line.estate__name, en=line.estate__name_en) if line.estate__name else None,
        "isic": line.isic,
        "status": status.status if status else "",
        "status_title": STATUSES[status.status] if status else None,
        "since_on": status.since_on if status else None,
        "persons": count.persons if count else None,
    }


def _address(request: PersonRequest, cursor: str) -> str:
    if not cursor:
        return ""
    query = {name: request.GET[name] for name in (*FILTERS, "day", "known_at") if request.GET.get(name)}
    return f"?{urlencode(query | {'at': cursor})}"


def _choices(request: PersonRequest) -> dict[str, list[tuple[str, Text]]]:
    """Return what the filters offer: the counties and estates of the home province, statuses, used classes."""
    return kept(request, "choices of units", lambda: _offered(request))


def _offered(request: PersonRequest) -> dict[str, list[tuple[str, Text]]]:
    counties = territory.counties_on(request.asof.day, province=territory.home_province())
    return {
        "county": [(c.code, name_of(c)) for c in counties],
        "estate": [(e.code, Text(fa=e.name, en=e.name_en)) for e in territory.estates_in(request.reach)[:60]],
        "status": list(STATUSES.items()),
        "sector": [
            (code, Text(fa=sector.name, en=sector.name_en))
            for code, sector in sorted(territory.sectors_by_code().items())
            if len(code) == 2
        ],
    }


@page(Permission.REGISTER_READ)
def unit(request: PersonRequest, unit_id: int) -> HttpResponse:
    """Show one unit: its facts, and the line of everything that happened to it."""
    found = queries.unit_in(request.reach, unit_id)
    if found is None:
        raise Http404
    proofs = status_told(unit_id, request.asof)
    held = proofs.holding.key if proofs.holding else None
    facts = queries.facts_of(unit_id, request.asof, held=held)
    status = next((fact for fact in facts["statuses"] if fact.pk == held), None)
    context = {
        "unit": found,
        "county": name_of(found.county),
        "estate": Text(fa=found.estate.name, en=found.estate.name_en) if found.estate else None,
        "company": found.company,
        "sector": territory.sectors_by_code().get(found.isic),
        "status": status,
        "status_title": STATUSES[status.status] if status else None,  # type: ignore[attr-defined]
        "proofs": proofs,
        "may_see_returns": request.user.may(Permission.RETURNS_READ),
        "head_counts": facts["head_counts"],
        "licences": facts["licences"],
        "products": facts["products"],
        "timeline": timeline_of(found, facts, request),
        "aliases": queries.aliases_of(unit_id, request.asof),
        "gone": _gone(request, found),
        "may_merge": request.user.may(Permission.UNITS_MERGE),
        "may_open_case": request.user.may(Permission.CASES_WORK) and found.voided_entry_id is None,
        "cases": _cases(request, unit_id),
        "supported": _supported(request, unit_id),
        "may_ask": request.user.may(Permission.SUPPORT_WORK) and found.voided_entry_id is None,
        "project": _project(request, unit_id),
        "waits": waits_of_unit(request, unit_id) if request.user.may(Permission.PROJECTS_READ) else [],
        "facilities": _facilities(request, unit_id),
        "may_open_facility": request.user.may(Permission.SUPPORT_CONTRACT) and found.voided_entry_id is None,
    }
    return render(request, "register/unit.html", context)


def _project(request: PersonRequest, unit_id: int) -> Any:
    """Return the project that builds or enlarges a unit, if the reader may see it."""
    if not request.user.may(Permission.PROJECTS_READ):
        return None
    return projects.projects_of([unit_id], request.asof).get(unit_id)


def _cases(request: PersonRequest, unit_id: int) -> list[dict[str, Any]]:
    if not request.user.may(Permission.CASEWORK_READ):
        return []
    return [
        {"id": case.pk, "number": case.number, "kind": KINDS[case.kind]}
        for case in casework.cases_of(unit_id, request.asof)
    ]


def _supported(request: PersonRequest, unit_id: int) -> dict[str, list[dict[str, Any]]]:
    """Return the requests and the packages of a unit, each with where it stands."""
    if not request.user.may(Permission.SUPPORT_READ):
        return {"requests": [], "packages": []}
    standing = asked.stages_of(unit_id, request.asof)
    return {
        "requests": [
            {
                "id": found.pk,
                "number": found.number,
                "line": Text(fa=found.line.title, en=found.line.title_en),
                "stage": STATES[standing[found.pk]],
            }
            for found in asked.requests_of(unit_id, request.asof)
            if found.pk in standing
        ],
        "packages": [
            {
                "id": found.package.pk,
                "number": found.package.number,
                "title": found.package.title,
                "state": PACKAGE_STATES[found.state],
            }
            for found in packaging.packages(request.asof, request.reach, unit=unit_id)
        ],
    }


def _facilities(request: PersonRequest, unit_id: int) -> list[dict[str, Any]]:
    if not request.user.may(Permission.SUPPORT_READ):
        return []
    found = support.facilities_of(unit_id, request.asof)
    return [{"id": row.pk, "number": row.number, "bank": row.bank.name} for row in found]


def _gone(request: PersonRequest, found: Any) -> dict[str, Any] | None:
    """Return where a unit went that was merged with another; its address only if the reader may see that one."""
    gone = queries.where_it_went(found.pk, request.asof) if found.voided_entry_id else None
    if gone is None:
        return None
    may_see = queries.unit_in(request.reach, gone.unit) is not None
    return {
        "unit": gone.unit if may_see else None,
        "name": gone.name if may_see else "",
        "by": gone.by,
        "at": gone.at,
        "reason": gone.reason,
        "is_back": gone.is_back,
    }

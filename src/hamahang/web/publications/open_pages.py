"""Pages that anybody may see: published figures, their parts without names, corrections, and open data."""

import csv
import io
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hamahang.briefing import cleared, counted, opendata
from hamahang.domain.differences import REASONS, Part
from hamahang.domain.export import safe_cell
from hamahang.domain.figures import UNITS, say_value
from hamahang.domain.indicators import Scope
from hamahang.domain.money import say_rials
from hamahang.domain.proof import Proof
from hamahang.domain.publishing import PUBLIC, PUBLISHED, STATES
from hamahang.domain.text import Text
from hamahang.territory.places import name_of_scope
from hamahang.web.access import public

WHOLE = Text(fa="همهٔ استان", en="the whole province")
NO_DIFFERENCE = Text(fa="رقم همان ماند", en="the value stayed the same")
TONES = {"PUBLISHED": "good", "SUPERSEDED": "warn", "WITHDRAWN": "bad"}


def line(standing: cleared.Standing) -> dict[str, Any]:
    """Return a publication as lists show it."""
    publication = standing.publication
    value = cleared.value_of(publication)
    return {
        "code": publication.code,
        "title": cleared.title_of(publication),
        "day": publication.day,
        "value": say_value(value, publication.unit) if publication.indicator else None,
        "unit": UNITS.get(publication.unit) if publication.unit != "rial" else None,
        "state": STATES[standing.state.state],
        "tone": TONES.get(standing.state.state, ""),
        "on": standing.state.since_on,
        "reason": standing.state.reason,
    }


@public
@require_safe
def published_figures(request: HttpRequest) -> HttpResponse:
    """List what is published."""
    return render(request, "publications/public.html", {"rows": [line(each) for each in cleared.standing(PUBLISHED)]})


@public
@require_safe
def corrections(request: HttpRequest) -> HttpResponse:
    """List what was published and no longer stands, with why and what took its place."""
    successors, rows = cleared.successors(cleared.standing(*PUBLIC)), []
    told = cleared.told_differences(successors.values())
    for each in cleared.corrections():
        successor = successors.get(each.publication.pk)
        after = cleared.Standing(successor, cleared.state_of(successor)) if successor else None
        is_replaced = successor is not None and successor.replaces_id == each.publication.pk
        why = told[successor.pk] if successor and is_replaced else ()
        parts = [reason_of(part, each.publication.unit) for part in why]
        rows.append(line(each) | {"after": line(after) if after else None, "why": parts})
    return render(request, "publications/corrections.html", {"rows": rows})


def _find(code: str) -> cleared.Standing:
    found = cleared.publication_of(code[:12])
    if found is None:
        raise Http404
    return cleared.Standing(found, cleared.state_of(found))


@public
@require_safe
def published(request: HttpRequest, code: str) -> HttpResponse:
    """Show a published figure: what it is, how surely, of when, and why it differs from before."""
    standing = _find(code)
    if not standing.publication.indicator:
        return _report(request, standing)
    publication, before = standing.publication, standing.publication.replaces
    successor = cleared.successor_of(publication)
    level = publication.definition["level"]
    warnings, notes = cleared.notes_of(publication)
    tables = counted.tables(publication)
    context = {
        "warnings": warnings,
        "notes": notes,
        "figure": line(standing),
        "definition": Text(**publication.definition["definition"]),
        "version": publication.definition["version"],
        "level": Proof(level).title if level is not None else None,
        "records": len(publication.rows),
        "head": f"{publication.head_number}·{publication.head_seal[:16]}",
        "exactly": _exactly(cleared.value_of(publication), publication.unit),
        "is_rounded": cleared.is_rounded(publication),
        "spoken": cleared.spoken(publication),
        "by_county": parts_shown(tables.by_county, publication.unit),
        "by_level": parts_shown(tables.by_level, publication.unit) if level is not None else None,
        "grid": tables.grid if level is not None else None,
        "place_said": name_of_scope(Scope.parse(publication.scope), day=publication.day) or WHOLE,
        "published_on": cleared.published_days([publication])[publication.pk],
        "before": line(cleared.Standing(before, cleared.state_of(before))) if before else None,
        "why": [reason_of(part, publication.unit) for part in cleared.told_difference(publication)],
        "after": line(cleared.Standing(successor, cleared.state_of(successor))) if successor else None,
    }
    return render(request, "publications/published.html", context)


def parts_shown(parts: counted.Parts, unit: str) -> dict[str, Any]:
    """Return a figure's parts as the public sees them."""
    cells = [
        {"title": cell.title, "records": cell.records, "value": say_value(cell.amount, unit) if cell.records else None}
        for cell in parts.cells
    ]
    return {"cells": cells, "hidden": parts.hidden, "is_shown": parts.is_shown}


def reason_of(part: Part, unit: str) -> dict[str, Any]:
    """Return how much one reason adds to a figure, in words; of a share, in points."""
    if not part.amount:
        return {"title": REASONS[part.reason], "records": part.records, "amount": NO_DIFFERENCE}
    size = say_value(cleared.number(str(abs(part.amount))), unit)
    point = Text(fa=" واحد درصد", en=" points") if unit == "percent" else Text(fa="", en="")
    more = Text(fa=f"{size.fa}{point.fa} بیشتر", en=f"{size.en}{point.en} more")
    less = Text(fa=f"{size.fa}{point.fa} کمتر", en=f"{size.en}{point.en} less")
    return {"title": REASONS[part.reason], "records": part.records, "amount": less if part.amount < 0 else more}


def _exactly(value: Any, unit: str) -> Text | None:
    """Return an amount of money to the last rial; other figures are shown exactly as they are."""
    if unit != "rial" or value is None:
        return None
    return Text(fa=say_rials(int(value), "fa", scale="rial"), en=say_rials(int(value), "en", scale="rial"))


def _report(request: HttpRequest, standing: cleared.Standing) -> HttpResponse:
    """Show the published figures of a briefing; its lists stay inside."""
    context = {"report": line(standing), "figures": figures_shown(standing.publication)}
    return render(request, "publications/report.html", context)


def figures_shown(publication: Any) -> list[dict[str, Any]]:
    """Return the figures of a briefing as the public sees them."""
    own = cleared.pages_of(publication)
    return [
        {
            "page": own.get(figure["code"]),
            "title": Text(**figure["title"]),
            "place": name_of_scope(Scope.parse(figure["scope"]), day=publication.day),
            "definition": Text(**figure["definition"]),
            "value": say_value(cleared.number(figure["value"]), figure["unit"]),
            "unit": UNITS.get(figure["unit"]) if figure["unit"] != "rial" else None,
            "level": Proof(figure["level"]).title if figure["level"] is not None else None,
        }
        for figure in publication.figures
    ]


@public
@require_safe
def published_json(request: HttpRequest, code: str) -> HttpResponse:
    """Send a published figure, or the figures of a briefing, as JSON."""
    standing = _find(code)
    told = opendata.whole if standing.publication.indicator else opendata.whole_briefing
    return _open(JsonResponse(told(standing), json_dumps_params={"ensure_ascii": False}))


@public
@require_safe
def table(request: HttpRequest, name: str, kind: str) -> HttpResponse:
    """Send an open table as CSV or JSON."""
    if name not in opendata.TABLES or kind not in ("csv", "json"):
        raise Http404
    rows = opendata.table(name)
    if kind == "json":
        return _open(JsonResponse({"licence": opendata.LICENCE, name: rows}, json_dumps_params={"ensure_ascii": False}))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    columns = [column for column, _, _ in opendata.TABLES[name]]
    writer.writerow(columns)
    writer.writerows([_cell(row[column]) for column in columns] for row in rows)
    response = HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return _open(response)


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return str(value).lower()
    return safe_cell(value) if isinstance(value, str) else value


@public
@require_safe
def package(request: HttpRequest) -> HttpResponse:
    """Send the description of the open tables."""
    return _open(JsonResponse(opendata.data_package(), json_dumps_params={"ensure_ascii": False}))


def _open(response: HttpResponse) -> HttpResponse:
    """Let pages of others read open data: nobody's session can widen what they say."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response

"""The list of mines with what they owe and what runs out, and one mine whole."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from hamahang.accounts.permissions import Permission
from hamahang.domain.calendar import jalali
from hamahang.domain.indicators import ALL
from hamahang.domain.mineflows import MINE
from hamahang.domain.mines import DOCUMENTS, STATUSES
from hamahang.domain.text import Text
from hamahang.indicators import queries as indicators
from hamahang.register import mining
from hamahang.register.mining import MineFilter
from hamahang.territory import queries as territory
from hamahang.web import ways
from hamahang.web.access import PersonRequest, page
from hamahang.web.figures import shown as shown_figure
from hamahang.web.paging import page_of
from hamahang.web.said import Typed
from hamahang.web.ways import Field

FILTERS = ("status", "document", "county", "text", "late")
FIGURES = (
    "mines_active",
    "mines_inactive",
    "mines_being_equipped",
    "royalties_due",
    "royalties_paid",
    "mines_running_out",
)
TONES = {"ACTIVE": "good", "INACTIVE": "bad", "BEING_EQUIPPED": "accent"}
UNTIL: tuple[Field, ...] = (("valid_until", Text(fa="اعتبار تا", en="Good until"), True),)
FIELDS = dict.fromkeys(("explore", "certify", "exploit", "award", "renew", "extract"), UNTIL)


@page(Permission.REGISTER_READ)
def mines(request: PersonRequest) -> HttpResponse:
    """List mines by status, document, place and what runs out."""
    wanted = MineFilter(**{name: request.GET.get(name, "")[:80].replace("\0", "") for name in FILTERS})
    found = mining.mines_in(request.reach, request.asof, wanted)
    listed = page_of(found, keys=("sort_key", "id"), cursor=request.GET.get("at", ""))
    owed = mining.owed_by_mine(request.asof, [row.mine_id for row in listed.rows])
    year = jalali(request.asof.day)[0] - 1
    context = {
        "wanted": wanted,
        "rows": [_line(row, owed[row.mine_id]) for row in listed.rows],
        "previous": _address(request, listed.previous),
        "next": _address(request, listed.next),
        "figures": [
            shown_figure(indicators.compute(code, asof=request.asof, scope=ALL, reach=request.reach), request.asof)
            for code in FIGURES
        ],
        "year": year,
        "extracted": list(mining.extracted_by_mineral(request.asof, request.reach, year).items()),
        "choices": {
            "status": list(STATUSES.items()),
            "document": list(DOCUMENTS.items()),
            "county": [(c.code, Text(fa=c.name, en=c.name_en or c.name)) for c in _counties(request)],
        },
        "may_work": request.user.may(Permission.LICENCES_WORK),
    }
    return render(request, "mines/mines.html", context)


def _counties(request: PersonRequest) -> Any:
    return territory.counties_on(request.asof.day, province=territory.home_province())


def _address(request: PersonRequest, cursor: str) -> str:
    if not cursor:
        return ""
    query = {name: request.GET[name] for name in (*FILTERS, "day", "known_at") if request.GET.get(name)}
    return f"?{urlencode(query | {'at': cursor})}"


def _line(row: Any, owed: mining.Owed) -> dict[str, Any]:
    mine = row.mine
    return {
        "id": mine.pk,
        "name": mine.name,
        "number": mine.licence_no,
        "minerals": mine.minerals,
        "county": Text(fa=mine.county.name, en=mine.county.name_en or mine.county.name),
        "status": STATUSES[row.status],
        "tone": TONES[row.status],
        "document": DOCUMENTS[row.document],
        "until": row.until,
        "persons": row.persons,
        "owed": owed.left,
    }


def mine_or_404(request: PersonRequest, mine_id: int) -> Any:
    """Return a mine that the reader may see.

    :raises Http404: otherwise
    """
    found = mining.mine_in(request.reach, mine_id)
    if found is None:
        raise Http404
    return found


@page(Permission.REGISTER_READ)
def mine(request: PersonRequest, mine_id: int) -> HttpResponse:
    """Show one mine."""
    return render(request, "mines/mine.html", shown(request, mine_or_404(request, mine_id)))


def shown(request: PersonRequest, found: Any) -> dict[str, Any]:
    """Return what the page of a mine shows."""
    whole = mining.whole(found, request.asof)
    may = request.user.may
    is_now = request.asof.day == request.today and request.asof.known_at is None
    status = whole.statuses[0] if whole.statuses else None
    return {
        "mine": found,
        "county": Text(fa=found.county.name, en=found.county.name_en or found.county.name),
        "stage": MINE.state(whole.way.stage).title,
        "tone": ways.tone_of(MINE, whole.way.stage),
        "status": status,
        "status_title": STATUSES[status.status] if status else None,
        "status_tone": TONES[status.status] if status else "",
        "band": ways.band(whole.way),
        "ahead": ways.ahead(request, whole.way, fields=FIELDS) if is_now else [],
        "times": ways.running(whole.way, request.asof.day, territory.closures()),
        "papers": ways.papers(whole.papers, MINE, _file(found), number="number"),
        "asked": [need for need in MINE.needs if need.is_paper],
        "until": whole.until,
        "owed": whole.owed,
        "dues": whole.dues,
        "payments": whole.payments,
        "extractions": whole.extractions,
        "extracted": list(whole.extracted.items()),
        "reserve_left": whole.reserve_left,
        "statuses": list(STATUSES.items()),
        "this_year": jalali(request.asof.day)[0],
        "seen": mining.version(found)[0],
        "is_now": is_now,
        "typed": Typed(),
        "may_work": is_now and may(Permission.LICENCES_WORK),
    }


def _file(found: Any) -> Callable[[int], str]:
    return lambda paper: reverse("mine-paper-file", args=[found.pk, paper])

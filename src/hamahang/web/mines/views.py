"""The list of mines with what they owe and what runs out, and one mine whole."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from hamahang.accounts.permissions import Permission
from hamahang.domain.calendar import jalali
from hamahang.domain.flows.mines import MINE
from hamahang.domain.indicators import ALL
from hamahang.domain.mines import BY_MINERAL, DOCUMENTS, PARTICULARS, PARTICULARS_OF, STATUSES, minerals_in
from hamahang.domain.text import Text
from hamahang.indicators import queries as indicators
from hamahang.register import mining
from hamahang.register.mining import MineFilter
from hamahang.territory import queries as territory
from hamahang.web import ways
from hamahang.web.access import PersonRequest, page
from hamahang.web.figures import shown as shown_figure
from hamahang.web.finding import name_of
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
UNTIL: Field = ("valid_until", Text(fa="اعتبار تا", en="Good until"), True)
DATED = ("explore", "certify", "exploit", "award", "renew", "extract")
OF_MINERAL = Text(fa="{title}: {mineral}", en="{title}: {mineral}")


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
            "county": [(c.code, name_of(c)) for c in _counties(request)],
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
        "county": name_of(mine.county),
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
        "county": name_of(found.county),
        "stage": MINE.state(whole.way.stage).title,
        "tone": ways.tone_of(MINE, whole.way.stage),
        "status": status,
        "status_title": STATUSES[status.status] if status else None,
        "status_tone": TONES[status.status] if status else "",
        "band": ways.band(whole.way),
        "ahead": ways.ahead(request, whole.way, fields=_fields(found)) if is_now else [],
        "times": ways.running(whole.way, request.asof.day, territory.closures()),
        "papers": ways.papers(whole.papers, MINE, _file(found), number="number"),
        "asked": [need for need in MINE.needs if need.is_paper],
        "until": whole.until,
        "owed": whole.owed,
        "dues": whole.dues,
        "payments": whole.payments,
        "extractions": whole.extractions,
        "extracted": list(whole.extracted.items()),
        "reserves": [{"mineral": name, "certified": row[0], "left": row[1]} for name, row in whole.reserves.items()],
        "particulars": [_particular(row) for row in whole.particulars],
        "kinds": list(PARTICULARS.items()),
        "minerals": minerals_in(found.minerals),
        "statuses": list(STATUSES.items()),
        "this_year": jalali(request.asof.day)[0],
        "seen": mining.version(found)[0],
        "is_now": is_now,
        "typed": Typed(),
        "may_work": is_now and may(Permission.LICENCES_WORK),
    }


def _particular(row: Any) -> dict[str, Any]:
    return {
        "title": PARTICULARS[row.kind],
        "mineral": row.mineral,
        "amount": row.amount,
        "letter_no": row.letter_no,
        "on": row.since_on,
        "is_money": row.kind == "COSTS",
    }


def _fields(found: Any) -> dict[str, list[Field]]:
    """Return the further fields of each step's form: its last day, and what its document says of the mine."""
    fields: dict[str, list[Field]] = {step: [UNTIL] for step in DATED}
    for step in PARTICULARS_OF:
        fields[step] += [(name, title, False) for name, title, _, _ in particulars_of(step, found.minerals)]
    return fields


def particulars_of(step: str, minerals: str) -> list[tuple[str, Text, str, str]]:
    """Return what a step's document says of a mine: the name of the field, its label, the kind, and the mineral."""
    found = []
    for kind in PARTICULARS_OF.get(step, ()):
        title = PARTICULARS[kind]
        if kind not in BY_MINERAL:
            found.append((kind.lower(), title, kind, ""))
            continue
        for number, mineral in enumerate(minerals_in(minerals)):
            label = OF_MINERAL.format(title=title, mineral=mineral)
            found.append((f"{kind.lower()}-{number}", label, kind, mineral))
    return found


def _file(found: Any) -> Callable[[int], str]:
    return lambda paper: reverse("mine-paper-file", args=[found.pk, paper])

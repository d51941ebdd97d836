"""The order in which idle units are taken up, how it is counted, and whether it treats places and sizes alike."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from hamahang.accounts.permissions import Permission
from hamahang.casework import counting, queries
from hamahang.domain.causes import CAUSES
from hamahang.domain.text import Text
from hamahang.territory import queries as territory
from hamahang.web.access import PersonRequest, page
from hamahang.web.finding import name_of

SIZE = 50
UNKNOWN = Text(fa="ناشناخته", en="not known")
GROUPINGS = {
    "county": Text(fa="شهرستان", en="County"),
    "sector": Text(fa="رشته", en="Sector"),
    "size": Text(fa="اندازه", en="Size"),
}


@page(Permission.CASEWORK_READ)
def order(request: PersonRequest) -> HttpResponse:
    """Show the units that wait for a decision in the order of what they would bring for the money, with ranges."""
    # its numerical library is heavy, and no other page needs it
    from hamahang.casework import triaging

    by = request.GET.get("by", "")
    by = by if by in GROUPINGS else "county"
    first = request.GET.get("from", "")
    start = int(first) if first.isascii() and first.isdigit() and len(first) < 7 else 0
    lines = triaging.triage(request.asof, request.reach)
    shown = lines[start : start + SIZE]
    table = queries.table_on("REVIVAL", request.asof.day)
    title = _title(by)
    alike = triaging.treated(lines, counting.triaged(request.asof, request.reach), by=by)
    context = {
        "lines": [
            _line(line, triaging.ranges(line), place, table) for place, line in enumerate(shown, start=start + 1)
        ],
        "number": len(lines),
        "previous": max(start - SIZE, 0) if start else None,
        "next": start + SIZE if start + SIZE < len(lines) else None,
        "alike": [{"treated": one, "title": title(one.key)} for one in alike],
        "groupings": list(GROUPINGS.items()),
        "by": by,
        "priors": triaging.priors(),
    }
    return render(request, "casework/triage.html", context)


def _line(line: Any, ranges: Any, place: int, table: Any) -> dict[str, Any]:
    ready = line.ready
    return {
        "place": place,
        "line": line,
        "waiting": line.waiting,
        "ready": (round(ready.least * 100), round(ready.most * 100)),
        "ranges": ranges,
        "cause": CAUSES.get(line.waiting.cause, UNKNOWN),
        "stage": table.state(line.waiting.stage).title,
    }


def _title(by: str) -> Callable[[str], Text]:
    """Return what names the keys of a grouping."""
    if by == "size":
        return _size
    names: Mapping[str, Text]
    if by == "sector":
        names = {code: Text(fa=s.name, en=s.name_en) for code, s in territory.sectors_by_code().items()}
    else:
        names = {c.code: name_of(c) for c in territory.counties_by_id().values()}
    return lambda key: names.get(key, UNKNOWN)


def _size(least: str) -> Text:
    bounds = (0, *counting.SIZES)
    place = bounds.index(int(least))
    if place == len(bounds) - 1:
        return Text(fa="{n} نفر و بیشتر", en="{n} persons and more").format(n=bounds[place])
    return Text(fa="{a} تا {b} نفر", en="{a} to {b} persons").format(a=bounds[place], b=bounds[place + 1] - 1)

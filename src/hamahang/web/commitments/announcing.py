"""Announcing a promise of any figure, a new version of its target by county, its split by agency, sector or month."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from hamahang.accounts import queries as accounts
from hamahang.accounts.permissions import Permission
from hamahang.commitments import actions, queries
from hamahang.domain.calendar import month_ends, write_day
from hamahang.domain.commitments import BASES, JOBS, PARTS, CommitmentRefused
from hamahang.domain.figures import UNITS, say_amount
from hamahang.domain.indicators import ALL, Wish
from hamahang.domain.ledger import AsOf
from hamahang.domain.numbers import parse_number
from hamahang.domain.refusal import Refused
from hamahang.domain.text import Text
from hamahang.indicators import promises
from hamahang.territory import queries as territory
from hamahang.web import said
from hamahang.web.access import PersonRequest, page
from hamahang.web.acts import who
from hamahang.web.commitments import telling
from hamahang.web.said import Typed

TAKEN = Text(fa="تعهدی با شمارهٔ «{number}» ثبت شده است", en="A promise of number “{number}” is recorded already")
LACKS = Text(fa="«{field}» را بنویسید", en="Write “{field}”")
FROM, DUE = Text(fa="آغاز", en="From"), Text(fa="مهلت", en="Due")
NO_FIGURE = Text(fa="رقم را از فهرست برگزینید", en="Choose the figure from the list")
NO_PLACE = Text(fa="جا را از فهرست برگزینید", en="Choose the place from the list")
NOT_WHOLE = Text(fa="«{value}» عددی درست و نامنفی نیست", en="“{value}” is no number, or below zero or no whole one")
AT_MOST_OF = Text(fa="حداکثر: {figure}", en="at most: {figure}")
COUNTY = "COUNTY"
UNSPLIT = "all"  # the code of the rest, of no county
MOST = 10**15  # of any unit but money, which has its own bound


@page(Permission.COMMITMENTS_ANNOUNCE)
@require_http_methods(["GET", "POST"])
def new(request: PersonRequest) -> HttpResponse:
    """Announce a promise; its target comes next, by county."""
    refused = None
    if request.method == "POST":
        try:
            made = actions.announce(promise=_promise(request), **who(request))
            return redirect("commitment-shares", made.pk, COUNTY.lower())
        except Refused as error:
            refused = error.why
    context = {
        "refused": refused,
        "typed": Typed(request.POST or request.GET),
        "figures": _figures(),
        "places": [(f"county:{county.code}", telling.county(county)) for county in _counties(request.today)],
        "jobs": JOBS,
    }
    return render(request, "commitments/new.html", context, status=422 if refused else 200)


def _figures() -> list[tuple[Text, list[tuple[str, Text]]]]:
    """Return the figures that can be promised with their units, by subject; jobs by themselves before all."""
    found: dict[Text, list[tuple[str, Text]]] = {}
    for code, known in promises.choices().items():
        unit = UNITS[known.unit]
        words = Text(fa=f"{known.title.fa} ({unit.fa})", en=f"{known.title.en} ({unit.en})")
        if known.wish is Wish.LESS:
            words = AT_MOST_OF.format(figure=words)
        found.setdefault(known.group, []).append((code, words))
    return list(found.items())


def _counties(day: date) -> list[Any]:
    return list(territory.counties_on(day, province=territory.home_province()))


def _promise(request: PersonRequest) -> actions.Announcement:
    """Return what was typed.

    :raises WrongForm, CommitmentRefused: if it cannot be read, its number is taken, or no figure counts it
    """
    metric = said.text(request, "metric") or JOBS
    if metric not in promises.choices():
        raise CommitmentRefused(NO_FIGURE)
    number = said.text(request, "number")[:40]
    if number in queries.commitments_by_number():
        raise CommitmentRefused(TAKEN.format(number=number))
    return actions.Announcement(
        number=number,
        title=said.text(request, "title")[:200],
        holder=said.text(request, "holder")[:160],
        from_on=_needed(request, "from_on", FROM),
        due_on=_needed(request, "due_on", DUE),
        metric=metric,
        is_at_most=promises.is_at_most(metric),
        scope=_place(request),
        definition=said.text(request, "definition"),
        announced_by=said.text(request, "announced_by")[:160],
        announced_at=said.text(request, "announced_at")[:160],
        announced_on=said.day(request, "announced_on"),
        baseline=_amount(request, "baseline", promises.unit_of(metric)),
        baseline_on=said.day(request, "baseline_on") if said.text(request, "baseline_on") else None,
    )


def _place(request: PersonRequest) -> str:
    """Return where a promise is counted: the whole, or one county of the province.

    :raises CommitmentRefused: for any other place
    """
    place = said.text(request, "scope")
    if place in ("", str(ALL)):
        return str(ALL)
    if place not in {f"county:{county.code}" for county in _counties(request.today)}:
        raise CommitmentRefused(NO_PLACE)
    return place


def _amount(request: PersonRequest, name: str, unit: str) -> int | None:
    """Return a whole amount of the form in a unit, None where it is empty.

    :raises WrongForm: if it is none, or below zero
    """
    if unit == "rial":
        amount = said.rials(request, name)
        if amount is not None and amount < 0:
            raise said.WrongForm(NOT_WHOLE.format(value=said.text(request, name)[:60]))
        return amount
    written = said.text(request, name)[:40]
    if not written:
        return None
    read = parse_number(written).value
    if read is None or read != int(read) or not 0 <= read <= MOST:
        raise said.WrongForm(NOT_WHOLE.format(value=written))
    return int(read)


def _needed(request: PersonRequest, name: str, field: Text) -> date:
    """Return a day of the period, which may lie ahead.

    :raises WrongForm: if it lacks or is none
    """
    if not said.text(request, name):
        raise said.WrongForm(LACKS.format(field=field))
    return said.day(request, name, may_come=True)


@page(Permission.COMMITMENTS_ANNOUNCE)
@require_http_methods(["GET", "POST"])
def shares(request: PersonRequest, commitment_id: int, part: str) -> HttpResponse:
    """Record a version of the target by county, or its split by another part."""
    now, part = AsOf(request.today), part.upper()
    found = queries.commitment(commitment_id, now)
    if (
        found is None
        or not queries.is_open_to(found, request.reach)
        or part.lower() not in (COUNTY.lower(), *dict(telling.split_by(found)))
    ):
        raise Http404
    fields, refused, unit = _fields(found, part, request.today), None, promises.unit_of(found.figure)
    holding = _holding(found, part, now)
    if request.method == "POST":
        try:
            _record(request, found, part, _typed(request, fields, holding, unit))
            response = redirect("commitment", found.pk)
            response["Location"] += "#versions" if part == COUNTY else f"#{part.lower()}"
            return response
        except Refused as error:
            refused = error.why
    typed = Typed(request.POST)
    context = {
        "commitment": found,
        "part": part,
        "title": PARTS.get(part, telling.COUNTY),
        "fields": [
            (code, name, typed[f"share-{code}"] if typed else telling.as_typed(holding.get(code), unit))
            for code, name in fields
        ],
        "unit": UNITS[unit],
        "is_money": unit == "rial",
        "target": say_amount(sum(queries.targets_of(found, request.today)), unit),
        "is_first": part == COUNTY and not queries.targets_of(found, request.today),
        "bases": list(BASES.items()) if part == COUNTY else [],
        "refused": refused,
        "typed": typed,
    }
    return render(request, "commitments/shares.html", context, status=422 if refused else 200)


def _fields(commitment: Any, part: str, day: date) -> list[tuple[str, Text]]:
    """Return the codes that a target can be split by, with their names."""
    if part == COUNTY:
        place = commitment.place
        counties = [county for county in _counties(day) if place.kind != "county" or county.code == place.code]
        unsplit = [] if place.kind == "county" else [(UNSPLIT, telling.REST)]
        return unsplit + [(str(county.pk), telling.county(county)) for county in counties]
    if part == "AGENCY":
        return [(str(agency.pk), Text(fa=agency.name, en=agency.name)) for agency in accounts.agencies()]
    if part == "MONTH":
        codes = [write_day(end)[:7] for end in month_ends(commitment.from_on, commitment.due_on)]
        last = write_day(commitment.due_on)[:7]
        return [(code, telling.month(code)) for code in [*codes, *([last] if last not in codes else [])]]
    found = sorted(territory.sectors_by_code().items())
    return [(code, telling.sector(sector, code)) for code, sector in found if len(code) == 2]


def _holding(commitment: Any, part: str, asof: AsOf) -> Mapping[str, int]:
    """Return the shares that hold, by code."""
    if part != COUNTY:
        return queries.splits(commitment, asof).get(part, {})
    rows = queries.targets(asof).filter(commitment=commitment)
    return {str(county or UNSPLIT): amount for county, amount in rows.values_list("county_id", "amount")}


def _typed(
    request: PersonRequest, fields: list[tuple[str, Text]], holding: Mapping[str, int], unit: str
) -> dict[str, int]:
    """Return the shares of the form; one that holds and was emptied is nothing from now on.

    :raises WrongForm: if one is no number
    """
    typed = {code: _amount(request, f"share-{code}", unit) for code, _ in fields}
    return {code: number or 0 for code, number in typed.items() if number is not None or code in holding}


def _record(request: PersonRequest, commitment: Any, part: str, amounts: dict[str, int]) -> None:
    """Record the shares.

    :raises WrongForm, CommitmentRefused: if the day cannot be read, or the shares cannot be
    """
    common: dict[str, Any] = {
        "commitment": commitment,
        "announced_on": said.day(request, "announced_on"),
        **who(request),
    }
    if part != COUNTY:
        actions.set_split(part=part, amounts=amounts, **common)
        return
    actions.set_target(
        amounts={None if code == UNSPLIT else int(code): number for code, number in amounts.items()},
        issuer=said.text(request, "issuer")[:160],
        basis=said.text(request, "basis")[:10],
        **common,
    )

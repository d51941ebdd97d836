"""What people do to mines: each is one form, one action, and the mine again with what it says."""

from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from hamahang.accounts.permissions import Permission
from hamahang.domain.mines import BY_MINERAL, MineRefused, Particular
from hamahang.domain.refusal import Refused
from hamahang.domain.text import Text
from hamahang.register import minework, mining
from hamahang.web import said, ways
from hamahang.web.access import PersonRequest, page
from hamahang.web.acts import Subject, permissions, who
from hamahang.web.finding import counties, county_of
from hamahang.web.mines.views import mine_or_404, particulars_of, shown
from hamahang.web.said import Typed

WRITE_ALL = Text(fa="سال و مقدار را بنویسید", en="Write the year and the amount")
MINE = Subject("mine", "mines/mine.html", find=mine_or_404, shown=shown)


@page(Permission.LICENCES_WORK)
@require_http_methods(["GET", "POST"])
def new(request: PersonRequest) -> HttpResponse:
    """Record the request of an area."""
    refused = None
    if request.method == "POST":
        try:
            made = minework.request_area(
                number=said.text(request, "number")[:40],
                name=said.text(request, "name")[:160],
                minerals=said.text(request, "minerals")[:160],
                county=county_of(request, said.text(request, "county")),
                on=said.day(request),
                **who(request),
            )
            return redirect("mine", made.pk)
        except Refused as error:
            refused = error.why
    context = {"counties": counties(request), "refused": refused, "typed": Typed(request.POST)}
    return render(request, "mines/new.html", context, status=422 if refused else 200)


@page(Permission.REGISTER_READ)
@require_POST
def step(request: PersonRequest, mine_id: int) -> HttpResponse:
    """Take a step; who may is in the table."""

    def act(mine: Any) -> None:
        until = said.day(request, "valid_until", may_come=True) if said.text(request, "valid_until") else None
        minework.take_step(
            mine=mine,
            step=said.text(request, "step")[:20],
            on=said.day(request),
            permissions=permissions(request),
            reason=said.text(request, "reason"),
            letter_no=said.text(request, "letter_no")[:40],
            valid_until=until,
            particulars=_particulars(request, mine),
            seen=said.seen(request),
            **who(request),
        )

    return MINE.act(request, mine_id, act, part="ahead")


def _particulars(request: PersonRequest, mine: Any) -> list[Particular]:
    """Return what the form of a step says of the mine; an empty field says nothing."""
    found = []
    for name, _, kind, mineral in particulars_of(said.text(request, "step")[:20], mine.minerals):
        read = _amount_of(request, name, kind)
        if read is not None:
            found.append(Particular(kind, read, mineral))
    return found


def _amount_of(request: PersonRequest, name: str, kind: str) -> Decimal | None:
    if kind != "COSTS":
        return said.decimal(request, name)
    rials = said.rials(request, name)
    return None if rials is None else Decimal(rials)


@page(Permission.LICENCES_WORK)
@require_POST
def particular(request: PersonRequest, mine_id: int) -> HttpResponse:
    """Record what a paper says of a mine: a reserve, a nominal extraction, an area, accepted costs."""

    def act(mine: Any) -> None:
        kind = said.text(request, "kind")
        read = _amount_of(request, "particular", kind)
        mineral = said.text(request, "mineral")[:80] if kind in BY_MINERAL else ""
        minework.describe(
            mine=mine,
            particulars=[] if read is None else [Particular(kind, read, mineral)],
            letter_no=said.text(request, "letter_no")[:60],
            on=said.day(request),
            **who(request),
        )

    return MINE.act(request, mine_id, act, part="particulars")


@page(Permission.LICENCES_WORK)
@require_POST
def paper(request: PersonRequest, mine_id: int) -> HttpResponse:
    """Put a paper beside a mine."""

    def act(mine: Any) -> None:
        minework.add_paper(
            mine=mine,
            **said.paper(request),
            **who(request),
        )

    return MINE.act(request, mine_id, act, part="papers")


@page(Permission.REGISTER_READ)
def paper_file(request: PersonRequest, mine_id: int, paper_id: int) -> HttpResponse:
    """Send the file of a paper to who may see the mine."""
    return ways.sent_file(mining.paper(mine_or_404(request, mine_id), paper_id))


@page(Permission.LICENCES_WORK)
@require_POST
def status(request: PersonRequest, mine_id: int) -> HttpResponse:
    """Record whether a mine works."""

    def act(mine: Any) -> None:
        minework.see_mine(
            mine=mine,
            status=said.text(request, "status"),
            persons=said.number(request, "persons"),
            on=said.day(request),
            **who(request),
        )

    return MINE.act(request, mine_id, act, part="status")


@page(Permission.LICENCES_WORK)
@require_POST
def royalty(request: PersonRequest, mine_id: int) -> HttpResponse:
    """Record what a mine owes for a year, or what it paid: a payment has the number of its slip."""

    def act(mine: Any) -> None:
        year, rials = said.number(request, "year"), said.rials(request, "amount")
        if year is None or rials is None:
            raise MineRefused(WRITE_ALL)
        document, given = said.text(request, "document_no")[:60], {"mine": mine, "year": year, "amount": rials}
        if said.text(request, "what") == "paid":
            minework.pay_royalty(**given, document_no=document, on=said.day(request), **who(request))
        else:
            due = said.day(request, "due_on", may_come=True)
            minework.set_royalty(**given, due_on=due, on=said.day(request), **who(request))

    return MINE.act(request, mine_id, act, part="royalties")


@page(Permission.LICENCES_WORK)
@require_POST
def extraction(request: PersonRequest, mine_id: int) -> HttpResponse:
    """Record how much was taken out in a year."""

    def act(mine: Any) -> None:
        year, tonnes = said.number(request, "year"), said.decimal(request, "tonnes")
        if year is None or tonnes is None:
            raise MineRefused(WRITE_ALL)
        mineral = said.text(request, "mineral")[:80] or mine.minerals[:80]
        on = said.day(request)
        minework.record_extraction(mine=mine, mineral=mineral, year=year, tonnes=tonnes, on=on, **who(request))

    return MINE.act(request, mine_id, act, part="extraction")

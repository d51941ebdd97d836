"""What an estate has left of its utilities: what reaches it, what is promised to whom, and who needs how much more."""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from hamahang.accounts.permissions import Permission
from hamahang.domain.numbers import parse_number
from hamahang.domain.refusal import Refused
from hamahang.domain.text import Text
from hamahang.domain.utilities import MEASURES, Balance, open_demand
from hamahang.projects import placing
from hamahang.territory import queries
from hamahang.territory.actions import set_capacity
from hamahang.web import said
from hamahang.web.access import PersonRequest, page
from hamahang.web.acts import who

PROJECT = "projects.InvestmentProject"
UNIT = "register.Unit"


def left(request: PersonRequest, estate: Any) -> list[dict[str, Any]]:
    """Return each utility of an estate with its balance, its promises in their order, and the needs beside them."""
    balances = queries.utilities_left([estate.pk], request.asof)[estate.pk]
    wanted = placing.estate_needs([estate.pk], request.asof)[estate.pk]
    return [
        _line(code, balances[code], [need for need in wanted if need.utility == code], request) for code in MEASURES
    ]


def _line(code: str, balance: Balance, wanted: list[Any], request: PersonRequest) -> dict[str, Any]:
    may_read = request.user.may(Permission.PROJECTS_READ)
    needed = sum((need.amount for need in wanted), Decimal(0))
    return {
        "code": code,
        "title": MEASURES[code].title,
        "unit": MEASURES[code].unit,
        "capacity": balance.capacity,
        "promised": balance.promised,
        "left": balance.left,
        "needed": needed,
        "is_contested": balance.is_contested,
        "promises": [
            {
                "id": row.promise.about_id,
                "page": _page(row.promise.about, may_read=may_read),
                "holder": row.promise.holder,
                "amount": row.promise.amount,
                "sum": row.sum,
                "lacking": row.lacking,
                "on": row.promise.on,
                "letter_no": row.promise.letter_no,
                "reason": row.promise.reason,
            }
            for row in balance.rows
        ],
        "waiting": [
            {
                "name": need.project.title if need.project else need.unit.name,
                "id": need.project_id or need.unit_id,
                "page": _page(PROJECT if need.project else UNIT, may_read=may_read),
                "amount": need.amount,
                "promised": balance.promised_to(PROJECT if need.project else UNIT, need.project_id or need.unit_id),
            }
            for need in wanted
        ],
    }


def left_of_all(request: PersonRequest, estates: list[Any]) -> list[dict[str, Any]]:
    """Return each estate of which something is known with what is left of each utility and what is lacking."""
    keys = [estate.pk for estate in estates]
    balances, needs = queries.utilities_left(keys, request.asof), placing.estate_needs(keys, request.asof)
    rows = []
    for estate in estates:
        cells = [_cell(balances[estate.pk][code], needs[estate.pk]) for code in MEASURES]
        if any(cell["left"] is not None or cell["needed"] for cell in cells):
            name = Text(fa=estate.name, en=estate.name_en)
            rows.append({"code": estate.code, "name": name, "cells": cells})
    return rows


def _cell(balance: Balance, wanted: list[Any]) -> dict[str, Any]:
    own = [need for need in wanted if need.utility == balance.utility]
    needs = [(PROJECT if n.project_id else UNIT, n.project_id or n.unit_id, n.amount) for n in own]
    asked = open_demand(balance.utility, needs=needs, of=balance)
    return {
        "capacity": balance.capacity,
        "left": balance.left,
        "needed": asked.needed,
        "lacking": asked.lacking,
        "is_contested": balance.is_contested,
    }


def _page(about: str, *, may_read: bool) -> str:
    """Return the name of the page of a holder, empty where the reader may not open it."""
    return {PROJECT: "project", UNIT: "unit"}.get(about, "") if may_read else ""


@page(Permission.UTILITIES_PROMISE)
@require_POST
def capacity(request: PersonRequest, code: str) -> HttpResponse:
    """Record how much of a utility a source gives an estate from a day on."""
    found = next((estate for estate in queries.estates_in(request.reach).filter(code=code)), None)
    if found is None:
        raise Http404
    try:
        written = said.text(request, "amount")[:40]
        amount = parse_number(written).value
        if amount is None:
            raise said.WrongForm(said.NOT_A_NUMBER.format(value=written))
        set_capacity(
            estate=found,
            utility=said.text(request, "utility"),
            name=said.text(request, "name")[:120],
            amount=Decimal(amount),
            on=said.day(request),
            **who(request),
        )
        messages.info(request, said.DONE[request.LANGUAGE_CODE])
    except Refused as refused:
        messages.error(request, refused.why[request.LANGUAGE_CODE])
    response = redirect("estate", code)
    response["Location"] += "#utilities"
    return response

"""What all forms of support share: one act, then the page again with what it says."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from hamahang.accounts.roles import ROLES
from hamahang.domain.credit import CreditRefused
from hamahang.domain.packages import PackageRefused
from hamahang.domain.papers import NotAccepted
from hamahang.domain.requests import RequestRefused
from hamahang.domain.support import DisbursementExceedsFacility
from hamahang.domain.text import Text
from hamahang.domain.workflow import StepIncomplete, StepNotAllowed
from hamahang.territory import queries as territory
from hamahang.web import said
from hamahang.web.access import PersonRequest
from hamahang.web.said import DONE, Typed

REFUSALS = (
    RequestRefused, PackageRefused, said.WrongForm, StepNotAllowed, StepIncomplete, NotAccepted, CreditRefused,
    DisbursementExceedsFacility,
)  # fmt: skip
Choices = Sequence[tuple[str, Text]]


def acted(
    request: PersonRequest,
    act: Callable[[], Any],
    *,
    to: str,
    key: Any,
    part: str,
    again: Callable[[dict[str, Any]], HttpResponse],
) -> HttpResponse:
    """Do something and lead to a page; refused, show it again with why and what was typed."""
    try:
        act()
    except REFUSALS as refused:
        response = again({"refused": refused.why, "refused_part": part, "typed": Typed(request.POST)})
        response.status_code = 422
        return response
    messages.info(request, DONE[request.LANGUAGE_CODE])
    response = redirect(to, *([key] if key is not None else []))
    response["Location"] += f"#{part}"
    return response


def permissions_of(request: PersonRequest) -> set[str]:
    """Return what the reader may do, as a workflow asks for it."""
    return {permission.value for permission in ROLES[request.user.role].permissions}


def own_bank(request: PersonRequest) -> str:
    """Return the code of a bank's officer's bank; empty for everybody else."""
    is_of_bank = request.user.role == "BANK" and request.user.agency
    return request.user.agency.code if is_of_bank and request.user.agency else ""


def place_of(unit: Any) -> Text:
    """Return the estate of a unit, else its county."""
    found = unit.estate or unit.county
    return Text(fa=found.name, en=found.name_en or found.name)


def counties(request: PersonRequest) -> Choices:
    """Return the counties of the home province by code."""
    found = territory.counties_on(request.asof.day, province=territory.home_province())
    return [(county.code, Text(fa=county.name, en=county.name_en or county.name)) for county in found]


def number_in(text: str) -> int:
    """Return the key that a form or an address carries, 0 for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0

"""One act of one form: done and led back to its page, or refused and shown again with why and what was typed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypedDict

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from hamahang.accounts.roles import ROLES
from hamahang.domain.refusal import Refused
from hamahang.domain.text import Text
from hamahang.web.access import PersonRequest
from hamahang.web.said import DONE, Typed


class Who(TypedDict):
    """Whose act it is, and at which moment: the last words of each action."""

    by: str
    at: datetime


def who(request: PersonRequest) -> Who:
    """Return the reader, and now by the clock of the province: the day of an act is the day there."""
    return {"by": request.user.username, "at": timezone.localtime()}


def permissions(request: PersonRequest) -> frozenset[str]:
    """Return what the reader's role may do, as a workflow asks for it."""
    return frozenset(permission.value for permission in ROLES[request.user.role].permissions)


def acted(
    request: PersonRequest,
    act: Callable[[], Text | None],
    *,
    to: str,
    key: Any = None,
    part: str,
    again: Callable[[dict[str, Any]], HttpResponse],
) -> HttpResponse:
    """Do something and lead to a part of a page; refused, show it again with why and what was typed.

    act: returns what to say, None for the usual word; again: makes the page with what is given to it
    """
    try:
        told = act() or DONE
    except Refused as refused:
        response = again({"refused": refused.why, "refused_part": part, "typed": Typed(request.POST)})
        response.status_code = 422
        return response
    messages.info(request, told[request.LANGUAGE_CODE])
    response = redirect(to, *([key] if key is not None else []))
    response["Location"] += f"#{part}"
    return response


@dataclass(frozen=True, slots=True)
class Subject:
    """What the forms of a page act on. page: its name among the addresses; find: raises 404 where it is not seen"""

    page: str
    template: str
    find: Callable[[PersonRequest, Any], Any]
    shown: Callable[[PersonRequest, Any], dict[str, Any]]

    def act(self, request: PersonRequest, key: Any, act: Callable[[Any], Text | None], *, part: str) -> HttpResponse:
        """Do something to it and lead back to it; refused, show it again with why and what was typed."""
        found = self.find(request, key)

        def again(why: dict[str, Any]) -> HttpResponse:
            # what was changed on the way to a refusal did not come about: the page shows it as it stands
            return render(request, self.template, self.shown(request, self.find(request, key)) | why)

        return acted(request, lambda: act(found), to=self.page, key=key, part=part, again=again)

"""What comments, assignments and notices may be about: where its page is, and who may see it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.urls import reverse

from hamahang.accounts.permissions import Permission
from hamahang.accounts.queries import EVERYTHING
from hamahang.board import queries as board
from hamahang.casework import queries as casework
from hamahang.domain.text import Text
from hamahang.projects import following as projects
from hamahang.web.access import PersonRequest
from hamahang.web.said import key


@dataclass(frozen=True, slots=True)
class Target:
    """A record that people talk about."""

    title: Text
    address: str
    people: tuple[str, ...] = ()


def _case(request: PersonRequest, record_id: int) -> Target | None:
    found = casework.case_in(request.reach, record_id) if request.user.may(Permission.CASEWORK_READ) else None
    if found is None:
        return None
    responsible = casework.responsible_for(found, request.asof)
    return Target(
        title=Text(fa=found.unit.name, en=found.unit.name),
        address=reverse("case", args=[record_id]),
        people=(responsible,) if responsible else (),
    )


def own_agency(request: PersonRequest) -> str:
    """Return the key of the reader's agency; empty for people of the headquarters, who see all."""
    is_of_agency = not request.user.may(Permission.BOARD_READ)
    return request.user.agency.name_key if is_of_agency and request.user.agency else ""


def resolution_seen(request: PersonRequest, resolution_id: int) -> Any:
    """Return a resolution the reader may see: the headquarters within their reach, an agency its own; else None."""
    is_of_board = request.user.may(Permission.BOARD_READ)
    found = board.resolution_in(request.reach if is_of_board else EVERYTHING, resolution_id)
    if found is None or is_of_board:
        return found
    own = own_agency(request)
    return found if own and board.is_charged(found, own) else None


def _resolution(request: PersonRequest, record_id: int) -> Target | None:
    found = resolution_seen(request, record_id)
    if found is None:
        return None
    title = Text(fa=f"مصوبهٔ {found.number}", en=f"resolution {found.number}")
    return Target(title=title, address=reverse("resolution", args=[record_id]))


def _project(request: PersonRequest, record_id: int) -> Target | None:
    found = projects.project_in(request.reach, record_id) if request.user.may(Permission.PROJECTS_READ) else None
    if found is None:
        return None
    return Target(title=Text(fa=found.title, en=found.title), address=reverse("project", args=[record_id]))


FINDERS: dict[str, Callable[[PersonRequest, int], Target | None]] = {
    "casework.Case": _case,
    "projects.InvestmentProject": _project,
    "board.Resolution": _resolution,
}


def target(request: PersonRequest, about: str, about_id: int) -> Target | None:
    """Return what something is about, None where the reader may not see it."""
    finder = FINDERS.get(about)
    return finder(request, about_id) if finder else None


def target_or_404(request: PersonRequest, about: Any, about_id: Any) -> Target:
    """Return what a form is about.

    :raises Http404: if there is no such record, or it is not the reader's to see
    """
    number = key(str(about_id))
    found = target(request, str(about), number)
    if found is None:
        raise Http404
    return found

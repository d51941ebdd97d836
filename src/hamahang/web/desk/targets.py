"""What comments, assignments and notices may be about: where its page is, and who may see it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.urls import reverse

from hamahang.accounts.permissions import Permission
from hamahang.casework import queries as casework
from hamahang.domain.text import Text
from hamahang.web.access import PersonRequest


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


FINDERS: dict[str, Callable[[PersonRequest, int], Target | None]] = {"casework.Case": _case}


def target(request: PersonRequest, about: str, about_id: int) -> Target | None:
    """Return what something is about, None where the reader may not see it."""
    finder = FINDERS.get(about)
    return finder(request, about_id) if finder else None


def target_or_404(request: PersonRequest, about: Any, about_id: Any) -> Target:
    """Return what a form is about.

    :raises Http404: if there is no such record, or it is not the reader's to see
    """
    number = int(about_id) if str(about_id).isascii() and str(about_id).isdigit() and len(str(about_id)) < 18 else 0
    found = target(request, str(about), number)
    if found is None:
        raise Http404
    return found

"""Each page names its permission; who lacks it is told that there is no such page for them."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from hamahang.accounts import queries as accounts
from hamahang.accounts.permissions import Permission
from hamahang.accounts.queries import Reach
from hamahang.domain.ledger import AsOf

if TYPE_CHECKING:
    from hamahang.accounts.models import Person

# the cookie that tells a phone without a network whose visit sheets it may show
SHEET_MARK = "hamahang_sheet"
View = Callable[..., HttpResponse]


class PersonRequest(HttpRequest):
    """A request of a signed-in person, with its point of view."""

    user: "Person"
    LANGUAGE_CODE: str
    today: date
    asof: AsOf
    reach: Reach


def is_now(request: PersonRequest) -> bool:
    """Return whether a page speaks of today: the past is read only."""
    return request.asof.day == request.today and request.asof.known_at is None


def page(permission: Permission) -> Callable[[View], View]:
    """Let a page be seen only by people whose role carries a permission."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            person = accounts.signed_in(request.user)
            if person is None:
                return redirect_to_login(request.get_full_path())
            if not person.may(permission):
                raise PermissionDenied(permission)
            request.reach = accounts.reach_of(person)  # type: ignore[attr-defined]
            return view(request, *args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return decorate


def public(view: View) -> View:
    """Mark a page that anybody may see: signing in, the language, health."""
    view.permission = None  # type: ignore[attr-defined]
    return view

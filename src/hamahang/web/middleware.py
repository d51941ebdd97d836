"""What every request knows: its language, and the point of view (day, known at) its pages are asked from."""

from collections.abc import Callable
from datetime import UTC, datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from hamahang.domain.calendar import ImpossibleDay, read_day
from hamahang.ledger import queries as ledger

Handler = Callable[[HttpRequest], HttpResponse]


def language(handler: Handler) -> Handler:
    """Choose the language: the reader's cookie, else Persian."""
    codes = {code for code, _ in settings.LANGUAGES}

    def middleware(request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, settings.LANGUAGE_CODE)
        code = chosen if chosen in codes else settings.LANGUAGE_CODE
        request.LANGUAGE_CODE = code
        with translation.override(code):
            response = handler(request)
        response.headers.setdefault("Content-Language", code)
        return response

    return middleware


def point_of_view(handler: Handler) -> Handler:
    """Read the day and moment a page is asked for: from the address, else from the session, else today.

    An impossible day in the address is answered by the page with a message, and today is used.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        today = timezone.localdate()
        request.today = today  # type: ignore[attr-defined]
        request.day_problem = ""  # type: ignore[attr-defined]
        asked = request.GET.get("day") or request.session.get("day", "")
        day = today
        if asked:
            try:
                day = read_day(asked)
            except (ImpossibleDay, ValueError):
                request.day_problem = asked[:40]  # type: ignore[attr-defined]
        request.asof = ledger.as_of(day=day, known_at=_moment(request.GET.get("known_at", "")))  # type: ignore[attr-defined]
        return handler(request)

    return middleware


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text.replace(" ", "+")) if text else None
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment and moment.tzinfo is None else moment

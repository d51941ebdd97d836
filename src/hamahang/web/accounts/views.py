"""Signing in and out; choosing the language and the day that pages are asked as of."""

from typing import cast

from django.conf import settings
from django.contrib.auth import views as auth
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from hamahang.accounts.permissions import Permission
from hamahang.domain.calendar import ImpossibleDay, read_day, write_day
from hamahang.web.access import SHEET_MARK, page, public

YEAR = 365 * 24 * 3600

_sign_in = never_cache(auth.LoginView.as_view(template_name="layout/sign_in.html"))


@public
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for name and password. Whose visit sheets a phone shows is asked anew after it."""
    response = cast(HttpResponse, _sign_in(request))
    if request.method == "POST":
        _take_mark_away(response)
    return response


@public
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session; the browser forgets the pages it kept.

    What the visit sheet keeps on a phone stays, under its owner and shown to nobody: sheets that were filled in without
    a network and not sent yet would be lost. The mark that says whose they are is taken away.
    """
    response = auth.LogoutView.as_view()(request)
    response.headers["Clear-Site-Data"] = '"cache", "cookies"'
    _take_mark_away(response)
    return response


def _take_mark_away(response: HttpResponse) -> None:
    response.delete_cookie(SHEET_MARK, path=reverse("visits"), samesite="Lax")


@public
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Keep the chosen language and go back to the page."""
    response = _back(request)
    code = request.POST.get("language", "")
    if code in {known for known, _ in settings.LANGUAGES}:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, code, max_age=YEAR, samesite="Lax", secure=settings.HTTPS, httponly=True
        )
    return response


@page(Permission.FIGURES_READ)
@require_POST
def choose_day(request: HttpRequest) -> HttpResponse:
    """Keep the day that pages are asked as of, until it is cleared; a wrong day is said on the page."""
    asked = request.POST.get("day", "").strip()
    request.session.pop("day", None)
    if not asked:
        return _back(request)
    try:
        request.session["day"] = write_day(read_day(asked.replace("/", "-")))
    except (ImpossibleDay, ValueError):
        request.session["day"] = asked[:40]
    return _back(request)


def _back(request: HttpRequest) -> HttpResponseRedirect:
    """Return to the page a form stood on, never to another host."""
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return HttpResponseRedirect(target if safe else "/")

"""Pages for what went wrong: each says what to do next."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def _error(request: HttpRequest, status: int) -> HttpResponse:
    return render(request, "layout/error.html", {"status": status}, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that could not be understood."""
    return _error(request, 400)


def no_permission(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer somebody who may not see this page."""
    return _error(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer that there is no such page, or none for this person."""
    return _error(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer that something failed here; nothing half-done was kept."""
    return _error(request, 500)


def no_csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form sent without its token: signed out meanwhile, or opened in two windows."""
    return _error(request, 403)


def locked_out(request: HttpRequest, *_: object) -> HttpResponse:
    """Answer after too many wrong passwords: wait, then try again."""
    return _error(request, 429)

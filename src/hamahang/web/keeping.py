"""Parts of pages that are kept until the ledger moves: lists cost their rows once, not at every look."""

from collections.abc import Callable
from hashlib import sha256
from typing import Any, TypeVar

from django.core.cache import caches
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from hamahang.indicators.queries import point_key
from hamahang.web.access import PersonRequest

T = TypeVar("T")
AN_HOUR = 3600


def kept_part(
    request: PersonRequest, template: str, make: Callable[[], dict[str, Any]], *, told: str = ""
) -> SafeString:
    """Return a part of a page, written once for all who may see the same.

    It must follow from the records, the address, the point of view, the reader's reach and language alone, and from
    `told`, what the reader's role opens in it: nothing of the person, the session or a form's token may stand in it.
    """
    return kept(request, f"{template} {told} {request.get_full_path()}", lambda: _written(request, template, make))


def kept(request: PersonRequest, name: str, make: Callable[[], T]) -> T:
    """Return a value that follows from the records, the point of view, the reader's reach and the language alone."""
    known_at = request.asof.known_at or ""
    point = f"{point_key(request.asof, request.reach)} {known_at} {request.today} {request.LANGUAGE_CODE}"
    key = sha256(f"{point} {name}".encode()).hexdigest()
    parts = caches["parts"]
    value: T | None = parts.get(key)
    if value is None:
        value = make()
        parts.set(key, value, AN_HOUR)
    return value


def _written(request: PersonRequest, template: str, make: Callable[[], dict[str, Any]]) -> SafeString:
    # written by a template, which has escaped every value in it
    return mark_safe(render_to_string(template, make(), request))  # noqa: S308

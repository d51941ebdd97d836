"""Pages of a long list by key: the next page begins after the last row seen, so page 2,000 costs what page 1 does."""

import base64
import binascii
import json
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import models
from django.db.models import Q

M = TypeVar("M", bound=models.Model)


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of one page, and the cursors of its neighbours; empty where there is none."""

    rows: list[Any]
    previous: str
    next: str


def page_of(
    query: "models.QuerySet[M]", *, keys: tuple[str, str], cursor: str, size: int = 50, newest_first: bool = False
) -> Page:
    """Return one page of a query ordered by two columns, of which the second is unique.

    newest_first: the order of both columns is turned around
    cursor: as handed out by an earlier page; anything else is the first page
    """
    direction, values = _read(cursor)
    first, second = keys
    if values:
        side = "gt" if (direction == "n") != newest_first else "lt"
        after = Q(**{f"{first}__{side}": values[0]}) | Q(**{first: values[0], f"{second}__{side}": values[1]})
        query = query.filter(after)
    backwards = direction == "p"
    ordered = query.order_by(*(f"-{key}" for key in keys)) if backwards != newest_first else query.order_by(*keys)
    rows = list(ordered[: size + 1])
    more, rows = len(rows) > size, rows[:size]
    if backwards:
        rows.reverse()
    has_previous = more if backwards else bool(values)
    has_next = bool(values) if backwards else more
    return Page(
        rows=rows,
        previous=_write("p", rows[0], keys) if rows and has_previous else "",
        next=_write("n", rows[-1], keys) if rows and has_next else "",
    )


def _write(direction: str, row: object, keys: tuple[str, str]) -> str:
    value = json.dumps([direction, *(getattr(row, key) for key in keys)], ensure_ascii=False, default=str)
    return base64.urlsafe_b64encode(value.encode()).decode().rstrip("=")


def _read(cursor: str) -> tuple[str, list[Any]]:
    """Return the direction and the key of a cursor; the first page for one that is not ours."""
    try:
        read = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        direction, first, second = read
    except (ValueError, binascii.Error, TypeError):
        return "n", []
    known = direction in ("n", "p") and isinstance(first, str) and isinstance(second, int) and abs(second) < 2**63
    return (direction, [first, second]) if known and "\0" not in first else ("n", [])

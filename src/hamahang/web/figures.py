"""A figure as a page shows it: label, value, unit, level of proof, and where its list opens."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from hamahang.domain.calendar import write_day
from hamahang.domain.figures import level_of, say_value, unit_of
from hamahang.domain.indicators import Figure
from hamahang.domain.ledger import AsOf
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import indicator

WITHHELD = Text(
    fa="فهرست آن را نمی‌بینید؛ برای شما شمرده نمی‌شود", en="not counted for you: its list is not yours to see"
)


@dataclass(frozen=True, slots=True)
class Shown:
    """One figure ready for a template."""

    code: str
    scope: str
    label: Text
    value: Text
    unit: Text
    level: Text
    rows: int
    href: str
    note: Text | None = None
    is_withheld: bool = False


def shown(figure: Figure, asof: AsOf, *, note: Text | None = None, label: Text | None = None) -> Shown:
    """Return a figure as a page shows it."""
    return Shown(
        code=figure.code,
        scope=str(figure.scope),
        label=label or indicator(figure.code).title,
        value=say_value(figure.value, figure.unit),
        unit=unit_of(figure),
        level=level_of(figure),
        rows=figure.rows,
        href=figure_address(figure, asof),
        note=WITHHELD if figure.is_withheld else note,
        is_withheld=figure.is_withheld,
    )


def figure_address(figure: Figure, asof: AsOf, *, since: date | None = None) -> str:
    """Return the address of a figure's page for a point of view. since: the first day its rows are asked from"""
    query = {"day": write_day(asof.day)}
    if figure.scope.kind != "all":
        query["scope"] = str(figure.scope)
    if since:
        query["since"] = write_day(since)
    if asof.known_at:
        query["known_at"] = asof.known_at.isoformat()
    return f"{reverse('figure', args=[figure.code])}?{urlencode(query)}"

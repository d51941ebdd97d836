"""A document as JSON and back, so that a frozen briefing is printed again to the same bytes."""

from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from hamahang.domain import briefing
from hamahang.domain.money import MoneyUnit
from hamahang.domain.text import Text

KINDS: dict[str, Any] = {
    kind.__name__: kind
    for kind in (
        briefing.Document,
        briefing.Heading,
        briefing.Paragraph,
        briefing.FigureRun,
        briefing.FigureItem,
        briefing.FigureRow,
        briefing.Column,
        briefing.TableBlock,
        briefing.ChartBlock,
        briefing.MapBlock,
        briefing.Kind,
        MoneyUnit,
        Text,
    )
}


class UnknownPiece(TypeError):
    """A document holds something that cannot be frozen."""


def freeze(value: Any) -> Any:
    """Return a piece of a document as JSON values.

    :raises UnknownPiece: for a type that is not part of a document
    """
    if value is None or isinstance(value, str | int | bool):
        return value
    if isinstance(value, Decimal):
        return {"~": "decimal", "value": str(value)}
    if isinstance(value, date):
        return {"~": "day", "value": value.isoformat()}
    if isinstance(value, tuple | list):
        return [freeze(item) for item in value]
    if isinstance(value, Enum) and type(value).__name__ in KINDS:
        return {"~": type(value).__name__, "name": value.name}
    if is_dataclass(value) and type(value).__name__ in KINDS:
        return {"~": type(value).__name__} | {f.name: freeze(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, dict):
        return {"~": "map", "items": {key: freeze(item) for key, item in value.items()}}
    raise UnknownPiece(repr(value))


def thaw(value: Any) -> Any:
    """Return the piece of a document that was frozen."""
    if isinstance(value, list):
        return tuple(thaw(item) for item in value)
    if not isinstance(value, dict):
        return value
    kind = value["~"]
    if kind == "decimal":
        return Decimal(value["value"])
    if kind == "day":
        return date.fromisoformat(value["value"])
    if kind == "map":
        return {key: thaw(item) for key, item in value["items"].items()}
    made = KINDS[kind]
    if issubclass(made, Enum):
        return made[value["name"]]
    return made(**{name: thaw(item) for name, item in value.items() if name != "~"})

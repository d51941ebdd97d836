"""Claims as plain values, to be kept, and back."""

from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any

from hamahang.domain.statements.said import Said

DECIMALS, DAYS, LISTS = ("low", "high"), ("first", "last", "since", "until"), ("states",)


def as_values(said: Said) -> dict[str, Any]:
    """Return a claim as plain values."""
    return {field.name: _plain(getattr(said, field.name)) for field in fields(said)}


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    return [_plain(each) for each in value] if isinstance(value, tuple) else value


def from_values(values: dict[str, Any]) -> Said:
    """Return the claim of plain values; what was kept before a field was known has it empty."""
    known = {field.name for field in fields(Said)}
    made = {name: value for name, value in values.items() if name in known}
    for name in DECIMALS:
        made[name] = _decimal(made[name])
    for name in DAYS:
        made[name] = date.fromisoformat(made[name]) if made[name] else None
    for name in LISTS:
        made[name] = tuple(made[name])
    made["others"] = tuple(tuple(_decimal(end) for end in pair) for pair in made.get("others", ()))
    return Said(**made)


def _decimal(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)

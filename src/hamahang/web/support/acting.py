"""What all forms of support share: whose bank, which county, which line."""

from collections.abc import Sequence
from typing import Any

from hamahang.domain.text import Text
from hamahang.territory import queries as territory
from hamahang.web.access import PersonRequest

Choices = Sequence[tuple[str, Text]]


def own_bank(request: PersonRequest) -> str:
    """Return the code of a bank's officer's bank; empty for everybody else."""
    is_of_bank = request.user.role == "BANK" and request.user.agency
    return request.user.agency.code if is_of_bank and request.user.agency else ""


def place_of(unit: Any) -> Text:
    """Return the estate of a unit, else its county."""
    found = unit.estate or unit.county
    return Text(fa=found.name, en=found.name_en or found.name)


def counties(request: PersonRequest) -> Choices:
    """Return the counties of the home province by code."""
    found = territory.counties_on(request.asof.day, province=territory.home_province())
    return [(county.code, Text(fa=county.name, en=county.name_en or county.name)) for county in found]


def number_in(text: str) -> int:
    """Return the key that a form or an address carries, 0 for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0

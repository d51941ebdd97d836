"""Which money unit the amounts of a list are in: named by their own heading, else by a title above the table."""

import re
from collections.abc import Mapping, Sequence

from hamahang.domain.lists.intake import Kind, Table
from hamahang.domain.money import MoneyUnit, unit_in

SHORT_MILLION = re.compile(r"(?:^|[\s(\[])م\s*\.\s*(?=ر[یي]ال)")


def named_units(
    table: Table, letters: Mapping[str, str], texts: Mapping[str, str], above: Sequence[str]
) -> tuple[frozenset[str], dict[str, MoneyUnit]]:
    """Return the fields whose own heading names their money unit, and the unit of each amount.

    An amount whose own heading is silent is in the unit of a title above the table.
    """
    title = next((unit for text in above if (unit := unit_named(text))), None)
    units: dict[str, MoneyUnit] = {}
    own = set()
    for column in table.columns:
        if column.kind is Kind.RIALS and column.name in letters:
            stated = unit_named(texts.get(letters[column.name], ""))
            if stated:
                own.add(column.name)
            if unit := stated or title:
                units[column.name] = unit
    return frozenset(own), units


def unit_named(text: str) -> MoneyUnit | None:
    """Return the money unit a heading or a title names, «م.ریال» too."""
    return unit_in(SHORT_MILLION.sub(" میلیون ", text.replace("ي", "ی")))

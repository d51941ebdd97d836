"""What a page says of the commitment that a promise is."""

from typing import Any

from hamahang.domain.figures import say_value
from hamahang.domain.text import Text
from hamahang.statements.promised import Bond
from hamahang.web import said

UNKNOWN = -1  # a number that no commitment has


def bond_words(bond: Bond | None) -> dict[str, Any] | None:
    """Return what is said of the commitment that a promise is, and the target of that day where the text differs."""
    if bond is None:
        return None
    target = _persons(bond.target) if bond.held else None
    differs = None
    if target and not bond.is_same:
        differs = Text(fa=f"هدفِ آن روز {target.fa} بود.", en=f"The target of that day was {target.en}.")
    return {
        "how": bond.how,
        "id": bond.held.pk if bond.held else None,
        "number": bond.held.number if bond.held else "",
        "title": bond.held.title if bond.held else "",
        "target": target,
        "differs": differs,
        "proposals": [(each.pk, f"{each.number}: {each.title}") for each in bond.proposals],
    }


def _persons(target: int | None) -> Text:
    words = say_value(target, "person")
    return words if target is None else Text(fa=f"{words.fa} نفر", en=f"{words.en} persons")


def chosen_commitment(given: str) -> int | None:
    """Return the commitment that a form names; None for none of them."""
    if not given:
        return None
    return said.key(given) or UNKNOWN

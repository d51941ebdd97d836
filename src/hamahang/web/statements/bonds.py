"""What a page says of the commitment that a promise is."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from hamahang.domain.calendar import say_day
from hamahang.domain.commitments import Goal
from hamahang.domain.figures import say_amount
from hamahang.domain.statements.said import Said
from hamahang.domain.text import Text
from hamahang.indicators import promises
from hamahang.statements.promised import Bond
from hamahang.web import said

UNKNOWN = -1  # a number that no commitment has


def bond_words(bond: Bond | None) -> dict[str, Any] | None:
    """Return what is said of the commitment that a promise is, and the target of that day where the text differs."""
    if bond is None:
        return None
    target = None
    if bond.held:
        said = say_amount(bond.target, promises.unit_of(bond.held.metric))
        target = Goal(bond.target or 0, bond.held.is_at_most).said(said)
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


def announcing(said: Said, bond: Bond | None, *, title: str, said_on: date) -> str:
    """Return what the form of a new commitment is to begin with; empty where no figure of ours could count it."""
    if bond is None or bond.figure not in promises.choices():
        return ""
    begun = {
        "metric": bond.figure,
        "scope": str(bond.scope),
        "title": said.about,
        "holder": said.speaker,
        "due_on": say_day(said.last, "fa", short=True) if said.last else "",
        "announced_by": said.speaker,
        "announced_at": title,
        "announced_on": say_day(said_on, "fa", short=True),
    }
    return f"?{urlencode({name: words for name, words in begun.items() if words})}"


def chosen_commitment(given: str) -> int | None:
    """Return the commitment that a form names; None for none of them."""
    if not given:
        return None
    return said.key(given) or UNKNOWN

"""What a contradiction is, and the figures it may be about: those that a text says exactly."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from hamahang.domain.money import say_number
from hamahang.domain.statements.claims import Claim, Span
from hamahang.domain.text import Text

NEAR = 3  # sentences in which a part may follow its whole
MOST = 12  # claims after a whole that are looked at
MONEY = frozenset({"rial", "toman", "hemmat"})


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two or more figures of a text that cannot all be right. spans: their characters in the text as given.

    kind: sum, part_above_whole, percent, mean, headline, two_figures
    """

    kind: str
    spans: tuple[Span, ...]
    message: Text


def said(kind: str, claims: Sequence[Claim], message: Text, **numbers: Decimal) -> Contradiction:
    """Return a contradiction. message: with a place for each of the numbers"""
    shown = {
        name: Text(fa=say_number(_plain(value), "fa"), en=say_number(_plain(value), "en"))
        for name, value in numbers.items()
    }
    return Contradiction(kind, tuple((claim.start, claim.end) for claim in claims), message.format(**shown))


def _plain(value: Decimal) -> Decimal | int:
    return int(value) if value == value.to_integral_value() else value.quantize(Decimal("0.1")).normalize()


def exact(claim: Claim) -> Decimal | None:
    """Return the value of a claim that says one figure for sure."""
    sure = claim.comparator == "=" and claim.low is not None and claim.low == claim.high and not claim.is_former
    return claim.low if sure and claim.modality != "denied" else None

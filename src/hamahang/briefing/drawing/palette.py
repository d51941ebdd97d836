"""Colours of drawings. Each has a class too, so that a page may restate it for dark mode or high contrast.

Nothing is told by colour alone: lines differ in weight and dash, marks in form and filling, and the shades of the
map fall in lightness one after the other, so that a grey print still reads.
"""

from typing import NamedTuple


class Ink(NamedTuple):
    """A colour and the class under which a style sheet may restate it."""

    colour: str
    name: str


SHEET = Ink("#ffffff", "sheet")
INK = Ink("#1d2733", "ink")
INK_2 = Ink("#55616e", "ink-2")
INK_3 = Ink("#6d7781", "ink-3")
RULE = Ink("#e3ddd0", "rule")
RULE_2 = Ink("#b9b09c", "rule-2")
ACCENT = Ink("#0f5c63", "accent")
ACCENT_SOFT = Ink("#dcebea", "accent-soft")
WARN = Ink("#b26a00", "warn")
GOOD = Ink("#2e7d4f", "good")
GOOD_SOFT = Ink("#e9f2ea", "good-soft")
BAD = Ink("#b3372f", "bad")
NONE = Ink("none", "none")

# Darkest last; dark ink stays readable on all of them (contrast of INK on the last: 5.0 to 1).
SHADES = tuple(
    Ink(colour, f"shade-{number}")
    for number, colour in enumerate(("#eef3ef", "#d3e5e2", "#aacfcb", "#80b7b4", "#5b9fa0"), start=1)
)
UNKNOWN = Ink("#f7f5f0", "shade-0")

"""Horizontal bars, longest reading first: words at the start of the line, the value at the end of the bar."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from hamahang.briefing.drawing.canvas import Canvas
from hamahang.briefing.drawing.measure import text_width, wrap
from hamahang.briefing.drawing.palette import ACCENT, INK, INK_2, RULE_2, Ink
from hamahang.briefing.drawing.ticks import say_value
from hamahang.domain.text import Text

ROW, THICKNESS, SIZE = 26.0, 13.0, 12.0
SECOND_LINE = 14.0
QUIET = Ink("#8fa9a8", "quiet")


class NegativeBar(ValueError):
    """A bar has a length: a value below zero cannot be drawn."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar. stands_out: drawn in full colour while the others step back, if any bar of the chart stands out."""

    label: Text
    value: int | Decimal
    note: Text | None = None
    stands_out: bool = False


@dataclass(frozen=True, slots=True)
class Direction:
    """Turns distances from the start of the line into x: from the right in Persian, from the left in English."""

    width: float
    is_mirrored: bool

    def x(self, distance: float) -> float:
        """Return the x of a distance from the start of the line."""
        return self.width - distance if self.is_mirrored else distance

    @property
    def start(self) -> str:
        """The anchor of words that begin at a point and run along the line."""
        return "end" if self.is_mirrored else "start"

    @property
    def end(self) -> str:
        """The anchor of words that end at a point."""
        return "start" if self.is_mirrored else "end"


def draw_bars(
    *,
    title: Text,
    description: Text,
    bars: Sequence[Bar],
    language: str,
    unit: Text | None = None,
    width: float = 640,
) -> str:
    """Return bars as SVG, in the order given; right to left in Persian.

    :raises NegativeBar: if a value is below zero
    """
    for bar in bars:
        if bar.value < 0:
            raise NegativeBar(f"{bar.label.en}: {bar.value}")
    labels = label_lines(bars, language, width * 0.42)
    heights = [ROW + SECOND_LINE * (len(lines) - 1) for lines in labels]
    canvas = Canvas(
        width=width, height=max(sum(heights), ROW) + 8, language=language, title=title, description=description
    )
    along = Direction(width, is_mirrored=language == "fa")
    start = 12 + max((text_width(line, size=SIZE) for lines in labels for line in lines), default=0)
    values = [value_words(bar, language, unit) for bar in bars]
    room = width - start - 10 - max((text_width(words, size=SIZE, bold=True) for words in values), default=0)
    longest = max((bar.value for bar in bars), default=0) or 1
    top = 4.0
    some_stand_out = any(bar.stands_out for bar in bars)
    for bar, lines, words, height in zip(bars, labels, values, heights, strict=True):
        length = float(bar.value) / float(longest) * room
        middle = top + height / 2
        draw_label(canvas, lines, x=along.x(2), middle=middle, anchor=along.start)
        canvas.rect(
            x=min(along.x(start), along.x(start + length)),
            y=middle - THICKNESS / 2,
            width=length,
            height=THICKNESS,
            radius=1.5,
            fill=QUIET if some_stand_out and not bar.stands_out else ACCENT,
            tip=f"{bar.label[language]}: {words}",
        )
        canvas.text(
            words, x=along.x(start + length + 6), y=middle + 4, anchor=along.start, bold=True, ink=INK, size=SIZE
        )
        top += height
    canvas.line((along.x(start), 2), (along.x(start), top + 2), ink=RULE_2)
    return canvas.render()


def label_lines(bars: Sequence[Bar], language: str, width: float) -> list[list[str]]:
    """Return the labels broken into at most two lines."""
    return [wrap(bar.label[language], width=width, size=SIZE) or [""] for bar in bars]


def value_words(bar: Bar, language: str, unit: Text | None) -> str:
    """Return the value with its unit and note."""
    parts = [say_value(bar.value, language), unit[language] if unit else "", bar.note[language] if bar.note else ""]
    return " ".join(part for part in parts if part)


def draw_label(canvas: Canvas, lines: Sequence[str], *, x: float, middle: float, anchor: str) -> None:
    """Write a label of one or two lines about a height."""
    base = middle + 4 - SECOND_LINE / 2 * (len(lines) - 1)
    for index, line in enumerate(lines):
        canvas.text(line, x=x, y=base + SECOND_LINE * index, anchor=anchor, size=SIZE, ink=INK_2)

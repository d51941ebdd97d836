"""Balance among places: each one's ratio of two shares as a dot about 1.0, on a scale where half and twice are
equally far from it.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from hamahang.briefing.drawing.bars import Direction
from hamahang.briefing.drawing.canvas import Canvas
from hamahang.briefing.drawing.measure import shorten, text_width
from hamahang.briefing.drawing.palette import BAD, GOOD, GOOD_SOFT, INK, INK_3, RULE, RULE_2, SHEET, WARN, Ink
from hamahang.briefing.drawing.ticks import say_value
from hamahang.domain.text import Text

ROW, TOP, BOTTOM, SIZE = 26.0, 24.0, 30.0, 12.0
TICKS = (0.125, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0)
LESS = Text(fa="کمتر از سهم", en="less than its share")
MORE = Text(fa="بیشتر از سهم", en="more than its share")
UNKNOWN = Text(fa="نامعلوم", en="not known")


@dataclass(frozen=True, slots=True)
class Ratio:
    """A place and its ratio; None where it cannot be counted (a share of nothing)."""

    label: Text
    value: Decimal | None
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Scale:
    """Ratios to x: logarithmic, 1.0 in the middle, zero at the edge."""

    along: Direction
    start: float
    end: float
    reach: float  # the largest ratio shown, as is the smallest: 1 ÷ reach

    def x(self, ratio: float) -> float:
        """Return where a ratio stands; what is beyond the scale at its edge."""
        if ratio <= 0:
            share = 0.0
        else:
            share = min(max(0.5 + math.log(ratio) / math.log(self.reach) / 2, 0.0), 1.0)
        return self.along.x(self.start + share * (self.end - self.start))


def draw_balance(
    *,
    title: Text,
    description: Text,
    ratios: Sequence[Ratio],
    language: str,
    fair: tuple[Decimal, Decimal] = (Decimal("0.8"), Decimal("1.25")),
    width: float = 640,
) -> str:
    """Return the dots as SVG, in the order given; right to left in Persian. fair: the range that counts as balanced."""
    height = TOP + ROW * max(len(ratios), 1) + BOTTOM
    canvas = Canvas(width=width, height=height, language=language, title=title, description=description)
    along = Direction(width, is_mirrored=language == "fa")
    labels = [shorten(ratio.label[language], width=width * 0.3, size=SIZE) for ratio in ratios]
    values = [value_words(ratio, language) for ratio in ratios]
    start = 22 + max((text_width(label, size=SIZE) for label in labels), default=0)
    end = width - 22 - max((text_width(value, size=SIZE, bold=True) for value in values), default=0)
    scale = Scale(along, start, end, reach_of([ratio.value for ratio in ratios if ratio.value]))
    draw_ground(canvas, scale, bottom=height - BOTTOM, fair=fair)
    for index, (ratio, label, value) in enumerate(zip(ratios, labels, values, strict=True)):
        middle = TOP + ROW * (index + 0.5)
        canvas.text(label, x=along.x(2), y=middle + 4, anchor=along.start, size=SIZE)
        canvas.text(value, x=along.x(width - 2), y=middle + 4, anchor=along.end, size=SIZE, bold=True, ink=INK)
        draw_dot(canvas, scale, ratio, middle=middle, fair=fair, tip=f"{ratio.label[language]}: {value}")
    return canvas.render()


def reach_of(ratios: Sequence[Decimal]) -> float:
    """Return the ratio at the end of the scale: a power of two that holds nearly all, between 2 and 8."""
    furthest = max((abs(math.log2(ratio)) for ratio in ratios if ratio > 0), default=1.0)
    return float(2 ** min(max(math.ceil(furthest + 0.05), 1), 3))


def draw_ground(canvas: Canvas, scale: Scale, *, bottom: float, fair: tuple[Decimal, Decimal]) -> None:
    """Draw the scale, the range that counts as balanced, and what its two sides mean."""
    language, edges = canvas.language, sorted((scale.x(float(fair[0])), scale.x(float(fair[1]))))
    canvas.rect(x=edges[0], y=TOP - 4, width=edges[1] - edges[0], height=bottom - TOP + 8, fill=GOOD_SOFT)
    shown = [tick for tick in TICKS if 1 / scale.reach <= tick <= scale.reach]
    said = [say_value(tick, language) for tick in shown]
    apart = (scale.end - scale.start) / (len(shown) - 1)
    every = 1 if max(text_width(words, size=11) for words in said) + 6 <= apart else 2
    for index, (tick, words) in enumerate(zip(shown, said, strict=True)):
        x = scale.x(tick)
        canvas.line((x, TOP - 4), (x, bottom + 4), ink=INK_3 if tick == 1 else RULE, width=1.25 if tick == 1 else 1)
        if (index - len(shown) // 2) % every == 0:
            canvas.text(words, x=x, y=bottom + 18, anchor="middle", size=11)
    along, room = scale.along, sum(text_width(words[language], size=11) for words in (LESS, MORE)) + 12
    # where both have no room above the scale they begin and end with the line
    less, more = (scale.start, scale.end) if room <= scale.end - scale.start else (2.0, along.width - 2)
    canvas.text(LESS[language], x=along.x(less), y=TOP - 10, anchor=along.start, size=11)
    canvas.text(MORE[language], x=along.x(more), y=TOP - 10, anchor=along.end, size=11)


def draw_dot(
    canvas: Canvas, scale: Scale, ratio: Ratio, *, middle: float, fair: tuple[Decimal, Decimal], tip: str
) -> None:
    """Draw one place: a line from 1.0 to its dot. Below the fair range the dot is hollow, so it shows in grey too."""
    if ratio.value is None:
        return
    x = scale.x(float(ratio.value))
    ink = ink_of(ratio.value, fair)
    canvas.line((scale.x(1), middle), (x, middle), ink=RULE_2, width=2)
    canvas.circle((x, middle), 5.5, fill=SHEET if ratio.value < fair[0] else ink, stroke=ink, width=2.25, tip=tip)


def ink_of(ratio: Decimal, fair: tuple[Decimal, Decimal]) -> Ink:
    """Return the colour of a ratio: below, within or above the fair range."""
    if ratio < fair[0]:
        return BAD
    return WARN if ratio > fair[1] else GOOD


def value_words(ratio: Ratio, language: str) -> str:
    """Return the ratio to two decimals, and its note."""
    value = UNKNOWN[language] if ratio.value is None else say_value(round(ratio.value, 2), language)
    return f"{value} {ratio.note[language]}" if ratio.note else value

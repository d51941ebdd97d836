"""The legend beside a map: shades with what they mean, marks, numbered names, and a foot note."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hamahang.briefing.drawing.canvas import Canvas, Point
from hamahang.briefing.drawing.measure import text_width, wrap
from hamahang.briefing.drawing.palette import INK, INK_2, INK_3, RULE_2, Ink

ROW, SIZE, INDENT = 20.0, 12.0, 26.0


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a legend: a shade, a mark or a number, and its words."""

    words: str
    shade: Ink | None = None
    mark: Callable[[Canvas, Point], None] | None = None
    number: str = ""


def legend_width(entries: Sequence[Entry], heading: str) -> float:
    """Return the width that the entries want."""
    widths = [INDENT + text_width(entry.words, size=SIZE) for entry in entries]
    return max([*widths, min(text_width(heading, size=SIZE, bold=True), 180.0), 120.0]) + 4


def draw_legend(
    canvas: Canvas, entries: Sequence[Entry], *, heading: str, foot: str, x: float, width: float, top: float = 0
) -> None:
    """Draw a legend from the top down. x: where its lines start (the right edge in Persian)."""
    start = "end" if canvas.language == "fa" else "start"
    y = top + 22.0
    for line in wrap(heading, width=width, size=SIZE, bold=True, lines=3):
        canvas.text(line, x=x, y=y, anchor=start, size=SIZE, bold=True, ink=INK)
        y += ROW * 0.85
    y += 4
    for entry in entries:
        sign = side(canvas, x, 9)
        if entry.shade is not None:
            canvas.rect(x=sign - 9, y=y - 10, width=18, height=13, fill=entry.shade)
            canvas.path(f"M{sign - 9:.1f} {y - 10:.1f}h18v13h-18Z", stroke=RULE_2, width=0.75)
        elif entry.mark is not None:
            entry.mark(canvas, (sign, y - 4))
        else:
            canvas.text(entry.number, x=sign, y=y, anchor="middle", size=SIZE, bold=True)
        for line in wrap(entry.words, width=width - INDENT, size=SIZE):
            canvas.text(line, x=side(canvas, x, INDENT), y=y, anchor=start, size=SIZE, ink=INK_2)
            y += ROW * 0.8
        y += ROW * 0.2
    lines = wrap(foot, width=width, size=11, lines=3)
    for index, line in enumerate(lines):
        base = canvas.height - 6 - 15 * (len(lines) - 1 - index)
        canvas.text(line, x=x, y=base, anchor=start, size=11, ink=INK_3)


def legend_height(entries: Sequence[Entry], *, heading: str, foot: str, width: float) -> float:
    """Return the height that the legend wants."""
    rows = sum(ROW * (0.2 + 0.8 * len(wrap(entry.words, width=width - INDENT, size=SIZE))) for entry in entries)
    head = len(wrap(heading, width=width, size=SIZE, bold=True, lines=3)) * ROW * 0.85
    return 26 + head + rows + 15 * len(wrap(foot, width=width, size=11, lines=3)) + 10


def side(canvas: Canvas, start: float, distance: float) -> float:
    """Return the x of a distance from the start of the legend's lines."""
    return start - distance if canvas.language == "fa" else start + distance

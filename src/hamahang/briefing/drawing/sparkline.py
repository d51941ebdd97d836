"""A line as small as a word: how a figure moved, beside its value."""

from collections.abc import Sequence
from decimal import Decimal

from hamahang.briefing.drawing.canvas import Canvas, Point, path_of
from hamahang.briefing.drawing.palette import ACCENT
from hamahang.domain.text import Text

MARGIN = 4.0


def draw_sparkline(
    *,
    title: Text,
    description: Text,
    values: Sequence[int | Decimal | None],
    language: str,
    width: float = 120,
    height: float = 28,
) -> str:
    """Return the line as SVG, time from left to right; it breaks where a value is not known and ends in a dot."""
    canvas = Canvas(width=width, height=height, language=language, title=title, description=description)
    known = [float(value) for value in values if value is not None]
    if not known:
        return canvas.render()
    low, high = min(known), max(known)
    span = (high - low) or 1.0
    step = (width - 2 * MARGIN) / max(len(values) - 1, 1)

    def at(index: int, value: int | Decimal) -> Point:
        share = (float(value) - low) / span if high > low else 0.5
        return MARGIN + index * step, height - MARGIN - share * (height - 2 * MARGIN)

    runs: list[list[Point]] = [[]]
    for index, value in enumerate(values):
        if value is None:
            runs.append([])
        else:
            runs[-1].append(at(index, value))
    for run in runs:
        if len(run) > 1:
            canvas.path(path_of(run), stroke=ACCENT, width=1.75)
    canvas.circle([run for run in runs if run][-1][-1], 2.75, fill=ACCENT)
    return canvas.render()

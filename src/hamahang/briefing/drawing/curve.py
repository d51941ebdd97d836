"""A membership curve: which grade a value gets, with the values that were graded as dots on it."""

from collections.abc import Sequence

from hamahang.briefing.drawing.canvas import Canvas, Point, path_of
from hamahang.briefing.drawing.measure import text_width
from hamahang.briefing.drawing.palette import ACCENT, INK_3, RULE, RULE_2, SHEET
from hamahang.briefing.drawing.ticks import say_value
from hamahang.domain.text import Text

LEFT, RIGHT, TOP, BOTTOM = 40.0, 16.0, 12.0, 22.0
BEYOND = 0.15  # how far the axis goes on past the ends of the curve, of their distance


def draw_curve(
    *,
    title: Text,
    description: Text,
    points: Sequence[tuple[float, float]],
    values: Sequence[tuple[Text, float, float]],
    language: str,
    width: float = 320,
    height: float = 110,
) -> str:
    """Return the curve as SVG. points: (value, grade 0–1) in order; values: (name, value, grade) of what was graded"""
    canvas = Canvas(width=width, height=height, language=language, title=title, description=description)
    first, last = points[0][0], points[-1][0]
    reach = (last - first) * BEYOND or 1.0
    low = min([first, *(value for _, value, _ in values)]) - (reach if first > 0 else 0)
    high = max([last + reach, *(value for _, value, _ in values)])

    def at(value: float, grade: float) -> Point:
        across = LEFT + (value - low) / (high - low) * (width - LEFT - RIGHT)
        return across, height - BOTTOM - grade * (height - TOP - BOTTOM)

    for grade in (0.0, 1.0):
        canvas.line(at(low, grade), at(high, grade), ink=RULE_2 if grade == 0 else RULE)
        canvas.text(say_value(100 * grade, language), x=LEFT - 6, y=at(low, grade)[1] + 4, anchor="end", size=11)
    _draw_ends(canvas, [at(first, 0), at(last, 0)], [first, last])
    course = [(low, points[0][1]), *points, (high, points[-1][1])]
    canvas.path(path_of(at(*point) for point in course), stroke=ACCENT, width=2)
    for name, value, grade in values:
        canvas.circle(at(value, grade), 4, fill=INK_3, stroke=SHEET, width=1, tip=name[language])
    return canvas.render()


def _draw_ends(canvas: Canvas, places: Sequence[Point], values: Sequence[float]) -> None:
    """Write the values between which the curve moves, apart from each other."""
    said = [say_value(round(value, 2), canvas.language) for value in values]
    room = (text_width(said[0], size=11) + text_width(said[1], size=11)) / 2 + 8
    is_apart = places[1][0] - places[0][0] >= room
    for at, ((x, y), words) in enumerate(zip(places, said, strict=True)):
        canvas.line((x, y), (x, y + 4), ink=RULE_2)
        anchor = "middle" if is_apart else ("end", "start")[at]
        canvas.text(words, x=x, y=y + 16, anchor=anchor, size=11)

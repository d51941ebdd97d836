"""The same ranks as in `slope`, as narrow as a phone: a row for each column, one below the other, the best rank first.

The words of a row stand where lines of writing begin, the rank of the bold line where they end, and no line between.
"""

from collections.abc import Sequence

from hamahang.briefing.drawing.canvas import Canvas
from hamahang.briefing.drawing.labels import Box
from hamahang.briefing.drawing.measure import wrap
from hamahang.briefing.drawing.palette import INK, INK_2, RULE, RULE_2
from hamahang.briefing.drawing.slope import Column, Course, draw_line
from hamahang.briefing.drawing.ticks import say_value
from hamahang.domain.text import Text

HEAD, ROW, FOOT, EDGE = 26.0, 58.0, 24.0, 6.0
WORDS, RANK = 0.32, 26.0  # of the width; and what a rank of two digits needs
LINE = 14.0


def draw_rows(
    *, title: Text, description: Text, columns: Sequence[Column], courses: Sequence[Course], language: str,
    width: float = 340,
) -> str:  # fmt: skip
    """Return the chart as SVG; columns run from the top down, the best rank begins where writing does."""
    last = max((rank for course in courses for rank in course.ranks if rank), default=1)
    height = HEAD + ROW * (len(columns) - 1) + FOOT
    canvas = Canvas(width=width, height=height, language=language, title=title, description=description)
    before, after = width * WORDS + EDGE, RANK + EDGE
    area = Box(before, HEAD, width - after, height - FOOT)
    if language == "fa":
        area = Box(after, HEAD, width - before, height - FOOT)
    _draw_scale(canvas, area, last)
    for at, column in enumerate(columns):
        _draw_row(canvas, area, column.title[language], _y(area, at), width)
    for course in sorted(courses, key=lambda one: one.is_own):
        _draw_course(canvas, area, course, columns, last)
    return canvas.render()


def _y(area: Box, at: int) -> float:
    return area.top + ROW * at


def _x(canvas: Canvas, area: Box, rank: int, last: int) -> float:
    share = (rank - 1) / max(last - 1, 1)
    room = area.right - area.left
    return area.right - share * room if canvas.language == "fa" else area.left + share * room


def _draw_scale(canvas: Canvas, area: Box, last: int) -> None:
    """Draw thin lines at the first, the last and every tenth rank."""
    for rank in sorted({1, last, *(rank for rank in range(10, last, 10) if last - rank > 4)}):
        x = _x(canvas, area, rank, last)
        canvas.line((x, area.top - 6), (x, area.bottom + 6), ink=RULE)
        canvas.text(say_value(rank, canvas.language), x=x, y=area.top - 12, anchor="middle", size=11)


def _draw_row(canvas: Canvas, area: Box, words: str, y: float, width: float) -> None:
    canvas.line((area.left - 4, y), (area.right + 4, y), ink=RULE_2)
    lines = wrap(words, width=width * WORDS - EDGE, size=11, lines=3)
    start, anchor = (width - EDGE, "end") if canvas.language == "fa" else (EDGE, "start")
    for at, line in enumerate(lines):
        canvas.text(line, x=start, y=y + 4 + LINE * (at - (len(lines) - 1) / 2), anchor=anchor, size=11, ink=INK_2)


def _draw_course(canvas: Canvas, area: Box, course: Course, columns: Sequence[Column], last: int) -> None:
    points = [
        None if rank is None else (_x(canvas, area, rank, last), _y(area, at)) for at, rank in enumerate(course.ranks)
    ]
    draw_line(canvas, course, points, columns)
    side, anchor = (EDGE, "start") if canvas.language == "fa" else (canvas.width - EDGE, "end")
    for at, rank in enumerate(course.ranks if course.is_own else ()):
        if rank:
            words = say_value(rank, canvas.language)
            canvas.text(words, x=side, y=_y(area, at) + 4, anchor=anchor, size=13, bold=True, ink=INK)

"""Ranks side by side, by years or by ways of ranking: a line for each area from place to place, one of them bold.

The ranks of the bold line stand below their columns, where no line runs through them. On a phone the columns become
rows, one below the other: see `rows_of_ranks`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from hamahang.briefing.drawing.canvas import Canvas, Point, path_of
from hamahang.briefing.drawing.labels import Box
from hamahang.briefing.drawing.measure import text_width, wrap
from hamahang.briefing.drawing.palette import ACCENT, INK, INK_3, RULE, RULE_2, SHEET
from hamahang.briefing.drawing.ticks import say_value
from hamahang.domain.text import Text

STEP, HEAD, FOOT, EDGE = 11.0, 34.0, 28.0, 34.0
BROKEN = "3 4"


@dataclass(frozen=True, slots=True)
class Column:
    """A year, or a way of ranking. is_break: what came before was counted otherwise; the lines to it are dashed"""

    title: Text
    is_break: bool = False


@dataclass(frozen=True, slots=True)
class Course:
    """The ranks of one area, 1 best, None where it has none."""

    name: Text
    ranks: tuple[int | None, ...]
    is_own: bool = False


def draw_slope(
    *, title: Text, description: Text, columns: Sequence[Column], courses: Sequence[Course], language: str,
    width: float = 640,
) -> str:  # fmt: skip
    """Return the chart as SVG; time and columns run left to right in both languages."""
    last = max((rank for course in courses for rank in course.ranks if rank), default=1)
    height = HEAD + STEP * (last - 1) + FOOT
    canvas = Canvas(width=width, height=height, language=language, title=title, description=description)
    sides = EDGE + max(
        (text_width(_end(one, language), size=12, bold=True) for one in courses if one.is_own), default=0
    )
    area = Box(min(sides, width / 4), HEAD, width - min(sides, width / 4), height - FOOT)
    places = [_x(area, at, len(columns)) for at in range(len(columns))]
    _draw_scale(canvas, area, last)
    room = (area.right - area.left) / max(len(columns) - 1, 1) - 8
    for x, column in zip(places, columns, strict=True):
        canvas.line((x, area.top - 6), (x, area.bottom + 6), ink=RULE_2)
        _draw_heading(canvas, column.title[language], x, room)
    for course in sorted(courses, key=lambda one: one.is_own):
        _draw_course(canvas, area, course, places, columns)
    return canvas.render()


def _x(area: Box, at: int, count: int) -> float:
    return (area.left + area.right) / 2 if count == 1 else area.left + (area.right - area.left) * at / (count - 1)


def _y(area: Box, rank: int) -> float:
    return area.top + STEP * (rank - 1)


def _draw_scale(canvas: Canvas, area: Box, last: int) -> None:
    """Draw thin lines at the first, the last and every tenth rank."""
    marked = {1, last, *(rank for rank in range(10, last, 10) if last - rank > 2)}
    for rank in sorted(marked):
        canvas.line((area.left, _y(area, rank)), (area.right, _y(area, rank)), ink=RULE)
        canvas.text(say_value(rank, canvas.language), x=12, y=_y(area, rank) + 4, anchor="middle", size=11)


def _draw_heading(canvas: Canvas, words: str, x: float, room: float) -> None:
    """Write a column's title above it, in two lines where it would meet its neighbour, and within the sheet."""
    lines = [words] if text_width(words, size=12) <= room else wrap(words, width=room, size=11)
    for at, line in enumerate(lines):
        size = 12 if len(lines) == 1 else 11
        half = text_width(line, size=size) / 2
        middle = min(max(x, half + 2), canvas.width - half - 2)
        canvas.text(line, x=middle, y=HEAD - 14 - 13 * (len(lines) - 1 - at), anchor="middle", size=size)


def _draw_course(canvas: Canvas, area: Box, course: Course, places: Sequence[float], columns: Sequence[Column]) -> None:
    points = [None if rank is None else (x, _y(area, rank)) for x, rank in zip(places, course.ranks, strict=True)]
    draw_line(canvas, course, points, columns)
    if course.is_own:
        _draw_ranks(canvas, area, course, points)


def draw_line(canvas: Canvas, course: Course, points: Sequence[Point | None], columns: Sequence[Column]) -> None:
    """Draw the line of an area from place to place, broken where what came before was counted otherwise."""
    ink, stroke = (ACCENT, 3.0) if course.is_own else (INK_3, 1.0)
    tip = course.name[canvas.language]
    for (start, end), column in zip(pairwise(points), columns[1:], strict=True):
        if start and end:
            dash = BROKEN if column.is_break else None
            opacity = None if course.is_own else "0.45"
            canvas.path(path_of((start, end)), stroke=ink, width=stroke, dash=dash, opacity=opacity, tip=tip)
    for point in points:
        if point and course.is_own:
            canvas.circle(point, 4.5, fill=ACCENT, stroke=SHEET, tip=tip)
        elif point:
            canvas.circle(point, 2, fill=INK_3, tip=tip)


def _draw_ranks(canvas: Canvas, area: Box, course: Course, points: Sequence[Point | None]) -> None:
    """Write the name and rank of the bold line at both its ends, and below each column its rank there."""
    known = [(point, rank) for point, rank in zip(points, course.ranks, strict=True) if point and rank]
    for (x, _), rank in known:
        said = say_value(rank, canvas.language)
        canvas.text(said, x=x, y=area.bottom + 22, anchor="middle", bold=True, ink=INK)
    # without room beside them names would lie among the lines of the others
    ends = [known[0], known[-1]] if len(known) > 1 else known
    for at, ((x, y), rank) in enumerate(ends):
        is_left = not at and len(ends) > 1
        if (is_left and x > area.left) or (not is_left and x < area.right):
            continue
        words = f"{course.name[canvas.language]} {say_value(rank, canvas.language)}"
        canvas.text(
            words, x=x + (-9 if is_left else 9), y=y + 4, anchor="end" if is_left else "start", bold=True, ink=INK
        )


def _end(course: Course, language: str) -> str:
    return f"{course.name[language]} {say_value(88, language)}"

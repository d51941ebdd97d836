"""A promise against what has been reached: the line of the commitment and the steps below it, over a Jalali year."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from itertools import pairwise
from typing import NamedTuple

from hamahang.briefing.drawing.canvas import Canvas, Point, path_of
from hamahang.briefing.drawing.labels import Box, Segment, Surroundings, Wish, place_labels
from hamahang.briefing.drawing.measure import text_width
from hamahang.briefing.drawing.palette import ACCENT, INK, INK_2, INK_3, RULE, RULE_2, SHEET, WARN, Ink
from hamahang.briefing.drawing.ticks import nice_ticks, say_value
from hamahang.domain.calendar import from_jalali, month_length, month_name, say_day, year_bounds
from hamahang.domain.text import Text


class Role(Enum):
    """What a line tells, and so how it is drawn: by weight, dash and end mark, not by colour alone."""

    PROMISED = "promised"
    VERIFIED = "verified"
    DECLARED = "declared"


class Pen(NamedTuple):
    """How a line of a role is drawn."""

    ink: Ink
    width: float
    dash: str | None
    filled: bool


PENS = {
    Role.PROMISED: Pen(WARN, 1.5, None, True),
    Role.VERIFIED: Pen(ACCENT, 3, None, True),
    Role.DECLARED: Pen(INK_3, 1.75, "2 3", False),
}


class Reached(NamedTuple):
    """A running total from a day on."""

    on: date
    value: int | Decimal


class Expected(NamedTuple):
    """Between what and what a forecast expects the total to be on a day."""

    on: date
    low: int | Decimal
    high: int | Decimal


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the chart. Promised lines run straight from point to point, the others in steps up to the day."""

    label: Text
    role: Role
    points: tuple[Reached, ...]


@dataclass(frozen=True, slots=True)
class Plot:
    """The field of the chart: days to x, values to y."""

    area: Box
    first: date
    last: date
    top: float

    def x(self, day: date) -> float:
        """Return where a day stands; days outside the year at its edge."""
        share = (min(max(day, self.first), self.last) - self.first).days / (self.last - self.first).days
        return self.area.left + share * (self.area.right - self.area.left)

    def y(self, value: int | Decimal | float) -> float:
        """Return where a value stands."""
        return self.area.bottom - float(value) / self.top * (self.area.bottom - self.area.top)


def draw_lines(
    *,
    title: Text,
    description: Text,
    lines: Sequence[Line],
    year: int,
    day: date,
    language: str,
    band: Sequence[Expected] = (),
    inner: Sequence[Expected] = (),
    width: float = 640,
    height: float = 300,
) -> str:
    """Return the chart of a Jalali year as SVG; time runs left to right in both languages, as the field draws it.

    band, inner: what a forecast expects, wide and narrow
    """
    canvas = Canvas(width=width, height=height, language=language, title=title, description=description)
    values = [point.value for line in lines for point in line.points] + [point.high for point in band]
    ticks = nice_ticks(float(max(values, default=1)), about=4)
    margin = 14 + max(text_width(say_value(tick, language), size=12) for tick in ticks)
    first, last = year_bounds(year)
    plot = Plot(Box(margin, 30, width - 16, height - 30), first, last, ticks[-1])
    draw_values(canvas, plot, ticks)
    draw_months(canvas, plot, year)
    draw_band(canvas, plot, band)
    draw_band(canvas, plot, inner)
    draw_day(canvas, plot, day)
    courses = [course_of(line, plot, day) for line in lines]
    for line, course in zip(lines, courses, strict=True):
        pen = PENS[line.role]
        canvas.path(path_of(course), stroke=pen.ink, width=pen.width, dash=pen.dash)
    draw_ends(canvas, plot, list(zip(lines, courses, strict=True)), day)
    return canvas.render()


def course_of(line: Line, plot: Plot, day: date) -> list[Point]:
    """Return the points a line is drawn through; steps end at the day, as nothing is known after it."""
    if line.role is Role.PROMISED:
        return [(plot.x(point.on), plot.y(point.value)) for point in line.points]
    course = [(plot.x(plot.first), plot.y(0))]
    for point in sorted(line.points):
        if point.on <= day:
            x = plot.x(point.on)
            course += [(x, course[-1][1]), (x, plot.y(point.value))]
    return [*course, (plot.x(day), course[-1][1])]


def draw_values(canvas: Canvas, plot: Plot, ticks: Sequence[float]) -> None:
    """Draw the scale of values with thin lines across."""
    for tick in ticks:
        y = plot.y(tick)
        canvas.line((plot.area.left, y), (plot.area.right, y), ink=RULE_2 if tick == 0 else RULE)
        canvas.text(say_value(tick, canvas.language), x=plot.area.left - 8, y=y + 4, anchor="end")


def draw_months(canvas: Canvas, plot: Plot, year: int) -> None:
    """Draw the months: all of them where their names have room, else the first of each quarter."""
    names = [month_name(month, canvas.language) for month in range(1, 13)]
    room = (plot.area.right - plot.area.left) / 12
    every = 1 if max(text_width(name, size=11) for name in names) <= room - 4 else 3
    for month in range(1, 13, every):
        start, end = from_jalali(year, month, 1), from_jalali(year, month, month_length(year, month))
        x = plot.x(start)
        canvas.line((x, plot.area.bottom), (x, plot.area.bottom + 4), ink=RULE_2)
        middle = (x + plot.x(end)) / 2
        canvas.text(names[month - 1], x=middle, y=plot.area.bottom + 18, anchor="middle", size=11)


def draw_band(canvas: Canvas, plot: Plot, band: Sequence[Expected]) -> None:
    """Draw the range that a forecast expects."""
    if not band:
        return
    upper = [(plot.x(point.on), plot.y(point.high)) for point in band]
    lower = [(plot.x(point.on), plot.y(point.low)) for point in reversed(band)]
    canvas.path(path_of([*upper, *lower], closed=True), fill=ACCENT, opacity="0.14")


def draw_day(canvas: Canvas, plot: Plot, day: date) -> None:
    """Draw the day that the chart is as of."""
    x = plot.x(day)
    canvas.line((x, plot.area.top - 8), (x, plot.area.bottom), ink=INK_3, dash="1 3")
    box = day_box(plot, day, canvas.language)
    canvas.text(say_day(day, canvas.language), x=(box.left + box.right) / 2, y=box.bottom - 4, anchor="middle", size=11)


def day_box(plot: Plot, day: date, language: str) -> Box:
    """Return where the words of the day stand, above the field and within its width."""
    half = text_width(say_day(day, language), size=11) / 2
    middle = min(max(plot.x(day), plot.area.left + half), plot.area.right - half)
    return Box(middle - half, plot.area.top - 24, middle + half, plot.area.top - 9)


def draw_ends(canvas: Canvas, plot: Plot, drawn: Sequence[tuple[Line, Sequence[Point]]], day: date) -> None:
    """Draw the mark at the end of each line and its label beside it, clear of the lines."""
    ends = [(line, course[-1]) for line, course in drawn if course]
    wishes = [Wish((end_label(line, day, canvas.language),), x, y, bold=True, gap=9) for line, (x, y) in ends]
    around = Surroundings(
        bounds=Box(plot.area.left + 2, 0, canvas.width - 2, plot.area.bottom - 2),
        marks=(*(Box(x - 5, y - 5, x + 5, y + 5) for _, (x, y) in ends), day_box(plot, day, canvas.language)),
        lines=tuple(Segment(*start, *end) for _, course in drawn for start, end in pairwise(course)),
    )
    for (line, end), wish, place in zip(ends, wishes, place_labels(wishes, around), strict=True):
        pen = PENS[line.role]
        canvas.circle(end, 4.5, fill=pen.ink if pen.filled else SHEET, stroke=pen.ink, width=1.75)
        ink = INK if line.role is Role.VERIFIED else INK_2
        canvas.text(wish.lines[0], x=place.x, y=place.y, anchor=place.anchor, bold=True, ink=ink, halo=True)


def end_label(line: Line, day: date, language: str) -> str:
    """Return the words at the end of a line: what it has come to, and what it is."""
    reached = [point.value for point in sorted(line.points) if line.role is Role.PROMISED or point.on <= day]
    value, label = say_value(reached[-1] if reached else 0, language), line.label[language]
    return f"{label} {value}" if line.role is Role.PROMISED and language == "fa" else f"{value} {label}"

"""A promise against what has been reached: the line of the commitment and the steps below it, over Jalali months."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from itertools import pairwise
from typing import NamedTuple

from hamahang.briefing.drawing.canvas import Canvas, Point, path_of
from hamahang.briefing.drawing.labels import AROUND, Box, Place, Segment, Side, Surroundings, Wish, place_labels
from hamahang.briefing.drawing.measure import text_width
from hamahang.briefing.drawing.palette import ACCENT, INK, INK_2, INK_3, RULE, RULE_2, SHEET, WARN, Ink
from hamahang.briefing.drawing.ticks import nice_ticks, say_value
from hamahang.domain.calendar import from_jalali, jalali, month_length, month_name, say_day, year_bounds
from hamahang.domain.text import Text, to_persian_digits

HEAD = 46.0  # above the field: the words of the day, and below them room for the label of a line that ends at the top
EVERY = (1, 3, 6, 12, 24, 48, 96, 192)  # months: each, those that begin a quarter, a half, a year, every other year…
# a label that finds no room beside its mark goes on away from it, the shorter way the better
FARTHER = tuple(
    Side(across, down, "start" if across > 0 else "end", 4 + abs(across) + abs(down))
    for across in (-0.7, 0.7, -3.0, 3.0, -6.0, 6.0, -9.0, 9.0)
    for down in (0.0, -0.75, 0.75, -1.5, 1.5, -2.5, 2.5, -3.5, 3.5, -5.0, 5.0, -7.0, 7.0)
)


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
    """The field of the chart: days to x, values to y. first, last: days at its edges, of months that are whole."""

    area: Box
    first: date
    last: date
    top: float

    def x(self, day: date) -> float:
        """Return where a day stands; days outside the field at its edge."""
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
    period: tuple[date, date],
    day: date,
    language: str,
    band: Sequence[Expected] = (),
    inner: Sequence[Expected] = (),
    width: float = 640,
    height: float = 300,
) -> str:
    """Return the chart as SVG; time runs left to right in both languages, as the field draws it.

    period: first and last day; of one Jalali year the whole year is drawn, else the months of the period
    band, inner: what a forecast expects, wide and narrow
    """
    canvas = Canvas(width=width, height=height, language=language, title=title, description=description)
    values = [point.value for line in lines for point in line.points] + [point.high for point in band]
    ticks = nice_ticks(float(max(values, default=1)), about=4)
    margin = 14 + max(text_width(say_value(tick, language), size=12) for tick in ticks)
    plot = Plot(Box(margin, HEAD, width - 16, height - 30), *months_of(*period), ticks[-1])
    draw_values(canvas, plot, ticks)
    draw_months(canvas, plot)
    draw_band(canvas, plot, band)
    draw_band(canvas, plot, inner)
    courses = [course_of(line, plot, day) for line in lines]
    ends = ends_of(plot, list(zip(lines, courses, strict=True)), day, language, band_edges(plot, band, inner))
    draw_day(canvas, plot, day, [end.place.box for end in ends])
    for line, course in zip(lines, courses, strict=True):
        pen = PENS[line.role]
        canvas.path(path_of(course), stroke=pen.ink, width=pen.width, dash=pen.dash)
    draw_ends(canvas, ends)
    return canvas.render()


def months_of(first: date, last: date) -> tuple[date, date]:
    """Return the days between which a period is drawn: its Jalali year, or its months where it has several years."""
    (year, month, _), (end, final, _) = jalali(first), jalali(last)
    if year == end:
        return year_bounds(year)
    return from_jalali(year, month, 1), from_jalali(end, final, month_length(end, final))


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


def draw_months(canvas: Canvas, plot: Plot) -> None:
    """Draw the months: all of them where their names have room, else the first of each quarter, half, or year."""
    months = months_between(plot.first, plot.last)
    is_of_years = months[0][0] != months[-1][0]
    room = (plot.area.right - plot.area.left) / len(months)
    names = [month_words(*month, canvas.language, with_year=is_of_years) for month in months]
    widest = max(text_width(name, size=11) for name in names)
    every = next((number for number in EVERY if widest <= room * number - 4), EVERY[-1])
    for (year, month), name in zip(months, names, strict=True):
        if (year * 12 + month - 1) % every:
            continue
        start, end = from_jalali(year, month, 1), from_jalali(year, month, month_length(year, month))
        x, half = plot.x(start), text_width(name, size=11) / 2
        canvas.line((x, plot.area.bottom), (x, plot.area.bottom + 4), ink=RULE_2)
        middle = min((x + plot.x(end)) / 2, canvas.width - half - 2)
        canvas.text(name, x=middle, y=plot.area.bottom + 18, anchor="middle", size=11)


def months_between(first: date, last: date) -> list[tuple[int, int]]:
    """Return year and number of the Jalali months from that of one day to that of another."""
    (year, month, _), (end, final, _) = jalali(first), jalali(last)
    return [(at // 12, at % 12 + 1) for at in range(year * 12 + month - 1, end * 12 + final)]


def month_words(year: int, month: int, language: str, *, with_year: bool) -> str:
    """Return the name of a month, with its year where the field has several."""
    name = month_name(month, language)
    if not with_year:
        return name
    return f"{name} {to_persian_digits(str(year)) if language == 'fa' else year}"


def draw_band(canvas: Canvas, plot: Plot, band: Sequence[Expected]) -> None:
    """Draw the range that a forecast expects."""
    if not band:
        return
    upper = [(plot.x(point.on), plot.y(point.high)) for point in band]
    lower = [(plot.x(point.on), plot.y(point.low)) for point in reversed(band)]
    canvas.path(path_of([*upper, *lower], closed=True), fill=ACCENT, opacity="0.14")


def draw_day(canvas: Canvas, plot: Plot, day: date, labels: Sequence[Box]) -> None:
    """Draw the day that the chart is as of. labels: where its line leaves off, so that none lies on it"""
    line = day_line(plot, day)
    x, top, bottom = line.x1, line.y1, line.y2
    for box in sorted((box for box in labels if box.grown(2).crossed_by(line)), key=lambda box: box.top):
        canvas.line((x, top), (x, max(top, box.top - 2)), ink=INK_3, dash="1 3")
        top = max(top, box.bottom + 2)
    canvas.line((x, top), (x, max(top, bottom)), ink=INK_3, dash="1 3")
    box = day_box(plot, day, canvas.language)
    canvas.text(say_day(day, canvas.language), x=(box.left + box.right) / 2, y=box.bottom - 4, anchor="middle", size=11)


def day_box(plot: Plot, day: date, language: str) -> Box:
    """Return where the words of the day stand, above the field and within its width."""
    half = text_width(say_day(day, language), size=11) / 2
    middle = min(max(plot.x(day), plot.area.left + half), plot.area.right - half)
    return Box(middle - half, plot.area.top - 42, middle + half, plot.area.top - 27)


def day_line(plot: Plot, day: date) -> Segment:
    """Return the line of the day, from its words down to the foot."""
    return Segment(plot.x(day), plot.area.top - 24, plot.x(day), plot.area.bottom)


def band_edges(plot: Plot, *bands: Sequence[Expected]) -> list[Segment]:
    """Return the upper and lower edges of what a forecast expects."""
    sides = [[(plot.x(point.on), plot.y(point.high)) for point in band] for band in bands]
    sides += [[(plot.x(point.on), plot.y(point.low)) for point in band] for band in bands]
    return [Segment(*start, *end) for side in sides for start, end in pairwise(side)]


class End(NamedTuple):
    """The end of a line, its words and where they stand."""

    line: Line
    at: Point
    words: str
    place: Place


def ends_of(
    plot: Plot, drawn: Sequence[tuple[Line, Sequence[Point]]], day: date, language: str, edges: Sequence[Segment]
) -> list[End]:
    """Return the end of each line with its label beside it, clear of the lines. edges: of what a forecast expects"""
    ends = [(line, course[-1], end_label(line, day, language)) for line, course in drawn if course]
    wishes = [Wish((words,), x, y, bold=True, gap=9, sides=(*AROUND, *FARTHER)) for _, (x, y), words in ends]
    around = Surroundings(
        bounds=Box(plot.area.left + 2, 0, plot.area.right + 14, plot.area.bottom - 2),
        marks=(*(Box(x - 5, y - 5, x + 5, y + 5) for _, (x, y), _ in ends), day_box(plot, day, language)),
        lines=(*edges, *(Segment(*start, *end) for _, course in drawn for start, end in pairwise(course))),
        faint=(day_line(plot, day),),
        aside=2,
    )
    return [End(*end, place) for end, place in zip(ends, place_labels(wishes, around), strict=True)]


def draw_ends(canvas: Canvas, ends: Sequence[End]) -> None:
    """Draw the mark at the end of each line and its label."""
    for line, at, words, place in ends:
        pen = PENS[line.role]
        canvas.circle(at, 4.5, fill=pen.ink if pen.filled else SHEET, stroke=pen.ink, width=1.75)
        ink = INK if line.role is Role.VERIFIED else INK_2
        canvas.text(words, x=place.x, y=place.y, anchor=place.anchor, bold=True, ink=ink, halo=True)


def end_label(line: Line, day: date, language: str) -> str:
    """Return the words at the end of a line: what it has come to, and what it is."""
    reached = [point.value for point in sorted(line.points) if line.role is Role.PROMISED or point.on <= day]
    value, label = say_value(reached[-1] if reached else 0, language), line.label[language]
    return f"{label} {value}" if line.role is Role.PROMISED and language == "fa" else f"{value} {label}"

"""A map without boundary files: each county is the ground nearest to its seat, shaded by a value; estates as marks.

Works for any province from the points of its seats. It says on its face that its borders are not the legal ones.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from functools import partial

from hamahang.briefing.drawing.canvas import Canvas, Point, path_of
from hamahang.briefing.drawing.geometry import Polygon, cells, centre_of
from hamahang.briefing.drawing.labels import CENTRED, Box, Place, Surroundings, Wish, place_labels
from hamahang.briefing.drawing.legend import Entry, draw_legend, legend_height, legend_width
from hamahang.briefing.drawing.palette import ACCENT, INK, SHADES, SHEET, UNKNOWN, Ink
from hamahang.briefing.drawing.ticks import class_bounds, say_value
from hamahang.domain.text import Text

EDGE, MARK, GUTTER = 8.0, 4.5, 24.0
NARROW = 480  # below it map and legend have no room side by side
SCHEMATIC = Text(fa="نقشهٔ طرح‌وار: مرزها قانونی نیست", en="Schematic map: the lines are not legal borders")
NO_VALUE = Text(fa="نامعلوم", en="not known")
BELOW = Text(fa="کمتر از {high}", en="below {high}")
BETWEEN = Text(fa="{low} تا {high}", en="{low} to {high}")
FROM = Text(fa="{low} و بیشتر", en="{low} and more")


class Form(Enum):
    """What stands at a place, told by the form of its mark; hollow while it is not yet in operation."""

    ESTATE = "estate"
    ZONE = "zone"
    FITS = "fits"
    UNDECIDED = "undecided"
    EXCLUDED = "excluded"


@dataclass(frozen=True, slots=True)
class County:
    """A county by its seat, in degrees. value: None where it is not known."""

    code: str
    name: Text
    longitude: float
    latitude: float
    value: int | Decimal | None


@dataclass(frozen=True, slots=True)
class Site:
    """An estate or a zone, in degrees. label: what stands on the map, where the form of the mark says the rest."""

    name: Text
    longitude: float
    latitude: float
    form: Form
    is_active: bool
    label: Text | None = None

    @property
    def words(self) -> Text:
        """What is written beside the mark."""
        return self.label or self.name


@dataclass(frozen=True, slots=True)
class Projection:
    """Degrees to a plane in which a length is the same in both directions, then to the sheet."""

    stretch: float
    scale: float
    left: float
    top: float
    west: float
    north: float

    def at(self, longitude: float, latitude: float) -> Point:
        """Return where a place stands on the sheet."""
        return self.put((longitude * self.stretch, latitude))

    def put(self, point: Point) -> Point:
        """Return where a point of the plane stands on the sheet."""
        return self.left + (point[0] - self.west) * self.scale, self.top + (self.north - point[1]) * self.scale


@dataclass(frozen=True, slots=True)
class Ground:
    """The cells of the counties on the sheet, and the sheet's height."""

    shapes: list[Polygon]
    projection: Projection
    height: float


def draw_map(
    *,
    title: Text,
    description: Text,
    counties: Sequence[County],
    sites: Sequence[Site],
    unit: Text,
    language: str,
    classes: int = 5,
    width: float = 640,
) -> str:
    """Return the map as SVG: north up, its legend on the side where the line ends, below it where there is no room.

    unit: what the values count, the heading of the legend
    classes: at most so many shades, 1–5
    """
    bounds = class_bounds([float(county.value) for county in counties if county.value is not None], classes=classes)
    entries = [*class_entries(counties, bounds, language), *mark_entries(sites, language)]
    is_below = width < NARROW
    side = width - 2 * EDGE if is_below else min(legend_width(entries, unit[language]), width * 0.38)
    taken = 0 if is_below else side + GUTTER
    ground = lay_out(counties, sites, width=width - taken, left=taken if language == "fa" else 0)
    canvas = Canvas(width=width, height=ground.height, language=language, title=title, description=description)
    for county, shape in zip(counties, ground.shapes, strict=True):
        tip = f"{county.name[language]}: {value_words(county, language)}"
        canvas.path(path_of(shape, closed=True), fill=shade(county.value, bounds), stroke=SHEET, width=2.5, tip=tip)
    points = [ground.projection.at(site.longitude, site.latitude) for site in sites]
    for site, point in zip(sites, points, strict=True):
        draw_mark(canvas, point, form=site.form, is_active=site.is_active, tip=site.name[language])
    unnamed = draw_names(canvas, ground, counties, sites, points)
    entries += [Entry(name, number=say_value(index, language)) for index, name in enumerate(unnamed, start=1)]
    wanted = legend_height(entries, heading=unit[language], foot=SCHEMATIC[language], width=side)
    top = ground.height if is_below else 0
    canvas.height = max(canvas.height, top + wanted)
    start = EDGE if is_below else width - side
    x = width - start if language == "fa" else start
    draw_legend(canvas, entries, heading=unit[language], foot=SCHEMATIC[language], x=x, width=side, top=top)
    return canvas.render()


def lay_out(counties: Sequence[County], sites: Sequence[Site], *, width: float, left: float) -> Ground:
    """Return the cells of the counties, fitted to a width; the height follows the province's form."""
    places: list[County | Site] = [*counties, *sites]
    middle = sum(place.latitude for place in places) / max(len(places), 1)
    stretch = math.cos(math.radians(middle))
    plain = cells(
        [(county.longitude * stretch, county.latitude) for county in counties],
        also=[(site.longitude * stretch, site.latitude) for site in sites],
    )
    corners = [corner for shape in plain for corner in shape] or [(0.0, 0.0), (1.0, 0.6)]
    west, east = min(x for x, _ in corners), max(x for x, _ in corners)
    south, north = min(y for _, y in corners), max(y for _, y in corners)
    scale = min((width - 2 * EDGE) / (east - west), width * 1.25 / (north - south))
    spare = width - 2 * EDGE - scale * (east - west)
    projection = Projection(stretch, scale, left + EDGE + spare / 2, EDGE, west, north)
    shapes = [[projection.put(corner) for corner in shape] for shape in plain]
    return Ground(shapes, projection, max(scale * (north - south) + 2 * EDGE, 240))


def shade(value: int | Decimal | None, bounds: Sequence[float]) -> Ink:
    """Return the shade of a value's class; with few classes the shades keep far apart."""
    if value is None:
        return UNKNOWN
    return shade_of_class(sum(float(value) >= bound for bound in bounds), len(bounds) + 1)


def shade_of_class(index: int, classes: int) -> Ink:
    """Return the shade of a class, from the lightest to the darkest."""
    return SHADES[round(index * (len(SHADES) - 1) / (classes - 1))] if classes > 1 else SHADES[1]


def class_entries(counties: Sequence[County], bounds: Sequence[float], language: str) -> list[Entry]:
    """Return the legend of the shades."""
    known = [county.value for county in counties if county.value is not None]
    written = [say_value(bound, language) for bound in bounds]
    entries = []
    for index in range(len(bounds) + 1 if known else 0):
        low, high = written[index - 1] if index else "", written[index] if index < len(written) else ""
        form = BETWEEN if low and high else FROM if low else BELOW
        words = form[language].format(low=low, high=high) if bounds else say_value(known[0], language)
        entries.append(Entry(words, shade=shade_of_class(index, len(bounds) + 1)))
    if len(known) < len(counties):
        entries.append(Entry(NO_VALUE[language], shade=UNKNOWN))
    return entries


MARKS = (
    (Form.ESTATE, True, Text(fa="شهرک صنعتی فعال", en="active estate")),
    (Form.ESTATE, False, Text(fa="شهرک صنعتی غیرفعال یا در دست اجرا", en="estate not yet active")),
    (Form.ZONE, True, Text(fa="ناحیهٔ صنعتی فعال", en="active zone")),
    (Form.ZONE, False, Text(fa="ناحیهٔ صنعتی در دست اجرا", en="zone under construction")),
    (Form.FITS, True, Text(fa="مناسب", en="suitable")),
    (Form.UNDECIDED, True, Text(fa="نامعلوم", en="not known")),
    (Form.EXCLUDED, True, Text(fa="کنار گذاشته", en="excluded")),
)


def mark_entries(sites: Sequence[Site], language: str) -> list[Entry]:
    """Return the legend of the marks that occur."""
    present = {(site.form, site.is_active) for site in sites}
    return [
        Entry(words[language], mark=partial(draw_mark, form=form, is_active=active))
        for form, active, words in MARKS
        if (form, active) in present
    ]


def draw_mark(canvas: Canvas, point: Point, *, form: Form, is_active: bool, tip: str = "") -> None:
    """Draw an estate as a disc, a zone as a triangle; hollow while not in operation.

    What fits is a disc, what is not known a hollow one, what is excluded a cross.
    """
    fill = ACCENT if is_active and form is not Form.UNDECIDED else SHEET
    if form in (Form.ESTATE, Form.FITS, Form.UNDECIDED):
        canvas.circle(point, MARK, fill=fill, stroke=ACCENT, width=1.75, tip=tip)
        return
    x, y = point
    if form is Form.EXCLUDED:
        for rise in (MARK, -MARK):
            canvas.path(path_of([(x - MARK, y - rise), (x + MARK, y + rise)]), stroke=ACCENT, width=2, tip=tip)
        return
    corners = [(x, y - MARK * 1.25), (x + MARK * 1.2, y + MARK * 0.85), (x - MARK * 1.2, y + MARK * 0.85)]
    canvas.path(path_of(corners, closed=True), fill=fill, stroke=ACCENT, width=1.75, tip=tip)


def value_words(county: County, language: str) -> str:
    """Return the value of a county as words."""
    return NO_VALUE[language] if county.value is None else say_value(county.value, language)


def draw_names(
    canvas: Canvas, ground: Ground, counties: Sequence[County], sites: Sequence[Site], points: Sequence[Point]
) -> list[str]:
    """Write the names of counties and sites clear of each other; return the names that got a number instead."""
    language = canvas.language
    wishes = [county_wish(county, shape, language) for county, shape in zip(counties, ground.shapes, strict=True)]
    wishes += [
        Wish((site.words[language],), *point, size=11, gap=9.5) for site, point in zip(sites, points, strict=True)
    ]
    across = [x for shape in ground.shapes for x, _ in shape] or [0.0, canvas.width]
    around = Surroundings(
        bounds=Box(max(min(across) - GUTTER, 0), 0, min(max(across) + GUTTER - 4, canvas.width), ground.height),
        marks=tuple(Box(x - MARK - 1, y - MARK - 1, x + MARK + 1, y + MARK + 1) for x, y in points),
    )
    unnamed: list[str] = []
    for index, (wish, place) in enumerate(zip(wishes, place_labels(wishes, around), strict=True)):
        if not place.collides:
            write(canvas, wish, place)
            continue
        is_county = index < len(counties)
        unnamed.append(": ".join(wish.lines) if is_county else sites[index - len(counties)].name[language])
        above = 0 if is_county else 7  # a site's number stands over its mark
        words = say_value(len(unnamed), language)
        canvas.text(words, x=wish.x, y=wish.y - above, anchor="middle", size=10, bold=True, halo=True)
    return unnamed


def county_wish(county: County, shape: Polygon, language: str) -> Wish:
    """Return the label of a county: its name and, below it, its value, on its own ground."""
    x, y = centre_of(shape)
    lines = (county.name[language], value_words(county, language))
    return Wish(lines, x, y, size=13, bold=True, gap=14, sides=CENTRED, home=tuple(shape))


def write(canvas: Canvas, wish: Wish, place: Place) -> None:
    """Write a label line by line."""
    for index, line in enumerate(wish.lines):
        canvas.text(
            line,
            x=place.x,
            y=place.y + index * wish.line_height,
            anchor=place.anchor,
            size=wish.size,
            bold=wish.bold and not index,
            ink=INK,
        )

"""Drawings: well-formed, safe under a strict content policy, right in both languages, clear of collisions."""

import math
import random
import re
from decimal import Decimal
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamahang.briefing.drawing import geometry, labels, measure, ticks
from hamahang.briefing.drawing.bars import Bar, NegativeBar, draw_bars
from hamahang.briefing.drawing.canvas import Canvas, legal
from hamahang.briefing.drawing.lines import Line, Reached, Role, draw_lines
from hamahang.briefing.drawing.palette import INK, SHADES
from hamahang.briefing.drawing.schematic_map import County, draw_map
from hamahang.briefing.drawing.slope import Column as Side
from hamahang.briefing.drawing.slope import Course, draw_slope
from hamahang.domain.calendar import from_jalali, year_bounds
from hamahang.domain.text import Text
from tests.briefing import sample

SVG = "{http://www.w3.org/2000/svg}"
EVERY = [(draw, language) for draw in sample.DRAWINGS for language in ("fa", "en")]
WORDS = Text("نقشه", "map")


def texts(svg: str) -> list[str]:
    root = ElementTree.fromstring(svg)  # noqa: S314 - our own drawing
    return ["".join(node.itertext()).strip("\u2067\u2069") for node in root.iter(f"{SVG}text")]


def starts(svg: str) -> dict[str, ElementTree.Element]:
    root = ElementTree.fromstring(svg)  # noqa: S314 - our own drawing
    return {"".join(node.itertext()).strip("\u2067\u2069"): node for node in root.iter(f"{SVG}text")}


@pytest.mark.parametrize(("draw", "language"), EVERY)
def test_a_drawing_is_well_formed_and_holds_no_style_script_or_handler(draw, language):
    root = ElementTree.fromstring(draw(language))  # noqa: S314 - our own drawing

    for node in root.iter():
        assert node.tag.removeprefix(SVG) in {"svg", "title", "desc", "path", "rect", "circle", "text"}
        assert not {name for name in node.attrib if name == "style" or name.startswith("on") or "href" in name}


@pytest.mark.parametrize(("draw", "language"), EVERY)
def test_a_drawing_names_itself_and_is_laid_out_left_to_right_for_paper(draw, language):
    root = ElementTree.fromstring(draw(language))  # noqa: S314 - our own drawing

    assert root.get("role") == "img"
    assert root.get("lang") == language
    assert [child.tag.removeprefix(SVG) for child in root][:2] == ["title", "desc"]
    assert {node.get("direction") for node in root.iter()} == {None, "ltr"}


@pytest.mark.parametrize("draw", sample.DRAWINGS)
def test_persian_labels_have_persian_digits_inside_an_isolate(draw):
    svg = draw("fa")

    assert not [words for words in texts(svg) if re.search("[0-9]", words)]
    assert svg.count("\u2067") == svg.count("\u2069") == svg.count("<text")


@pytest.mark.parametrize("draw", sample.DRAWINGS)
def test_english_labels_have_latin_digits_and_no_isolate(draw):
    svg = draw("en")

    assert not [words for words in texts(svg) if re.search("[۰-۹]", words)]
    assert "\u2067" not in svg


@pytest.mark.parametrize(("draw", "language"), EVERY)
def test_the_same_drawing_is_the_same_text(draw, language):
    assert draw(language) == draw(language)


@given(st.text())
def test_any_label_leaves_the_drawing_well_formed(words):
    canvas = Canvas(width=10, height=10, language="fa", title=Text(words, words), description=Text(words, words))

    canvas.text(words, x=1, y=1)
    canvas.rect(x=0, y=0, width=1, height=1, fill=INK, tip=words)

    root = ElementTree.fromstring(canvas.render())  # noqa: S314 - our own drawing
    assert {node.tag.removeprefix(SVG) for node in root.iter()} <= {"svg", "title", "desc", "text", "rect"}


def test_signs_that_turn_a_line_around_are_dropped_from_labels():
    assert legal("a\u202eb\u2066c\x00d\u200ce") == "abcd\u200ce"


def test_bars_run_from_the_right_in_persian_and_from_the_left_in_english():
    fa, en = (ElementTree.fromstring(sample.bars(language)) for language in ("fa", "en"))  # noqa: S314
    right_edges = {float(bar.get("x")) + float(bar.get("width")) for bar in fa.iter(f"{SVG}rect")}
    left_edges = {float(bar.get("x")) for bar in en.iter(f"{SVG}rect")}

    assert max(right_edges) - min(right_edges) < 0.2
    assert len(left_edges) == 1


def test_bars_are_as_long_as_their_values():
    root = ElementTree.fromstring(sample.bars("en"))  # noqa: S314 - our own drawing
    widths = [float(bar.get("width")) for bar in root.iter(f"{SVG}rect")]

    for width, (_, value) in zip(widths, sample.CAUSES, strict=True):
        assert width == pytest.approx(widths[0] * value / sample.CAUSES[0][1], abs=0.1)


def test_a_bar_below_zero_is_refused():
    with pytest.raises(NegativeBar):
        draw_bars(title=WORDS, description=WORDS, bars=[Bar(WORDS, Decimal(-1))], language="fa")


def test_bars_of_nothing_and_of_zeros_are_drawn():
    none = draw_bars(title=WORDS, description=WORDS, bars=[], language="fa")
    zeros = draw_bars(title=WORDS, description=WORDS, bars=[Bar(WORDS, 0)], language="fa")

    assert texts(none) == []
    assert texts(zeros) == ["نقشه", "۰"]


def test_steps_end_at_the_day_and_what_came_later_is_not_drawn():
    written = texts(sample.lines("en"))

    assert "417 verified" in written
    assert "600 declared" in written
    assert not [words for words in written if "999" in words]


def test_time_runs_from_left_to_right_in_both_languages():
    for language in ("fa", "en"):
        names = list(starts(sample.lines(language)).values())
        months = [float(node.get("x")) for node in names if node.get("font-size") == "11"][:4]
        assert months == sorted(months)


def test_a_line_without_points_is_drawn_as_nothing_reached():
    svg = draw_lines(
        title=WORDS,
        description=WORDS,
        lines=[Line(Text("تأییدشده", "verified"), Role.VERIFIED, ()), Line(WORDS, Role.PROMISED, ())],
        period=year_bounds(1390),
        day=sample.DAY,
        language="en",
    )

    assert "0 verified" in texts(svg)


def test_the_line_of_the_promise_and_the_labels_do_not_cross():
    svg = draw_lines(
        title=WORDS,
        description=WORDS,
        lines=[
            Line(
                Text("تعهد", "committed"),
                Role.PROMISED,
                (Reached(from_jalali(1390, 1, 1), 0), Reached(from_jalali(1390, 12, 29), 2000)),
            )
        ],
        period=year_bounds(1390),
        day=sample.DAY,
        language="en",
    )
    label = starts(svg)["2,000 committed"]

    assert label.get("text-anchor") == "end"
    assert float(label.get("y")) < 46


def test_places_below_the_fair_range_are_hollow_and_the_unknown_has_no_dot():
    root = ElementTree.fromstring(sample.balance("en"))  # noqa: S314 - our own drawing
    dots = {dot.find(f"{SVG}title").text: dot.get("fill") for dot in root.iter(f"{SVG}circle")}

    assert len(dots) == len(sample.PLACES)
    assert {name for name, fill in dots.items() if fill == "#ffffff"} == {"Abdanan: 0.31", "Darreh Shahr: 0.55"}
    assert "not known" in texts(sample.balance("en"))


def test_more_than_a_fair_share_lies_to_the_left_in_persian_and_to_the_right_in_english():
    for language, sign in (("fa", -1), ("en", 1)):
        ticks_at = {words: float(node.get("x")) for words, node in starts(sample.balance(language)).items()}
        half, double = ("۰٫۵", "۲") if language == "fa" else ("0.5", "2")
        assert (ticks_at[double] - ticks_at[half]) * sign > 0


def test_the_bold_line_of_a_slope_names_itself_at_both_ends_and_its_ranks_stand_below_the_columns():
    svg = sample.slope("en", name="Ilam")
    said = texts(svg)

    assert [words for words in said if words.startswith("Ilam")] == ["Ilam 4", "Ilam 2"]
    assert said[-5:-2] == ["4", "4", "2"]
    lowest = max(float(y) for y in re.findall(r'cy="([\d.]+)"', svg))
    root = ElementTree.fromstring(svg)  # noqa: S314 - our own drawing
    ranks = [
        node for node in root.iter(f"{SVG}text") if node.get("text-anchor") == "middle" and node.get("font-weight")
    ]
    assert len(ranks) == 3
    assert all(box_of(node).top > lowest + 4.5 for node in ranks)


def test_no_name_lies_among_the_lines_of_a_slope_where_its_rank_begins_later():
    own = Course(Text("ایلام", "Ilam"), (None, 2, 1), is_own=True)
    columns = [Side(Text(name, name)) for name in ("first", "second", "third")]

    said = texts(draw_slope(title=WORDS, description=WORDS, columns=columns, courses=[own], language="en"))

    assert [words for words in said if words.startswith("Ilam")] == ["Ilam 1"]


@pytest.mark.parametrize("language", ["fa", "en"])
def test_on_a_phone_no_words_of_ranks_lie_among_their_lines_nor_leave_the_sheet(language):
    svg = sample.rows_of_ranks(language)
    root = ElementTree.fromstring(svg)  # noqa: S314 - our own drawing
    dots = [(float(node.get("cx")), float(node.get("cy"))) for node in root.iter(f"{SVG}circle")]
    left, right = min(x for x, _ in dots), max(x for x, _ in dots)
    top = min(y for _, y in dots)

    for node in root.iter(f"{SVG}text"):
        box = box_of(node)
        assert box.right < left - 4.5 or box.left > right + 4.5 or box.bottom < top - 4.5
        assert box.left >= 0
        assert box.right <= 340
    assert texts(svg)[-3:] == (["۴", "۴", "۲"] if language == "fa" else ["4", "4", "2"])


@pytest.mark.parametrize("language", ["fa", "en"])
def test_on_a_phone_the_legend_of_a_map_lies_below_it_and_within_the_sheet(language):
    root = ElementTree.fromstring(sample.map_of_phone(language))  # noqa: S314 - our own drawing
    boxes = [box_of(node) for node in root.iter(f"{SVG}text")]
    heading = starts(sample.map_of_phone(language))[{"fa": "میلیارد ریال", "en": "billion rials"}[language]]
    ground = [path.get("d") for path in root.iter(f"{SVG}path") if path.get("stroke-width") == "2.5"]
    lowest = max(float(y) for d in ground for y in re.findall(r"[ML]?[\d.]+[ ,]([\d.]+)", d))

    assert box_of(heading).top >= lowest
    assert min(box.left for box in boxes) >= 0
    assert max(box.right for box in boxes) <= 340
    assert max(box.bottom for box in boxes) <= float(root.get("viewBox").split()[3])


def test_a_slope_dashes_what_is_not_to_be_joined_and_leaves_a_gap_where_a_rank_is_not_known():
    svg = sample.slope("en", name="Ilam")

    # to the third year: of provinces 1 and 3 and of the bold one; province 2 has no rank there
    assert svg.count("stroke-dasharray") == 3


def test_every_county_and_site_is_named_on_the_map_or_numbered_in_its_legend():
    for language in ("fa", "en"):
        written = texts(sample.themap(language))
        for name in [*(place.name for place in sample.COUNTIES), *(site.name for site in sample.SITES)]:
            assert name[language] in written


def test_labels_on_the_map_do_not_cover_each_other():
    for language in ("fa", "en"):
        boxes = [box for box in map(box_of, starts_of_map(language)) if box]
        for index, box in enumerate(boxes):
            assert not [other for other in boxes[index + 1 :] if box.overlap(other) > 4]


def starts_of_map(language: str) -> list[ElementTree.Element]:
    root = ElementTree.fromstring(sample.themap(language))  # noqa: S314 - our own drawing
    return list(root.iter(f"{SVG}text"))


def box_of(node: ElementTree.Element) -> labels.Box:
    size, x, y = (float(node.get(name)) for name in ("font-size", "x", "y"))
    words = "".join(node.itertext()).strip("\u2067\u2069")
    width = measure.text_width(words, size=size, bold=node.get("font-weight") is not None)
    left = x - {None: 0.0, "middle": 0.5, "end": 1.0}[node.get("text-anchor")] * width
    return labels.Box(left, y - size * 0.7, left + width, y + size * 0.2)


def test_the_map_shades_by_value_and_leaves_the_unknown_apart():
    counties = [
        County("1", Text("الف", "A"), 46.0, 33.0, 0),
        County("2", Text("ب", "B"), 47.0, 33.0, 90),
        County("3", Text("پ", "C"), 46.5, 34.0, None),
    ]
    svg = draw_map(title=WORDS, description=WORDS, counties=counties, sites=[], unit=WORDS, language="en")
    root = ElementTree.fromstring(svg)  # noqa: S314 - our own drawing
    shades = {
        path.find(f"{SVG}title").text: path.get("class").split()[0]
        for path in root.iter(f"{SVG}path")
        if path.find(f"{SVG}title") is not None
    }

    assert shades == {"A: 0": "fill-shade-1", "B: 90": "fill-shade-5", "C: not known": "fill-shade-0"}


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_a_province_of_few_counties_is_drawn(count):
    svg = draw_map(
        title=WORDS, description=WORDS, counties=sample.COUNTIES[:count], sites=[], unit=WORDS, language="fa"
    )

    ElementTree.fromstring(svg)  # noqa: S314 - our own drawing
    assert "nan" not in svg


def test_two_counties_with_one_seat_are_both_drawn():
    twice = [sample.COUNTIES[0], sample.COUNTIES[0], *sample.COUNTIES[1:]]
    svg = draw_map(title=WORDS, description=WORDS, counties=twice, sites=[], unit=WORDS, language="fa")

    assert svg.count("ایلام: ۹۷۰") == 2


def test_shades_grow_darker_so_that_a_grey_print_still_reads():
    greys = [luminance(ink.colour) for ink in SHADES]

    assert greys == sorted(greys, reverse=True)
    assert min(before - after for before, after in pairwise(greys)) > 0.08


def test_dark_words_are_readable_on_every_shade():
    dark = luminance(INK.colour)

    assert all((luminance(ink.colour) + 0.05) / (dark + 0.05) >= 4.5 for ink in SHADES)


def luminance(colour: str) -> float:
    parts = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@given(st.floats(min_value=0.01, max_value=1e13), st.booleans())
def test_ticks_are_even_and_hold_the_top(top, whole):
    found = ticks.nice_ticks(top, whole=whole)

    assert found[0] == 0
    assert found[-1] >= top * 0.999999
    assert 2 <= len(found) <= 12
    assert not whole or all(tick == int(tick) for tick in found)


def test_ticks_of_two_thousand_are_the_ones_a_person_would_choose():
    assert ticks.nice_ticks(2000, about=4) == [0, 500, 1000, 1500, 2000]
    assert ticks.nice_ticks(44) == [0, 10, 20, 30, 40, 50]
    assert ticks.nice_ticks(0) == [0, 1]


@given(st.lists(st.integers(min_value=0, max_value=10**6), max_size=12), st.integers(min_value=1, max_value=5))
def test_class_bounds_keep_the_natural_breaks_and_leave_no_class_empty(values, classes):
    bounds = ticks.class_bounds([float(value) for value in values], classes=classes)
    held = {sum(value >= bound for bound in bounds) for value in values}

    assert bounds == sorted(set(bounds))
    assert not values or held == set(range(len(bounds) + 1))


def test_natural_breaks_agree_with_trying_every_division():
    generator = random.Random(1390)
    for _ in range(20):
        ordered = sorted({round(generator.uniform(0, 100), 1) for _ in range(8)})
        found = ticks.natural_breaks(ordered, 3)
        best = min(
            spread(ordered[:one]) + spread(ordered[one:two]) + spread(ordered[two:])
            for one in range(1, len(ordered) - 1)
            for two in range(one + 1, len(ordered))
        )
        one, two = found
        assert spread(ordered[:one]) + spread(ordered[one:two]) + spread(ordered[two:]) == pytest.approx(best)


def spread(values: list[float]) -> float:
    middle = sum(values) / len(values)
    return sum((value - middle) ** 2 for value in values)


def test_a_bound_is_the_roundest_number_between_two_values():
    assert ticks.roundest(64, 120) == 100
    assert ticks.roundest(155, 180) == 180
    assert ticks.roundest(7, 7.5) == 7.5


def test_cells_share_out_the_outline_without_gap_or_overlap():
    seats = [(county.longitude, county.latitude) for county in sample.COUNTIES]
    shapes = geometry.cells(seats)
    generator = random.Random(10)

    for _ in range(400):
        point = (generator.uniform(45.8, 47.8), generator.uniform(32.4, 34.1))
        holders = [index for index, shape in enumerate(shapes) if labels.contains(shape, point)]
        nearest = min(range(len(seats)), key=lambda index: math.dist(seats[index], point))
        assert holders in ([], [nearest])
    for seat, shape in zip(seats, shapes, strict=True):
        assert labels.contains(shape, seat)


def test_inner_corners_of_cells_belong_to_three_counties_so_that_no_hole_opens():
    seats = [(county.longitude, county.latitude) for county in sample.COUNTIES]
    shapes = geometry.cells(seats)
    middle = (46.9, 33.2)

    around = [(middle[0] + 0.25 * math.cos(turn), middle[1] + 0.15 * math.sin(turn)) for turn in range(7)]

    assert all(any(labels.contains(shape, point) for shape in shapes) for point in [middle, *around])


def test_clipping_a_square_by_its_diagonal_halves_it():
    square = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)]

    assert geometry.area(geometry.clip(square, 1, 1, 1)) == pytest.approx(0.5)
    assert geometry.area(geometry.clip_to(square, [(0.5, -1.0), (2.0, -1.0), (2.0, 2.0), (0.5, 2.0)])) == pytest.approx(
        0.5
    )


@given(st.lists(st.tuples(st.integers(0, 300), st.integers(0, 200)), min_size=1, max_size=12))
def test_labels_stay_inside_when_there_is_room(points):
    wishes = [labels.Wish(("ایلام",), float(x) + 100, float(y) + 100) for x, y in points]
    bounds = labels.Box(0, 0, 500, 400)

    places = labels.place_labels(wishes, labels.Surroundings(bounds))

    assert len(places) == len(points)
    assert all(place.box.outside(bounds) == 0 for place in places)


@given(st.text(alphabet="ابپ نمودار۱۲۳ abc\u200c", max_size=60), st.integers(min_value=30, max_value=200))
def test_wrapped_words_fit_their_width(words, width):
    for line in measure.wrap(words, width=width, size=12):
        assert line == "…" or measure.text_width(line, size=12) <= width

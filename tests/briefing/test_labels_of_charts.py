"""Labels of charts: on no line, within the drawing and apart from each other, as wide as a desk and as a phone."""

import re
from datetime import timedelta
from decimal import Decimal
from itertools import combinations, pairwise
from xml.etree import ElementTree

import pytest

from hamahang.briefing.drawing import labels
from hamahang.briefing.drawing.balance import Ratio, draw_balance
from hamahang.briefing.drawing.bars import Bar, draw_bars
from hamahang.briefing.drawing.lines import Expected, Line, Reached, Role, draw_lines
from hamahang.briefing.drawing.palette import RULE, RULE_2
from hamahang.domain.calendar import from_jalali, year_bounds
from hamahang.domain.text import Text
from tests.briefing.test_drawing import SVG, WORDS, box_of, texts


def promise(target: int, reached: int, day: int, language: str, width: int, *, is_wide: bool = True) -> str:
    """Draw a promise of a year of which some was reached, on a day of the year, with a fan until its end."""
    first, last = year_bounds(1390)
    on = first + timedelta(days=day)
    steps = [Reached(first + timedelta(days=day * at // 5), reached * at // 5) for at in range(1, 6)]
    fan = [Expected(on, reached, reached), Expected(last, reached + target // 20, reached + target // 3)]
    return draw_lines(
        title=WORDS,
        description=WORDS,
        lines=[
            Line(Text("تعهد", "promised"), Role.PROMISED, (Reached(first, 0), Reached(last, target))),
            Line(Text("تأییدشده", "verified"), Role.VERIFIED, tuple(steps)),
        ],
        period=(first, last),
        day=on,
        language=language,
        band=fan if is_wide and on < last else (),
        width=width,
    )


def segments(svg: str) -> list[labels.Segment]:
    """Return the straight pieces of the lines that tell something: the courses, and the edges of the fan."""
    root = ElementTree.fromstring(svg)  # noqa: S314 - our own drawing
    found = []
    for path in root.iter(f"{SVG}path"):
        if path.get("stroke") in (RULE.colour, RULE_2.colour):
            continue  # of the scale, which words may cross
        points = [tuple(map(float, pair)) for pair in re.findall(r"(-?[\d.]+)[ ,](-?[\d.]+)", path.get("d"))]
        found += [labels.Segment(*start, *end) for start, end in pairwise(points)]
    return found


@pytest.mark.parametrize("width", [340, 640])
@pytest.mark.parametrize("language", ["fa", "en"])
@pytest.mark.parametrize("target", [30, 37, 2000, 1850, 123_456])
def test_no_label_of_a_promise_lies_on_a_line_or_leaves_the_drawing(target, language, width):
    for share in (0, 1, 4, 9, 10, 13):
        for day in (0, 30, 100, 190, 300, 350, 364):
            svg = promise(target, target * share // 10, day, language, width)
            root = ElementTree.fromstring(svg)  # noqa: S314 - our own drawing
            height = float(root.get("viewBox").split()[3])
            boxes = [box_of(node) for node in root.iter(f"{SVG}text")]
            ends = [box_of(node) for node in root.iter(f"{SVG}text") if node.get("font-weight")]

            assert len(ends) == 2
            assert not [end for end in ends for line in segments(svg) if end.crossed_by(line)], (share, day)
            assert all(box.outside(labels.Box(0, 0, width, height)) == 0 for box in boxes), (share, day)
            assert not [1 for one, other in combinations(boxes, 2) if one.overlap(other) > 4], (share, day)


@pytest.mark.parametrize("language", ["fa", "en"])
def test_a_promise_of_two_years_is_drawn_over_both_with_the_years_beside_the_months(language):
    first, last = from_jalali(1389, 7, 1), from_jalali(1391, 6, 31)
    svg = draw_lines(
        title=WORDS,
        description=WORDS,
        lines=[Line(WORDS, Role.PROMISED, (Reached(first, 0), Reached(last, 100)))],
        period=(first, last),
        day=from_jalali(1390, 6, 31),
        language=language,
    )
    months = [words for words in texts(svg) if re.match(r"\w+ [\d]{4}$", words)]
    course = max(segments(svg), key=lambda line: abs(line.x2 - line.x1))

    assert months[0] == {"fa": "مهر ۱۳۸۹", "en": "Mehr 1389"}[language]
    assert months[-1].endswith({"fa": "۱۳۹۱", "en": "1391"}[language])
    assert course.x2 - course.x1 > 500


@pytest.mark.parametrize("width", [340, 560])
@pytest.mark.parametrize("language", ["fa", "en"])
def test_on_a_phone_the_words_of_bars_and_of_the_balance_stay_apart_and_within(language, width):
    names = [Text("شیروان و چرداول", "Shirvan and Chardavol"), Text("ایلام", "Ilam"), Text("مهران", "Mehran")]
    values = [Decimal("0.09"), Decimal("1.69"), Decimal("7.9")]
    drawn = [
        draw_balance(
            title=WORDS,
            description=WORDS,
            ratios=[Ratio(name, value) for name, value in zip(names, values, strict=True)],
            language=language,
            width=width,
        ),
        draw_bars(
            title=WORDS,
            description=WORDS,
            bars=[Bar(name, number) for name, number in zip(names, (18, 1_800, 1), strict=True)],
            language=language,
            width=width,
        ),
    ]

    for svg in drawn:
        root = ElementTree.fromstring(svg)  # noqa: S314 - our own drawing
        height = float(root.get("viewBox").split()[3])
        boxes = [box_of(node) for node in root.iter(f"{SVG}text")]
        assert all(box.outside(labels.Box(0, 0, width, height)) == 0 for box in boxes)
        assert not [1 for one, other in combinations(boxes, 2) if one.overlap(other) > 4]

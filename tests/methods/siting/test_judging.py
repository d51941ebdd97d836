"""Sites judged: by hand, word by word, and what must hold whatever the numbers."""

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamahang.domain.text import Text
from hamahang.methods.siting import (
    Absurd,
    Around,
    Curve,
    Distance,
    Grade,
    Has,
    Judged,
    Kind,
    Limit,
    Place,
    Reach,
    Roads,
    Site,
    between,
    falling,
    judge,
    openings,
    ranks,
    rising,
    say_finding,
    say_opening,
    turning,
)

MW, KM = Text(fa="مگاوات", en="MW"), Text(fa="کیلومتر", en="km")
TONNES, HA = Text(fa="تن در سال", en="t/year"), Text(fa="هکتار", en="ha")
POWER = Limit(
    "power", Text(fa="برق", en="power"), MW, Has("power"), least=30, takes=True, step=20, price=400_000_000_000
)
LAND = Limit("land", Text(fa="زمین", en="land"), HA, Has("land"), least=10, takes=True)
RAIL = Limit("rail", Text(fa="راه‌آهن", en="railway"), KM, Distance("rail"), most=50)
LIME = Limit("lime", Text(fa="آهک", en="limestone"), TONNES, Reach("lime", within=60), least=1_000_000)
PARK = Limit("park", Text(fa="پارک ملی", en="national park"), KM, Distance("park", straight=True), least=5)
SLOPE = Grade("slope", Text(fa="شیب", en="slope"), Text(fa="درصد", en="%"), Has("slope"), falling(2, 12), weight=1)
TOWN = Grade("town", Text(fa="شهر", en="town"), KM, Distance("town"), between(0, 10, 30, 80), weight=3)
CEMENT = Kind("cement", Text(fa="سیمان", en="cement"), (POWER, LAND, RAIL, LIME, PARK), (SLOPE, TOWN))

# a degree of latitude is 111.195 km
AROUND = Around(
    (
        Place("station", "rail", (33.0, 46.0)),
        Place("quarry", "lime", (33.2, 46.0), amount=700_000),
        Place("pit", "lime", (33.4, 46.0), amount=600_000),
        Place("park", "park", ring=((34.0, 45.0), (34.0, 47.0), (34.5, 47.0), (34.5, 45.0))),
        Place("city", "town", (33.0, 46.0)),
    ),
    Roads({("north", "city"): 55.0, ("south", "city"): 20.0}),
)
NORTH = Site("north", (33.3, 46.0), {"power": 40.0, "land": 25.0, "slope": 7.0})
SOUTH = Site("south", (32.9, 46.0), {"power": 12.0, "land": 10.0, "slope": 2.0})
FAR = Site("far", (34.2, 46.0), {"power": 90.0, "land": 9.0, "slope": 1.0})
DARK = Site("dark", (33.3, 46.0), {"land": 25.0, "slope": 7.0})


def test_a_site_that_keeps_all_limits_is_graded_as_worked_by_hand():
    (judged,) = judge(CEMENT, [NORTH], AROUND)

    assert judged.state == "in"
    # slope 7 is half way from 2 to 12; 55 km by road is half way from 30 to 80; weights 1 and 3
    assert [graded.height for graded in judged.graded] == [0.5, 0.5]
    assert judged.score == pytest.approx(0.5)


@pytest.mark.parametrize(("how", "score"), [("sum", 0.625), ("product", 0.5**0.5 * 0.75**0.5), ("weakest", 0.5)])
def test_grades_are_put_together_in_three_ways(how, score):
    kind = replace(CEMENT, grades=(replace(SLOPE, weight=2), replace(TOWN, weight=2, curve=rising(25, 65))))

    (judged,) = judge(kind, [NORTH], AROUND, how=how)

    assert judged.score == pytest.approx(score)


def test_a_site_that_is_out_says_each_limit_it_misses_and_by_how_much():
    south, far = judge(CEMENT, [FAR, SOUTH], AROUND)

    assert (south.site.id, south.state, south.score) == ("south", "out", None)
    # 33.4 is 55.6 km from 32.9: both quarries are in reach
    assert {one.limit.code: one.missing for one in south.missed} == {"power": 18.0}
    assert far.site.id == "far"
    missed = {one.limit.code: one.missing for one in far.missed}
    assert set(missed) == {"land", "rail", "lime", "park"}
    assert missed["land"] == 1.0
    assert missed["rail"] == pytest.approx(1.2 * 111.195 - 50, abs=0.01)
    assert missed["lime"] == 1_000_000
    assert missed["park"] == 5.0


def test_findings_are_said_in_both_languages():
    south, far = judge(CEMENT, [FAR, SOUTH], AROUND)
    said = {one.limit.code: say_finding(one) for one in (*south.findings, *far.missed)}

    assert say_finding(south.missed[0]).fa == "برق: ۱۲ مگاوات؛ دست‌کم ۳۰ مگاوات: ۱۸ مگاوات کم"
    assert say_finding(south.missed[0]).en == "power: 12 MW; at least 30 MW: 18 MW short"
    assert said["rail"].en == "railway: 133.434 km as the crow flies; at most 50 km: 83.434 km too much"
    assert say_finding(south.findings[1]).en == "land: 10 ha; at least 10 ha"


def test_what_is_not_known_leaves_a_site_undecided_and_names_what_to_ask():
    north, dark, south = judge(CEMENT, [DARK, SOUTH, NORTH], AROUND)

    assert [north.state, dark.state, south.state] == ["in", "undecided", "out"]
    assert [one.limit.code for one in dark.unknown] == ["power"]
    assert dark.score is None
    assert say_finding(dark.unknown[0]).fa == "برق: معلوم نیست؛ دست‌کم ۳۰ مگاوات"
    assert openings([dark]) == ()


def test_a_number_that_is_none_is_not_known():
    (judged,) = judge(CEMENT, [replace(NORTH, has={"power": math.nan, "land": 25.0, "slope": 7.0})], AROUND)

    assert judged.state == "undecided"


def test_a_site_without_a_point_is_known_by_the_roads_it_has():
    roads = Roads({("north", place): 10.0 for place in ("station", "quarry", "pit", "city")})
    kind = replace(CEMENT, limits=(POWER, LAND, RAIL, LIME))

    (judged,) = judge(kind, [replace(NORTH, at=None)], replace(AROUND, roads=roads))
    (without,) = judge(kind, [replace(NORTH, at=None)], replace(AROUND, roads=Roads()))

    assert judged.state == "in"
    assert not judged.findings[2].measured.is_straight
    assert without.state == "undecided"


def test_without_any_place_of_a_kind_nothing_is_near():
    (judged,) = judge(CEMENT, [NORTH], Around())

    assert {one.limit.code: one.missing for one in judged.missed} == {"rail": math.inf, "lime": 1_000_000}
    assert say_finding(judged.missed[0]).en == "railway: none around; at most 50 km"


def test_a_distance_by_air_does_not_take_the_road():
    roads = Roads({("north", "park"): 400.0, ("north", "station"): 61.0})

    (judged,) = judge(CEMENT, [NORTH], replace(AROUND, roads=roads))

    park, rail = judged.findings[4], judged.findings[2]
    assert park.measured.is_straight
    assert park.measured.value == pytest.approx(0.7 * 111.195, abs=0.01)
    assert (rail.measured.value, rail.measured.is_straight) == (61.0, False)


def test_what_would_open_a_site_is_counted_in_steps_with_their_price():
    first, second = openings(judge(CEMENT, [FAR, SOUTH], AROUND))

    assert (first.judged.site.id, first.price) == ("south", 400_000_000_000)
    assert [(part.finding.limit.code, part.steps) for part in first.parts] == [("power", 1)]
    assert first.score == pytest.approx(1.0)
    assert say_opening(first).fa == "برق: ۲۰ مگاوات بیشتر، ۴۰۰ میلیارد ریال"
    assert say_opening(first).en == "power: 20 MW more, 400 billion rials"
    assert (second.judged.site.id, second.price) == ("far", None)
    assert "national park: money does not move it" in say_opening(second).en


def test_several_parts_of_an_opening_are_added_up():
    kind = replace(CEMENT, limits=(POWER, replace(LAND, step=5, price=1_000_000_000)))

    (opening,) = openings(judge(kind, [replace(SOUTH, has={**SOUTH.has, "power": 9.0, "land": 4.0})], AROUND))

    # 21 MW are two steps of 20, 6 ha two of 5
    assert [part.steps for part in opening.parts] == [2, 2]
    assert opening.price == 802_000_000_000
    assert say_opening(opening).en == (
        "power: 40 MW more, 800 billion rials + land: 10 ha more, 2 billion rials = 802 billion rials"
    )


def test_a_decimal_that_a_float_cannot_hold_is_no_miss():
    kind = replace(CEMENT, limits=(replace(POWER, least=0.3),))

    (judged,) = judge(kind, [Site("a", has={"power": 0.1 + 0.2}), ], Around())  # fmt: skip
    (other,) = judge(
        replace(kind, limits=(replace(POWER, least=0.1 + 0.2),)), [Site("a", has={"power": 0.3})], Around()
    )

    assert judged.state == other.state == "in"


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (replace(CEMENT, limits=(POWER, POWER)), "twice"),
        (replace(CEMENT, limits=(replace(RAIL, most=None),)), "no least and no most"),
        (replace(CEMENT, limits=(replace(RAIL, least=60.0),)), "above the most"),
        (replace(CEMENT, limits=(replace(RAIL, takes=True),)), "what is taken"),
        (replace(CEMENT, limits=(replace(POWER, step=0.0),)), "a step is above 0"),
        (replace(CEMENT, grades=(replace(SLOPE, weight=0.0),)), "a weight is above 0"),
        (replace(CEMENT, grades=(replace(SLOPE, curve=Curve(())),)), "points of a curve"),
        (replace(CEMENT, grades=(replace(SLOPE, curve=Curve(((2.0, 0.0), (1.0, 1.0)))),)), "points of a curve"),
        (replace(CEMENT, grades=(replace(SLOPE, curve=Curve(((1.0, 0.0), (2.0, 10.0)))),)), "points of a curve"),
    ],
)
def test_terms_that_nothing_can_be_judged_by_are_refused_in_both_languages(kind, words):
    with pytest.raises(Absurd) as caught:
        judge(kind, [NORTH], AROUND)

    assert words in caught.value.why.en
    assert any("\u0600" <= letter <= "\u06ff" for letter in caught.value.why.fa)


def test_a_curve_is_level_outside_its_points():
    curve = between(0, 10, 30, 80)

    assert [curve.grade(value) for value in (-5, 0, 5, 10, 20, 30, 55, 80, 900)] == [0, 0, 0.5, 1, 1, 1, 0.5, 0, 0]
    assert [rising(1, 3).grade(2), falling(1, 5).grade(2)] == [0.5, 0.75]


AMOUNTS = st.floats(0, 100, allow_nan=False)
SITES = st.lists(
    st.builds(lambda power, slope, width: {"power": power, "slope": slope, "width": width}, AMOUNTS, AMOUNTS, AMOUNTS),
    min_size=1,
    max_size=7,
).map(lambda all_has: [Site(f"s{at}", has=has) for at, has in enumerate(all_has)])
WIDTH = replace(SLOPE, code="width", measure=Has("width"), curve=rising(10, 90), weight=2)
SIMPLE = Kind("simple", Text(fa="ساده", en="simple"), (replace(POWER, least=50),), (SLOPE, WIDTH))
HOWS = st.sampled_from(["sum", "product", "weakest"])


@given(SITES, st.randoms(), HOWS)
def test_the_order_of_sites_does_not_matter(sites, random, how):
    mixed = random.sample(sites, len(sites))

    assert judge(SIMPLE, sites, Around(), how=how) == judge(SIMPLE, mixed, Around(), how=how)


def missing(judged: Judged) -> float:
    return judged.findings[0].missing or 0.0


@given(SITES, st.floats(0, 50))
def test_a_relaxed_limit_excludes_nobody_more_and_changes_no_score(sites, least):
    before = {one.site.id: one for one in judge(SIMPLE, sites, Around())}
    relaxed = replace(SIMPLE, limits=(replace(POWER, least=least),))

    for after in judge(relaxed, sites, Around()):
        was = before[after.site.id]
        assert not (was.state == "in" and after.state != "in")
        assert was.score is None or was.score == after.score
        assert missing(after) <= missing(was)


@given(SITES, HOWS, st.data())
def test_whoever_is_ahead_stays_so_while_weights_are_less_wrong_than_what_turns_them(sites, how, data):
    kind = replace(SIMPLE, limits=())
    ordered = judge(kind, sites, Around(), how=how)
    one, other = ordered[0], ordered[-1]
    share = turning(one, other, how=how)
    wrong = min(share, 1.0) * data.draw(st.floats(0, 0.98))
    signs = data.draw(st.tuples(st.sampled_from([-1, 1]), st.sampled_from([-1, 1])))
    grades = tuple(
        replace(grade, weight=grade.weight * (1 + sign * wrong)) for grade, sign in zip(kind.grades, signs, strict=True)
    )

    again = {
        found.site.id: found.score or 0.0 for found in judge(replace(kind, grades=grades), sites, Around(), how=how)
    }

    if share > 1e-6:
        assert again[one.site.id] >= again[other.site.id] - 1e-12


@given(SITES, HOWS)
def test_wider_errors_of_weights_give_wider_intervals_of_places(sites, how):
    judged = judge(replace(SIMPLE, limits=()), sites, Around(), how=how)
    narrow, wide = ranks(judged, share=0.05, how=how), ranks(judged, share=0.5, how=how)

    for one, other in zip(narrow, wide, strict=True):
        assert other.best <= one.best <= one.place <= one.worst <= other.worst


def test_the_share_of_wrong_weights_that_turns_two_sites_is_as_worked_by_hand():
    heights = [{"power": 60.0, "slope": 2.0, "width": 26.0}, {"power": 60.0, "slope": 9.5, "width": 50.0}]
    first, second = judge(SIMPLE, [Site(f"s{at}", has=has) for at, has in enumerate(heights)], Around())

    # slope 1.0 against 0.25 at weight 1, width 0.2 against 0.5 at weight 2: 0.75 − 0.6 over 0.75 + 0.6
    assert first.site.id == "s0"
    assert turning(first, second) == pytest.approx(0.15 / 1.35)
    assert turning(second, first) == 0.0
    assert [(one.best, one.worst) for one in ranks((first, second), share=0.1)] == [(1, 1), (2, 2)]
    assert [(one.best, one.worst) for one in ranks((first, second), share=0.12)] == [(1, 2), (1, 2)]

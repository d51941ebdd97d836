"""Distances: known ones, the sides of areas, and points that are none."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamahang.methods.siting.distances import NoSuchPoint, great_circle, great_circles, in_metres, to_area

POINTS = st.tuples(st.floats(-89, 89), st.floats(-180, 180))
SQUARE = ((33.0, 46.0), (33.0, 47.0), (34.0, 47.0), (34.0, 46.0))
DEGREE = math.pi * 6371.0088 / 180


def test_a_degree_and_half_the_earth():
    assert great_circle((33.0, 46.0), (34.0, 46.0)) == pytest.approx(DEGREE)
    assert great_circle((0.0, 0.0), (0.0, 180.0)) == pytest.approx(180 * DEGREE)
    assert great_circle((0.0, 179.5), (0.0, -179.5)) == pytest.approx(DEGREE)


def test_two_cities():
    # Ilam and Tehran
    assert great_circle((33.6374, 46.4227), (35.6892, 51.3890)) == pytest.approx(511, rel=0.01)


@given(POINTS, POINTS, POINTS)
def test_it_is_as_far_there_as_back_and_no_way_round_is_shorter(one, other, third):
    way = great_circle(one, other)

    assert way == pytest.approx(great_circle(other, one))
    assert way <= great_circle(one, third) + great_circle(third, other) + 1e-6
    assert great_circle(one, one) == 0


def test_tables_are_whole_metres_on_request():
    table = great_circles([(33.0, 46.0)], [(33.0, 46.0), (34.0, 46.0)])

    assert in_metres(table).tolist() == [[0.0, round(DEGREE * 1000)]]


@pytest.mark.parametrize(
    ("point", "km"),
    [
        ((33.5, 46.5), 0.0),
        ((32.5, 46.5), 0.5 * DEGREE),
        ((35.0, 47.0), DEGREE),
        ((33.5, 47.5), 0.5 * DEGREE * math.cos(math.radians(33.5))),
    ],
)
def test_an_area_is_as_far_as_its_nearest_side(point, km):
    assert to_area(point, SQUARE) == pytest.approx(km, rel=0.002)
    assert to_area(point, tuple(reversed(SQUARE))) == pytest.approx(km, rel=0.002)


def test_a_corner_is_nearest_where_no_side_is():
    assert to_area((34.5, 47.5), SQUARE) == pytest.approx(great_circle((34.5, 47.5), (34.0, 47.0)), rel=0.005)


def test_an_area_of_one_point_is_that_point():
    assert to_area((33.0, 46.0), ((34.0, 46.0),)) == great_circle((33.0, 46.0), (34.0, 46.0))


@pytest.mark.parametrize("point", [(91.0, 0.0), (0.0, 181.0), (math.nan, 0.0), (46.0, math.inf)])
def test_a_point_that_is_none_is_refused(point):
    with pytest.raises(NoSuchPoint):
        great_circle(point, (0.0, 0.0))
    with pytest.raises(NoSuchPoint):
        to_area((0.0, 0.0), (point, (1.0, 1.0)))


def test_nowhere_to_nowhere_is_an_empty_table():
    assert great_circles([], [(1.0, 1.0)]).shape == (0, 1)
    assert np.isfinite(great_circles([(90.0, 0.0)], [(-90.0, 0.0)])).all()

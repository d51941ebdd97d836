"""What is missing, in units and years."""

import numpy as np
import pytest

from hamahang.methods.benchmark import Indicator, Table, decompose, rank, shortfalls, the_few
from hamahang.methods.benchmark.faults import NoExactDecomposition, UnknownName
from tests.methods.benchmark.made import drawn, table

COLUMNS = [Indicator("workshops", 1, "workshop"), Indicator("unemployment", -1, "percent")]
ROWS = {"Ilam": [30, 15.0], "Yazd": [90, 10.0], "Qom": [60, 12.5], "Tehran": [420, 11.0]}


def test_the_gap_to_the_leader_is_said_in_units_and_years():
    found = shortfalls(Table.of(ROWS, COLUMNS), "Ilam", to="leader", changes={"workshops": 30, "unemployment": -0.5})

    assert [(one.indicator, one.missing, one.years) for one in found] == [
        ("workshops", 390, 13),
        ("unemployment", 5, 10),
    ]
    assert found[0].unit == "workshop"


def test_a_pace_away_from_the_target_never_gets_there():
    found = shortfalls(Table.of(ROWS, COLUMNS), "Ilam", changes={"workshops": -3, "unemployment": 0.5})

    assert [one.years for one in found] == [None, None]
    assert [one.years for one in shortfalls(Table.of(ROWS, COLUMNS), "Tehran")] == [0, None]


def test_the_mean_of_all_may_be_weighted_by_population():
    found = shortfalls(Table.of(ROWS, COLUMNS), "Ilam", to="nation", weights=np.array([1.0, 1, 1, 7]))

    assert found[0].target == pytest.approx((30 + 90 + 60 + 7 * 420) / 10)


def test_peers_are_nearer_than_the_leader():
    columns = [Indicator("a"), Indicator("b")]
    similar = Table.of({name: [place, place] for place, name in enumerate("ABCDE", start=1)}, columns)

    to_peers, to_leader = shortfalls(similar, "B", to="peers"), shortfalls(similar, "B", to="leader")
    assert [one.missing for one in to_peers] == [1, 1]
    assert [one.missing for one in to_leader] == [3, 3]
    assert shortfalls(similar, "E", to="peers") is None


def test_an_outlier_has_no_peers():
    rows = [[float(place), float(place)] for place in range(12)] + [[100.0, 100.0]]

    assert shortfalls(table(rows), "M", to="peers") is None


def test_an_unknown_target_is_refused():
    with pytest.raises(UnknownName):
        shortfalls(Table.of(ROWS, COLUMNS), "Ilam", to="moon")
    with pytest.raises(UnknownName):
        shortfalls(Table.of(ROWS, COLUMNS), "Shiraz")


def test_parts_of_a_gap_by_hand():
    ranking = rank(table([[0, 10], [10, 0], [5, 5]]), method="morris", weights={"x1": 0.8, "x2": 0.2})
    parts = decompose(ranking, "A", "B")

    assert [one.indicator for one in parts] == ["x1", "x2"]
    assert [one.amount for one in parts] == pytest.approx([80, -20])
    assert [one.share for one in parts] == pytest.approx([80 / 60, -20 / 60])


def test_the_few_close_most_of_the_gap():
    ranking = rank(drawn(10, 8), method="morris")
    parts = decompose(ranking, ranking.in_order[-1], ranking.in_order[0])
    few = the_few(parts)

    gap = sum(one.amount for one in parts)
    assert sum(one.amount for one in few) >= 0.8 * gap
    assert sum(one.amount for one in few[:-1]) < 0.8 * gap
    assert the_few(decompose(ranking, ranking.in_order[0], ranking.in_order[-1])) == ()


def test_condorcet_has_no_parts():
    ranking = rank(drawn(), method="condorcet")

    with pytest.raises(NoExactDecomposition):
        decompose(ranking, "A0", "A1")

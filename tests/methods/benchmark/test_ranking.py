"""Rankings worked out by hand, and each kind of data that cannot be ranked."""

import numpy as np
import pytest

from hamahang.methods import benchmark
from hamahang.methods.benchmark import Indicator, Table, faults, rank
from hamahang.methods.benchmark.aggregating import AGGREGATIONS
from hamahang.methods.benchmark.ranking import METHODS
from tests.methods.benchmark.made import drawn, table


def test_topsis_by_hand():
    # lengths 5 and 13 make whole fractions: 3/5, 4/5 and 5/13, 12/13; the second indicator is a cost
    found = rank(table([[3, 5], [4, 12]], "+-"), method="topsis", weights={"x1": 0.5, "x2": 0.5})

    # A is worst in x1 by ½·1/5 and best in x2 by ½·7/13; B the other way round
    step, cost = 0.1, 3.5 / 13
    assert found.scores == pytest.approx([cost / (cost + step), step / (cost + step)], abs=1e-12)
    assert found.in_order == ("A", "B")


def test_topsis_of_three_areas_and_weights_by_hand():
    # columns (1, 2, 2) and (2, 1, 2) have length 3; weighted ⅔ and ⅓ the steps are 2/9 and 1/9
    found = rank(table([[1, 2], [2, 1], [2, 2]]), method="topsis", weights={"x1": 2 / 3, "x2": 1 / 3})

    assert found.scores == pytest.approx([1 / 3, 2 / 3, 1.0], abs=1e-12)
    assert list(found.ranks) == [3, 2, 1]


def test_morris_by_hand():
    # the mean of 100 (x − min) / (max − min): A (0, 100 turned), B (50, 50), C (100, 0 turned)
    found = rank(table([[10, 4], [20, 6], [30, 8]], "+-"), method="morris", weights={"x1": 0.75, "x2": 0.25})

    assert found.scores == pytest.approx([25.0, 50.0, 75.0])


def test_geometric_mean_by_hand():
    # min–max moved to 1–100: A (1, 100), B (100, 1), C (50.5, 50.5), which compensates least
    found = rank(table([[0, 2], [2, 0], [1, 1]]), method="geometric")

    assert found.scores == pytest.approx([10.0, 10.0, 50.5])
    assert list(found.ranks) == [2, 2, 1]


def test_harmonic_mean_by_hand():
    found = rank(table([[0, 2], [2, 0], [1, 1]]), method="harmonic")

    assert found.scores == pytest.approx([2 / 1.01, 2 / 1.01, 50.5])


def test_condorcet_by_hand():
    # A beats B in x1 and x3, B beats C in x1 and x2, C beats A in x2 and x3: a circle, nobody wins
    circle = rank(table([[3, 1, 2], [2, 3, 1], [1, 2, 3]]), method="condorcet")
    # with more weight on x1, A beats both and B beats C
    settled = rank(
        table([[3, 1, 2], [2, 3, 1], [1, 2, 3]]), method="condorcet", weights={"x1": 0.6, "x2": 0.2, "x3": 0.2}
    )

    assert list(circle.scores) == [0, 0, 0]
    assert list(circle.ranks) == [1, 1, 1]
    assert list(settled.scores) == [1, 0, -1]


def test_equals_share_the_better_rank():
    assert list(rank(table([[1], [3], [3], [2]]), method="morris").ranks) == [4, 1, 1, 3]


def test_fixed_goalposts_keep_a_number_when_others_come_and_go():
    columns = [Indicator("rate", 1, "percent", goalposts=(0, 50))]
    before = rank(Table.of({"A": [10], "B": [20]}, columns), method="morris")
    after = rank(Table.of({"A": [10], "B": [20], "C": [45]}, columns), method="morris")

    assert before.score("A") == after.score("A") == 20
    assert not after.held.any()


def test_what_lies_beyond_a_goalpost_is_held_and_said():
    columns = [Indicator("rate", 1, "percent", goalposts=(0, 50))]
    found = rank(Table.of({"A": [60], "B": [20]}, columns), method="morris")

    assert found.score("A") == 100
    assert found.held.tolist() == [[True], [False]]


@pytest.mark.parametrize("method", METHODS)
def test_every_method_gives_finite_scores_for_negative_values(method):
    found = rank(table([[-5, 1], [0, 2], [5, 0]]), method=method)

    assert np.isfinite(found.scores).all()


@pytest.mark.parametrize("method", METHODS)
def test_two_areas_are_enough(method):
    found = rank(table([[1, 5], [2, 9]]), method=method)

    assert list(found.ranks) == [2, 1]
    assert np.isfinite(found.scores).all()


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ([[1, 2]], faults.TooFewAreas),
        ([[1, 2], [1, 3]], faults.NoDifference),
        ([[None, 2], [None, 3]], faults.NothingKnown),
        ([[None, None], [1, 3], [2, 4]], faults.NothingKnown),
        ([[float("inf"), 2], [1, 3]], faults.NotANumber),
        ([[1e200, 2], [1, 3]], faults.NotANumber),
        ([[1e-200, 2], [2e-200, 3]], faults.NoDifference),
        ([[None, 2], [1, 3], [2, 4]], faults.ValueMissing),
    ],
)
def test_data_that_cannot_be_ranked_are_refused_in_both_languages(rows, fault):
    with pytest.raises(fault) as refused:
        rank(table(rows))

    assert refused.value.said.fa
    assert "nan" not in refused.value.said.en


@pytest.mark.parametrize(
    ("weights", "fault"),
    [
        ({"x1": 0.5, "x2": 0.3}, faults.WeightsDoNotSum),
        ({"x1": 1.5, "x2": -0.5}, faults.WeightBelowZero),
        ({"x1": 1.0}, faults.IndicatorWithoutWeight),
        ({"x1": 0.5, "x2": 0.3, "x3": 0.2}, faults.WeightWithoutIndicator),
        ({"x1": float("nan"), "x2": 0.5}, faults.WeightNotANumber),
        (np.array([0.5, 0.3]), faults.WeightsDoNotSum),
        (np.array([np.inf, 0.3]), faults.WeightNotANumber),
    ],
)
def test_weights_that_do_not_fit_are_refused(weights, fault):
    with pytest.raises(fault):
        rank(table([[1, 2], [2, 1]]), weights=weights)


def test_weights_in_percent_and_rounded_ones_are_stretched():
    percent = rank(table([[1, 2], [2, 1]]), weights={"x1": 70, "X1 ".strip().lower().replace("1", "2"): 30})
    thirds = rank(table([[1, 2, 3], [2, 1, 5]]), weights={"x1": 0.33, "x2": 0.33, "x3": 0.33})

    assert percent.weights == pytest.approx([0.7, 0.3])
    assert thirds.weights.sum() == 1


def test_names_are_told_apart_as_readers_do():
    with pytest.raises(faults.NamedTwice):
        Table.of({"ايلام": [1], "ایلام": [2]}, [Indicator("x")])


@pytest.mark.parametrize(("normalise", "signs"), [("log", "+"), ("leader", "-")])
def test_a_zero_is_refused_where_it_has_no_logarithm_or_ratio(normalise, signs):
    with pytest.raises(faults.NotAboveZero):
        rank(table([[0], [1], [2]], signs), normalise=normalise)


def test_an_unknown_method_is_answered_with_those_there_are():
    with pytest.raises(faults.UnknownName) as refused:
        rank(table([[1], [2]]), method="saw")

    assert refused.value.known == tuple(METHODS)


def test_removing_outliers_is_said_and_the_removed_have_a_score():
    rows = [[float(place), float(place)] for place in range(12)] + [[100.0, 100.0]]
    found = rank(table(rows), method="taxonomy")

    assert [one.area for one in found.removed] == ["M"]
    assert found.rank("M") == 1
    assert np.isfinite(found.scores).all()


def test_winsorising_is_a_rule_with_a_list_of_cells():
    rows = [[float(place), float(place % 4)] for place in range(12)] + [[500.0, 3.0]]
    treated = benchmark.treat(table(rows))

    assert treated.table.values[12, 0] == 11
    assert treated.winsorised.sum() == 1
    assert treated.logged == ()


def test_an_outlier_beside_equals_takes_a_logarithm_for_pulled_in_it_would_tell_nothing():
    treated = benchmark.treat(table([[0.0]] * 7 + [[10.0]]))

    assert treated.logged == ("x1",)
    assert len(np.unique(treated.table.values)) == 2


@pytest.mark.parametrize("rule", ["mean", "median", "nearest", "draw"])
def test_filled_cells_are_flagged_and_lie_among_the_known(rule):
    holed = drawn(seed=3)
    holed.values[4, 1] = np.nan
    filled = benchmark.fill(holed, rule=rule, seed=1)

    known = np.delete(holed.values[:, 1], 4)
    assert filled.filled.sum() == 1
    assert known.min() <= filled.table.values[4, 1] <= known.max()
    assert filled.share == pytest.approx(1 / 60)


def test_areas_with_holes_are_dropped_by_name():
    found = rank(table([[1, 2], [None, 3], [2, 5]]), fill="drop")

    assert found.filled.dropped == ("B",)
    assert found.table.areas == ("A", "C")


def test_an_earlier_value_is_carried_forward():
    earlier = table([[1, 2], [7, 3], [2, 5]])
    filled = benchmark.fill(table([[1, 2], [None, 3], [2, 5]]), rule="carry", earlier=earlier)

    assert filled.table.values[1, 0] == 7


def test_a_group_fills_its_own():
    holed = table([[1, 1], [3, 2], [100, 3], [None, 4]])
    filled = benchmark.fill(holed, rule="mean", groups=["west", "west", "east", "east"])

    assert filled.table.values[3, 0] == 100


def test_every_aggregation_is_used_by_a_method():
    assert {method.aggregation for method in METHODS.values()} == set(AGGREGATIONS)


def test_in_the_best_light_areas_that_lead_in_something_are_first_together():
    # C is behind A and B whatever the weights: v1 = v2 is its best, 41.5 of 100 in both, on the scale from 1 to 100
    found = rank(table([[100, 0], [0, 100], [40.909090909090909, 40.909090909090909], [0, 0]]), method="bod")

    assert list(found.ranks) == [1, 1, 3, 4]
    assert found.scores[:2] == pytest.approx([1, 1], abs=1e-9)
    # A = (1, .01), B = (.01, 1), C = (.415, .415): v = 1 / 1.01 each
    assert found.scores[2] == pytest.approx(0.83 / 1.01, abs=1e-9)


def test_the_best_light_takes_no_weights():
    with pytest.raises(faults.WeightsOfItsOwn, match="give none"):
        rank(table([[1, 5], [2, 9]]), method="bod", weights=np.array([0.5, 0.5]))


def test_weights_that_are_all_zero_are_refused():
    with pytest.raises(faults.WeightsDoNotSum, match="All weights are 0"):
        rank(table([[1, 5], [2, 9]]), weights=np.array([0.0, 0.0]))

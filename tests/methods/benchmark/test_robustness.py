"""Intervals, what drives them, and who swaps with whom."""

import numpy as np
import pytest
from scipy.optimize import linprog

from hamahang.methods.benchmark import Choices, drawing, drivers, intervals, rank, reversals, swap, without_each
from hamahang.methods.benchmark.aggregating import AGGREGATIONS
from tests.methods.benchmark.made import drawn, table, weights


def test_ranks_do_not_depend_on_the_size_of_blocks_or_the_number_of_threads(monkeypatch):
    ranking = rank(drawn())
    first = intervals(ranking, draws=300, seed=7)
    second = intervals(ranking, draws=300, seed=7)

    assert (first.ranks == second.ranks).all()
    assert sum(drawing.blocks(drawing.World.of(ranking, Choices()), 12_345_678)) == 12_345_678


def test_an_area_best_in_all_is_first_under_every_choice_without_error():
    rows = [[9, 9, 9], [5, 2, 7], [3, 8, 1], [4, 4, 4]]
    found = intervals(rank(table(rows)), choices=Choices(error=0), draws=400)

    assert found.interval("A") == (1, 1)
    assert found.share_above("A", "B") == 1
    assert found.share_of_first("A", 1) == 1
    assert found.share_of_last("A", 2) == 0


def test_the_interval_always_holds_the_rank_of_the_chosen_method():
    found = intervals(rank(drawn(40, 4, seed=5), method="geometric"), draws=500)

    assert (found.low <= found.ranking.ranks).all()
    assert (found.ranking.ranks <= found.high).all()


def test_a_smaller_error_of_the_data_gives_narrower_intervals():
    # five times as many years of a survey: the error falls by their root
    only = {"normalisations": ("zscore",), "aggregations": ("arithmetic",), "spread": 0.0}
    ranking = rank(drawn(30, 4, seed=2), method="arithmetic", normalise="zscore")
    widths = [
        float((found.high - found.low).mean())
        for error in (0.5, 0.5 / 5**0.5, 0.05)
        for found in [intervals(ranking, choices=Choices(error=error, **only), draws=2_000)]
    ]

    assert widths == sorted(widths, reverse=True)
    assert widths[-1] < widths[0] / 2


def test_freer_weights_give_wider_intervals():
    ranking = rank(drawn(30, 6, seed=2))
    narrow, wide = (
        float((found.high - found.low).mean())
        for spread in (0.05, 2.0)
        for found in [intervals(ranking, choices=Choices(spread=spread, error=0), draws=1_000)]
    )

    assert narrow < wide


def test_drawn_weights_have_the_given_mean_and_the_stated_spread():
    given = {"x0": 0.5, "x1": 0.3, "x2": 0.2, "x3": 0.0}
    world = drawing.World.of(rank(drawn(6, 4), weights=given), Choices(spread=0.5))
    shares = drawing.draw(world, 40_000, np.random.default_rng(1)).weights

    assert shares.mean(axis=0) == pytest.approx(list(given.values()), abs=0.005)
    assert shares[:, 3].max() == 0
    assert shares[:, 0].std() == pytest.approx((0.5 * 0.25 / 4.5) ** 0.5, rel=0.03)


def test_errors_have_the_stated_size_and_turn_no_sign():
    ranking = rank(table([[1.0, -5], [100, 5], [50, 20]]))
    world = drawing.World.of(ranking, Choices(error=2.0))
    values = drawing.drawn_values(world, drawing.draw(world, 5_000, np.random.default_rng(1)))

    assert (values[:, :, 0] > 0).all()
    assert (values[:, 0, 1] > 0).any()
    assert values[:, 2, 1].std() == pytest.approx(2 * ranking.table.values[:, 1].std(), rel=0.05)


def test_the_only_choice_explains_all_and_others_are_not_named():
    choices = Choices(normalisations=("zscore",), aggregations=("arithmetic",), error=0)
    found = drivers(rank(drawn()), choices=choices, base=2_000)

    assert found.factors == ("weights",)
    assert found.total[0][found.variance > 0] == pytest.approx(1, abs=0.15)
    assert found.overall["weights"][0] == pytest.approx(1, abs=0.1)


def test_what_cannot_be_chosen_drives_nothing():
    found = drivers(rank(drawn()), base=1_000)

    assert set(found.factors) == {"normalisation", "aggregation", "weights", "noise"}
    total = {name: index[1] for name, index in found.overall.items()}
    assert total["weights"] == max(total.values())
    assert sum(index[0] for index in found.overall.values()) < 1.15


def test_drivers_of_a_fixed_order_are_zero():
    choices = Choices(error=0)
    found = drivers(rank(table([[1, 1], [2, 2], [3, 3]])), choices=choices, base=100)

    assert set(found.overall.values()) == {(0.0, 0.0)}


def test_leaving_an_indicator_out_is_ranking_without_it():
    found = without_each(rank(table([[1, 9], [2, 5], [3, 1]]), method="morris"))

    assert list(found["x1"]) == [1, 2, 3]
    assert list(found["x2"]) == [3, 2, 1]
    assert without_each(rank(table([[1], [2]]))) == {}


def test_a_swap_by_hand():
    # A leads B by 100 in x1 and trails by 100 in x2: at ½ and ½ they stand level
    found = swap(rank(table([[2, 1], [1, 2]]), method="morris", weights={"x1": 0.7, "x2": 0.3}), "B", "A")

    assert (found.upper, found.lower) == ("A", "B")
    assert found.moved == pytest.approx(0.2)
    assert found.changes == (("x1", pytest.approx(-0.2)), ("x2", pytest.approx(0.2)))
    assert found.is_least


@pytest.mark.parametrize("method", ["arithmetic", "geometric", "harmonic"])
@pytest.mark.parametrize("seed", range(4))
def test_no_smaller_move_of_weight_swaps_two_areas(method, seed):
    ranking = rank(drawn(5, 5, seed), method=method, weights=weights(5, seed))
    upper, lower = ranking.in_order[:2]
    found = swap(ranking, upper, lower)
    lead = ranking.terms[ranking.table.area(upper)] - ranking.terms[ranking.table.area(lower)]
    # ½ Σ (up + down), Σ up = Σ down, lead·(w + up − down) <= 0, down <= w
    oracle = linprog(
        np.full(10, 0.5),
        A_ub=np.concatenate((lead, -lead))[None],
        b_ub=[-ranking.weights @ lead],
        A_eq=np.concatenate((np.ones(5), -np.ones(5)))[None],
        b_eq=[0],
        bounds=[(0, 1)] * 5 + [(0, share) for share in ranking.weights],
    )

    assert found.moved == pytest.approx(oracle.fun, abs=1e-9)
    after = AGGREGATIONS[method].rule(_fit(ranking), found.weights[None])[0]
    assert after[ranking.table.area(upper)] == pytest.approx(after[ranking.table.area(lower)], abs=1e-9)


def _fit(ranking):
    terms = ranking.terms[None]
    return {"arithmetic": lambda: terms, "geometric": lambda: np.exp(terms), "harmonic": lambda: -1 / terms}[
        ranking.method.code
    ]()


@pytest.mark.parametrize("seed", range(5))
def test_a_searched_swap_brings_two_areas_level(seed):
    ranking = rank(drawn(5, 4, seed), weights=weights(4, seed))
    upper, lower = (ranking.normalised[ranking.table.area(name)] for name in ranking.in_order[:2])
    found = swap(ranking, *ranking.in_order[:2])

    if bool(np.all(upper >= lower)):
        assert found is None
        return
    after = rank(ranking.table, weights=found.weights)
    assert after.score(found.upper) == pytest.approx(after.score(found.lower), abs=1e-9)
    assert not found.is_least
    changes = [change for _, change in found.changes]
    assert sum(changes) == pytest.approx(0, abs=1e-9)


def test_no_weights_swap_an_area_with_its_dominator():
    ranking = rank(table([[3, 3], [2, 2], [1, 1]]), method="morris")

    assert swap(ranking, "A", "B") is None
    assert swap(rank(table([[3, 3], [2, 2], [1, 1]])), "A", "B") is None


def test_dropping_an_area_turns_others_under_topsis_and_it_is_reported():
    found = reversals(rank(drawn(31, 4, seed=11)))

    assert found
    for area, pairs in found.items():
        assert all(area not in pair for pair in pairs)


@pytest.mark.parametrize("wrong", [{"spread": -1}, {"error": float("nan")}, {"normalisations": ()}])
def test_choices_that_are_none_are_refused(wrong):
    with pytest.raises(ValueError, match=r"not negative|must stay"):
        Choices(**wrong)

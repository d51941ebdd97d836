"""What must hold of any table: order, units, dominance, sums."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from hamahang.methods.benchmark import (
    Choices,
    Indicator,
    Table,
    atkinson,
    decompose,
    fill,
    gini,
    intervals,
    part,
    rank,
    reversals,
    theil_l,
    theil_t,
)
from hamahang.methods.benchmark.aggregating import AGGREGATIONS
from hamahang.methods.benchmark.drawing import World, draw, scores
from hamahang.methods.benchmark.ranking import METHODS
from tests.methods.benchmark.made import drawn, tables, weights

METHOD = st.sampled_from(sorted(METHODS))
WEIGHED = st.sampled_from(sorted(set(METHODS) - {"bod"}))  # benefit of the doubt finds its own weights
RANDOM = st.integers(0, 2**32 - 1)


def turned(table: Table, values: np.ndarray) -> Table:
    return Table(table.areas, table.indicators, values)


@given(tables(), WEIGHED, RANDOM)
def test_the_order_of_areas_and_indicators_does_not_matter(table, method, seed):
    rng = np.random.default_rng(seed)
    rows, columns = rng.permutation(len(table.areas)), rng.permutation(len(table.codes))
    shares = weights(len(table.codes), seed)
    moved = Table(
        tuple(table.areas[row] for row in rows),
        tuple(table.indicators[column] for column in columns),
        table.values[np.ix_(rows, columns)],
    )

    first, second = rank(table, method=method, weights=shares), rank(moved, method=method, weights=shares[columns])

    assert second.scores == pytest.approx(first.scores[rows], abs=1e-9)
    assert list(second.ranks) == list(first.ranks[rows])


@given(tables(), METHOD, st.sampled_from((0.001, 2.0, 1000.0)))
def test_the_unit_of_an_indicator_does_not_matter(table, method, factor):
    scaled = table.values.copy()
    scaled[:, 0] *= factor

    first, second = rank(table, method=method), rank(turned(table, scaled), method=method)

    assert second.scores == pytest.approx(first.scores, abs=1e-9)


@given(tables(), st.sampled_from(sorted(set(METHODS) - {"topsis"})), st.integers(-50, 50))
def test_the_zero_of_an_indicator_does_not_matter_but_for_topsis(table, method, moved):
    values = table.values.copy()
    values[:, 0] += moved

    first, second = rank(table, method=method), rank(turned(table, values), method=method)

    assert second.scores == pytest.approx(first.scores, abs=1e-9)


def test_topsis_depends_on_the_zero_of_an_indicator():
    # degrees Celsius or Kelvin give another place: it is for quantities with a true zero
    table = drawn()
    moved = turned(table, table.values + 500)

    assert not np.allclose(rank(moved).scores, rank(table).scores)


def dominating(table: Table) -> np.ndarray:
    """Return (areas, areas) True where the row is as good in all as the column and better in one."""
    good = table.values * table.directions
    return np.asarray((good[:, None] >= good).all(axis=2) & (good[:, None] > good).any(axis=2))


@given(tables(), METHOD, RANDOM)
def test_a_dominated_area_never_stands_above_its_dominator_in_any_method(table, method, seed):
    found = rank(table, method=method, weights=None if method == "bod" else weights(len(table.codes), seed))

    for row, column in np.argwhere(dominating(table)):
        assert found.ranks[row] <= found.ranks[column]


@given(tables(), RANDOM)
def test_a_dominated_area_never_stands_above_its_dominator_in_any_draw_without_error(table, seed):
    choices = Choices(aggregations=tuple(AGGREGATIONS), error=0)
    found = intervals(rank(table), choices=choices, draws=50, seed=seed)

    for row, column in np.argwhere(dominating(table)):
        assert (found.ranks[:, row] <= found.ranks[:, column]).all()


@given(tables(), st.sampled_from(sorted(set(METHODS) - {"condorcet", "bod"})), RANDOM)
def test_the_parts_of_a_gap_add_up(table, method, seed):
    found = rank(table, method=method, weights=weights(len(table.codes), seed))
    sign = -1 if found.method.is_less_better else 1

    for area in table.areas:
        for to in table.areas:
            gap = sign * (found.score(to) - found.score(area))
            parts = decompose(found, area, to)
            assert sum(one.amount for one in parts) == pytest.approx(gap, abs=1e-9)
            assert [one.amount for one in parts] == sorted((one.amount for one in parts), reverse=True)


@given(tables(), st.sampled_from(["minmax", "percentile"]))
def test_getting_the_best_that_anybody_has_never_lowers_the_rank_of_a_mean(table, normalise):
    good = table.values[:, 0] * table.indicators[0].direction
    values = table.values.copy()
    values[-1, 0] = table.values[int(good.argmax()), 0]
    assume(len(set(values[:, 0])) > 1)

    before, after = (rank(one, method="morris", normalise=normalise) for one in (table, turned(table, values)))

    assert after.ranks[-1] <= before.ranks[-1]


@given(
    st.lists(st.integers(0, 50), min_size=2, max_size=30).filter(lambda values: sum(values) > 0),
    RANDOM,
)
def test_inequality_does_not_depend_on_units_or_order_and_is_zero_only_for_equals(values, seed):
    rng = np.random.default_rng(seed)
    array, heads = np.array(values, dtype=float), rng.uniform(0.5, 3, len(values))
    order = rng.permutation(len(values))

    for measure in (gini, theil_t, atkinson):
        whole = measure(array, heads)
        assert measure(array[order] * 7, heads[order] * 3) == pytest.approx(whole, abs=1e-9)
        assert (whole < 1e-12) == (len(set(values)) == 1)
        # an area counted as two halves is the same
        halves = measure(np.repeat(array, 2), np.repeat(heads / 2, 2))
        assert halves == pytest.approx(whole, abs=1e-9)


@given(
    st.lists(st.tuples(st.integers(1, 50), st.integers(0, 3), st.integers(1, 9)), min_size=2, max_size=30),
    st.sampled_from(["theil_t", "theil_l"]),
)
def test_inequality_between_and_within_is_all_of_it(rows, measure):
    values, groups, heads = (list(column) for column in zip(*rows, strict=True))
    parted = part(
        np.array(values, float), [str(group) for group in groups], heads=np.array(heads, float), measure=measure
    )

    assert parted.between + parted.within == pytest.approx(parted.total, abs=1e-9)
    assert sum(group.adds for group in parted.groups) == pytest.approx(parted.within, abs=1e-9)
    rule = theil_t if measure == "theil_t" else theil_l
    assert parted.total == rule(np.array(values, float), np.array(heads, float))


@given(tables(most=6))
def test_reversals_are_those_that_ranking_the_others_alone_shows(table):
    found = reversals(rank(table, method="topsis"))

    for row, area in enumerate(table.areas):
        if len(table.areas) < 3:
            continue
        kept = [place for place in range(len(table.areas)) if place != row]
        values = table.values[kept]
        if any(len(set(column)) < 2 for column in values.T):
            continue
        alone, before = rank(table.rows(kept), method="topsis"), rank(table, method="topsis")
        pairs = {
            (upper, lower)
            for upper in alone.table.areas
            for lower in alone.table.areas
            if before.rank(upper) < before.rank(lower) and alone.rank(upper) > alone.rank(lower)
        }
        assert set(found.get(area, ())) == pairs


def test_nothing_turns_between_fixed_goalposts():
    columns = [Indicator(f"x{place}", 1, goalposts=(0, 100)) for place in range(4)]
    values = np.random.default_rng(1).uniform(0, 100, (10, 4))
    table = Table(tuple("ABCDEFGHIJ"), tuple(columns), values)

    assert reversals(rank(table, method="morris")) == {}
    assert reversals(rank(table, method="topsis")) != {}


@given(tables(), RANDOM)
def test_each_drawn_index_is_the_one_that_the_method_alone_gives(table, seed):
    choices = Choices(aggregations=("topsis",), normalisations=("vector",), error=0, spread=0)
    world = World.of(rank(table), choices)

    found = scores(world, draw(world, 3, np.random.default_rng(seed)))

    assert found == pytest.approx(np.tile(rank(table).scores, (3, 1)), abs=1e-12)


@given(tables(most=5), RANDOM)
def test_whatever_is_missing_there_is_a_place_and_an_interval_for_all(table, seed):
    rng = np.random.default_rng(seed)
    values = np.where(rng.random(table.values.shape) < 0.3, np.nan, table.values)
    known = [column[~np.isnan(column)] for column in values.T]
    assume(all(len(set(column)) > 1 for column in known) and not np.isnan(values).all(axis=1).any())
    holed = turned(table, values)

    for rule in ("nearest", "median", "mean", "draw"):
        found = intervals(rank(holed, fill=fill(holed, rule=rule, seed=seed)), draws=40)
        assert (found.low >= 1).all()
        assert (found.low <= found.ranking.ranks).all()
        assert (found.ranking.ranks <= found.high).all()
        assert (found.high <= len(table.areas)).all()

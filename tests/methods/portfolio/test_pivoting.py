"""The relaxation that is moved on from part to part, against the solver's own of each part."""

import highspy
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hamahang.methods.portfolio.arranging import arrange
from hamahang.methods.portfolio.branching import Tree
from hamahang.methods.portfolio.highs import model, solver
from hamahang.methods.portfolio.instances import knapsack, multiple_choice, province
from hamahang.methods.portfolio.packing import Bools, Packing
from hamahang.methods.portfolio.pivoting import CUT, EMPTY, FAILED, OPTIMAL, resolved
from hamahang.methods.portfolio.settling import Basis, Desk, Model, settled

PACKINGS = [
    knapsack(40, 5, seed=1), multiple_choice(15, 6, 5, seed=2), arrange(province(25, seed=3)).packing,
    arrange(province(60, seed=4)).packing,
]  # fmt: skip


def begun(packing: Packing) -> tuple[Model, Basis, Desk]:
    """Return the model of a problem and its first basis: the best column of each candidate, and every slack."""
    tree = Tree(packing)._tree
    at = Basis(*(part[0] for part in tree.bases))
    assert settled(tree.model, at, tree.desk)
    return tree.model, at, tree.desk


def theirs(packing: Packing, own: Model, allowed: Bools) -> float | None:
    """Return what the solver says of the same relaxation, scaled as the model; None where nothing keeps all limits."""
    lp = highspy.HighsLp()
    limits, n = own.columns.shape
    lp.num_col_, lp.num_row_ = n, limits + packing.groups
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = own.value, np.zeros(n), allowed.astype(float)
    lp.row_lower_ = np.concatenate((np.full(limits, -highspy.kHighsInf), np.ones(packing.groups)))
    lp.row_upper_ = np.concatenate((own.limit, np.ones(packing.groups)))
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    whole = np.vstack((own.columns, (own.group == np.arange(packing.groups)[:, None]).astype(float)))
    places = [np.flatnonzero(whole[:, j]) for j in range(n)]
    lp.a_matrix_.start_ = np.concatenate(([0], np.cumsum([len(one) for one in places]))).astype(np.int32)
    lp.a_matrix_.index_ = np.concatenate(places).astype(np.int32)
    lp.a_matrix_.value_ = np.concatenate([whole[one, j] for j, one in enumerate(places)])
    made = solver(presolve="off")
    made.passModel(lp)
    made.run()
    status = made.getModelStatus()
    return made.getObjectiveValue() if status == highspy.HighsModelStatus.kOptimal else None


def worth(own: Model, at: Basis) -> float:
    return float(at.price @ own.limit + at.gain.sum())


@pytest.mark.parametrize("packing", PACKINGS)
def test_the_first_relaxation_is_the_solvers(packing: Packing) -> None:
    own, at, desk = begun(packing)

    assert resolved(own, at, desk, -np.inf, 10_000) == OPTIMAL
    assert worth(own, at) == pytest.approx(theirs(packing, own, at.allowed.astype(bool)), rel=1e-9)
    # the model that the solver's tree is given is the same
    other = solver()
    other.passModel(model(packing, is_whole=False))
    other.run()
    assert worth(own, at) * packing.value.max() / own.value.max() == pytest.approx(other.getObjectiveValue(), rel=1e-9)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(PACKINGS), st.integers(0, 1 << 30))
def test_each_part_of_a_part_is_the_solvers_until_nothing_is_left(packing: Packing, seed: int) -> None:
    own, at, desk = begun(packing)
    random = np.random.default_rng(seed)
    status = resolved(own, at, desk, -np.inf, 10_000)
    for _ in range(12):
        # rather what is taken: only that changes anything
        taken = np.flatnonzero(at.place != -1)
        some = random.choice(taken[taken < len(own.value)], 2)
        at.allowed[np.concatenate((some, random.integers(0, len(own.value), 4)))] = 0
        status = resolved(own, at, desk, -np.inf, 10_000)
        said = theirs(packing, own, at.allowed.astype(bool))
        assert status != FAILED
        assert (status == EMPTY) == (said is None)
        if status == EMPTY:
            break
        assert worth(own, at) == pytest.approx(said, rel=1e-8, abs=1e-9)


@pytest.mark.parametrize("packing", PACKINGS)
def test_what_is_taken_keeps_all_limits_and_one_of_each_candidate(packing: Packing) -> None:
    own, at, desk = begun(packing)
    resolved(own, at, desk, -np.inf, 10_000)
    n = len(own.value)
    x = np.zeros(n)
    x[at.key] = at.rest
    is_column = at.extra < n
    x[at.extra[is_column]] = at.taken[is_column]

    assert (own.columns @ x <= own.limit + 1e-9).all()
    assert np.bincount(own.group, weights=x) == pytest.approx(np.ones(packing.groups))
    assert x.min() >= -1e-9
    assert own.value @ x == pytest.approx(worth(own, at))


def test_counted_anew_from_its_columns_a_basis_is_the_same() -> None:
    own, at, desk = begun(PACKINGS[2])
    resolved(own, at, desk, -np.inf, 10_000)
    before = [part.copy() for part in at]

    assert settled(own, at, desk)
    for one, other in zip(before, at, strict=True):
        assert one == pytest.approx(other, abs=1e-9)


def test_it_ends_where_it_is_worth_too_little_and_where_its_pivots_are_over() -> None:
    own, at, desk = begun(PACKINGS[2])

    assert resolved(own, at, desk, np.inf, 10_000) == CUT
    assert resolved(own, at, desk, -np.inf, 3) == FAILED


def test_columns_that_are_no_basis_are_said_to_be_none() -> None:
    own, at, desk = begun(PACKINGS[0])
    at.extra[:] = at.extra[0]

    assert not settled(own, at, desk)

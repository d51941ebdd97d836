"""A basis of a relaxation in which one of each candidate is, and all that follows from its columns.

    maximise   Σ_j value_j · x_j
    subject to Σ_j columns_rj · x_j + s_r = limit_r,  s_r ≥ 0     for each limit r
               Σ_{j of g} x_j = 1,  x_j ≥ 0                       for each candidate g

That a candidate may be left is a column of its own with nothing in it, so that all that a part forbids is columns.
Each candidate has a key: a column that makes up what its others leave of 1. Besides the keys there are as many further
columns (or slacks s) in the basis as there are limits, and only of these is an inverse kept: of thirty numbers a side
instead of a hundred and thirty.

Source: G. Dantzig, R. Van Slyke (1967), Generalized upper bounding techniques, J. Comput. System Sci. 1, 213–226.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from hamahang.methods.portfolio.compiled import inner, kernel
from hamahang.methods.portfolio.packing import Floats, Ints

BASIC_KEY, NOT_BASIC = -2, -1  # of `place`, where it is no place
SINGULAR = 1e-11

Allowed = npt.NDArray[np.uint8]
Places = npt.NDArray[np.uint32]  # without a sign they are never counted from the end: nothing is asked before their use


class Model(NamedTuple):
    """The problem. n columns, those of a candidate beside each other, that of leaving it last; all scaled to about 1

    columns: (limits, n); turned: (n, limits), the same; value, group: (n,); starts: (candidates + 1,)
    limit: (limits,); is_left: (candidates,), whether it may be left
    often, seldom: which limits many columns use, and which few; few: (seldom + 1,), few_column, few_used: all that is
    used of these
    """

    columns: Floats
    turned: Floats
    value: Floats
    starts: Ints
    group: Places
    limit: Floats
    is_left: npt.NDArray[np.bool_]
    often: Places
    seldom: Places
    few: Ints
    few_column: Places
    few_used: Floats


class Basis(NamedTuple):
    """Where a relaxation stands. A slack is numbered n + its limit

    allowed: (n,), what the part does not forbid; key: (candidates,); extra: (limits,), the other basic columns
    place: (n + limits,) in `extra`, or whether it is a key or not basic; inverse: (limits, limits)
    taken: (limits,) of `extra`; rest: (candidates,), what is taken of the keys; price: (limits,)
    gain: (candidates,), value of the keys less what they cost; loss: (n,), how much less that of each column is
    """

    allowed: Allowed
    key: Ints
    extra: Ints
    place: Ints
    inverse: Floats
    taken: Floats
    rest: Floats
    price: Floats
    gain: Floats
    loss: Floats


class Desk(NamedTuple):
    """Room to count in. pivots: (1,), counted; sign: (1,), of the row that cannot be mended, 0 where no column is left

    wide, pivot, ratio: (n,); base: (candidates,); row, column, price, by, many: (limits,); square: (limits, limits)
    """

    wide: Floats
    pivot: Floats
    ratio: Floats
    base: Floats
    by: Floats
    many: Places
    row: Floats
    column: Floats
    price: Floats
    square: Floats
    pivots: Ints
    sign: Ints


# loops over all columns ask nothing and go over few arrays, so that several columns are done at once


@inner
def cost(model: Model, price: Floats, desk: Desk, into: Floats) -> None:
    """Count what each column costs: four at a time of the limits that many use, of the others what is used of them."""
    columns, many, by = model.columns, desk.many, desk.by
    n, found, at = len(into), _priced(model, price, desk), 0
    for j in range(n):
        into[j] = 0.0
    while at + 4 <= found:
        one, two, three, four = many[at], many[at + 1], many[at + 2], many[at + 3]
        by_one, by_two, by_three, by_four = by[at], by[at + 1], by[at + 2], by[at + 3]
        for j in range(n):
            into[j] += (by_one * columns[one, j] + by_two * columns[two, j]) + (
                by_three * columns[three, j] + by_four * columns[four, j]
            )
        at += 4
    while at < found:
        one, by_one = many[at], by[at]
        for j in range(n):
            into[j] += by_one * columns[one, j]
        at += 1
    _add_few(model, price, into)


@inner
def _priced(model: Model, price: Floats, desk: Desk) -> int:
    """Note on the desk which limits that many columns use have a price, and it; return how many."""
    found = 0
    for r in model.often:
        if price[r] != 0.0:
            desk.many[found], desk.by[found] = r, price[r]
            found += 1
    return found


@inner
def _add_few(model: Model, price: Floats, into: Floats) -> None:
    for at in range(len(model.seldom)):
        by = price[model.seldom[at]]
        if by != 0.0:
            for i in range(model.few[at], model.few[at + 1]):
                into[model.few_column[i]] += by * model.few_used[i]


@inner
def beyond_keys(model: Model, at: Basis, of: Floats, keys: Floats) -> None:
    """Take from each number of a column that of its candidate's key, which is noted."""
    key, group = at.key, model.group
    for g in range(len(key)):
        keys[g] = of[key[g]]
    for j in range(len(of)):
        of[j] -= keys[group[j]]


@inner
def copy(one: Basis, to: Basis) -> None:
    """Copy all of a basis."""
    n, limits, groups = len(one.allowed), len(one.extra), len(one.key)
    for j in range(n):
        to.allowed[j], to.loss[j] = one.allowed[j], one.loss[j]
    for j in range(n + limits):
        to.place[j] = one.place[j]
    for group in range(groups):
        to.key[group], to.rest[group], to.gain[group] = one.key[group], one.rest[group], one.gain[group]
    for k in range(limits):
        to.extra[k], to.taken[k], to.price[k] = one.extra[k], one.taken[k], one.price[k]
    for k in range(limits):
        for r in range(limits):
            to.inverse[k, r] = one.inverse[k, r]


# --- a basis from its columns ---


@inner
def _square(model: Model, at: Basis, into: Floats) -> None:
    limits, n = model.columns.shape
    for k in range(limits):
        j = at.extra[k]
        for r in range(limits):
            if j >= n:
                into[r, k] = 1.0 if j - n == r else 0.0
            else:
                into[r, k] = model.turned[j, r] - model.turned[at.key[model.group[j]], r]


@inner
def _pivot_row(square: Floats, inverse: Floats, k: int) -> bool:
    """Bring the row with the greatest number in column k to its place, divided by it."""
    limits = len(square)
    at, most = -1, SINGULAR
    for r in range(k, limits):
        if abs(square[r, k]) > most:
            at, most = r, abs(square[r, k])
    if at < 0:
        return False
    by = 1.0 / square[at, k]
    for i in range(limits):
        one, other = square[at, i] * by, inverse[at, i] * by
        square[at, i], inverse[at, i] = square[k, i], inverse[k, i]
        square[k, i], inverse[k, i] = one, other
    return True


@inner
def _inverted(square: Floats, inverse: Floats) -> bool:
    """Invert by Gauss and Jordan, and return whether there is an inverse. square: is used up"""
    limits = len(square)
    inverse[:, :] = 0.0
    for r in range(limits):
        inverse[r, r] = 1.0
    for k in range(limits):
        if not _pivot_row(square, inverse, k):
            return False
        for r in range(limits):
            by = square[r, k]
            if r == k or by == 0.0:
                continue
            for i in range(k, limits):
                square[r, i] -= by * square[k, i]
            for i in range(limits):
                inverse[r, i] -= by * inverse[k, i]
    return True


@inner
def _place(model: Model, at: Basis) -> None:
    at.place[:] = NOT_BASIC
    for j in at.key:
        at.place[j] = BASIC_KEY
    for k in range(len(at.extra)):
        at.place[at.extra[k]] = k


@inner
def _take(model: Model, at: Basis, desk: Desk) -> None:
    """Count what is taken of each basic column, from the inverse."""
    limits, n = model.columns.shape
    for r in range(limits):
        desk.row[r] = model.limit[r]
    for j in at.key:
        for r in range(limits):
            desk.row[r] -= model.turned[j, r]
    at.rest[:] = 1.0
    for k in range(limits):
        taken = 0.0
        for r in range(limits):
            taken += at.inverse[k, r] * desk.row[r]
        at.taken[k] = taken
        if at.extra[k] < n:
            at.rest[model.group[at.extra[k]]] -= taken


@kernel
def settled(model: Model, at: Basis, desk: Desk) -> bool:
    """Count all of a basis anew from its columns; return whether they are a basis."""
    limits, n = model.columns.shape
    _square(model, at, desk.square)
    if not _inverted(desk.square, at.inverse):
        return False
    _place(model, at)
    _take(model, at, desk)
    at.price[:] = 0.0
    for k in range(limits):
        j = at.extra[k]
        if j < n:
            by = model.value[j] - model.value[at.key[model.group[j]]]
            for r in range(limits):
                at.price[r] += by * at.inverse[k, r]
    cost(model, at.price, desk, at.loss)
    value, loss = model.value, at.loss
    for j in range(n):
        loss[j] -= value[j]
    beyond_keys(model, at, loss, at.gain)
    for group in range(len(at.gain)):
        at.gain[group] = -at.gain[group]
    return True

"""Where parts of the tree are divided, and both sides of one after another, in machine code."""

import numpy as np

from hamahang.methods.portfolio.bounding import (
    ASIDE,
    AWAY,
    BETTER,
    CURRENT,
    DONE,
    ENOUGH,
    FREE,
    MOST,
    OPEN,
    SCALE,
    SPAN,
    STUCK,
    TRIES,
    WAITING,
    Choice,
    Learnt,
    Tree,
    basis,
    bounded,
    forbid,
    keep,
    load,
    pop,
    push,
    release,
)  # fmt: skip
from hamahang.methods.portfolio.compiled import inner, kernel
from hamahang.methods.portfolio.counting import exceeded, is_none_better, whole_division
from hamahang.methods.portfolio.settling import BASIC_KEY, NOT_BASIC, Basis, Model, copy, settled

WHOLE = 1e-5  # of a column that counts as not taken, or as taken, when it is chosen what to divide
FAINT = 1e-9  # the same where nothing else is left to divide, and the bound says that there may be better choices
SIDES = 0.02  # of a candidate that is taken or left, at which it is no longer asked whether it is in
RELIABLE = 4  # times that a candidate was divided, after which what it lost is believed
TRIED = 40  # candidates that are tried at most
AHEAD = 8  # of them that may be tried in vain
LITTLE = 1e-7  # of the whole that a side loses at least, so that the other side counts too
ROUNDED = 1e-12  # at least of this, scaled

RUNNING, ENDED, FULL = 0, 1, 2  # of the tree


# --- where it is divided ---


@inner
def _taken(model: Model, at: Basis, j: int) -> float:
    place = at.place[j]
    if place == NOT_BASIC:
        return 0.0
    return at.rest[model.group[j]] if place == BASIC_KEY else at.taken[place]


@inner
def _division(model: Model, at: Basis, group: int) -> tuple[np.uint64, float]:
    """Return which columns of a candidate are divided from its others, and what is taken of them.

    All that are not that of leaving it; of one that is taken but for a little, half of what it is taken by.
    """
    first, last = model.starts[group], model.starts[group + 1] - (1 if model.is_left[group] else 0)
    columns, mass, several = np.uint64(0), 0.0, 0
    for j in range(first, last):
        if at.allowed[j]:
            columns |= np.uint64(1) << np.uint64(j - first)
            mass += _taken(model, at, j)
            several += 1
    if several < 2 or mass < 1.0 - SIDES:
        return columns, min(max(mass, 0.0), 1.0)
    return _half(model, at, first, last, mass)


@inner
def _half(model: Model, at: Basis, first: int, last: int, mass: float) -> tuple[np.uint64, float]:
    columns, so_far, latest = np.uint64(0), 0.0, -1
    found, taken = np.uint64(0), -1.0
    for j in range(first, last):
        if not at.allowed[j]:
            continue
        if latest >= 0:
            columns |= np.uint64(1) << np.uint64(latest - first)
            so_far += _taken(model, at, latest)
            is_nearer = taken < 0.0 or abs(so_far - 0.5 * mass) < abs(taken - 0.5 * mass)
            if is_nearer and (so_far <= mass - WHOLE or taken < 0.0):
                found, taken = columns, so_far
        latest = j
    return found, min(max(taken, 0.0), 1.0)


@inner
def _learn(tree: Tree, group: int, side: int, taken: float, lost: float) -> float:
    """Note what the bound lost, for each part of the relaxation that was forbidden; return it."""
    forbidden = taken if side == 0 else 1.0 - taken
    lost = min(max(lost, 0.0), tree.amounts[SPAN])
    tree.learnt.lost[group, side] += lost / max(forbidden, SIDES)
    tree.learnt.times[group, side] += 1.0
    return lost


@inner
def _usual(learnt: Learnt, side: int, otherwise: float) -> float:
    lost, times = 0.0, 0.0
    for group in range(len(learnt.lost)):
        lost += learnt.lost[group, side]
        times += learnt.times[group, side]
    return lost / times if times > 0.0 else otherwise


@inner
def _is_noted(choice: Choice, found: int, group: int) -> bool:
    for i in range(found):  # noqa: SIM110 - what is compiled has no generators
        if choice.group[i] == group:
            return True
    return False


@inner
def _parted(tree: Tree, at: Basis, whole: float) -> int:
    """Note the candidates of which the relaxation takes parts, and return how many they are."""
    model, choice, n = tree.model, tree.choice, len(tree.model.value)
    found = 0
    for k in range(len(at.extra)):
        if at.extra[k] >= n or at.taken[k] <= whole or at.taken[k] >= 1.0 - whole:
            continue
        group = model.group[at.extra[k]]
        if not _is_noted(choice, found, group):
            choice.group[found] = group
            choice.columns[found], choice.taken[found] = _division(model, at, group)
            found += 1
    return found


@inner
def _expect(tree: Tree, found: int, bound: float) -> None:
    """Note what both sides of each are expected to lose, multiplied."""
    learnt, choice = tree.learnt, tree.choice
    little = LITTLE * abs(bound) + ROUNDED
    usual = (_usual(learnt, 0, 1e-3 * abs(bound)), _usual(learnt, 1, 1e-3 * abs(bound)))
    for i in range(found):
        group, score = choice.group[i], 1.0
        for side in range(2):
            times = learnt.times[group, side]
            lost = learnt.lost[group, side] / times if times > 0.0 else usual[side]
            score *= max(lost * (choice.taken[i] if side == 0 else 1.0 - choice.taken[i]), little)
        choice.score[i] = score


@inner
def _tried(tree: Tree, at: Basis, i: int, bound: float) -> float:
    """Return what both sides lose, multiplied, found out by relaxing them."""
    choice, aside = tree.choice, basis(tree, 3)
    score, little = 1.0, LITTLE * abs(bound) + ROUNDED
    for side in range(2):
        copy(at, aside)
        forbid(tree.model, aside, choice.group[i], choice.columns[i], side)
        _, lower = bounded(tree, aside, bound)
        score *= max(_learn(tree, choice.group[i], side, choice.taken[i], bound - lower), little)
    return score


@inner
def _highest(choice: Choice, found: int) -> int:
    """Return which of those noted has the highest score."""
    best = 0
    for i in range(found):
        if choice.score[i] > choice.score[best]:
            best = i
    return best


@inner
def _best_division(tree: Tree, at: Basis, bound: float, whole: float) -> int:
    """Return of what is parted what both sides lose most by; those that were seldom divided are tried. -1 for none."""
    choice, times = tree.choice, tree.learnt.times
    found = _parted(tree, at, whole)
    _expect(tree, found, bound)
    best, most, vain = -1, -1.0, 0
    for _ in range(min(found, TRIED)):
        i = _highest(choice, found)
        score, choice.score[i] = choice.score[i], -2.0
        group = choice.group[i]
        if min(times[group, 0], times[group, 1]) < RELIABLE:
            score = _tried(tree, at, i, bound)
        if score > most:
            best, most, vain = i, score, 0
        else:
            vain += 1
            if vain > AHEAD:
                break
    return best


@inner
def _try_to_take(tree: Tree, at: Basis) -> None:
    """Take the choice that a relaxation is, if it keeps all limits and is worth more than the best."""
    model, exact = tree.model, tree.exact
    for group in range(len(at.key)):
        exact.tried[group] = at.key[group]
        for j in range(model.starts[group], model.starts[group + 1]):
            if _taken(model, at, j) > 0.5:
                exact.tried[group] = j
    worth = 0
    for j in exact.tried:
        worth += exact.value[j]
    if worth <= exact.worth[0]:
        return
    if exceeded(exact) < len(exact.limit):
        return
    exact.worth[0] = worth
    for group in range(len(exact.best)):
        exact.best[group] = exact.tried[group]
    tree.numbers[BETTER] = 1
    tree.amounts[ENOUGH] = (worth + 1.0) * tree.amounts[SCALE]


@inner
def _part_of(tree: Tree, at: Basis, bound: float) -> int:
    """Return the part that a bounded basis makes; -1 where it is a choice and has none worth more."""
    i = _best_division(tree, at, bound, WHOLE)
    if i < 0:
        _try_to_take(tree, at)
        # values are whole: less than one more is none
        if bound < tree.amounts[ENOUGH]:
            return -1
        i = _best_division(tree, at, bound, FAINT)
    if i < 0:
        if is_none_better(tree, at):
            return -1
        i = whole_division(tree, at)
    if i < 0:
        _set_aside(tree, bound)
        return -1
    choice = tree.choice
    return keep(tree, at, bound, choice.group[i], choice.columns[i], choice.taken[i])


@inner
def _set_aside(tree: Tree, bound: float) -> None:
    """Keep the bound of what could not be done."""
    tree.amounts[ASIDE] = max(tree.amounts[ASIDE], bound)


# --- the tree ---


@inner
def _side(tree: Tree, at: Basis, part: int, side: int) -> int:
    """Return the part that a side of another makes, or -1. at: its basis then"""
    parts = tree.parts
    bound, group, columns, taken = parts.bound[part], parts.group[part], parts.columns[part], parts.taken[part]
    copy(basis(tree, 0), at)
    forbid(tree.model, at, group, columns, side)
    status, lower = bounded(tree, at, bound)
    _learn(tree, group, side, taken, bound - lower)
    if status == STUCK:
        _set_aside(tree, bound)
    return _part_of(tree, at, lower) if status == OPEN else -1


@inner
def _divide(tree: Tree, part: int) -> None:
    """Look at both sides of a part; go on with the better one where it is hardly less than the highest that is open."""
    parts, numbers = tree.parts, tree.numbers
    first, second = _side(tree, basis(tree, 1), part, 0), _side(tree, basis(tree, 2), part, 1)
    is_first = first >= 0 and (second < 0 or parts.bound[first] >= parts.bound[second])
    better, other = (first, second) if is_first else (second, first)
    if other >= 0:
        push(tree, other)
    if better < 0:
        return
    if numbers[WAITING] and parts.bound[better] < parts.bound[parts.heap[0]] - tree.amounts[AWAY] * tree.amounts[SPAN]:
        push(tree, better)
        return
    numbers[CURRENT] = better
    copy(basis(tree, 1 if is_first else 2), basis(tree, 0))


@inner
def _see(tree: Tree) -> None:
    """Lower the bound to that of the highest part that is left."""
    parts, numbers, amounts = tree.parts, tree.numbers, tree.amounts
    most = amounts[ASIDE]
    if numbers[WAITING]:
        most = max(most, parts.bound[parts.heap[0]])
    if numbers[CURRENT] >= 0:
        most = max(most, parts.bound[numbers[CURRENT]])
    amounts[MOST] = min(amounts[MOST], most)


@inner
def _begin(tree: Tree) -> None:
    """Relax the whole, and make it the first part. Its basis: has its columns"""
    amounts, root = tree.amounts, basis(tree, 0)
    status, bound = STUCK, np.inf
    if settled(tree.model, root, tree.desk):
        status, bound = bounded(tree, root, np.inf)
    amounts[MOST] = -np.inf if status == DONE else bound
    if status == STUCK:
        amounts[ASIDE] = np.inf
    if status != OPEN:
        return
    amounts[SPAN] = bound - amounts[ENOUGH] if amounts[ENOUGH] > -np.inf else abs(bound)
    part = _part_of(tree, root, bound)
    if part >= 0:
        push(tree, part)


@kernel
def grow(tree: Tree, tries: int) -> int:
    """Divide part after part. Return ENDED where none is left, RUNNING after so many relaxations, FULL without room."""
    numbers, parts = tree.numbers, tree.parts
    last = numbers[TRIES] + tries
    if numbers[TRIES] == 0:
        _begin(tree)
    while numbers[WAITING] or numbers[CURRENT] >= 0:
        if numbers[TRIES] >= last:
            return RUNNING
        if numbers[FREE] < 2:
            return FULL
        part, is_there = numbers[CURRENT], True
        if part < 0:
            part = pop(tree)
            is_there = parts.bound[part] < tree.amounts[ENOUGH] or load(tree, part)
        numbers[CURRENT] = -1
        if not is_there:
            _set_aside(tree, parts.bound[part])
        elif parts.bound[part] >= tree.amounts[ENOUGH]:
            _divide(tree, part)
        release(tree, part)
        _see(tree)
    return ENDED

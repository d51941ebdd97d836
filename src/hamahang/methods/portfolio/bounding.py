"""Parts of the tree, in machine code: how they are kept, and how each is bounded.

What is said of the tree stands in `branching`. A part keeps what it allows and the basis of its relaxation; the highest
is taken from a heap. Nothing is random: the same problem is divided in the same way.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from hamahang.methods.portfolio.compiled import inner
from hamahang.methods.portfolio.packing import Floats, Ints
from hamahang.methods.portfolio.pivoting import CUT, EMPTY, FAILED, INFINITE, resolved
from hamahang.methods.portfolio.settling import Allowed, Basis, Desk, Model, cost, settled

LOST = 2.0**-52  # of each number that is added up: twice what a float may lose of it

OPEN, DONE, STUCK = 0, 1, 2  # of a part that was bounded

# numbers of the tree: relaxations, parts made, parts open, the part under way (or -1), free places, whether a better
# choice was found, pivots of one relaxation at most
TRIES, MADE, WAITING, CURRENT, FREE, BETTER, PIVOTS = range(7)
# and amounts, scaled: what a choice must be worth, the bound, that of parts that could not be done, what it may fall;
# and by what values are scaled; and of what it may fall, how far from the highest a part may be whose basis is there
ENOUGH, MOST, ASIDE, SPAN, SCALE, AWAY = range(6)

Masks = npt.NDArray[np.uint64]


class Parts(NamedTuple):
    """Open parts by their place. heap: of places, the highest first; free: places, as many as TREE's FREE says

    bound, number: (places,); allowed: (places, n / 8) in bits; key: (places, candidates); extra: (places, limits)
    group, columns, taken: (places,), the division: the first side forbids these columns of the candidate, the second
    all its others; columns are bits from its first one on; taken is what the relaxation takes of them
    """

    heap: Ints
    free: Ints
    bound: Floats
    number: Ints
    allowed: Allowed
    key: npt.NDArray[np.int16]
    extra: npt.NDArray[np.int16]
    group: Ints
    columns: Masks
    taken: Floats


class Exact(NamedTuple):
    """The problem in whole numbers, its columns as in the model. best: (candidates,), columns of the best choice found

    columns: (limits, n); value: (n,); limit: (limits,); tried: (candidates,); worth: (1,), of the best
    """

    columns: Ints
    value: Ints
    limit: Ints
    best: Ints
    tried: Ints
    worth: Ints


class Learnt(NamedTuple):
    """What was lost where a candidate was divided, for each part that was forbidden. lost, times: (candidates, 2)"""

    lost: Floats
    times: Floats


class Choice(NamedTuple):
    """Candidates that may be divided. group, score, columns, taken: (limits + 1,)"""

    group: Ints
    score: Floats
    columns: Masks
    taken: Floats


class Tree(NamedTuple):
    """All of a tree. bases: one upon another, of the part that is divided, its two sides, and one to try"""

    model: Model
    exact: Exact
    desk: Desk
    bases: Basis
    parts: Parts
    learnt: Learnt
    choice: Choice
    numbers: Ints
    amounts: Floats


@inner
def basis(tree: Tree, i: int) -> Basis:
    """Return one of the bases."""
    of = tree.bases
    return Basis(
        of.allowed[i], of.key[i], of.extra[i], of.place[i], of.inverse[i], of.taken[i], of.rest[i], of.price[i],
        of.gain[i], of.loss[i],
    )  # fmt: skip


# --- the heap ---


@inner
def _is_higher(parts: Parts, one: int, other: int) -> bool:
    if parts.bound[one] != parts.bound[other]:
        return parts.bound[one] > parts.bound[other]
    return parts.number[one] < parts.number[other]


@inner
def push(tree: Tree, part: int) -> None:
    """Put a part among the open ones."""
    heap, at = tree.parts.heap, tree.numbers[WAITING]
    tree.numbers[WAITING] += 1
    while at > 0 and _is_higher(tree.parts, part, heap[(at - 1) >> 1]):
        heap[at] = heap[(at - 1) >> 1]
        at = (at - 1) >> 1
    heap[at] = part


@inner
def pop(tree: Tree) -> int:
    """Take the highest part."""
    heap, parts = tree.parts.heap, tree.parts
    highest = heap[0]
    tree.numbers[WAITING] -= 1
    last, at, end = heap[tree.numbers[WAITING]], 0, tree.numbers[WAITING]
    while 2 * at + 1 < end:
        below = 2 * at + 1
        if below + 1 < end and _is_higher(parts, heap[below + 1], heap[below]):
            below += 1
        if not _is_higher(parts, heap[below], last):
            break
        heap[at] = heap[below]
        at = below
    heap[at] = last
    return highest


@inner
def release(tree: Tree, part: int) -> None:
    tree.parts.free[tree.numbers[FREE]] = part
    tree.numbers[FREE] += 1


# --- a part on paper, and back ---


@inner
def keep(tree: Tree, at: Basis, bound: float, group: int, columns: np.uint64, taken: float) -> int:
    """Make a part of a basis, and return its place."""
    tree.numbers[FREE] -= 1
    tree.numbers[MADE] += 1
    parts, part = tree.parts, tree.parts.free[tree.numbers[FREE]]
    parts.bound[part], parts.number[part] = bound, tree.numbers[MADE]
    parts.group[part], parts.columns[part], parts.taken[part] = group, columns, taken
    for group in range(len(at.key)):
        parts.key[part, group] = at.key[group]
    for k in range(len(at.extra)):
        parts.extra[part, k] = at.extra[k]
    for i in range(parts.allowed.shape[1]):
        parts.allowed[part, i] = 0
    for j in range(len(at.allowed)):
        if at.allowed[j]:
            parts.allowed[part, j >> 3] |= np.uint8(1 << (j & 7))
    return part


@inner
def load(tree: Tree, part: int) -> bool:
    """Take up a part where it was left; return whether its basis still is one."""
    parts, at = tree.parts, basis(tree, 0)
    for j in range(len(at.allowed)):
        at.allowed[j] = (parts.allowed[part, j >> 3] >> (j & 7)) & 1
    for group in range(len(at.key)):
        at.key[group] = parts.key[part, group]
    for k in range(len(at.extra)):
        at.extra[k] = parts.extra[part, k]
    return settled(tree.model, at, tree.desk)


@inner
def forbid(model: Model, at: Basis, group: int, columns: np.uint64, side: int) -> None:
    first = model.starts[group]
    for j in range(first, model.starts[group + 1]):
        is_in = (columns >> np.uint64(j - first)) & np.uint64(1)
        if is_in == np.uint64(1 - side):
            at.allowed[j] = 0


# --- the bound of a part ---


@inner
def _lost(model: Model, price: Floats, added: float, most: float) -> float:
    """Return more than floats lose where prices are counted with: columns and limits are at most 1.

    added: all that was added up in the end; most: of what costs were taken from
    What costs are added up from may be far more than what is left of them, and all of it is lost from.
    """
    limits, groups = len(price), len(model.starts) - 1
    for one in price:
        most += one
    return LOST * ((limits + groups + 2) * added + (limits + 2) * groups * most)


@inner
def _bound(model: Model, at: Basis, desk: Desk) -> float:
    """Return what the prices on the desk prove, a little more than what is lost in floats; the gains are on it then."""
    cost(model, desk.price, desk, desk.wide)
    found, added, value, wide = 0.0, 0.0, model.value, desk.wide
    for r in range(len(desk.price)):
        found += desk.price[r] * model.limit[r]
        added += abs(desk.price[r] * model.limit[r])
    for j in range(len(value)):
        wide[j] = value[j] - wide[j]
    for group in range(len(at.key)):
        best = _best(model, at, desk, group)
        found += best
        added += abs(best)
    return found + _lost(model, desk.price, added, 1.0)


@inner
def _best(model: Model, at: Basis, desk: Desk, group: int) -> float:
    best = -INFINITE
    for j in range(model.starts[group], model.starts[group + 1]):
        if at.allowed[j] and desk.wide[j] > best:
            best = desk.wide[j]
    return best


@inner
def _is_empty(model: Model, at: Basis, desk: Desk) -> bool:
    """Return whether prices show that nothing of a part keeps all limits: what is used costs more than there is."""
    there, added = 0.0, 0.0
    for r in range(len(desk.price)):
        desk.price[r] = max(-desk.sign[0] * desk.row[r], 0.0)
        there += desk.price[r] * model.limit[r]
        added += abs(desk.price[r] * model.limit[r])
    cost(model, desk.price, desk, desk.wide)
    used = 0.0
    for group in range(len(at.key)):
        least = INFINITE
        for j in range(model.starts[group], model.starts[group + 1]):
            if at.allowed[j] and desk.wide[j] < least:
                least = desk.wide[j]
        if least == INFINITE:
            return True
        used += least
        added += abs(least)
    return used - there > _lost(model, desk.price, added, 0.0)


@inner
def _narrow(model: Model, at: Basis, desk: Desk, room: float) -> None:
    """Forbid what is worth less than the best whatever else is chosen."""
    for group in range(len(at.key)):
        best = _best(model, at, desk, group)
        for j in range(model.starts[group], model.starts[group + 1]):
            if at.allowed[j] and best - desk.wide[j] > room:
                at.allowed[j] = 0


@inner
def _resolved(tree: Tree, at: Basis, enough: float) -> int:
    """Move a basis on; one whose inverse has worn out is counted anew first."""
    status = resolved(tree.model, at, tree.desk, enough, tree.numbers[PIVOTS])
    if status == FAILED and settled(tree.model, at, tree.desk):
        status = resolved(tree.model, at, tree.desk, enough, tree.numbers[PIVOTS])
    return status


@inner
def _own_bound(tree: Tree, at: Basis) -> float:
    """Return what the prices of a basis prove; they and the gains are on the desk then."""
    for r in range(len(at.price)):
        tree.desk.price[r] = max(at.price[r], 0.0)
    return _bound(tree.model, at, tree.desk)


@inner
def bounded(tree: Tree, at: Basis, known: float) -> tuple[int, float]:
    """Relax a part. Return OPEN and its bound; DONE where nothing of it is worth enough; STUCK with what was known."""
    model, desk, enough = tree.model, tree.desk, tree.amounts[ENOUGH]
    tree.numbers[TRIES] += 1
    status, own = _resolved(tree, at, enough), _own_bound(tree, at)
    if status == CUT and not own < enough:  # so near that floats do not tell: it is relaxed to its end
        status, own = _resolved(tree, at, -np.inf), _own_bound(tree, at)
    if status == EMPTY and _is_empty(model, at, desk):
        return DONE, enough
    if status in (EMPTY, FAILED):
        return STUCK, known
    if own < enough:
        return DONE, enough
    # the gains are of these prices, and may prove less than those of the part above
    _narrow(model, at, desk, own - enough)
    return OPEN, own if own < known else known

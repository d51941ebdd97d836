"""The relaxation of a part, moved on from that of the part above it: the dual simplex on the bases of `settling`.

What a part forbids leaves the basis, and what loses least enters. A step takes a few millionths of a second.

Nothing that is proved rests on it: a bound is counted from prices alone, whatever they are.

Sources: C. Lemke (1954), The dual method of solving the linear programming problem, Nav. Res. Log. Q. 1, 36–47; J.
Forrest, D. Goldfarb (1992), Steepest-edge simplex algorithms, Math. Program. 57, 341–374; and that of `settling`.
"""

from hamahang.methods.portfolio.compiled import inner, kernel
from hamahang.methods.portfolio.packing import Floats
from hamahang.methods.portfolio.settling import BASIC_KEY, NOT_BASIC, Basis, Desk, Model, beyond_keys, cost

OPTIMAL, EMPTY, CUT, FAILED = 0, 1, 2, 3
INSIDE = 1e-9  # a limit, a column may be so far beyond 0 (limits as parts of themselves)
PIVOT = 1e-9  # what is divided by is more than this
TIED = 1e-13  # of two columns that lose as much but for this the one with the greater pivot enters
WRONG = 1e-6  # a pivot counted in two ways, as parts of itself: more is a basis that has worn out
INFINITE = 1e300
NOTHING = 1e-14  # of a row: what sums have left of 0
NONE, BARRED = 1e-40, 1e25  # instead of a pivot that is none; what is lost for each part of that, or more


@inner
def _beyond(taken: float, allowed: int) -> float:
    """Return how far it is from where it may be."""
    if taken < -INSIDE:
        return -taken
    return taken if taken > INSIDE and allowed == 0 else 0.0


@inner
def _row_length(inverse: Floats, k: int) -> float:
    """Return the length of a row. It is asked for by its place: a view of it would have to be counted."""
    found = 0.0
    for r in range(inverse.shape[1]):
        found += inverse[k, r] * inverse[k, r]
    return found


@inner
def _key_length(model: Model, at: Basis, desk: Desk, group: int) -> float:
    """Return the length of the row of a candidate's key: the rows of its other columns together."""
    limits, n = model.columns.shape
    desk.row[:] = 0.0
    for k in range(limits):
        if at.extra[k] < n and model.group[at.extra[k]] == group:
            for r in range(limits):
                desk.row[r] += at.inverse[k, r]
    found = 0.0
    for r in range(limits):
        found += desk.row[r] * desk.row[r]
    return found


@inner
def _leaving(model: Model, at: Basis, desk: Desk) -> int:
    """Return what leaves: the place of a column, or limits + the candidate of a key; -1 where all is as it may be.

    It is what is farthest beyond, measured along its edge.
    """
    limits, n = model.columns.shape
    taken, rest, allowed, extra, key = at.taken, at.rest, at.allowed, at.extra, at.key
    found, most = -1, 0.0
    for k in range(limits):
        j = extra[k]
        beyond = _beyond(taken[k], 1 if j >= n else allowed[j])
        if beyond > 0.0:
            length = _row_length(at.inverse, k)
            if beyond * beyond > most * length:
                found, most = k, beyond * beyond / length
    for group in range(len(key)):
        beyond = _beyond(rest[group], allowed[key[group]])
        if beyond > 0.0:
            length = max(_key_length(model, at, desk, group), 1e-12)
            if beyond * beyond > most * length:
                found, most = limits + group, beyond * beyond / length
    return found


@inner
def _other_key(model: Model, at: Basis, group: int) -> int:
    """Return the place of another basic column of a candidate, rather an allowed one of which much is taken, or -1."""
    n = model.columns.shape[1]
    found, most = -1, -INFINITE
    for k in range(len(at.extra)):
        j = at.extra[k]
        if j < n and model.group[j] == group:
            fitness = at.taken[k] + (10.0 if at.allowed[j] else 0.0)
            if fitness > most:
                found, most = k, fitness
    return found


@inner
def _exchange_key(model: Model, at: Basis, group: int, k: int) -> None:
    """Make the column at place k the key, and the key that column: only one row of the inverse changes by it."""
    limits, n = model.columns.shape
    for r in range(limits):
        at.inverse[k, r] = -at.inverse[k, r]
    for i in range(limits):
        if i != k and at.extra[i] < n and model.group[at.extra[i]] == group:
            for r in range(limits):
                at.inverse[k, r] -= at.inverse[i, r]
    at.key[group], at.extra[k] = at.extra[k], at.key[group]
    at.rest[group], at.taken[k] = at.taken[k], at.rest[group]
    at.place[at.key[group]], at.place[at.extra[k]] = BASIC_KEY, k


@inner
def _has_new_key(model: Model, at: Basis, desk: Desk, group: int) -> bool:
    """Put the best allowed column in the place of a key that is all its candidate has; return whether there is one."""
    limits, n = model.columns.shape
    old, found = at.key[group], -1
    for j in range(model.starts[group], model.starts[group + 1]):
        if at.allowed[j] and j != old and (found < 0 or at.loss[j] < at.loss[found]):
            found = j
    if found < 0:
        return False
    lost = at.loss[found]
    at.gain[group] -= lost
    for j in range(model.starts[group], model.starts[group + 1]):
        at.loss[j] -= lost
    for r in range(limits):
        desk.column[r] = model.turned[found, r] - model.turned[old, r]
    for k in range(limits):
        more = 0.0
        for r in range(limits):
            more -= at.inverse[k, r] * desk.column[r]
        at.taken[k] += more
        if at.extra[k] < n:
            at.rest[model.group[at.extra[k]]] -= more
    at.key[group], at.place[old], at.place[found] = found, NOT_BASIC, BASIC_KEY
    return True


@inner
def _pivots(at: Basis, desk: Desk, sign: float) -> None:
    """Note of each column its pivot in the row that is on the desk, and what it loses for each part of it.

    A little more than it loses: of two that lose as much the one with the greater pivot then loses less for each part.
    What may not enter loses BARRED or more.
    """
    wide, allowed, pivot, ratio, loss = desk.wide, at.allowed, desk.pivot, desk.ratio, at.loss
    for j in range(len(wide)):
        pivot[j] = wide[j] * sign if allowed[j] != 0 else 0.0
    for j in range(len(wide)):
        by = pivot[j]
        ratio[j] = (max(loss[j], 0.0) + TIED) / (by if by > PIVOT else NONE)


@inner
def _least(ratio: Floats) -> float:
    """Return the least, from eight at once: one would have to wait for another."""
    n, at = len(ratio), 0
    a, b, c, d, e, f, g, h = INFINITE, INFINITE, INFINITE, INFINITE, INFINITE, INFINITE, INFINITE, INFINITE
    while at + 8 <= n:
        a, b, c, d = min(a, ratio[at]), min(b, ratio[at + 1]), min(c, ratio[at + 2]), min(d, ratio[at + 3])
        e, f, g, h = min(e, ratio[at + 4]), min(f, ratio[at + 5]), min(g, ratio[at + 6]), min(h, ratio[at + 7])
        at += 8
    while at < n:
        a = min(a, ratio[at])
        at += 1
    return min(a, b, c, d, e, f, g, h)


@inner
def _place_of(one: float, ratio: Floats) -> int:
    at = 0
    while ratio[at] != one:
        at += 1
    return at


@inner
def _entering(model: Model, at: Basis, desk: Desk, sign: float) -> tuple[int, float, float]:
    """Return what enters for the row that is on the desk, what it loses for each part of its pivot, and the pivot."""
    limits, n = model.columns.shape
    _pivots(at, desk, sign)
    least, found = _least(desk.ratio), -1
    for r in range(limits):
        pivot = desk.row[r] * sign
        if pivot > PIVOT and at.place[n + r] == NOT_BASIC:
            ratio = (max(at.price[r], 0.0) + TIED) / pivot
            if ratio < least:
                least, found = ratio, n + r
    if least >= BARRED:
        return -1, least, 0.0
    if found >= n:
        pivot = desk.row[found - n] * sign
        return found, max(at.price[found - n], 0.0) / pivot, pivot
    found = _place_of(least, desk.ratio)
    pivot = desk.pivot[found]
    return found, max(at.loss[found], 0.0) / pivot, pivot


@inner
def _column(model: Model, at: Basis, desk: Desk, entering: int) -> None:
    """Count what one of a column takes of each basic one, onto the desk."""
    limits, n = model.columns.shape
    if entering >= n:
        for k in range(limits):
            desk.column[k] = at.inverse[k, entering - n]
        return
    key = at.key[model.group[entering]]
    for r in range(limits):
        desk.price[r] = model.turned[entering, r] - model.turned[key, r]
    for k in range(limits):
        found = 0.0
        for r in range(limits):
            found += at.inverse[k, r] * desk.price[r]
        desk.column[k] = found


@inner
def _reprice(at: Basis, desk: Desk, by: float) -> None:
    price, gain, loss, row, base, wide = at.price, at.gain, at.loss, desk.row, desk.base, desk.wide
    for r in range(len(price)):
        price[r] += by * row[r]
    for group in range(len(gain)):
        gain[group] -= by * base[group]
    for j in range(len(loss)):
        loss[j] += by * wide[j]


@inner
def _exchange(model: Model, at: Basis, desk: Desk, k: int, entering: int) -> None:
    """Let a column enter for the one at place k, whose row is on the desk, as its column is."""
    limits, n = model.columns.shape
    taken, pivot = at.taken[k], desk.column[k]
    step = taken / pivot
    for i in range(limits):
        part = desk.column[i]
        if i != k and part != 0.0:
            at.taken[i] -= part * step
            if at.extra[i] < n:
                at.rest[model.group[at.extra[i]]] += part * step
            for r in range(limits):
                at.inverse[i, r] -= part / pivot * desk.row[r]
    for r in range(limits):
        at.inverse[k, r] = desk.row[r] / pivot
    old = at.extra[k]
    at.place[old] = NOT_BASIC
    if old < n:
        at.rest[model.group[old]] += taken
    if entering < n:
        at.rest[model.group[entering]] -= step
    at.taken[k], at.extra[k], at.place[entering] = step, entering, k


@inner
def _worth(model: Model, at: Basis) -> float:
    found = 0.0
    for r in range(len(at.price)):
        found += at.price[r] * model.limit[r]
    for gain in at.gain:
        found += gain
    return found


@inner
def _step(model: Model, at: Basis, desk: Desk, k: int) -> int:
    """Let the column at place k leave. Return OPTIMAL where it did, EMPTY or FAILED."""
    for r in range(len(desk.row)):
        desk.row[r] = at.inverse[k, r] if abs(at.inverse[k, r]) > NOTHING else 0.0
    sign = -1.0 if at.taken[k] < 0.0 else 1.0
    cost(model, desk.row, desk, desk.wide)
    beyond_keys(model, at, desk.wide, desk.base)
    entering, ratio, pivot = _entering(model, at, desk, sign)
    if entering < 0:
        desk.sign[0] = -1 if sign < 0.0 else 1
        return EMPTY
    if at.place[entering] != NOT_BASIC:
        return FAILED
    _reprice(at, desk, -ratio * sign)
    _column(model, at, desk, entering)
    if abs(desk.column[k] - pivot * sign) > WRONG * (1.0 + pivot):
        return FAILED
    _exchange(model, at, desk, k, entering)
    return OPTIMAL


@kernel
def resolved(model: Model, at: Basis, desk: Desk, enough: float, pivots: int) -> int:
    """Move on to the relaxation of what is allowed.

    at: optimal but for columns that are no longer allowed; enough: a worth below which nothing more is asked
    Return OPTIMAL; CUT, where it is worth less than enough; EMPTY, where a row (on the desk) says that nothing keeps
    all limits; FAILED, where the inverse has worn out, or so many pivots were not enough
    """
    limits = len(at.extra)
    for _ in range(pivots):
        desk.pivots[0] += 1
        if _worth(model, at) < enough:
            return CUT
        leaving = _leaving(model, at, desk)
        if leaving < 0:
            return OPTIMAL
        if leaving >= limits:
            group = leaving - limits
            leaving = _other_key(model, at, group)
            if leaving < 0:
                if not _has_new_key(model, at, desk, group):
                    desk.sign[0] = 0
                    return EMPTY
                continue
            _exchange_key(model, at, group, leaving)
        status = _step(model, at, desk, leaving)
        if status != OPTIMAL:
            return status
    return FAILED

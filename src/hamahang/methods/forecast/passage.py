"""How likely a case reaches a good end within a time: exact, by conditioning on the first stage it leaves.

Stages may be entered again and the age in a stage matters (a semi-Markov chain in discrete time). With f_ke(a) the
chance to leave k for e at the step a of its age, the chance F_k(h) to succeed within h steps of entering k is
    F_k(h) = Σ_a≤h Σ_e f_ke(a) F_e(h − a),   F = 1 at a good end, 0 at a bad one,
solved step by step; within one step stages may be passed at once, which is a small linear system.

Source: W. S. Jewell (1963), Markov-renewal programming, Operations Research 11, 938–948; R. A. Howard (1971), Dynamic
Probabilistic Systems II, ch. 10.
"""

import numpy as np

from hamahang.methods.forecast.history import Floats, Ints, Known
from hamahang.methods.forecast.incidence import Rates

BLOCK = 256  # kinds of cases looked at together: some tens of megabytes


def after_entering(rates: Rates, known: Known, steps: int) -> Floats:
    """Return the chance to succeed within 0 … `steps` steps of entering each stage: (stages, steps + 1)."""
    flows, _ = rates.flows(steps + 1)
    number = len(flows)
    good = np.zeros(number)
    good[list(known.of.good)] = 1.0
    ends = list(known.of.good | known.of.bad)
    flows[ends] = 0.0
    at_once = np.linalg.inv(np.eye(number) - flows[:, :, 0])
    # by the age at which the stage is left, 1 … steps, and the stage it is left for: one row of numbers
    later = np.ascontiguousarray(flows[:, :, 1:].transpose(0, 2, 1)).reshape(number, -1)
    reached = np.zeros((steps + 1, number))  # the longest way ahead first, as the ages ask for it
    for ahead in range(steps + 1):
        spent = min(ahead, flows.shape[2] - 1) * number
        since = reached[steps + 1 - ahead :].reshape(-1)
        reached[steps - ahead] = at_once @ (later[:, :spent] @ since[:spent] + good)
        reached[steps - ahead, ends] = good[ends]
    return np.minimum(reached[::-1].T, 1.0)


def of_open_cases(rates: Rates, known: Known, steps: int, *, at_end: bool = False) -> Floats:
    """Return the chance of each open case to succeed within 1 … `steps` steps from now: (open, steps).

    The cases are in the order of `known.open`; at_end: only within all the steps, (open, 1)
    """
    if not len(known.open):
        return np.zeros((0, 1 if at_end else steps))
    cut, stage = rates.grid, known.stage[known.open]
    age = (known.at - known.entered[known.open]) / cut.step
    whole = np.minimum(age.astype(np.int64), cut.steps - 1)
    eighths = np.minimum(((age - np.floor(age)) * 8).astype(np.int64), 7)
    kinds, which = np.unique(np.stack((stage, whole, eighths)), axis=1, return_inverse=True)
    ahead = after_entering(rates, known, steps)
    return _of_kinds(rates, kinds, ahead[:, :steps], at_end=at_end)[which.reshape(-1)]


def _of_kinds(rates: Rates, kinds: Ints, ahead: Floats, *, at_end: bool) -> Floats:
    """Return the same for kinds of cases: (3, kinds) stage, whole steps of age, eighths of the step begun."""
    steps = ahead.shape[1]
    found = np.empty((kinds.shape[1], 1 if at_end else steps))
    for start in range(0, kinds.shape[1], BLOCK):
        stage, whole, eighths = kinds[:, start : start + BLOCK]
        bands = rates.grid.band[np.minimum(whole[:, None] + np.arange(steps), rates.grid.steps - 1)]
        leaving = rates.leaving[stage[:, None], bands]
        leaving[:, 0] *= 1.0 - eighths / 8.0  # the step that is under way is partly over
        staying = np.concatenate((np.ones((len(stage), 1)), np.cumprod(1.0 - leaving, axis=1)[:, :-1]), axis=1)
        towards = rates.towards[stage[:, None], :, bands] * (staying * leaving)[:, :, None]
        if at_end:
            found[start : start + BLOCK, 0] = np.einsum("kue,eu->k", towards, ahead[:, ::-1])
        else:
            # [kind, u, h]: leave in step u and succeed within h steps after it
            found[start : start + BLOCK] = _along_diagonals(towards @ ahead)
    return np.minimum(found, 1.0)


def _along_diagonals(parts: Floats) -> Floats:
    """Return Σ_u parts[:, u, h − u] for each h: (n, steps) of (n, steps, steps)."""
    number, steps, _ = parts.shape
    wide = np.zeros((number, steps, 2 * steps))
    wide[:, :, :steps] = parts
    # each row written one place further on: the diagonals stand below each other
    shifted = wide.reshape(number, -1)[:, : steps * (2 * steps - 1)].reshape(number, steps, 2 * steps - 1)
    return np.asarray(shifted[:, :, :steps].sum(1))

"""What prices leave of a p-median, asked of a mixed-integer solver where splitting does not come to an end.

With prices u and their bound L, sites j and customers i of a choice cost at least L + Σ_i max(0, cost_ij(i) − u_i). A
choice that is better than the best known one therefore sends nobody where that alone exceeds what is left to the best
value less one, and keeps to the sites that are not out. What remains is small:

    minimise Σ cost_ij x_ij,  Σ_j x_ij = 1,  x_ij ≤ y_j,  Σ_j y_j = p,  y ∈ {0, 1}, x ≥ 0, over the pairs that remain

The answer rests on the solver's tolerances, and cannot be counted again by sums as the splits can: whoever uses it says
so.
"""

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from hamahang.methods.siting.interchange import Bools, Floats, Ints

MOST_PAIRS = 40_000  # beyond it the programme is not asked


@dataclass(frozen=True, slots=True)
class Answer:
    """What the solver says. sites: better than the best known ones, None if there are none; is_all: nothing is better
    than these, or than the best known ones
    """

    sites: Ints | None
    is_all: bool


def ask(cost: Floats, number: int, prices: Floats, *, kept: Bools, firm: Ints, room: float, seconds: float) -> Answer:
    """Look for a choice that costs at most `room` more than the bound of the prices.

    kept: (sites,) those that are not out; firm: those that are in
    """
    places = np.flatnonzero(kept)
    customer, site = np.nonzero(cost[:, places] - prices[:, None] <= room)
    if len(customer) > MOST_PAIRS:
        return Answer(None, is_all=False)
    from hamahang.methods.siting.programme import NothingFits, Programme, solve

    sites, pairs = len(places), len(customer)
    columns = sites + np.arange(pairs)
    ones, every = np.ones(pairs), np.arange(pairs)
    is_firm = np.isin(places, firm)
    served = sparse.csr_matrix((ones, (customer, columns)), shape=(len(cost), sites + pairs))
    ends = (np.concatenate((every, every)), np.concatenate((columns, site)))
    opened = sparse.csr_matrix((np.concatenate((ones, -ones)), ends), shape=(pairs, sites + pairs))
    counted = sparse.csr_matrix(np.concatenate((np.ones((1, sites)), np.zeros((1, pairs))), axis=1))
    held = sparse.csr_matrix(np.concatenate((is_firm[None, :] * 1.0, np.zeros((1, pairs))), axis=1))
    programme = Programme(
        gain=np.concatenate((np.zeros(sites), -cost[customer, places[site]])),
        most=np.ones(sites + pairs),
        is_whole=np.concatenate((np.ones(sites, bool), np.zeros(pairs, bool))),
        matrix=sparse.vstack((served, opened, counted, held), format="csr"),
        low=np.concatenate((np.ones(len(cost)), np.full(pairs, -np.inf), [number, is_firm.sum()])),
        high=np.concatenate((np.ones(len(cost)), np.zeros(pairs), [number, is_firm.sum()])),
    )
    try:
        solved = solve(programme, seconds=seconds)
    except NothingFits:
        return Answer(None, is_all=True)
    except TimeoutError:
        return Answer(None, is_all=False)
    return Answer(places[solved.x[:sites] > 0.5], solved.is_done)

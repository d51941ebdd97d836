"""Sites that serve customers within reach, or with so much capacity each: exactly, by HiGHS.

Maximal covering: with y_j the open sites, N_i the sites that reach customer i and w_i its weight,
    maximise Σ_i w_i z_i   subject to   z_i ≤ Σ_{j ∈ N_i} y_j,   Σ_j y_j ≤ p,   y ∈ {0, 1},  0 ≤ z ≤ 1.
With a capacity of each site the weight that j serves of i is f_ij, and
    maximise Σ f_ij   subject to   Σ_j f_ij ≤ w_i,   Σ_i f_ij ≤ capacity_j y_j,   f_ij ≤ min(w_i, capacity_j) y_j.
The p-median with capacities: with demand w_i and cost c_ij of one unit of it,
    minimise Σ c_ij f_ij   subject to   Σ_j f_ij = w_i   and the same limits,  Σ_j y_j ≤ p.
Weights and capacities are whole numbers; once the sites are chosen what is left is a flow, so the best is whole too.

Sources: R. Church, C. ReVelle (1974), The maximal covering location problem, Pap. Reg. Sci. Assoc. 32, 101–118;
M. S. Daskin (2013), Network and Discrete Location, 2nd ed., ch. 5–7.
"""

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from hamahang.methods.siting.interchange import Bools, Floats, Ints
from hamahang.methods.siting.medians import NoSuchNumber, NotWhole, TooLarge
from hamahang.methods.siting.programme import Programme, solve


@dataclass(frozen=True)
class Service:
    """Sites and whom they serve. value: weight that is served, or its cost; bound: no choice is better

    open: places of the sites that serve somebody or were chosen, in order; served: of each customer, 0 to its weight
    flow: (customers, sites) who serves how much, empty where capacity does not matter
    """

    value: int
    bound: int
    open: tuple[int, ...]
    served: Ints
    flow: Ints

    @property
    def is_proven(self) -> bool:
        """Whether nothing is better."""
        return self.value == self.bound


NO_FLOW = np.zeros((0, 0), np.int64)


def cover(
    weights: Ints, reaches: Bools, *, number: int, capacity: Ints | None = None, seconds: float = 60.0
) -> Service:
    """Choose sites that reach the greatest weight of customers.

    weights: (customers,); reaches: (customers, sites); number: at most so many; capacity: (sites,) of weight

    :raises NotWhole: if a weight or capacity is negative or broken; :raises NoSuchNumber: if there are fewer sites
    """
    weights, sites = _whole(weights), np.asarray(reaches, bool).shape[1]
    _check_number(number, sites)
    if capacity is not None:
        return _flow(weights, np.zeros(reaches.shape), reaches, number, _whole(capacity), seconds, is_all=False)
    customers = len(weights)
    links = sparse.hstack((-sparse.csr_matrix(reaches, dtype=np.float64), sparse.eye(customers)), format="csr")
    count = sparse.csr_matrix(np.concatenate((np.ones(sites), np.zeros(customers)))[None, :])
    programme = Programme(
        gain=np.concatenate((np.zeros(sites), weights.astype(np.float64))),
        most=np.ones(sites + customers),
        is_whole=np.arange(sites + customers) < sites,
        matrix=sparse.vstack((links, count), format="csr"),
        low=np.full(customers + 1, -np.inf),
        high=np.append(np.zeros(customers), float(number)),
    )
    found = solve(programme, seconds=seconds)
    chosen = np.flatnonzero(found.x[:sites] > 0.5)
    served = np.where(reaches[:, chosen].any(axis=1), weights, 0)
    return Service(int(served.sum()), found.bound, tuple(chosen.tolist()), served, NO_FLOW)


def serve(cost: Ints, demand: Ints, capacity: Ints, *, number: int, seconds: float = 60.0) -> Service:
    """Choose sites and who serves whom, all of the demand, so that it costs least.

    cost: (customers, sites) of one unit; demand: (customers,); capacity: (sites,); number: at most so many sites

    :raises NotWhole: :raises NoSuchNumber: :raises TooLarge: as `median` says
    :raises NothingFits: if no choice has room for all
    """
    costs, wanted, room = _whole(cost), _whole(demand), _whole(capacity)
    _check_number(number, costs.shape[1])
    if float(costs.max(initial=0)) * float(wanted.sum()) >= 2**52:
        raise TooLarge
    return _flow(wanted, costs.astype(np.float64), costs >= 0, number, room, seconds, is_all=True)


def _whole(numbers: Ints) -> Ints:
    found = np.asarray(numbers)
    if not np.isfinite(found).all() or (found < 0).any() or (found != np.floor(found)).any():
        raise NotWhole
    return found.astype(np.int64)


def _check_number(number: int, sites: int) -> None:
    if not 1 <= number <= sites:
        raise NoSuchNumber(number, sites)


def _flow(
    weights: Ints, cost: Floats, allowed: Bools, number: int, capacity: Ints, seconds: float, *, is_all: bool
) -> Service:
    customer, site = np.nonzero(np.asarray(allowed, bool))
    programme = _flow_programme(weights, cost, customer, site, number, capacity, is_all=is_all)
    found = solve(programme, seconds=seconds)
    sites = len(capacity)
    chosen = np.flatnonzero(found.x[:sites] > 0.5)
    flow = np.zeros((len(weights), sites), np.int64)
    flow[customer, site] = np.round(found.x[sites:]).astype(np.int64)
    served = flow.sum(axis=1)
    value, sign = (-found.value, -1) if is_all else (found.value, 1)
    return Service(value, sign * found.bound, tuple(chosen.tolist()), served, flow)


def _flow_programme(
    weights: Ints, cost: Floats, customer: Ints, site: Ints, number: int, capacity: Ints, *, is_all: bool
) -> Programme:
    """Return the programme of open sites (first columns) and flows."""
    arcs, sites, customers = len(customer), len(capacity), len(weights)
    most = np.minimum(weights[customer], capacity[site]).astype(np.float64)
    arc = np.arange(arcs)
    by_customer = sparse.csr_matrix((np.ones(arcs), (customer, sites + arc)), shape=(customers, sites + arcs))
    room = sparse.csr_matrix(
        (
            np.concatenate((np.ones(arcs), -capacity.astype(np.float64))),
            (np.concatenate((site, np.arange(sites))), np.concatenate((sites + arc, np.arange(sites)))),
        ),
        shape=(sites, sites + arcs),
    )
    links = sparse.csr_matrix(
        (
            np.concatenate((np.ones(arcs), -most)),
            (np.concatenate((arc, arc)), np.concatenate((sites + arc, site))),
        ),
        shape=(arcs, sites + arcs),
    )
    count = sparse.csr_matrix((np.arange(sites + arcs) < sites).astype(np.float64)[None, :])
    wanted = weights.astype(np.float64)
    high = np.concatenate((wanted, np.zeros(sites + arcs), [float(number)]))
    low = np.full(len(high), -np.inf)
    if is_all:
        low[:customers] = wanted
    gain = -cost[customer, site] if is_all else np.ones(arcs)
    return Programme(
        gain=np.concatenate((np.zeros(sites), gain)),
        most=np.concatenate((np.ones(sites), most)),
        is_whole=np.arange(sites + arcs) < sites,
        matrix=sparse.vstack((by_customer, room, links, count), format="csr"),
        low=low,
        high=high,
    )

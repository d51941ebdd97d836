"""What stays when numbers are not certain: in which of many drawn worlds a candidate is chosen, and other good plans.

The core index of a candidate is the share of draws of its uncertain benefits in whose best plan it is: near 1 it is in
whatever the truth, near 0 never, and between them the meeting should ask for better information.

Source: J. Liesiö, P. Mild, A. Salo (2007), Preference programming for robust portfolio modeling and project selection,
Eur. J. Oper. Res. 181, 1488–1505. Here draws stand for the set of possible values, and relaxations for the plans.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from hamahang.methods.portfolio.arranging import Arranged
from hamahang.methods.portfolio.highs import model, search, solver
from hamahang.methods.portfolio.packing import Ints, Packing

UNCERTAIN = 0.25  # standard deviation of the logs of drawn benefits, where nothing else is known
CORE, NEVER = 0.95, 0.05


@dataclass(frozen=True, slots=True)
class Core:
    """The share of draws in which each candidate is chosen, 0–1, by id."""

    index: Mapping[str, float]
    draws: int

    def kind(self, candidate: str) -> str:
        """Return "core", "borderline" or "never"."""
        share = self.index[candidate]
        return "core" if share >= CORE else "never" if share <= NEVER else "borderline"


def core_index(arranged: Arranged, *, draws: int = 200, seed: int = 0, uncertain: float = UNCERTAIN) -> Core:
    """Return how often each candidate is chosen when benefits are drawn around what is expected.

    All packages of a candidate are drawn together: what is not known is the candidate. Each draw is a relaxation that
    goes on from the one before; parts of a candidate count as parts.
    """
    packing, random = arranged.packing, np.random.default_rng(seed)
    made = solver()
    made.passModel(model(packing, is_whole=False))
    columns, share = np.arange(packing.columns, dtype=np.int32), np.zeros(packing.groups)
    for _ in range(draws):
        # the floors keep what was expected: they are terms, not benefits
        factor = np.exp(random.normal(-0.5 * uncertain**2, uncertain, packing.groups))
        made.changeColsCost(packing.columns, columns, packing.value * factor[packing.group])
        made.run()
        x = np.clip(np.array(made.getSolution().col_value), 0.0, 1.0)
        share += np.minimum(np.bincount(packing.group, weights=x, minlength=packing.groups), 1.0)
    index = {candidate.id: float(part) for candidate, part in zip(arranged.groups, share / draws, strict=True)}
    index |= {candidate.id: 0.0 for candidate in arranged.problem.candidates if candidate.id not in index}
    return Core(index, draws)


def others(
    packing: Packing, chosen: Ints, *, number: int = 3, loss: float = 0.01, seconds: float = 3.0
) -> list[tuple[Ints, int]]:
    """Return plans that lose at most a share of the value and differ as much as can be: from the plan and each other.

    Each comes with how many candidates are chosen in it and in none of those before.
    """
    least = int(packing.worth(chosen) * (1.0 - loss))
    known = np.zeros(packing.groups)
    known[packing.group[chosen]] = 1.0
    times = known.copy()
    found = []
    for _ in range(number):
        # a candidate is worth the less the more of the plans so far have it
        fresh = np.round(1_000 * (1.0 - times / times.max())).astype(np.int64)
        rows = sparse.csc_matrix(sparse.vstack([packing.rows, sparse.csr_matrix(-packing.value)]), dtype=np.int64)
        limit = np.concatenate((packing.limit, [-least])).astype(np.int64)
        other = Packing(fresh[packing.group], packing.group, packing.is_must, rows, limit)
        result = search(other, seconds=seconds, start=chosen)
        if result.chosen is None:
            break
        taken = np.unique(packing.group[result.chosen])
        new = int((known[taken] == 0).sum())
        if new == 0:
            break
        found.append((result.chosen, new))
        times[taken] += 1.0
        known[taken] = 1.0
    return found

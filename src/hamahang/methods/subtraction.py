"""What can be worked out from several tables together: a hidden set of records that sums and differences of shown
sets come to.

Each number that is public says how many records some set has. Who knows how the figures hang together can add and
subtract such sets: what is registered less what works, idles and is built is what is left. Records that lie in the same
sets are one atom; a set is a vector over atoms of ones and noughts, and it is known if it lies in the space that known
ones span. What lies outside that space by less than `NEAR` is taken to lie within it: so an error of rounding hides a
cell more, and never one less.
"""

from collections.abc import Iterable, Mapping

import numpy as np
from scipy.linalg import qr

Records = frozenset[str]
NEAR = 1e-6  # vectors of ones and noughts are 1 long or more
FREE = 1e-8  # of a column's length: what is left of one that others make up


def atoms_of(sets: Iterable[Records]) -> dict[str, int]:
    """Return the atom of each record: records that no set parts have the same."""
    lies_in: dict[str, list[int]] = {}
    for number, records in enumerate(dict.fromkeys(sets)):
        for record in records:
            lies_in.setdefault(record, []).append(number)
    atoms: dict[tuple[int, ...], int] = {}
    return {record: atoms.setdefault(tuple(numbers), len(atoms)) for record, numbers in lies_in.items()}


class Reader:
    """Somebody who knows the numbers of some sets. others: all sets that may be shown to him or asked of him."""

    def __init__(self, known: Iterable[Records], *, others: Iterable[Records]) -> None:
        known = list(dict.fromkeys(known))
        every = list(dict.fromkeys([*known, *others]))
        atoms = atoms_of(every)
        self._column = {records: number for number, records in enumerate(every)}
        vectors = _vectors(every, atoms)
        # (atoms, sets): what of each set is outside of what is known; a column of noughts is known
        self._outside = _outside(vectors, _basis(vectors[:, : len(known)]))
        self._is_known = _are_nought(self._outside)

    def learns(self, shown: Iterable[Records], *, hidden: Iterable[Records]) -> bool:
        """Return whether, shown some sets more, the reader can work out a hidden one that he does not know yet."""
        asked = [number for number in map(self._column.__getitem__, hidden) if not self._is_known[number]]
        new = [number for number in map(self._column.__getitem__, dict.fromkeys(shown)) if not self._is_known[number]]
        if not asked or not new:
            return False
        left = _outside(self._outside[:, asked], _basis(self._outside[:, new]))
        return bool(_are_nought(left).any())

    def tell(self, shown: Iterable[Records]) -> None:
        """Let the reader know some of the sets from now on."""
        new = [number for number in map(self._column.__getitem__, dict.fromkeys(shown)) if not self._is_known[number]]
        if new:
            self._outside = _outside(self._outside, _basis(self._outside[:, new]))
            self._is_known = self._is_known | _are_nought(self._outside)


def _vectors(sets: list[Records], atoms: Mapping[str, int]) -> np.ndarray:
    """Return a column of ones and noughts over the atoms for each set; float64."""
    vectors = np.zeros((len(set(atoms.values())), len(sets)))
    for number, records in enumerate(sets):
        vectors[[atoms[record] for record in records], number] = 1.0
    return vectors


def _basis(columns: np.ndarray) -> np.ndarray:
    """Return orthonormal columns that span the same space."""
    if not columns.size:
        return columns[:, :0]
    basis, left, _ = qr(columns, mode="economic", pivoting=True, check_finite=False)
    lengths = np.abs(np.diag(left))
    found: np.ndarray = basis[:, lengths > FREE * max(1.0, lengths[0])]
    return found


def _outside(columns: np.ndarray, basis: np.ndarray) -> np.ndarray:
    """Return what of columns lies outside the space of a basis; taken out twice, for the first leaves its rounding."""
    once = columns - basis @ (basis.T @ columns)
    found: np.ndarray = once - basis @ (basis.T @ once)
    return found


def _are_nought(columns: np.ndarray) -> np.ndarray:
    found: np.ndarray = np.sqrt((columns**2).sum(axis=0)) < NEAR
    return found

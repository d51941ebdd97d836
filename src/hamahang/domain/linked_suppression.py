"""What can be worked out from several tables together: a hidden set of records that sums and differences of shown
sets come to.

Each number that is public says how many records some set has. Who knows how the figures hang together can add and
subtract such sets: what is registered less what works, idles and is built is what is left. Records that lie in the same
sets are one atom; a set is known if its atoms are a combination of those of known sets. The combinations are found by
elimination modulo a prime, which is exact as long as no determinant of a few ones happens to be a multiple of it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

PRIME = (1 << 61) - 1
Records = frozenset[str]
Line = dict[int, int]


def atoms_of(sets: Iterable[Records]) -> dict[str, int]:
    """Return the atom of each record: records that no set parts have the same."""
    lies_in: dict[str, list[int]] = {}
    for number, records in enumerate(dict.fromkeys(sets)):
        for record in records:
            lies_in.setdefault(record, []).append(number)
    atoms: dict[tuple[int, ...], int] = {}
    return {record: atoms.setdefault(tuple(numbers), len(atoms)) for record, numbers in lies_in.items()}


@dataclass(frozen=True, slots=True)
class Told:
    """What a reader knows. lines: the combinations that are known, by their first atom, which they hold once."""

    atoms: Mapping[str, int]
    lines: Mapping[int, Line] = field(default_factory=dict)

    def and_also(self, sets: Iterable[Records]) -> "Told":
        """Return what is known when some sets are told too."""
        lines = dict(self.lines)
        for records in sets:
            line = _left(self._line(records), lines)
            if line:
                first = min(line)
                inverse = pow(line[first], -1, PRIME)
                lines[first] = {atom: times * inverse % PRIME for atom, times in line.items()}
        return Told(self.atoms, lines)

    def tells(self, records: Records) -> bool:
        """Return whether the number of some records can be worked out."""
        return not _left(self._line(records), self.lines)

    def _line(self, records: Records) -> Line:
        return {self.atoms[record]: 1 for record in records}


def _left(line: Line, lines: Mapping[int, Line]) -> Line:
    """Return what is left of a combination when known ones are taken out of it."""
    left: Line = {}
    while line:
        first = min(line)
        known = lines.get(first)
        if known is None:
            left[first] = line.pop(first)
            continue
        times = line[first]
        for atom, each in known.items():
            rest = (line.get(atom, 0) - times * each) % PRIME
            if rest:
                line[atom] = rest
            else:
                line.pop(atom, None)
    return left

"""Obstacles that are no unit's own: one cause found in more units of a place than chance would put there."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import comb

LEAST = 3  # units; fewer are raised one by one
LEVEL = 0.05  # share of groups raised that chance may have made


@dataclass(frozen=True, slots=True)
class Troubled:
    """A unit under an open case, a cause found for it, and where it stands."""

    case: int
    cause: str
    place: int


@dataclass(frozen=True, slots=True)
class Group:
    """One cause in one place.

    cases: ids, in order; of: cases of the place; expected: how many chance would put there
    tail: the chance of as many or more (hypergeometric), before the correction for many groups
    """

    cause: str
    place: int
    cases: tuple[int, ...]
    of: int
    expected: float
    tail: float


def tail(*, population: int, marked: int, drawn: int, found: int) -> float:
    """Return the chance that of `drawn` without replacement `found` or more are marked (hypergeometric).

    :raises ValueError: if more are marked or drawn than there are
    """
    if not 0 <= marked <= population or not 0 <= drawn <= population:
        raise ValueError(f"{marked} marked and {drawn} drawn of {population}")
    most = min(marked, drawn)
    ways = sum(comb(marked, k) * comb(population - marked, drawn - k) for k in range(max(found, 0), most + 1))
    return ways / comb(population, drawn)


def groups(troubled: Sequence[Troubled], *, least: int = LEAST, level: float = LEVEL) -> list[Group]:
    """Return the causes that gather in a place, the least likely by chance first.

    Of many groups some gather by chance: those are kept whose tails pass Benjamini and Hochberg's step-up at `level`.
    Source: Benjamini and Hochberg (1995), J. R. Statist. Soc. B 57, 289-300.
    """
    of_place: dict[int, set[int]] = defaultdict(set)
    together: dict[tuple[str, int], set[int]] = defaultdict(set)
    of_cause = Counter(cause for cause, _ in {(one.cause, one.case) for one in troubled})
    for one in troubled:
        of_place[one.place].add(one.case)
        together[one.cause, one.place].add(one.case)
    population = len({one.case for one in troubled})
    tested = [
        Group(
            cause,
            place,
            tuple(sorted(cases)),
            len(of_place[place]),
            of_cause[cause] * len(of_place[place]) / population,
            tail(population=population, marked=of_cause[cause], drawn=len(of_place[place]), found=len(cases)),
        )
        for (cause, place), cases in together.items()
    ]
    tested.sort(key=lambda group: (group.tail, group.cause, group.place))
    passed = max((at for at, group in enumerate(tested, start=1) if group.tail <= level * at / len(tested)), default=0)
    return [group for group in tested[:passed] if len(group.cases) >= least]

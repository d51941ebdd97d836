"""Who succeeds only if others do: what a dependent candidate supposes of those it waits for.

A dependent candidate brings its jobs only if all that it needs succeed, and all that those need where they depend on it
too. How likely that is follows from which of their packages are chosen and when these begin, so that the value of one
choice depends on others. To stay linear, each package of a dependent candidate is there once for each way in which all
that it waits for may be chosen. A way names the chance of each of them; what is chosen in the same way is worth the
same. A limit for each way lets it be supposed only beside packages of these very chances, begun in time:

    order   Σ_{j of i that supposes w, start ≤ t} x_j ≤ Σ_{j of k in the way w, start ≤ t − lag} x_j     i needs k

Summed over the ways this is the order of the two, so that nothing is allowed that the order alone forbids; and whole
choices are the same ones as by the order alone, each with its exact value.

Source: W. P. Adams, H. D. Sherali (1986), A tight linearization and an algorithm for zero-one quadratic programming
problems, Manag. Sci. 32, 1274–1290, for the products; the ways are theirs taken together by what they are worth.
"""

from collections.abc import Iterator, Mapping
from graphlib import TopologicalSorter
from math import prod

from hamahang.methods.portfolio.problem import Absurd, Candidate, Package, Period, Problem, Way, chance_of, starts_of

MOST_WAYS = 4_096  # of one candidate: beyond it a plan would take longer than anybody waits
MOST_BEHIND = 100  # others that one may depend on
Option = tuple[Package, Period, Way]


def ready(way: Way) -> float:
    """Return the chance that all of a way succeed: 1 of nothing."""
    return prod(chance for _, chance in way)


def said(way: Way) -> str:
    """Return the chances of a way in one word, in the order of the candidates' ids."""
    return "*".join(repr(chance) for _, chance in way)


class Waiting:
    """What the candidates of a problem may suppose of those they wait for."""

    def __init__(self, problem: Problem) -> None:
        """Find the ways of all dependent candidates.

        :raises Absurd: if those of one are too many
        """
        self._periods = problem.periods
        self._first = min(self._periods, default=0)
        self._needs = {one.id: tuple(dict.fromkeys(one.needs)) for one in problem.candidates if is_dependent(one)}
        known = {one.id: one for one in problem.candidates} if self._needs else {}
        needed = {need for needs in self._needs.values() for need in needs}
        self._behind: dict[str, frozenset[str]] = {}
        self._ways: dict[str, Mapping[Way, Period]] = {}
        self._states: dict[str, Mapping[Way, Period]] = {}
        for name in TopologicalSorter(self._needs).static_order():
            needs = self._needs.get(name, ())
            self._behind[name] = frozenset(needs).union(*(self._behind[need] for need in needs))
            if len(self._behind[name]) > MOST_BEHIND:
                raise _waits_for_all(name)
            if name in known and needs:
                self._ways[name] = self._joined(known[name])
            self._states[name] = self._states_of(known[name]) if name in known and name in needed else {}

    def options(self, candidate: Candidate) -> Iterator[Option]:
        """Yield in which packages a candidate may be chosen, from when, and what each may suppose."""
        for package in sorted(candidate.packages, key=lambda one: one.id):
            for start in starts_of(package, self._periods):
                for way in self._from(candidate.id, start):
                    yield package, start, way

    def state(self, candidate: Candidate, package: Package, start: Period, given: Way) -> Way:
        """Return what those who wait for a candidate suppose where it is chosen so."""
        return _with(given, candidate.id, chance_of(package, start))

    def supposed(self, need: str, given: Way) -> Way:
        """Return what is supposed of one that is needed, and of those that it depends on itself."""
        return tuple(pair for pair in given if pair[0] == need or pair[0] in self._behind[need])

    def all_supposed(self, candidate: Candidate, need: str) -> list[Way]:
        """Return everything that the options of a candidate suppose of one that it needs; nothing of no dependent."""
        if candidate.id not in self._needs:
            return []
        return sorted({self.supposed(need, given) for _, _, given in self.options(candidate)})

    def chosen(self, candidate: str, chances: Mapping[str, float]) -> Way:
        """Return what a candidate supposes in a plan. chances: of those chosen, their own"""
        behind = sorted(self._behind.get(candidate, ())) if candidate in self._needs else []
        missing = any(name not in chances for name in behind)
        return self._nothing(candidate) if missing else tuple((name, chances[name]) for name in behind)

    def _from(self, candidate: str, start: Period) -> list[Way]:
        """Return what may be supposed from a period on; where all that is needed cannot be there by then, just that."""
        if candidate not in self._needs:
            return [()]
        found = sorted(way for way, since in self._ways[candidate].items() if since <= start)
        return found or [self._nothing(candidate)]

    def _nothing(self, candidate: str) -> Way:
        """Return the way in which nothing that is needed succeeds."""
        return tuple((need, 0.0) for need in sorted(self._needs.get(candidate, ())))

    def _joined(self, candidate: Candidate) -> dict[Way, Period]:
        """Return the ways in which all that a candidate needs may be chosen together, and from when it may begin."""
        found: dict[Way, Period] = {(): self._first}
        for need in self._needs[candidate.id]:
            joined = {}
            for way, since in found.items():
                for state, start in self._states[need].items():
                    both = dict(way) | dict(state)
                    # what both depend on is chosen once
                    if all(both[name] == chance for name, chance in way):
                        joined[tuple(sorted(both.items()))] = max(since, start + candidate.lag)
                if len(joined) > MOST_WAYS:
                    raise _too_many(candidate)
            found = joined
        return found

    def _states_of(self, candidate: Candidate) -> dict[Way, Period]:
        """Return what others may suppose of a candidate, and the first period in which it may have begun so."""
        found: dict[Way, Period] = {}
        ways = self._ways.get(candidate.id, {(): self._first}) if not candidate.never else {}
        for package in candidate.packages:
            for start in starts_of(package, self._periods):
                for way in (way for way, since in ways.items() if since <= start):
                    state = self.state(candidate, package, start, way)
                    found[state] = min(found.get(state, start), start)
        if len(found) > MOST_WAYS:
            raise _too_many(candidate)
        return found


def is_dependent(candidate: Candidate) -> bool:
    """Return whether a candidate's success takes that of others."""
    return candidate.is_dependent and bool(candidate.needs)


def _with(way: Way, name: str, chance: float) -> Way:
    return tuple(sorted((*way, (name, float(chance)))))


def _waits_for_all(name: str) -> Absurd:
    return Absurd(
        f"«{name}» منتظر بیش از {MOST_BEHIND} نامزد است: پیش‌نیازهای آن را کمتر کنید.",
        f"{name!r} waits for more than {MOST_BEHIND} candidates: give it fewer prerequisites.",
    )


def _too_many(candidate: Candidate) -> Absurd:
    return Absurd(
        f"آنچه «{candidate.id}» منتظر آن است به بیش از {MOST_WAYS} صورت می‌تواند بیاید: "
        "بسته‌ها یا احتمال‌های آن را کمتر کنید.",
        f"What {candidate.id!r} waits for may come in more than {MOST_WAYS} ways: "
        "give it fewer packages or fewer different chances.",
    )

"""Solving: the relaxation, a first choice, better ones by parts, and a search of what is left, each bound kept.

Small problems (to about two thousand candidates): a tree grows in a process of its own, on columns that could still be
part of a better choice (of many candidates other parts are improved there), while this one improves the choice:
knapsacks by a population, those of many limits also by copies at several heats, others of few candidates by cooled
chains, and all by parts. Whichever is better counts. Large ones: the relaxation by sifting or interior point, whose
optimum is so near that parts alone come close to it.

`rounds` instead of seconds makes it repeatable to the digit: everything is counted in work, nothing in time.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from time import perf_counter, sleep, time

import numpy as np

from hamahang.methods.portfolio.annealing import Annealing
from hamahang.methods.portfolio.beside import Beside, Cores, searched
from hamahang.methods.portfolio.breeding import Breeding, is_knapsack
from hamahang.methods.portfolio.certificate import Multipliers, bound, losses, rounded
from hamahang.methods.portfolio.coring import are_grown
from hamahang.methods.portfolio.exchanging import Exchanging, is_mended
from hamahang.methods.portfolio.highs import Infeasible, Relaxed
from hamahang.methods.portfolio.improving import Search, by_part, first, improve
from hamahang.methods.portfolio.merging import Merging
from hamahang.methods.portfolio.packing import Bools, Ints, Packing
from hamahang.methods.portfolio.relaxing import soon
from hamahang.methods.portfolio.resting import Rest
from hamahang.methods.portfolio.sifting import sift
from hamahang.methods.portfolio.tempering import Tempering, is_tempered
from hamahang.methods.portfolio.turns import Both, by_turns

WHOLE = 2_000  # candidates up to which the whole problem is searched
SMALL = 300  # the same, up to which that is tried first of all where work is counted: such problems are easy
MOMENT, LONGEST_MOMENT = 0.1, 3.0  # of the time, and in seconds
BRIEF = 0.3  # seconds of it where there is breeding, which gains more: easy ones are over in it
TINY, TINY_NODES = 60, 2_000  # columns up to which a search is counted in work, so that a busy machine changes nothing
SOON = 300  # columns up to which a problem is searched here first, since starting a process would take longer
SLICE = 0.5  # seconds of improving, after which is heard what the other process found
RESTED = 0.05  # seconds after which it is looked at what the tree found, while this process rests
BESIDE = 1.0  # seconds of a part, where the whole is searched beside it
MERGED = 2.0  # seconds of the part in which choices of one population or of several differ
SHORTEST_MERGE = 0.1  # the same of chains, whose populations are soon tired
BETWEEN, NEAR_BOUND = 1.5, 0.004  # improving by parts where the bound is so near, as a share of what chains took
# the same of cores where it is not, after so many populations of chains: until then chains gain more
SOMETIMES, AGED = 3.0, 1
AFTER_BROODS = 4.0  # searching cores after a stretch of breeding, as a share of it
AFTER_BREEDING = 2.0  # heating copies after all of that, where there are, as a share of it
COOLED = 450  # candidates and limits up to which chains are cooled
CHAINS = 3  # cooled, where work is counted, for each round
BROODS = 20  # of a knapsack, where work is counted, for each round
FIRST_SHARE, FIRST_GAP = 0.1, 1e-5  # of the time for a first choice, and how good it is to be
EARLY_SHARE, EARLY = 0.2, 0.05  # the same of one from prices that are only near the relaxation's
COUNTED_GAP = 1e-3  # the same, where work is counted: the search that follows finds the rest
LEFT = 0.4  # of the time that is left, kept for choices while the relaxation of a large one is solved
PART_NODES = 50  # of the search of a part, where work is counted instead of time
SMALL_NODES = 500  # the same, of the whole of a small problem, for each round

Told = Callable[[int, float, float], None]


def not_told(worth: int, most: float, gap: float) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class Solution:
    """What was found. chosen: columns, None where none keeps all limits; worth: their value

    multipliers: prove that none is worth more than `certified`; most: the lower of that and of the search's own bound
    status: "proven" (gap 0), "within_gap", "time_limit", "infeasible" or "none_found"
    """

    chosen: Ints | None
    worth: int
    multipliers: Multipliers
    certified: Fraction
    most: float
    status: str
    seconds: float

    @property
    def gap(self) -> float:
        """How far the value may be from the best, as a share of it."""
        return gap_of(self.worth, self.most) if self.chosen is not None else float("inf")


def gap_of(worth: float, most: float) -> float:
    """Return (most − worth) / |worth|, 0 where nothing can be won."""
    if most <= worth:
        return 0.0
    return (most - worth) / max(abs(worth), 1e-9)


def solve(
    packing: Packing, *, gap: float = 0.0, seconds: float = 20.0, seed: int = 0, rounds: int | None = None,
    told: Told = not_told,
) -> Solution:  # fmt: skip
    """Solve a problem until the gap is reached or the time is over.

    gap: relative, 0 for as good as can be; rounds: parts to improve, instead of the time, for the same result each time
    Interrupted from the keyboard once there is a choice, it returns the best so far.
    """
    begun = perf_counter()
    until = np.inf if rounds is not None else begun + seconds
    try:
        run = _Run(packing, soon(packing, until=until), gap, until, seed, told)
        run.work_on(rounds)
    except Infeasible:
        nothing = Multipliers(np.zeros(len(packing.limit), np.int64), 0)
        return Solution(None, 0, nothing, Fraction(0), -np.inf, "infeasible", perf_counter() - begun)
    return run.solution(perf_counter() - begun)


class _Run:
    """A solving under way."""

    def __init__(self, packing: Packing, relaxed: Relaxed, gap: float, until: float, seed: int, told: Told) -> None:
        self.packing, self.gap, self.until, self.seed, self.told = packing, gap, until, seed, told
        self.search = Search(packing, relaxed, seed=seed, told=self._told)
        self.multipliers = rounded(packing, relaxed.prices)
        self.certified = bound(packing, self.multipliers)
        self.most = _whole(self.certified)
        self.is_infeasible = False
        self.breeding = Breeding(packing, relaxed, seed=seed) if is_knapsack(packing) else None
        is_many = self.breeding is not None and is_tempered(packing)
        self.tempering = Tempering(self.search, seed=seed) if is_many else None
        self.bred = self.tempered = 0.0  # seconds
        is_cooled = self.breeding is None and packing.groups <= COOLED and packing.matrix.shape[0] <= COOLED
        self.annealing = Annealing(packing, relaxed, seed=seed) if is_cooled else None
        self.merging: Merging | None = None
        self.cores: Both | None = None

    def _told(self, worth: int) -> None:
        self.told(worth, self.most, gap_of(worth, self.most))

    def is_enough(self) -> bool:
        """Whether the choice is as good as was asked."""
        return self.search.chosen is not None and gap_of(self.search.worth, self.most) <= self.gap

    def work_on(self, rounds: int | None) -> None:
        """Find a choice and make it better; interrupted from the keyboard it is enough if there is one."""
        try:
            self.work(rounds)
        except KeyboardInterrupt:
            if self.search.chosen is None:
                raise

    def work(self, rounds: int | None) -> None:
        """Find a choice and make it better."""
        if rounds is not None:
            self._relax()
            self._count_work(rounds)
            return
        is_small, is_searched = self.packing.columns <= SOON, self.packing.groups <= WHOLE
        beside = Beside() if is_searched and not is_small else None
        try:
            budget = self.until - perf_counter()
            if self.search.relaxed.is_exact:
                self._begin(max(0.3, FIRST_SHARE * budget))
            else:
                self._begin(max(0.5, EARLY_SHARE * budget), gap=EARLY)
                self._relax()
            if is_small:
                nodes = TINY_NODES if self.packing.columns <= TINY else 0
                # asking loads the compiler: not for what is counted in work
                longest = LONGEST_MOMENT if nodes or self._broods() is None else BRIEF
                self._search_rest(nodes=nodes, seconds=min(MOMENT * budget, longest))
                beside = None if self.is_over() else Beside()
            if beside is not None:
                self._beside_a_search(beside)
            elif not is_searched:
                by_turns(self.search, self._cores, until=self.until, enough=self.is_enough)
        finally:
            if beside is not None:
                beside.end()

    def _relax(self) -> None:
        """Solve the relaxation, where so far only prices near its own are known, and begin again from it."""
        if self.search.relaxed.is_exact or self.is_enough():
            return
        relaxed = sift(self.packing, self.search.relaxed.prices, until=self.until - LEFT * self._left())
        multipliers = rounded(self.packing, relaxed.prices)
        if (certified := bound(self.packing, multipliers)) < self.certified:
            self.multipliers, self.certified = multipliers, certified
            self.most = min(self.most, _whole(certified))
        self.search.relaxed = relaxed
        if np.isfinite(self.until):
            self._begin(max(0.3, FIRST_SHARE * self._left()))

    def _left(self) -> float:
        return self.until - perf_counter() if np.isfinite(self.until) else 0.0

    def is_over(self) -> bool:
        """Whether nothing is left to look for."""
        return self.is_infeasible or self.is_enough()

    def _count_work(self, rounds: int) -> None:
        """Do so much work, the same each time."""
        self._begin(0.0, nodes=PART_NODES, gap=COUNTED_GAP)
        if self.packing.groups <= SMALL:
            self._search_rest(nodes=SMALL_NODES * rounds)
        if self.is_over():
            return
        if self.breeding is not None:
            self.breeding.run(until=np.inf, better=self.search.offer, broods=BROODS * rounds)
        if self.annealing is not None:
            self.annealing.run(until=np.inf, better=self.search.offer, chains=CHAINS * rounds)
        improve(self.search, until=np.inf, enough=self.is_enough, rounds=rounds, nodes=PART_NODES)
        self._search_rest(nodes=PART_NODES * rounds)

    def _begin(self, seconds: float, *, nodes: int = 0, gap: float = FIRST_GAP) -> None:
        """Find a first choice: of a knapsack any can be mended, of others mostly; else a small problem is searched."""
        if self.breeding is not None:
            self.search.offer(self.breeding.best)
            return
        self.search.offer(np.zeros(0, np.int64))  # where nothing need be chosen, that is a choice
        is_near = self._round() or self._chained(self._in(seconds))
        if not is_near or self.annealing is None:
            first(self.search, seconds=seconds, nodes=nodes, gap=gap)

    def _chained(self, until: float) -> bool:
        """Look for a first choice with chains, where that is no detour; return whether there is one."""
        if self.packing.columns <= SOON or not np.isfinite(self.until) or (annealing := self._chains()) is None:
            return False
        while self.search.chosen is None and perf_counter() < until and not annealing.is_tired:
            annealing.run(until=until, better=self.search.offer, chains=1)
        return self.search.chosen is not None

    def _round(self) -> bool:
        """Offer what the relaxation takes most of, mended; return whether that keeps all limits."""
        packing = self.packing
        if not is_mended(packing):
            return False
        exchanging = Exchanging(packing, self.search.relaxed.prices)
        chosen = exchanging.mended(exchanging.rounded(self.search.relaxed.x))
        if chosen is None:
            return False
        self.search.offer(exchanging.improved(chosen) if self.annealing else chosen)
        return self.search.chosen is not None

    def _worth_a_look(self) -> Ints:
        """Return the columns that could be in a better choice: those the bound leaves room for."""
        if self.search.chosen is None:
            return np.arange(self.packing.columns)
        reduced, best = losses(self.packing, self.multipliers)
        room = (int(self.certified) - self.search.worth) << self.multipliers.bits
        kept = best[self.packing.group] - reduced <= room
        kept[self.search.chosen] = True
        return np.flatnonzero(kept)

    def _search_rest(self, *, nodes: int, seconds: float = 0.0) -> None:
        if self.is_enough() or self.is_infeasible:
            return
        columns = self._worth_a_look()
        # where work is counted, time is not
        most = 1e9 if nodes else seconds
        found = searched(self.packing, columns, self.search.chosen, seconds=most, gap=self.gap, nodes=nodes)
        self._take(found.chosen, found.most, is_done=found.is_done)

    def _take(self, chosen: Ints | None, most: float, *, is_done: bool) -> None:
        """Take in what a search found and proved."""
        self.search.offer(chosen)
        if is_done and chosen is None and self.search.chosen is None:
            self.is_infeasible = True
        # columns that were left out cannot be in a better choice than the one that was known; values are whole numbers,
        # and what a solver says of them in floats is a little above
        whole = float(np.floor(most + 1e-6)) if np.isfinite(most) else most
        self.most = min(self.most, max(whole, float(self.search.worth)))

    def _beside_a_search(self, beside: Beside) -> None:
        """Improve by parts here while a process of its own searches the whole."""
        until = time() + self.until - perf_counter()
        beside.begin(self.packing, self._worth_a_look(), self.search.chosen, until=until)
        known, rest = self.search.worth, Rest(until=self.until)
        while perf_counter() < self.until and not self.is_enough():
            if rest.is_on:
                sleep(RESTED)
            else:
                self._improve(self._in(SLICE))
            for found in beside.heard():
                self._take(found.chosen, found.most, is_done=found.is_done)
                rest.is_tree = found.is_tree
            if rest.begins(self.search.worth, self.most):
                beside.give(Cores(rest.threads))
            if self.search.chosen is not None and self.search.worth > known:
                known = self.search.worth
                beside.know(self.search.chosen)
            if self.is_infeasible or (beside.is_over and self.search.chosen is None):
                break
            if self.search.chosen is None:
                sleep(0.02)

    def _improve(self, until: float) -> None:
        """Improve until a time: by copies, a population or chains, and when these are at their end, by parts."""
        begun = perf_counter()
        if self.tempered < AFTER_BREEDING * self.bred and (tempering := self._copies()) is not None:
            tempering.run(until=until)
            self.tempered += perf_counter() - begun
        elif (breeding := self._broods()) is not None:
            self._improve_bred(breeding, until)
            self.bred += perf_counter() - begun
        elif (annealing := self._chains()) is not None:
            self._improve_chains(annealing, until)
        else:
            self._improve_apart(until)

    def _broods(self) -> Breeding | None:
        """Return the population of a knapsack, if it can breed at once; what is still to be made for it is begun."""
        return self.breeding if self.breeding is not None and self.breeding.is_at_hand() else None

    def _copies(self) -> Tempering | None:
        """Return the copies of a knapsack of many limits, if they can be heated at once."""
        return self.tempering if self.tempering is not None and self.tempering.is_at_hand() else None

    def _improve_bred(self, breeding: Breeding, until: float) -> None:
        """Breed, and search cores for most of the time."""
        begun = perf_counter()
        breeding.run(until=until, better=self.search.offer)
        took = perf_counter() - begun
        if breeding.is_tired:
            self._agree(breeding)
        if (cores := self._cores()) is not None:
            cores.run(until=self._in(AFTER_BROODS * took))

    def _chains(self) -> Annealing | None:
        """Return the chains, if they can be cooled at once; what is still to be made for them is begun."""
        return self.annealing if self.annealing is not None and self.annealing.is_at_hand() else None

    def _improve_chains(self, annealing: Annealing, until: float) -> None:
        """Cool chains, search where the best of a tired population differ, and improve by parts for a share."""
        begun = perf_counter()
        annealing.run(until=until, better=self.search.offer)
        took = perf_counter() - begun
        if annealing.is_tired:
            if self.search.chosen is not None:
                annealing.join(self.search.chosen)
                self._merge(annealing.differing(), seconds=max(took, SHORTEST_MERGE))
            annealing.again()
        is_near = gap_of(self.search.worth, self.most) <= NEAR_BOUND  # there prices tell what is worth while
        if is_near or (annealing.populations >= AGED and self._cores() is not None):
            self._improve_apart(self._in((BETWEEN if is_near else SOMETIMES) * took), ranges=is_near)

    def _cores(self) -> Both | None:
        """Return the cores, if there is a choice and trees can be grown at once."""
        if self.cores is None and self.search.chosen is not None and are_grown():
            self.cores = Both(self.search, seed=self.search.seed)
        return self.cores

    def _improve_apart(self, until: float, *, ranges: bool = True) -> None:
        """Search cores, or improve several choices by parts, each by itself, and merge them, until a time."""
        if self.search.chosen is None:
            return
        if (cores := self._cores()) is not None:
            cores.run(until=until, ranges=ranges)
            return
        if self.merging is None:
            self.merging = Merging(self.search, seconds=self._left(), at_most=BESIDE)
        while perf_counter() < until and not self.is_enough():
            self.merging.run(until=until, last=self.until, enough=self.is_enough)

    def _merge(self, free: Bools, *, seconds: float = MERGED) -> None:
        """Search where the best of one population or of several differ."""
        by_part(self.search, free, seconds=min(MERGED, seconds, self.until - perf_counter()))

    def _in(self, seconds: float) -> float:
        return min(self.until, perf_counter() + seconds)

    def _agree(self, bred: Breeding) -> None:
        """Search where the best of a population differ, and cores or other parts; then begin the population anew."""
        self._merge(np.isin(self.packing.group, bred.differing()))
        if (cores := self._cores()) is not None:
            cores.run(until=self._in(SLICE))
        else:
            improve(self.search, until=self._in(SLICE), last=self.until, enough=self.is_enough)
        bred.again()
        if self.search.chosen is not None and bred.times % 3 == 0:
            bred.join(self.search.chosen)

    def solution(self, seconds: float) -> Solution:
        """Return what was found."""
        chosen = self.search.chosen
        if chosen is None:
            status = "infeasible" if self.is_infeasible else "none_found"
            return Solution(None, 0, self.multipliers, self.certified, self.most, status, seconds)
        reached = gap_of(self.search.worth, self.most)
        status = "proven" if reached == 0.0 else "within_gap" if reached <= self.gap else "time_limit"
        return Solution(chosen, self.search.worth, self.multipliers, self.certified, self.most, status, seconds)


def _whole(certified: Fraction) -> float:
    """Return a bound of whole values."""
    return float(np.floor(float(certified) + 1e-9))

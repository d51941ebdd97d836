"""What the process beside does: of few candidates it grows a tree, of many it searches, then improves other parts.

It is told meanwhile of better choices found elsewhere. Where no choice is known yet, the solver looks for one. Where
the tree's machine code is still to be made, that is begun in a further process, and the solver grows its own this time.
"""

import pickle
import sys
import threading
from queue import SimpleQueue
from time import perf_counter, time
from typing import TYPE_CHECKING

import numpy as np

from hamahang.methods.portfolio.beside import Cores, Found, Told, queued, searched
from hamahang.methods.portfolio.breeding import is_knapsack
from hamahang.methods.portfolio.coring import are_grown, is_treed
from hamahang.methods.portfolio.highs import relax
from hamahang.methods.portfolio.improving import Search
from hamahang.methods.portfolio.merging import Merging
from hamahang.methods.portfolio.packing import Ints, Packing
from hamahang.methods.portfolio.ranging import Ranging, Staying
from hamahang.methods.portfolio.tempering import Tempering, is_tempered
from hamahang.methods.portfolio.turns import KINDS, Both, Ways

if TYPE_CHECKING:
    from hamahang.methods.portfolio.branching import Tree
    from hamahang.methods.portfolio.sharing import Shared

LATE = 0.2  # seconds before its time is over, at which it ends
OFTEN = 0.2  # seconds after which it tells how far it is, and hears of others
TREED = 300  # candidates up to which a tree is grown: of more it would hardly get anywhere
SOLVED = 0.4  # of the time that the solver searches where no tree is grown
BARELY = 0.1  # the same of knapsacks of many limits, whose bound hardly moves
# of the time for the tree where the bound is near, and of knapsacks: there it hardly moves with more of it, and choices
# gain more
NEAR_SHARE, NEAR_BOUND = 1 / 3, 0.004
OTHER_SEED = 1 << 20
PARTLY = 1.0  # seconds of a part at most


def answer() -> None:
    """Take a problem from the standard input, search, and write what is found."""
    try:
        packing, columns, chosen, until = pickle.load(sys.stdin.buffer)  # noqa: S301 - from our own process
    except EOFError:
        return  # it was not needed

    def told(found: Found) -> None:
        pickle.dump(found, sys.stdout.buffer)
        sys.stdout.buffer.flush()

    heard: SimpleQueue[Ints | Cores] = SimpleQueue()
    threading.Thread(target=_hear, args=(heard,), daemon=True).start()
    until += perf_counter() - time() - LATE
    is_few = packing.groups <= TREED
    has_tree = is_few and is_treed(packing)
    if chosen is None or not has_tree:
        is_barely = is_knapsack(packing) and is_tempered(packing)
        share = 1.0 if chosen is None or is_few else BARELY if is_barely else SOLVED
        seconds = max(share * (until - perf_counter()), 0.05)
        is_enough = chosen is None and has_tree
        found = searched(packing, columns, chosen, seconds=seconds, gap=0.0, is_first_enough=is_enough, told=told)
        told(found)
        if found.is_done:
            return
        chosen = found.chosen if found.chosen is not None else chosen
    if has_tree:
        chosen = _grow(packing, columns, chosen, until, heard, told)
    if chosen is not None:
        _improve(packing, chosen, until, heard, told)


def _grow(
    packing: Packing, columns: Ints, chosen: Ints | None, until: float, heard: SimpleQueue[Ints | Cores], told: Told
) -> Ints | None:
    """Grow a tree, and tell of better choices and of the bound.

    Return the best choice where it is to be improved: the bound is near, or the problem a knapsack, and the tree had
    its share of the time, or it came to its end without a proof, for there were parts that it could not do.
    """
    from hamahang.methods.portfolio.branching import Tree
    from hamahang.methods.portfolio.sharing import Shared

    part, places = packing.only(columns, taken=np.zeros(0, np.int64))
    best = [] if chosen is None else [chosen]
    tree: Tree | Shared = Tree(part, least=-np.inf if chosen is None else float(packing.worth(chosen)))

    def better(found: Ints) -> None:
        best.append(places[found])
        told(Found(best[-1], tree.most, is_done=False, is_tree=True))

    enough = perf_counter() + NEAR_SHARE * (until - perf_counter())
    has_share = is_knapsack(packing)
    while perf_counter() < until and not (perf_counter() > enough and (has_share or _is_near(tree))):
        is_grown = tree.grow(until=min(until, perf_counter() + OFTEN), better=better)
        told(Found(None, tree.most, is_done=is_grown and tree.is_proved, is_tree=not is_grown))
        if is_grown:
            return None if tree.is_proved or not best else best[-1]
        for other in queued(heard):
            if isinstance(other, Cores):
                tree = Shared(tree, threads=other.threads) if isinstance(tree, Tree) else tree
            elif (worth := float(packing.worth(other))) > tree.least:
                tree.least = worth
                best.append(other)
    told(Found(None, tree.most, is_done=False))
    return best[-1] if best else None


def _is_near(tree: "Tree | Shared") -> bool:
    return tree.most - tree.least <= NEAR_BOUND * abs(tree.least)


def _improve(packing: Packing, chosen: Ints, until: float, heard: SimpleQueue[Ints | Cores], told: Told) -> None:
    """Improve by other cores, or other parts, than those that are searched meanwhile elsewhere."""
    search_ = Search(packing, relax(packing), seed=OTHER_SEED)
    search_.offer(chosen)
    search_.told = lambda worth: told(Found(search_.chosen, np.inf, is_done=False))
    cores = Both(search_, kinds=_kinds(packing), seed=OTHER_SEED)
    merging = None if are_grown() else Merging(search_, seconds=until - perf_counter(), at_most=PARTLY)
    while perf_counter() < until:
        if merging is None:
            cores.run(until=min(until, perf_counter() + OFTEN))
        else:
            merging.run(until=min(until, perf_counter() + OFTEN), last=until, enough=lambda: False)
        for other in queued(heard):
            if not isinstance(other, Cores):
                search_.offer(other)
                if merging is not None:
                    merging.keep(other)


def _kinds(packing: Packing) -> Ways:
    """Return by which ways a choice is improved."""
    if not is_knapsack(packing):
        return KINDS
    return (Tempering, Ranging) if is_tempered(packing) else (Ranging, Staying)


def _hear(heard: SimpleQueue[Ints | Cores]) -> None:
    """Take what is told on the standard input."""
    while True:
        try:
            heard.put(pickle.load(sys.stdin.buffer))  # noqa: S301 - from our own process
        except EOFError:
            return

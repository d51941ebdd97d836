"""A search of the whole problem in a process of its own: it may be ended at any moment, and uses the other core.

The solver has been seen to go on for a minute beyond its time; a process can be stopped. What is done there stands in
`answering`.
"""

import contextlib
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import IO, Any, cast

import numpy as np

from hamahang.methods.portfolio.highs import search
from hamahang.methods.portfolio.packing import Ints, Packing

# not -m: what is sent must be of this module, not of the one that is run. It finds the package where this one did: who
# put it on the path by hand, without installing it, would else have no process beside, and hear nothing of that
ANSWER = "import sys; sys.path[:] = sys.argv[1:]; from hamahang.methods.portfolio.answering import answer; answer()"


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found so far. chosen: columns of the whole problem, None where nothing better; most: its bound;
    is_done: whether it came to its end; is_tree: whether it is a tree that could use a further core
    """

    chosen: Ints | None
    most: float
    is_done: bool
    is_tree: bool = False


@dataclass(frozen=True, slots=True)
class Cores:
    """Said to the process beside: so many threads are for it from now on."""

    threads: int


Told = Callable[[Found], None]


def searched(  # each says what is searched, or how long; named at the call
    packing: Packing, columns: Ints, chosen: Ints | None, *, seconds: float, gap: float, nodes: int = 0,
    is_first_enough: bool = False, told: Callable[[Found], None] | None = None,
) -> Found:  # fmt: skip
    """Have the solver search the columns that could be in a better choice.

    chosen: a choice that is known, of these columns; is_first_enough: whether any choice will do
    """
    part, places = packing.only(columns, taken=np.zeros(0, np.int64))
    start = None if chosen is None else np.searchsorted(places, chosen)

    def tell(better: Ints, most: float) -> None:
        if told is not None:
            told(Found(places[better], most, is_done=False))

    found = search(
        part, seconds=seconds, start=start, gap=gap, nodes=nodes, effort=0.3, is_first_enough=is_first_enough,
        told=tell if told else None,
    )  # fmt: skip
    better = None if found.chosen is None else places[found.chosen]
    return Found(better, found.bound, found.is_done)


class Beside:
    """A process that searches; it is started before there is something to search, since starting takes a while."""

    def __init__(self) -> None:
        self.is_over = False
        self._queue: SimpleQueue[Found | None] = SimpleQueue()
        self._to_say: SimpleQueue[object] = SimpleQueue()
        self._process = subprocess.Popen(
            [sys.executable, "-c", ANSWER, *sys.path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        # it takes a while until it listens: what is said must not wait for that
        self._threads = [threading.Thread(target=act, daemon=True) for act in (self._speak, self._listen)]
        for thread in self._threads:
            thread.start()

    def begin(self, packing: Packing, columns: Ints, chosen: Ints | None, *, until: float) -> None:
        """Let it search. until: the moment (`time.time`) by which it must have told what it proved"""
        self._to_say.put((packing, columns, chosen, until))

    def know(self, chosen: Ints) -> None:
        """Let it know of a better choice than it was told of."""
        self._to_say.put(chosen)

    def give(self, cores: Cores) -> None:
        """Let it use more than one core."""
        self._to_say.put(cores)

    def _speak(self) -> None:
        into = cast(IO[bytes], self._process.stdin)
        with contextlib.suppress(OSError, ValueError):  # it was ended
            while (what := self._to_say.get()) is not None:
                pickle.dump(what, into)
                into.flush()

    def _listen(self) -> None:
        try:
            for found in _messages(cast(IO[bytes], self._process.stdout)):
                self._queue.put(found)
        except (OSError, ValueError, pickle.UnpicklingError):
            pass  # it was ended, perhaps in the middle of a word
        finally:
            self._queue.put(None)

    def heard(self) -> Iterator[Found]:
        """Yield what was found since the last time."""
        for found in queued(self._queue):
            if found is None:
                self.is_over = True
                return
            yield found
            self.is_over |= found.is_done

    def end(self) -> None:
        """End it, whatever it is at."""
        self._process.kill()
        self._process.wait()
        self._to_say.put(None)
        for thread in self._threads:
            thread.join()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()


def _messages(stream: IO[bytes]) -> Iterator[Found]:
    while True:
        try:
            # written by the process that was just started from this very file
            yield pickle.load(stream)  # noqa: S301
        except EOFError:
            return


def queued(queue: SimpleQueue[Any]) -> Iterator[Any]:
    """Yield what is there."""
    while True:
        try:
            yield queue.get_nowait()
        except Empty:
            return

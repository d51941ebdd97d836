"""A search of the whole problem in a process of its own: it may be ended at any moment, and uses the other core.

The solver has been seen to go on for a minute beyond its time; a process can be stopped.
"""

import contextlib
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from time import time
from typing import IO, cast

import numpy as np

from hamahang.methods.portfolio.highs import search
from hamahang.methods.portfolio.packing import Ints, Packing

# not -m: what is sent must be of this module, not of the one that is run
ANSWER = "from hamahang.methods.portfolio.beside import answer; answer()"

LATE = 0.2  # seconds


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found so far. chosen: columns of the whole problem, None where nothing better; most: its bound;
    is_done: whether it came to its end
    """

    chosen: Ints | None
    most: float
    is_done: bool


def searched(  # each says what is searched, or how long; named at the call
    packing: Packing, columns: Ints, chosen: Ints | None, *, seconds: float, gap: float, nodes: int = 0,
    told: Callable[[Found], None] | None = None,
) -> Found:  # fmt: skip
    """Search the columns that could be in a better choice.

    chosen: a choice that is known, of these columns
    """
    part, places = packing.only(columns, taken=np.zeros(0, np.int64))
    start = None if chosen is None else np.searchsorted(places, chosen)

    def tell(better: Ints, most: float) -> None:
        if told is not None:
            told(Found(places[better], most, is_done=False))

    found = search(part, seconds=seconds, start=start, gap=gap, nodes=nodes, effort=0.3, told=tell if told else None)
    better = None if found.chosen is None else places[found.chosen]
    return Found(better, found.bound, found.is_done)


class Beside:
    """A process that searches; it is started before there is something to search, since starting takes a while."""

    def __init__(self) -> None:
        self.is_over = False
        self._queue: SimpleQueue[Found | None] = SimpleQueue()
        self._talking: threading.Thread | None = None
        self._process = subprocess.Popen(
            [sys.executable, "-c", ANSWER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )

    def begin(self, packing: Packing, columns: Ints, chosen: Ints | None, *, until: float, gap: float) -> None:
        """Let it search. until: the moment (`time.time`) by which it must have told what it proved"""
        job = pickle.dumps((packing, columns, chosen, until, gap))
        self._talking = threading.Thread(target=self._talk, args=(job,), daemon=True)
        self._talking.start()

    def _talk(self, job: bytes) -> None:
        into, out = cast(IO[bytes], self._process.stdin), cast(IO[bytes], self._process.stdout)
        try:
            into.write(job)
            into.close()
            for found in _messages(out):
                self._queue.put(found)
        except (OSError, ValueError):
            pass  # it was ended
        self._queue.put(None)

    def heard(self) -> Iterator[Found]:
        """Yield what was found since the last time."""
        while True:
            try:
                found = self._queue.get_nowait()
            except Empty:
                return
            if found is None:
                self.is_over = True
                return
            yield found
            self.is_over |= found.is_done

    def end(self) -> None:
        """End it, whatever it is at."""
        self._process.kill()
        self._process.wait()
        if self._talking is not None:
            self._talking.join()
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


def answer() -> None:
    """Take a problem from the standard input, search, and write what is found."""
    try:
        packing, columns, chosen, until, gap = pickle.load(sys.stdin.buffer)  # noqa: S301 - from our own process
    except EOFError:
        return  # it was not needed

    def told(found: Found) -> None:
        pickle.dump(found, sys.stdout.buffer)
        sys.stdout.buffer.flush()

    # the solver is sometimes a little late
    seconds = max(until - time() - LATE, 0.05)
    found = searched(packing, columns, chosen, seconds=seconds, gap=gap, told=told)
    told(Found(found.chosen, found.most, is_done=True))

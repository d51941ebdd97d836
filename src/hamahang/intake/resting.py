"""Python's search for cycles of objects rests while a long list is worked on.

A hundred thousand rows are millions of objects that live until the end and form no cycle. To look through them again
and again took a quarter of the time. What other threads leave behind meanwhile is found afterwards.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Let the search rest, and go on afterwards where it was on; as a decorator, for as long as a call takes."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()

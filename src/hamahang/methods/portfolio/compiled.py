"""Machine code: inner loops that count millions of times a second are compiled, once on each machine.

A module with such loops is imported where they begin, not before: what is answered without them neither loads the
compiler nor waits for it. What was compiled is kept beside the module, or in the user's cache where that may not be
written; what is called from outside says its types, so that importing its module is all that makes it ready.
"""

from collections.abc import Callable
from importlib import import_module
from typing import TypeVar, cast

import numba

Loop = TypeVar("Loop", bound=Callable[..., object])

MODULES = ("cooling",)  # of this folder, those whose loops are compiled


def compiled(types: str) -> Callable[[Loop], Loop]:
    """Return what makes machine code of a function of these types, written as numba does."""
    return cast(Callable[[Loop], Loop], numba.njit(types, cache=True))


def inner(function: Loop) -> Loop:
    """Make a function part of the machine code of those that call it; it is not kept by itself."""
    return cast(Loop, numba.njit(function))


def ready() -> None:
    """Compile what is not compiled yet, a few seconds the first time, and load it."""
    for name in MODULES:
        import_module(f"hamahang.methods.portfolio.{name}")

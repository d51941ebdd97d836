"""Kernels: functions over arrays that are made into machine code when they are first called, and kept for the next.

Numba does it. It is loaded only by what imports a module of kernels: what is answered without them neither loads the
compiler nor waits for it. Making takes up to a minute and is done once for a machine and a version; what cannot wait
for it asks `is_made` first, and has it made in a process of its own meanwhile. What was made is kept beside the module,
or in the user's cache where that may not be written.
"""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from time import time
from typing import Any, TypeVar, cast

import numba
from llvmlite import binding as llvmlite

Function = TypeVar("Function", bound=Callable[..., Any])

# all modules with kernels: one is made with those it calls inside it, so that a change to any of them makes all anew
SOURCES = ("compiled", "cooling", "crossing", "heating", "settling", "pivoting", "bounding", "counting", "dividing")

# the package is found where it was found here, as by the process that searches beside
MAKE = "import sys; sys.path[:] = sys.argv[1:]; from hamahang.methods.portfolio.making import make; make()"
MACHINE = "kernels-are-for"  # a file where they are kept: the processor and the compiler they were made for
UNDER_WAY, PATIENCE = "kernels-are-made", 900.0  # a file where they are kept, and seconds that it is believed


def kernel(function: Function) -> Function:
    """Have a function made into machine code: of numbers, arrays and named tuples of them."""
    return _made(function, {})


def inner(function: Function) -> Function:
    """Have a function made that only kernels call: Python must not, it would end with the process.

    What would let Python call it takes longer to make than the function itself.
    """
    return _made(function, {"no_cpython_wrapper": True, "no_cfunc_wrapper": True})


def _made(function: Function, more: dict[str, bool]) -> Function:
    # sums may be taken in any order, so that several numbers are added at once; nothing is assumed about their values
    options: dict[str, Any] = {"cache": True, "nogil": True, "error_model": "numpy"}
    # they keep nothing: counting who holds an array would take a seventh of a tree's time
    options["_nrt"] = False
    options["fastmath"] = {"reassoc", "contract"}
    njit: Any = numba.njit
    try:
        made = njit(**options, **more)(function)
    except RuntimeError:  # neither beside the module nor anywhere else can it be kept
        return cast(Function, njit(**options | {"cache": False}, **more)(function))
    is_usable = (folder := _folder(made)) is not None and _is_of_this_machine(folder)
    for kept in _kept(made, "nb[ci]"):
        with suppress(FileNotFoundError):  # another process, begun just now as well, was before this one
            if kept.stat().st_mtime < _changed() or not is_usable:
                kept.unlink()
    return cast(Function, made)


def is_made(function: Callable[..., Any]) -> bool:
    """Return whether the machine code of a kernel is kept."""
    return any(_kept(function, "nbc"))  # written after what tells of it


def is_at_hand(function: Callable[..., Any]) -> bool:
    """Return whether the machine code of a kernel is kept; what is still to be made is begun, for later."""
    if is_made(function):
        return True
    make_beside(function)
    return False


def make_beside(function: Callable[..., Any]) -> None:
    """Have all kernels made in a process that goes on when this one ends; whoever asks later finds them made.

    function: one of them; where it cannot be kept nothing is begun, for nobody would find it, nor where it is under way
    """
    folder = _folder(function)
    if folder is None or not _is_first(folder / UNDER_WAY):
        return
    subprocess.Popen(
        [sys.executable, "-c", MAKE, *sys.path],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def _is_first(mark: Path) -> bool:
    """Set a mark that making is under way; return whether nobody else had set it lately."""
    try:
        if mark.exists() and time() - mark.stat().st_mtime > PATIENCE:
            mark.unlink(missing_ok=True)
        mark.parent.mkdir(parents=True, exist_ok=True)
        mark.open("x").close()
    except OSError:  # it is there, or cannot be written
        return False
    return True


def _kept(function: Any, ending: str) -> Iterator[Path]:
    """Yield the files in which the machine code of a kernel is kept."""
    if (folder := _folder(function)) is not None:
        module = function.py_func.__module__.rpartition(".")[2]
        yield from folder.glob(f"{module}.{function.py_func.__qualname__}-*.{ending}")


def _folder(function: Any) -> Path | None:
    """Return where the machine code of a kernel is kept; None where it cannot be."""
    # without numba's compiler, as its own switch allows, a kernel is the bare function
    folder = function.stats.cache_path if hasattr(function, "stats") else None
    return None if folder is None else Path(folder)


@cache
def _changed() -> float:
    """Return when a module of kernels last changed."""
    sources = (Path(__file__).with_name(f"{name}.py") for name in SOURCES)
    return max(source.stat().st_mtime for source in sources if source.exists())


@cache
def _is_of_this_machine(folder: Path) -> bool:
    """Return whether what is kept was made for this processor by this compiler; from now on it is.

    Numba sees that only when it loads a kernel, and makes it then and there: a question would wait for a minute.
    """
    name, features = llvmlite.get_host_cpu_name(), llvmlite.get_host_cpu_features().flatten()
    this, mark = f"{name} {features} {numba.__version__}", folder / f"{MACHINE}-{sys.implementation.cache_tag}"
    try:
        if mark.read_text("utf-8") == this:
            return True
    except (OSError, UnicodeDecodeError):
        pass
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        mark.write_text(this, "utf-8")
    return False

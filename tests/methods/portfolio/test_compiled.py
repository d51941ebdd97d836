"""Machine code is kept, and dropped when a module of kernels is newer than it."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from shutil import copytree
from typing import Any

import numba
import pytest

from hamahang.methods.portfolio import branching, compiled, coring, making
from hamahang.methods.portfolio.annealing import Annealing
from hamahang.methods.portfolio.breeding import Breeding
from hamahang.methods.portfolio.instances import multiple_choice

SOURCE = Path(compiled.__file__).parents[3]


def test_loading_what_plans_are_made_with_loads_no_numba() -> None:
    code = (
        "import sys, hamahang.methods.portfolio.solving, hamahang.methods.portfolio.answering;"
        "sys.exit('numba' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": str(SOURCE)}).returncode == 0


def test_all_modules_of_kernels_are_named() -> None:
    """A module that is not named could change, and the code of others that holds its own would stay."""
    room = Path(compiled.__file__).parent
    having = {
        one.stem for one in room.glob("*.py") if "@kernel\n" in (text := one.read_text("utf-8")) or "@inner\n" in text
    }

    assert having | {"compiled"} == set(compiled.SOURCES)


KEPT = """
import os, sys
from pathlib import Path
folder = Path(sys.argv[1])
sys.path.insert(0, str(folder))
from hamahang.methods.portfolio.compiled import is_made
import small
print(is_made(small.twice), small.twice(3), is_made(small.twice))
"""
SMALL = """
from hamahang.methods.portfolio.compiled import kernel

@kernel
def twice(number: int) -> int:
    return BY * number
"""


@pytest.fixture
def small(tmp_path: Path) -> Callable[[], str]:
    """Return what a copy of the package says, in a process of its own, of a kernel: made, twice 3, made now."""
    copytree(
        SOURCE, tmp_path, dirs_exist_ok=True, ignore=lambda _, names: [one for one in names if one == "__pycache__"]
    )
    (tmp_path / "small.py").write_text("BY = 2\n" + SMALL, "utf-8")

    def said() -> str:
        run = subprocess.run([sys.executable, "-c", KEPT, str(tmp_path)], capture_output=True, text=True, check=True)
        return run.stdout.strip()

    return said


def test_what_was_made_is_kept_until_a_source_is_newer(small: Callable[[], str], tmp_path: Path) -> None:
    assert small() == "False 6 True"
    assert small() == "True 6 True"
    os.utime(tmp_path / "hamahang" / "methods" / "portfolio" / "pivoting.py")  # it changed just now
    assert small() == "False 6 True"
    assert small() == "True 6 True"


def test_two_that_drop_what_is_old_at_once_are_not_in_each_others_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is seen by one is gone when it looks closer, for the other dropped it."""
    monkeypatch.setattr(compiled, "_kept", lambda function, ending: iter([tmp_path / "gone.nbi"]))

    assert compiled.kernel(lambda number: number + 1)(2) == 3


def test_what_was_made_for_another_machine_is_made_anew(small: Callable[[], str], tmp_path: Path) -> None:
    assert small() == "False 6 True"
    (mark,) = tmp_path.rglob(f"{compiled.MACHINE}-*")
    mark.write_text("another processor", "utf-8")
    assert small() == "False 6 True"
    assert small() == "True 6 True"


def test_a_tree_whose_code_is_not_made_is_left_to_the_solver_and_making_is_begun(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun: list[str] = []
    monkeypatch.setattr(compiled, "is_made", lambda kernel: False)
    monkeypatch.setattr(compiled, "make_beside", lambda kernel: begun.append("begun"))

    assert not coring.is_treed(multiple_choice(6, 3, 2, seed=1))
    assert begun == ["begun"]


def test_what_is_under_way_is_not_begun_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[object] = []
    monkeypatch.setattr(compiled, "_folder", lambda kernel: tmp_path / "kept")
    monkeypatch.setattr(subprocess, "Popen", lambda words, **options: begun.append(words))
    for _ in range(3):
        compiled.make_beside(making.make)
    assert len(begun) == 1

    mark = tmp_path / "kept" / compiled.UNDER_WAY
    os.utime(mark, (0.0, 0.0))  # it was begun, and never came to its end
    compiled.make_beside(making.make)
    assert len(begun) == 2


def test_without_numbas_compiler_plans_are_made_by_the_solver() -> None:
    code = (
        "from hamahang.methods.portfolio.instances import multiple_choice\n"
        "from hamahang.methods.portfolio import coring, making\n"
        "assert not making.is_made()\n"
        "assert not coring.is_treed(multiple_choice(6, 3, 2, seed=1))\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(SOURCE), "NUMBA_DISABLE_JIT": "1"}
    assert subprocess.run([sys.executable, "-c", code], env=environment).returncode == 0


def test_a_candidate_of_too_many_columns_has_no_tree() -> None:
    assert branching.Tree.is_fit(multiple_choice(3, 63, 2, seed=1))
    assert not branching.Tree.is_fit(multiple_choice(3, 64, 2, seed=1))
    assert not coring.is_treed(multiple_choice(3, 64, 2, seed=1))


def test_making_leaves_the_code_made() -> None:
    making.make()

    assert making.is_made()


def test_what_is_begun_beside_leaves_what_is_made_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[object] = []
    monkeypatch.setattr(compiled, "make_beside", begun.append)
    making.begin()
    assert not begun

    monkeypatch.setattr(making, "is_made", lambda: False)
    making.begin()
    assert len(begun) == 1


def test_what_is_soon_made_is_made_before_the_trees(monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    for kind, done in ((Breeding, "run"), (Annealing, "run"), (branching.Tree, "grow")):
        monkeypatch.setattr(kind, done, lambda self, **_: order.append(type(self).__name__))
    making.make()

    assert order == ["Breeding", "Annealing", "Tree"]


def test_where_nothing_can_be_kept_nothing_is_made_for_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    njit: Any = numba.njit

    def refusing(*functions: object, cache: bool = False, **options: object) -> Any:
        if cache:
            raise RuntimeError("cannot cache function: no locator available")
        return njit(*functions, **options)  # numba asks for it as well

    def begun(*words: object, **options: object) -> None:
        raise AssertionError("a process was begun")

    monkeypatch.setattr(numba, "njit", refusing)
    monkeypatch.setattr(subprocess, "Popen", begun)
    made = compiled.kernel(lambda number: number + 1)

    assert made(2) == 3
    assert not compiled.is_made(made)
    compiled.make_beside(made)

"""Benchmarks ask the package for what is there: many import within functions, where nothing else would notice."""

import ast
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def asked() -> list[tuple[str, str]]:
    """Return of which module of the package benchmarks import what."""
    return sorted(
        {
            (one.module, name.name)
            for path in (ROOT / "benchmarks").rglob("*.py")
            for one in ast.walk(ast.parse(path.read_text("utf-8")))
            if isinstance(one, ast.ImportFrom) and (one.module or "").partition(".")[0] == "hamahang" and one.module
            for name in one.names
            if name.name != "*"
        }
    )


@pytest.mark.parametrize(("module", "name"), asked())
def test_what_a_benchmark_asks_for_is_there(module: str, name: str) -> None:
    if not hasattr(import_module(module), name):
        import_module(f"{module}.{name}")  # a module of a room; it fails where there is none

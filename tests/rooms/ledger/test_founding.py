"""A new database made at once is the one that all migrations would have made."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from hamahang.ledger.founding import is_empty

ROOT = Path(__file__).resolve().parents[3]


def made(home: Path, way: str) -> Any:
    """Return the shape of a database that another process made."""
    # a database of its own, a file in that folder, whatever the tests run on
    apart = {name: value for name, value in os.environ.items() if name != "HAMAHANG_DATABASE_URL"}
    command = [sys.executable, "-m", "tests.shapes", str(home), way]
    run = subprocess.run(command, cwd=ROOT, env=apart, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


@pytest.mark.slow
def test_a_database_made_at_once_has_the_shape_that_migrations_give(tmp_path: Path) -> None:
    at_once, step_by_step = made(tmp_path / "a", "at-once"), made(tmp_path / "b", "step-by-step")

    assert len(at_once["triggers"]) > 10
    assert at_once.keys() == step_by_step.keys()
    assert [name for name in at_once if at_once[name] != step_by_step[name]] == []


@pytest.mark.django_db
def test_a_database_in_use_is_not_empty() -> None:
    assert not is_empty(connection)

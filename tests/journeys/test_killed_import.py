"""A power cut, a full disk, somebody who ends the process: an import is written whole or not at all."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_an_import_killed_anywhere_leaves_all_or_nothing_and_a_second_try_ends() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.kills", "--kills", "200", "--seed", "1390"],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 faults" in done.stdout

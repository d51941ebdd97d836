"""A power cut, a full disk, somebody who ends the process: a list or a payment is written whole or not at all."""

import os
import subprocess
import sys
from pathlib import Path

# so many in each run of the tests; hundreds by command: python -m tests.kills --scene money --kills 500 --seed 7
KILLS = 60
ROOT = Path(__file__).resolve().parents[2]


def killed(scene: str, kills: int) -> str:
    """Kill the work of a scene, and return what is told of it."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.kills", "--scene", scene, "--kills", str(kills), "--seed", "1390"],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_an_import_killed_anywhere_leaves_all_or_nothing_and_a_second_try_ends() -> None:
    assert "0 faults" in killed("units", KILLS)


def test_money_killed_between_any_two_statements_is_neither_lost_nor_doubled() -> None:
    assert "0 faults" in killed("money", KILLS)


def test_a_contract_killed_between_any_two_statements_is_whole_or_not_there() -> None:
    assert "0 faults" in killed("contract", KILLS // 2)

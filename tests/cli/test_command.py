"""The command in a process of its own, as a person gives it."""

import json
import os
import subprocess
import sys
from datetime import UTC, date, datetime, tzinfo
from pathlib import Path

import pytest

from hamahang.cli import options
from hamahang.cli.main import READER_GONE

ROOT = Path(__file__).resolve().parents[2]


def run(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "HAMAHANG_HOME": str(home), "PYTHONPATH": str(ROOT / "src")}
    environment.pop("HAMAHANG_DATABASE_URL", None)
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    command = [sys.executable, "-m", "hamahang.cli.main", *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, encoding="utf-8", check=False)


def test_from_an_empty_folder_to_a_figure_with_its_cells(tmp_path: Path) -> None:
    home, lists = tmp_path / "home", tmp_path / "lists"

    early = run(home, "figures", "--day", "1390-04-10")
    assert (early.returncode, "hamahang prepare" in early.stderr) == (1, True)
    assert run(home, "prepare").returncode == 0
    assert run(home, "example", "ilam-1390", "--out", str(lists)).returncode == 0
    checked = run(home, "import", str(lists / "01-shahrak-ha.xlsx"), "--source", "estates", "--json")
    assert (checked.returncode, json.loads(checked.stdout)["state"]) == (0, "CHECKED")
    applied = run(home, "import", str(lists / "01-shahrak-ha.xlsx"), "--source", "estates", "--apply", "--json")
    assert (applied.returncode, json.loads(applied.stdout)["state"]) == (0, "APPLIED")
    refused = run(home, "import", str(lists / "02-vahed-ha.xlsx"), "--source", "units", "--apply", "--json")
    assert (refused.returncode, json.loads(refused.stdout)["state"]) == (1, "CHECKED")
    wrong = run(home, "import", str(lists / "02-vahed-ha.xlsx"), "--source", "idle", "--json")
    assert wrong.returncode == 1

    traced = json.loads(run(home, "trace", "active_estates", "--day", "1390-04-10", "--json").stdout)
    assert (traced["value"], len(traced["list"])) == (8, 8)
    assert traced["list"][0]["source"]["file"] == "01-shahrak-ha.xlsx"
    assert run(home, "figures", "--day", "1390-13-10").returncode == 2
    assert run(home, "trace", "no_such_figure", "--day", "1390-04-10").returncode == 1
    assert run(home, "audit", "verify").returncode == 0


def test_a_command_is_given_on_the_day_of_the_province(monkeypatch: pytest.MonkeyPatch) -> None:
    class Clock(datetime):
        """Half past ten in the evening in Greenwich, and two o'clock of the next day in Ilam."""

        @classmethod
        def now(cls, tz: tzinfo | None = None) -> "Clock":
            return cls(2011, 7, 1, 22, 30, tzinfo=UTC).astimezone(tz)

    monkeypatch.setattr(options, "datetime", Clock)

    assert options.now().date() == date(2011, 7, 2)


def test_a_reader_that_has_had_enough_ends_a_command_quietly(tmp_path: Path) -> None:
    text = tmp_path / "text.txt"
    text.write_text("استان ایلام ۸ شهرک صنعتی فعال دارد. " * 500, encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "hamahang.cli.main",
        "statement",
        "read",
        str(text),
        "--day",
        "1390-04-10",
        "--json",
    ]
    environment = {**os.environ, "HAMAHANG_HOME": str(tmp_path), "PYTHONPATH": str(ROOT / "src")}

    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(100)
        process.stdout.close()
        assert (process.wait(), process.stderr.read()) == (READER_GONE, b"")

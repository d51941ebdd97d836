"""`import undo` and `import resume`, in processes of their own; a list applied in the background by the page's way."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest


def command(home: Path, *words: str) -> tuple[int, str, str]:
    environment = {name: value for name, value in os.environ.items() if name != "HAMAHANG_DATABASE_URL"}
    done = subprocess.run(
        [sys.executable, "-m", "hamahang.cli", *words],
        env=environment | {"HAMAHANG_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("office")
    assert command(home, "prepare")[0] == 0
    assert command(home, "example", "ilam-1390", "--out", str(home / "lists"))[0] == 0
    for path in sorted((home / "lists").glob("01-*.xlsx")):
        assert command(home, "import", str(path), "--source", "estates", "--apply", "--without-bad-rows")[0] == 0
    return home


def imported(home: Path, *words: str) -> dict[str, Any]:
    path = next((home / "lists").glob("02-*.xlsx"))
    status, out, err = command(home, "import", str(path), "--source", "units", "--json", *words)
    assert status in (0, 1), err
    found: dict[str, Any] = json.loads(out)
    return found


def counted(home: Path) -> int:
    out = command(home, "trace", "units_registered", "--day", "1390-04-10", "--json")[1]
    return len(json.loads(out)["list"])


def test_a_list_is_taken_back_and_applied_again(office: Path) -> None:
    batch = imported(office, "--apply", "--without-bad-rows")
    before = counted(office)
    assert before > 0

    status, out, _ = command(office, "import", "undo", str(batch["batch"]), "--reason", "wrong year", "--json")

    said = json.loads(out)
    assert (status, said["state"], said["kept"]) == (0, "UNDONE", [])
    assert said["gone"] > before
    assert counted(office) == 0
    assert command(office, "import", "undo", str(batch["batch"]))[0] == 1
    assert imported(office, "--apply", "--without-bad-rows")["state"] == "APPLIED"
    assert counted(office) == before
    assert command(office, "audit", "verify")[0] == 0


def test_only_one_that_was_broken_off_is_gone_on_with(office: Path) -> None:
    batch = imported(office)

    status, _, err = command(office, "import", "resume", str(batch["batch"]))

    assert status == 1
    assert "was not broken off" in err


@pytest.mark.parametrize("verb", ["undo", "resume"])
def test_a_batch_that_is_not_there_is_named(office: Path, verb: str) -> None:
    status, _, err = command(office, "import", verb, "99999")

    assert status == 1
    assert "99999" in err


@pytest.mark.parametrize("words", [("undo",), ("undo", "x"), ("resume", "1", "2"), ("a.xlsx", "b.xlsx"), ()])
def test_wrong_use_is_told_and_nothing_is_done(office: Path, words: tuple[str, ...]) -> None:
    assert command(office, "import", *words)[0] == 2


def test_a_file_that_is_not_there_is_named(office: Path) -> None:
    status, _, err = command(office, "import", "a.xlsx")

    assert status == 1
    assert "a.xlsx" in err

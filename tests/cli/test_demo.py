"""The demo that is broken off begins anew instead of serving half a province to nobody."""

import argparse
import os
import subprocess
import sys
from pathlib import Path

import pytest

from hamahang.cli import demo
from hamahang.cli.demo import ExampleUnfinished, clear_unfinished


def ended() -> str:
    """Return the number of a process that is over."""
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    return str(process.pid)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder as a broken-off demo leaves it, with a file that is none of the database."""
    for name in ("data.sqlite3", "data.sqlite3-wal", "data.sqlite3-shm", "secret-key"):
        (tmp_path / name).write_text("x")
    return tmp_path


def test_the_database_of_a_broken_off_example_is_taken_away_and_nothing_else(home: Path) -> None:
    mark = home / "example-unfinished"
    mark.write_text(ended())

    assert clear_unfinished(mark=mark, database=home / "data.sqlite3")

    assert [path.name for path in home.iterdir()] == ["secret-key"]


def test_a_register_whose_example_is_whole_is_left_alone(home: Path) -> None:
    assert not clear_unfinished(mark=home / "example-unfinished", database=home / "data.sqlite3")

    assert (home / "data.sqlite3").exists()


def test_an_example_that_is_being_loaded_is_not_taken_away(home: Path) -> None:
    mark = home / "example-unfinished"
    mark.write_text(str(os.getpid()))

    with pytest.raises(ExampleUnfinished, match="being loaded at this moment"):
        clear_unfinished(mark=mark, database=home / "data.sqlite3")

    assert (home / "data.sqlite3").exists()


def test_a_database_on_a_server_is_not_emptied_and_the_repair_is_told(home: Path) -> None:
    mark = home / "example-unfinished"
    mark.write_text(ended())

    with pytest.raises(ExampleUnfinished, match="empty the database, remove"):
        clear_unfinished(mark=mark, database=None)

    assert mark.exists()


def test_the_key_that_hashes_persons_is_made_before_the_example_brings_some(monkeypatch: pytest.MonkeyPatch) -> None:
    # made after them it would be taken for a lost one, and `hamahang prepare` would ask for it
    order: list[str] = []
    for name in ("prepare", "make_person_key", "_load", "_begin_anew", "_tell"):
        monkeypatch.setattr(demo, name, lambda *_, name=name: order.append(name))
    monkeypatch.setattr(demo, "_is_empty", lambda: True)

    assert demo.run(argparse.Namespace(no_serve=True, port=0)) == 0

    assert order == ["_begin_anew", "prepare", "make_person_key", "_load", "_tell"]

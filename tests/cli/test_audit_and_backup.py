"""`hamahang audit verify` names the first bad thing; `hamahang backup` leaves a checked copy or none."""

import json
import sqlite3
import threading
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from hamahang.cli import backup
from hamahang.cli.main import main
from hamahang.domain.calendar import read_day
from hamahang.ledger.recording import recording
from hamahang.projects.models import SizeThreshold
from tests.province import NOW


def write(count: int = 3) -> None:
    for number in range(count):
        with recording(action="test.written", by="tests", at=NOW):
            SizeThreshold(amount=1 + number, since_on=read_day("1390-01-01"), basis="", proof=4).save()


@pytest.mark.django_db
def test_an_untouched_ledger_is_verified_and_a_touched_one_is_named(capsys: Any) -> None:
    write()

    assert main(["audit", "verify", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["fault"] is None

    with connection.cursor() as cursor:
        cursor.execute("UPDATE projects_sizethreshold SET amount = 99 WHERE amount = 2")

    assert main(["audit", "verify", "--json"]) == 1
    fault = json.loads(capsys.readouterr().out)["fault"]
    assert (fault["entry"], fault["what"]) == (2, "record_altered")
    assert fault["record"].startswith("projects.SizeThreshold:")
    assert main(["audit", "verify"]) == 1
    said = capsys.readouterr().err
    assert "ثبت 2" in said
    assert "Entry 2" in said


def database(path: Path) -> Path:
    """Return a small database in use, with a ledger whose head fits."""
    with sqlite3.connect(path) as live:
        live.execute("PRAGMA journal_mode=WAL")
        live.execute("CREATE TABLE ledger_head (number INTEGER, seal TEXT)")
        live.execute("CREATE TABLE ledger_entry (number INTEGER PRIMARY KEY, seal TEXT, body TEXT)")
        live.execute("INSERT INTO ledger_head VALUES (0, '')")
    return path


def test_a_copy_taken_while_somebody_writes_is_whole(tmp_path: Path) -> None:
    live = database(tmp_path / "live.sqlite3")
    stop = threading.Event()

    def keep_writing() -> None:
        with sqlite3.connect(live, timeout=20) as writer:
            number = 0
            while not stop.is_set():
                number += 1
                with writer:
                    writer.execute("INSERT INTO ledger_entry VALUES (?, ?, ?)", (number, f"s{number}", "x" * 4_000))
                    writer.execute("UPDATE ledger_head SET number = ?, seal = ?", (number, f"s{number}"))
        writer.close()

    thread = threading.Thread(target=keep_writing)
    thread.start()
    try:
        heads = [backup.copy_sqlite(live, tmp_path / f"copy-{n}.sqlite3") for n in range(5)]
    finally:
        stop.set()
        thread.join()

    assert len(heads) == 5
    numbers = [int(head.partition(":")[0]) for head in heads]
    assert numbers == sorted(numbers)


def test_a_copy_whose_head_does_not_fit_is_refused(tmp_path: Path) -> None:
    live = database(tmp_path / "live.sqlite3")
    with sqlite3.connect(live) as writer:
        writer.execute("INSERT INTO ledger_entry VALUES (1, 's1', '')")
    writer.close()

    with pytest.raises(backup.BadBackup):
        backup.copy_sqlite(live, tmp_path / "copy.sqlite3")


def test_a_backup_never_writes_over_a_file(tmp_path: Path, capsys: Any) -> None:
    taken = tmp_path / "kept.sqlite3"
    taken.write_text("mine")

    assert main(["backup", str(taken)]) == 1
    assert taken.read_text() == "mine"
    assert "exists" in capsys.readouterr().err

"""`hamahang audit verify` names the first bad thing; `hamahang backup` leaves a checked copy or none."""

import json
import os
import re
import shutil
import sqlite3
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from hamahang.cli import backup
from hamahang.cli.audit import WHAT
from hamahang.cli.main import main
from hamahang.domain.calendar import read_day
from hamahang.domain.ledger import GENESIS
from hamahang.ledger import queries
from hamahang.ledger.recording import recording
from hamahang.projects.models import SizeThreshold
from tests.province import NOW
from tests.repository import PACKAGE


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
        live.execute("INSERT INTO ledger_head VALUES (0, ?)", (GENESIS,))
    return path


@contextmanager
def somebody_writes(live: Path) -> Iterator[list[int]]:
    """Write entry after entry with another connection; the list grows by each that was acknowledged."""
    stop, written = threading.Event(), [0]

    def keep_writing() -> None:
        with closing(sqlite3.connect(live, timeout=20)) as writer:
            while not stop.is_set():
                number = written[-1] + 1
                with writer:
                    writer.execute("INSERT INTO ledger_entry VALUES (?, ?, ?)", (number, f"s{number}", "x" * 4_000))
                    writer.execute("UPDATE ledger_head SET number = ?, seal = ?", (number, f"s{number}"))
                written.append(number)

    thread = threading.Thread(target=keep_writing)
    thread.start()
    try:
        yield written
    finally:
        stop.set()
        thread.join()


def test_a_copy_taken_while_somebody_writes_is_whole(tmp_path: Path) -> None:
    live = database(tmp_path / "live.sqlite3")
    numbers = []

    with somebody_writes(live) as written:
        for n in range(10):
            acknowledged = written[-1]
            head = backup.copy_sqlite(live, tmp_path / f"copy-{n}.sqlite3")
            numbers.append(int(head.partition(":")[0]))
            assert numbers[-1] >= acknowledged

    assert numbers == sorted(numbers)
    assert written[-1] > 0


def test_a_large_copy_ends_though_somebody_keeps_writing(tmp_path: Path) -> None:
    live = database(tmp_path / "live.sqlite3")
    with closing(sqlite3.connect(live)) as writer, writer:
        writer.execute("CREATE TABLE filler (body BLOB)")
        writer.executemany("INSERT INTO filler VALUES (?)", ((bytes(100_000),) for _ in range(400)))

    copying = threading.Thread(target=backup.copy_sqlite, args=(live, tmp_path / "copy.sqlite3"))
    with somebody_writes(live) as written:
        copying.start()
        copying.join(20)
        is_still_copying = copying.is_alive()
        until = time.monotonic() + 20
        while written[-1] < 5 and time.monotonic() < until:
            time.sleep(0.01)
    copying.join()

    assert not is_still_copying
    assert written[-1] >= 5


def test_a_copy_whose_head_does_not_fit_is_refused(tmp_path: Path) -> None:
    live = database(tmp_path / "live.sqlite3")
    with sqlite3.connect(live) as writer:
        writer.execute("INSERT INTO ledger_entry VALUES (1, 's1', '')")
    writer.close()

    with pytest.raises(backup.BadBackup, match="head"):
        backup.copy_sqlite(live, tmp_path / "copy.sqlite3")


def test_a_copy_whose_entries_are_gone_is_refused(tmp_path: Path) -> None:
    live = database(tmp_path / "live.sqlite3")
    with closing(sqlite3.connect(live)) as writer, writer:
        writer.execute("UPDATE ledger_head SET number = 7, seal = 's7'")

    with pytest.raises(backup.BadBackup, match="head"):
        backup.copy_sqlite(live, tmp_path / "copy.sqlite3")


def test_a_copy_with_a_broken_key_is_refused(tmp_path: Path) -> None:
    live = database(tmp_path / "live.sqlite3")
    with closing(sqlite3.connect(live)) as writer, writer:
        writer.execute("CREATE TABLE paid (entry INTEGER REFERENCES ledger_entry)")
        writer.execute("INSERT INTO paid VALUES (99)")

    with pytest.raises(backup.BadBackup, match="foreign_key_check"):
        backup.copy_sqlite(live, tmp_path / "copy.sqlite3")


def test_a_copy_with_a_broken_page_is_refused(tmp_path: Path) -> None:
    live = database(tmp_path / "live.sqlite3")
    with closing(sqlite3.connect(live)) as writer:
        with writer:
            writer.executemany("INSERT INTO ledger_entry VALUES (?, '', ?)", ((n, "x" * 3_000) for n in range(1, 40)))
        writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with live.open("r+b") as file:
        file.seek(5 * 4_096)
        file.write(bytes([255]) * 4_096)

    with pytest.raises(backup.BadBackup):
        backup.copy_sqlite(live, tmp_path / "copy.sqlite3")


def test_what_is_not_there_is_not_made_by_copying_it(tmp_path: Path) -> None:
    with pytest.raises(backup.BadBackup, match="unable to open"):
        backup.copy_sqlite(tmp_path / "none.sqlite3", tmp_path / "copy.sqlite3")

    assert not (tmp_path / "none.sqlite3").exists()


def test_a_database_of_many_nodes_is_not_copied_without_its_tool(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)

    with pytest.raises(backup.BadBackup, match="install the PostgreSQL client"):
        backup._dump_postgresql({}, tmp_path / "copy.dump")


@pytest.mark.django_db(transaction=True)
def test_a_database_of_many_nodes_is_dumped_with_its_own_tool(tmp_path: Path, capsys: Any) -> None:
    if connection.vendor != "postgresql" or shutil.which("pg_restore") is None:
        return
    write()
    copy = tmp_path / "kept.dump"

    assert main(["backup", str(copy)]) == 0

    number, seal = queries.head()
    assert capsys.readouterr().out.splitlines() == [str(copy), f"{number}:{seal}"]
    listed = subprocess.run(["pg_restore", "--list", str(copy)], capture_output=True, text=True, check=True).stdout
    assert "TABLE DATA public ledger_entry" in listed
    assert "TRIGGER public ledger_entry ledger_entry_kept" in listed


class Office:
    """A prepared home with a database of its own, driven by the command as in use: each call is a process."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.environment = {**os.environ, "HAMAHANG_HOME": str(home), "PYTHONPATH": os.pathsep.join(sys.path)}
        self.environment.pop("HAMAHANG_DATABASE_URL", None)
        assert self.run("prepare").returncode == 0

    def run(self, *words: str) -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "-m", "hamahang.cli.main", *words]
        return subprocess.run(
            command, env=self.environment, capture_output=True, encoding="utf-8", check=False, timeout=120
        )

    def sql(self, *statements: str) -> None:
        with closing(sqlite3.connect(self.home / "hamahang.sqlite3")) as database, database:
            for statement in statements:
                database.execute(statement)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return Office(tmp_path_factory.mktemp("office"))


def test_a_backup_of_an_office_is_checked_and_its_head_kept_outside(office: Office, tmp_path: Path) -> None:
    copy = tmp_path / "kept.sqlite3"

    done = office.run("backup", str(copy))

    assert (done.returncode, done.stderr) == (0, "")
    _, head, name = (office.home / "heads.log").read_text(encoding="utf-8").splitlines()[-1].split()
    assert name == copy.name
    assert done.stdout.splitlines() == [str(copy), head]
    assert [path.name for path in tmp_path.iterdir()] == [copy.name]
    assert office.run("audit", "verify", "--head", head).returncode == 0
    # the copy is whole by itself: another office opens it and verifies it against the head that was kept
    elsewhere = Office(tmp_path / "elsewhere")
    copy.replace(elsewhere.home / "hamahang.sqlite3")
    assert head in elsewhere.run("audit", "verify", "--head", head).stdout


def test_the_key_that_hashes_persons_is_in_no_backup_but_where_it_is_asked_for(office: Office, tmp_path: Path) -> None:
    secret = (office.home / "person-key").read_bytes()
    copy, key = tmp_path / "data" / "kept.sqlite3", tmp_path / "safe" / "person-key"

    refused = office.run("backup", str(copy), "--person-key", str(copy.parent / "person-key"))
    assert refused.returncode == 1
    assert "beside the data" in refused.stderr
    assert office.run("backup", str(copy)).returncode == 0
    assert [path.name for path in copy.parent.iterdir()] == [copy.name]
    assert secret not in copy.read_bytes()

    assert office.run("backup", str(copy.with_name("2.sqlite3")), "--person-key", str(key)).returncode == 0
    assert key.read_bytes() == secret
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert office.run("backup", str(copy.with_name("3.sqlite3")), "--person-key", str(key)).returncode == 1


def test_a_tail_cut_from_an_offices_database_is_found_with_the_kept_head(tmp_path: Path) -> None:
    office = Office(tmp_path / "office")
    office.run("backup", str(tmp_path / "kept.sqlite3"))
    head = (office.home / "heads.log").read_text(encoding="utf-8").split()[1]
    number = int(head.partition(":")[0])

    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        office.sql(f"DELETE FROM ledger_entry WHERE number = {number}")  # noqa: S608
    office.sql(
        "DROP TRIGGER ledger_entry_no_delete",
        "DROP TRIGGER ledger_change_no_delete",
        "DROP TRIGGER ledger_head_no_replace",
        "DROP TRIGGER ledger_head_forward",
        "DELETE FROM ledger_change",
        "DELETE FROM ledger_entry",
        f"UPDATE ledger_head SET number = 0, seal = '{GENESIS}'",  # noqa: S608
    )
    cut = office.run("audit", "verify", "--head", head, "--json")

    assert cut.returncode == 1
    assert json.loads(cut.stdout)["fault"] == {"entry": 1, "change": None, "record": "", "what": "tail_missing"}
    assert office.run("backup", str(tmp_path / "bad.sqlite3")).returncode == 1
    assert not (tmp_path / "bad.sqlite3").exists()


@pytest.mark.parametrize("head", ["12", "x:" + "0" * 64, "12:abc"])
def test_a_head_that_is_none_is_wrong_use(head: str) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["audit", "verify", "--head", head])

    assert stopped.value.code == 2


def test_each_fault_is_said_in_both_languages() -> None:
    source = "".join((PACKAGE / "ledger" / name).read_text() for name in ("queries.py", "verification.py"))
    codes = set(re.findall(r'"((?:entry|change|record|head|tail|differs)_[a-z_]+)"', source)) - {
        "entry_id", "record_id",
    }  # fmt: skip

    assert codes == set(WHAT)
    assert all(fa and en for fa, en in WHAT.values())


def test_a_backup_never_writes_over_a_file(tmp_path: Path, capsys: Any) -> None:
    taken = tmp_path / "kept.sqlite3"
    taken.write_text("mine")

    assert main(["backup", str(taken)]) == 1
    assert taken.read_text() == "mine"
    assert "exists" in capsys.readouterr().err

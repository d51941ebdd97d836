"""Preparing a database: a new one, one that is ready, and one of a trial before the first release."""

import os
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path


def prepared(home: Path) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "HAMAHANG_DATABASE_URL"}
    command = [sys.executable, "-m", "hamahang.cli", "prepare"]
    environment |= {"HAMAHANG_HOME": str(home)}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_a_second_time_changes_nothing(tmp_path: Path) -> None:
    assert prepared(tmp_path).returncode == 0
    with sqlite3.connect(tmp_path / "hamahang.sqlite3") as database:
        before = database.execute("SELECT number, seal FROM ledger_head").fetchone()

    assert prepared(tmp_path).returncode == 0

    with sqlite3.connect(tmp_path / "hamahang.sqlite3") as database:
        assert database.execute("SELECT number, seal FROM ledger_head").fetchone() == before
        # a trial's database, as far as it matters here
        database.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('ledger', '0001_initial', '2026')")

    refused = prepared(tmp_path)
    assert refused.returncode == 1
    assert "before the first release" in refused.stderr


def test_the_key_that_hashes_persons_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    assert prepared(tmp_path).returncode == 0
    key = tmp_path / "person-key"
    secret = key.read_bytes()

    assert prepared(tmp_path).returncode == 0

    assert (len(secret), key.read_bytes()) == (32, secret)
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    key.write_bytes(secret[:7])
    damaged = prepared(tmp_path)
    assert damaged.returncode == 0
    assert "person-key" in damaged.stderr

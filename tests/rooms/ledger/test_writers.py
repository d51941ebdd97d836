"""Eight writers at once: nobody sees a locked database, no entry is lost, the chain holds."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from django.db import connection, connections

from hamahang.domain.calendar import read_day
from hamahang.ledger import queries
from hamahang.ledger.recording import recording
from hamahang.ledger.verification import verify_records
from hamahang.projects.models import SizeThreshold

WRITERS, EACH = 8, 25
AT = datetime(2011, 7, 1, 8, tzinfo=UTC)


def write(writer: int) -> int:
    """Write facts, each in an entry of its own, and void every fifth."""
    try:
        for number in range(EACH):
            with recording(action="test.written", by=f"writer-{writer}", at=AT):
                fact = SizeThreshold(amount=1 + number, since_on=read_day("1390-01-01"), basis=str(writer), proof=4)
                fact.save()
            if number % 5 == 0:
                with recording(action="test.voided", by=f"writer-{writer}", at=AT):
                    fact.void()
    finally:
        connections.close_all()
    return EACH


def audit(stop: Event) -> tuple[list[object], int]:
    """Verify again and again until told to stop; return the faults, of which there are none, and the rounds."""
    faults: list[object] = []
    rounds = 0
    try:
        while not stop.is_set() or rounds == 0:
            faults += [fault for fault in (queries.verify_chain().fault, verify_records()) if fault]
            rounds += 1
    finally:
        connections.close_all()
    return faults, rounds


@pytest.fixture
def file_database(tmp_path: Path, transactional_db: None) -> Any:
    """A database that several connections share: on SQLite a file, as in use; the test one lies in memory."""
    if connection.vendor != "sqlite":
        return None
    settings = connections.settings["default"]
    shared = tmp_path / "shared.sqlite3"
    import sqlite3

    with sqlite3.connect(shared) as copy:
        connection.ensure_connection()
        connection.connection.backup(copy)
    return settings, shared


@pytest.mark.django_db(transaction=True)
def test_eight_writers_at_once_lose_nothing_and_an_auditor_accuses_nobody(file_database: Any) -> None:
    nothing: tuple[dict[str, Any], Path | None] = ({"NAME": ""}, None)
    settings, shared = file_database or nothing
    original = settings["NAME"]
    if shared:
        settings["NAME"] = str(shared)
    try:
        with ThreadPoolExecutor(WRITERS + 1) as pool:
            stop = Event()
            auditor = pool.submit(audit, stop)
            try:
                written = sum(pool.map(write, range(WRITERS)))
            finally:
                stop.set()
            faults, rounds = auditor.result()
            verdict, count = pool.submit(check).result()
    finally:
        settings["NAME"] = original

    assert written == count == WRITERS * EACH
    assert verdict.fault is None
    assert verdict.number == WRITERS * EACH + WRITERS * EACH // 5
    assert faults == []
    assert rounds > 0


def check() -> tuple[Any, int]:
    try:
        return queries.verify_chain(), SizeThreshold.objects.count()
    finally:
        connections.close_all()


def test_sqlite_runs_as_measured_safe(db: None) -> None:
    if connection.vendor != "sqlite":
        assert connection.vendor == "postgresql"
        return
    from django.conf import settings

    options = settings.DATABASES["default"]["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"
    with connection.cursor() as cursor:
        for name, expected in (("synchronous", 2), ("foreign_keys", 1)):
            cursor.execute(f"PRAGMA {name}")
            assert cursor.fetchone()[0] == expected
    assert "journal_mode=WAL" in options["init_command"]

"""What all tests share."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.backends.base.operations import BaseDatabaseOperations
from hypothesis import settings

# how long an example takes says how busy the machine is, not whether the code is right
settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")
pytest_plugins = ["tests.province"]
KEPT = ("ledger_entry", "ledger_change", "ledger_sourcetable", "ledger_head")


def take_off_the_guard(database: Any) -> list[str]:
    """Take the ledger's triggers off; return the statements that put the same ones on again."""
    with database.cursor() as cursor:
        if database.vendor == "postgresql":
            # keys that wait to be checked would hold the tables
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
            for table in KEPT:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            return [f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in KEPT]
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = [(name, statement) for name, statement in cursor.fetchall() if name.startswith(KEPT)]
        for name, _ in triggers:
            cursor.execute(f"DROP TRIGGER {name}")
    return [statement for _, statement in triggers]


@pytest.fixture(scope="session", autouse=True)
def flushed_past_the_guard() -> Iterator[None]:
    """Let Django empty the database after a test that commits; the triggers stand again when it is done."""
    original = BaseDatabaseOperations.execute_sql_flush

    def flush(operations: Any, statements: list[str]) -> None:
        with transaction.atomic():
            put_on = take_off_the_guard(operations.connection)
            original(operations, statements)
            with operations.connection.cursor() as cursor:
                for statement in put_on:
                    cursor.execute(statement)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseOperations, "execute_sql_flush", flush)
        yield


@pytest.fixture
def raw_access(db: None) -> None:
    """Be somebody who can take the triggers off; they are part of what is rolled back after the test."""
    take_off_the_guard(connection)

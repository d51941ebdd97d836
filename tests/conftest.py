"""What all tests share."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.backends.base.operations import BaseDatabaseOperations
from hypothesis import settings

from hamahang.domain.ledger import GENESIS
from tests.guard import take_off_the_guard

# how long an example takes says how busy the machine is, not whether the code is right
settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")
pytest_plugins = ["tests.province"]


@pytest.fixture(scope="session", autouse=True)
def flushed_past_the_guard() -> Iterator[None]:
    """Let Django empty the database after a test that commits; the triggers and the first head stand again after it."""
    original = BaseDatabaseOperations.execute_sql_flush

    def flush(operations: Any, statements: list[str]) -> None:
        with transaction.atomic():
            put_on = take_off_the_guard(operations.connection)
            original(operations, statements)
            with operations.connection.cursor() as cursor:
                # a migration wrote it, and whichever test comes next on this worker may count on it
                cursor.execute("INSERT INTO ledger_head (id, number, seal) VALUES (1, 0, %s)", [GENESIS])
                for statement in put_on:
                    cursor.execute(statement)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseOperations, "execute_sql_flush", flush)
        yield


@pytest.fixture
def raw_access(db: None) -> None:
    """Be somebody who can take the triggers off; they are part of what is rolled back after the test."""
    take_off_the_guard(connection)

"""Rows that several modules begin with, made once for all workers of a run and put back from a file afterwards."""

import contextlib
import os
import pickle
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction

from tests.guard import take_off_the_guard

PATIENCE = 1_800


def shared(base: Path) -> Path:
    """Return the folder that all workers of a run share."""
    return base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base


@contextlib.contextmanager
def filled(
    name: str, make: Callable[[], None], *, base: Path, folder: Path, is_taken_back: bool = True
) -> Iterator[None]:
    """Fill the database and a folder as `make` does, until the end of the block or for good.

    Whoever comes first makes it; the others wait for its rows, which takes as long as making it again would.
    """
    kept = shared(base) / f"kept-{name}-{connection.vendor}"
    while not (kept / "rows").exists():
        try:
            kept.mkdir()
        except FileExistsError:
            wait(kept)
            continue
        with making(kept), transaction.atomic():
            make()
            save(kept / "writing")
            shutil.copytree(folder, kept / "folder")
            (kept / "writing").rename(kept / "rows")
            yield
            transaction.set_rollback(is_taken_back)
        return
    shutil.copytree(kept / "folder", folder, dirs_exist_ok=True)
    with beside(kept / "rows"), transaction.atomic():
        put_back(kept / "rows")
        yield
        transaction.set_rollback(is_taken_back)


def wait(kept: Path) -> None:
    """Wait until somebody else is done, or has given up."""
    until = time.monotonic() + PATIENCE
    while kept.exists() and not (kept / "rows").exists():
        if time.monotonic() > until:
            raise TimeoutError(f"nobody finished {kept.name}")
        time.sleep(0.2)


@contextlib.contextmanager
def making(kept: Path) -> Iterator[None]:
    """Let somebody else try if this does not succeed."""
    try:
        yield
    finally:
        if not (kept / "rows").exists():
            shutil.rmtree(kept, ignore_errors=True)


def tables() -> list[str]:
    """Return the tables of our rooms."""
    ours = [config for config in apps.get_app_configs() if config.name.startswith("hamahang.")]
    found = {model._meta.db_table for config in ours for model in config.get_models(include_auto_created=True)}
    return sorted(found)


def save(path: Path) -> None:
    """Write the rows of all tables to a file."""
    if connection.vendor == "sqlite":
        # a backup waits for the end of the transaction, which is what this stands in
        path.write_bytes(connection.connection.serialize())
        return
    rows = {}
    with connection.cursor() as cursor:
        for table in tables():
            with cursor.copy(f'COPY "{table}" ({_columns(cursor, table)}) TO STDOUT (FORMAT BINARY)') as out:
                rows[table] = b"".join(bytes(part) for part in out)
    path.write_bytes(pickle.dumps(rows))


@contextlib.contextmanager
def beside(path: Path) -> Iterator[None]:
    """Open a file of rows beside the database; SQLite does so only outside a transaction."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        # beginning a transaction locks each attached file that could be written, and other workers read this one
        cursor.execute("ATTACH DATABASE %s AS kept", [f"{path.as_uri()}?mode=ro&immutable=1"])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DETACH DATABASE kept")


def put_back(path: Path) -> None:
    """Put the rows of a file in place of those that are there."""
    put_on = take_off_the_guard(connection)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for table in tables():
                cursor.execute(f'DELETE FROM main."{table}"')  # noqa: S608  our own tables
                # the condition keeps SQLite from copying pages, which counts no keys that wait to be checked
                names = _columns(cursor, table)
                cursor.execute(f'INSERT INTO main."{table}" ({names}) SELECT {names} FROM kept."{table}" WHERE true')  # noqa: S608
        else:
            _copy_in(cursor, pickle.loads(path.read_bytes()))  # noqa: S301  written by ourselves a moment ago
        for statement in put_on:
            cursor.execute(statement)


def _columns(cursor: Any, table: str) -> str:
    """Return the columns by name: a table that was migrated back and forth has them in another order."""
    told = connection.introspection.get_table_description(cursor, table)
    return ", ".join(f'"{name}"' for name in sorted(column.name for column in told))


def _copy_in(cursor: Any, rows: dict[str, bytes]) -> None:
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.db_table in rows]
    for table in rows:
        cursor.execute(f'DELETE FROM "{table}"')  # noqa: S608  our own tables
    for table, data in rows.items():
        with cursor.copy(f'COPY "{table}" ({_columns(cursor, table)}) FROM STDIN (FORMAT BINARY)') as into:
            into.write(data)
    for statement in connection.ops.sequence_reset_sql(no_style(), models):
        cursor.execute(statement)
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")

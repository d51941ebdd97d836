"""`hamahang backup FILE`: an online copy that is opened and verified before it carries the name asked for."""

import argparse
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC
from pathlib import Path
from typing import Any

from hamahang.cli import options, setup
from hamahang.domain.ledger import GENESIS
from hamahang.domain.text import Text


class BadBackup(Exception):
    """The copy did not pass its checks; no file was left under the asked name."""


def add(parsers: Any) -> None:
    """Register the command."""
    parser = parsers.add_parser("backup", help="copy the database while it is in use / پشتیبان‌گیری")
    parser.add_argument("file", type=Path)
    parser.add_argument(
        "--person-key", type=Path, metavar="FILE", help="copy the key that hashes persons too, to another place"
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Make a verified copy, and keep the ledger's head beside the data, outside the database."""
    setup.django()
    from django.conf import settings
    from django.db import connection

    target: Path = arguments.file
    wrong = _wrong(target, arguments.person_key, settings.PERSON_KEY)
    if wrong is not None:
        return options.refuse(wrong.fa, wrong.en)
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f"{target.name}.part")
    try:
        if connection.vendor == "sqlite":
            head = copy_sqlite(Path(str(settings.DATABASES["default"]["NAME"])), part)
        else:
            head = _dump_postgresql(settings.DATABASES["default"], part)
        _sync(part)
        part.replace(target)
        _sync(target.parent)
    except BadBackup as error:
        return options.refuse(f"پشتیبان درست نشد: {error}", f"The backup was not made: {error}")
    finally:
        part.unlink(missing_ok=True)
    if arguments.person_key:
        copy_key(settings.PERSON_KEY, arguments.person_key)
    keep_head(settings.HOME / "heads.log", head, target.name)
    sys.stdout.write(f"{target}\n{head}\n")
    return 0


def _wrong(target: Path, key: Path | None, own_key: Path) -> Text | None:
    """Return why a copy cannot be made, None if it can."""
    for path in filter(None, (target, key)):
        if path.exists():
            return Text(fa=f"فایل {path} هست؛ نام دیگری بدهید.", en=f"{path} exists; give another name.")
    if key is not None and key.parent.resolve() == target.parent.resolve():
        return Text(
            fa="کلید اشخاص را کنار داده نگذارید؛ پوشهٔ دیگری بدهید.",
            en="The key that hashes persons must not lie beside the data; give another folder.",
        )
    if key is not None and not own_key.is_file():
        return Text(fa=f"کلید اشخاص ({own_key}) نیست.", en=f"There is no key that hashes persons ({own_key}).")
    return None


def copy_key(own: Path, target: Path) -> None:
    """Copy the key that hashes persons, readable by its owner alone."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(target, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600), "wb") as file:
        file.write(own.read_bytes())
        file.flush()
        os.fsync(file.fileno())


def keep_head(log: Path, head: str, copy: str) -> None:
    """Add a head to those kept outside the database: only with one of them is a cut tail seen."""
    with log.open("a", encoding="utf-8") as file:
        file.write(f"{options.now().astimezone(UTC).isoformat()} {head} {copy}\n")
        file.flush()
        os.fsync(file.fileno())


def copy_sqlite(source: Path, target: Path) -> str:
    """Copy a database in use through SQLite's own online backup, check the copy, and return its head.

    A file copy of a live database is often broken: its newest pages lie in the write-ahead log.
    In one step: taken in several, the copy begins anew with every write and never ends where people write. Those who
    write do not wait for it, since it only reads.
    :raises BadBackup: if there is no database or the copy does not pass
    """
    target.unlink(missing_ok=True)
    try:
        # never made by asking for it
        with (
            closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=rw", uri=True, timeout=20)) as live,
            closing(sqlite3.connect(target)) as copy,
        ):
            live.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
            return _checked_head(copy)
    except sqlite3.Error as error:
        raise BadBackup(str(error)) from error


def _checked_head(copy: sqlite3.Connection) -> str:
    """Return the head of a copy that is whole.

    :raises BadBackup: if a page or a key is broken, or the head is not that of the last entry
    """
    if copy.execute("PRAGMA integrity_check").fetchone() != ("ok",):
        raise BadBackup("integrity_check")
    if copy.execute("PRAGMA foreign_key_check").fetchone() is not None:
        raise BadBackup("foreign_key_check")
    stored = copy.execute("SELECT number, seal FROM ledger_head").fetchone()
    last = copy.execute("SELECT number, seal FROM ledger_entry ORDER BY number DESC LIMIT 1").fetchone()
    if stored is None or stored != (last or (0, GENESIS)):
        raise BadBackup("the head does not fit the last entry / سرِ زنجیره با آخرین ثبت نمی‌خواند")
    return f"{stored[0]}:{stored[1]}"


def _dump_postgresql(database: dict[str, Any], target: Path) -> str:
    """Dump with PostgreSQL's own tool; the head is read first, so that the dump holds at least that much.

    :raises BadBackup: if the tool is missing or fails
    """
    from hamahang.ledger import queries

    tool = shutil.which("pg_dump")
    if tool is None:
        raise BadBackup("pg_dump is not installed; install the PostgreSQL client")
    number, seal = queries.head()
    command = [tool, "--format=custom", f"--file={target}", f"--dbname={database['NAME']}"]
    for option, key in (("--host", "HOST"), ("--port", "PORT"), ("--username", "USER")):
        if database[key]:
            command.append(f"{option}={database[key]}")
    environment = {**os.environ, "PGPASSWORD": database["PASSWORD"]}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BadBackup(done.stderr.strip()[-400:])
    return f"{number}:{seal}"


def _sync(path: Path) -> None:
    """Have a file on the disk before it is named, and its folder after."""
    if path.is_dir() and os.name == "nt":
        return  # Windows has no such thing
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

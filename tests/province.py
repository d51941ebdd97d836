"""The example province, loaded once for a module through the real intake and taken back at its end."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from hamahang.domain.calendar import read_day
from tests.kept import filled

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
TEHRAN = ZoneInfo("Asia/Tehran")
TIR_10 = read_day("1390-04-10")


@dataclass(frozen=True)
class Province:
    """The loaded example: where its lists and the received bytes lie."""

    lists: Path
    store: Path


def load(lists: Path, store: Path) -> None:
    """Load the reference tables and the eight lists, leaving out the rows that are wrong on purpose."""
    from hamahang.cli.prepare import load_tables
    from hamahang.cli.samples.workbooks import write_example

    load_tables(by="tests", at=NOW)
    for file in write_example(out=lists):
        take_in(file.path, file.source, store=store)


def take_in(path: Path, source: str, *, store: Path, without_bad_rows: bool = True, at: datetime = NOW) -> Any:
    """Receive, check and apply one list."""
    from hamahang.intake.actions import apply_batch

    batch = check(path, source, store=store, at=at)
    if batch.state != "CHECKED":
        return batch
    return apply_batch(batch=batch, store=store, without_bad_rows=without_bad_rows, by="amar", at=at)


def check(path: Path, source: str, *, store: Path, period: Any = None, at: datetime = NOW) -> Any:
    """Receive and check one list."""
    from hamahang.intake.actions import check_batch, receive_file
    from hamahang.intake.sources import source_named

    kind = source_named(source)
    received = receive_file(
        chunks=[path.read_bytes()],
        name=path.name,
        store=store,
        limit=20 * 1024 * 1024,
        source=kind,
        key=store.parent / "person-key",
        by="amar",
        at=at,
    )
    return check_batch(file=received, source=kind, store=store, period=period, by="amar", at=at)


def play(lists: Path, store: Path) -> None:
    """Load the example and play the year after it, as `hamahang demo` does."""
    from hamahang.cli.samples import year

    load(lists, store)
    year.play(at=NOW, store=store)


def _filled(name: str, make: Any, factory: pytest.TempPathFactory) -> Iterator[Province]:
    folder = factory.mktemp(name)
    made = Province(folder / "lists", folder / "store")
    with filled(name, lambda: make(made.lists, made.store), base=factory.getbasetemp(), folder=folder):
        yield made


@pytest.fixture(scope="module")
def province(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Province]:
    """Return the example province. Tests of the module see it; each test's own writes are taken back after it."""
    with django_db_blocker.unblock():
        yield from _filled("province", load, tmp_path_factory)


@pytest.fixture(scope="module")
def played(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Province]:
    """Return the example province with the year that was played after 10 Tir."""
    with django_db_blocker.unblock():
        yield from _filled("played", play, tmp_path_factory)

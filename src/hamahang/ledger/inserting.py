"""Plain rows into a table, many in one statement, written while the next ones are made.

Django's own way costs several times the insert. And the database needs no Python while it inserts: inside
`rows_behind`, a thread of its own writes the rows in the order in which they were handed over.
"""

import sys
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache, partial
from itertools import chain, islice
from threading import Condition, Thread, current_thread
from typing import Any

from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

# values in one statement: SQLite ends a statement of its own for every row that `executemany` inserts, and each end
# is told to the full-text index; beyond this many a statement's own memory slows it down
MOST_VALUES = 8_000
AHEAD = 16  # statements that may wait to be written, so that memory need not hold them all
# pages that SQLite keeps while it inserts, kB: with its usual two thousand it writes the same pages again and again
CACHE, USUAL_CACHE = 32_000, 2_000
# seconds after which whoever makes rows lets the writing thread take its next ones
SWITCH, USUAL_SWITCH = 0.001, 0.005


def insert_rows(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows whose values are as the database takes them; inside `rows_behind` they may be written a little later.

    table, columns: names of our own, never a reader's words
    """
    database, writer = connections[connection.alias], _writer.get()
    waiting, at_once = iter(rows), max(MOST_VALUES // len(columns), 1)
    while chunk := list(islice(waiting, at_once)):
        write = partial(_insert, database, table, columns, chunk)
        # what fits one statement is not worth a thread
        if writer is None or (len(chunk) < at_once and not writer.is_used):
            write()
        else:
            writer.hand_over(table, write)


def _insert(database: BaseDatabaseWrapper, table: str, columns: Sequence[str], rows: list[Sequence[Any]]) -> None:
    head = f"{database.ops.quote_name(table)} ({', '.join(map(database.ops.quote_name, columns))})"
    if database.vendor == "postgresql":
        # what the database refuses is told when the copy ends, and as of any database
        with database.cursor() as cursor, database.wrap_database_errors:
            with cursor.copy(f"COPY {head} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        return
    run: Callable[..., Any] = partial(_run_as_it_is, database)
    for wrapper in reversed(database.execute_wrappers):
        run = partial(wrapper, run)
    statement = _insert_statement(head, len(columns), len(rows))
    run(statement, list(chain.from_iterable(rows)), False, {"connection": database, "cursor": None})


@lru_cache(maxsize=256)
def _insert_statement(head: str, columns: int, rows: int) -> str:
    one = f"({', '.join(['?'] * columns)})"
    return f"INSERT INTO {head} VALUES {', '.join([one] * rows)}"  # noqa: S608  names of our own


def _run_as_it_is(database: BaseDatabaseWrapper, statement: str, values: list[Any], *_: object) -> None:
    """Run a statement as SQLite takes it: the framework would look through it for thousands of signs of its own."""
    with database.wrap_database_errors:
        database.connection.execute(statement, values)


@contextmanager
def rows_behind() -> Iterator[None]:
    """Let rows be written behind: whatever else is asked of the database waits until they stand, and so does the end.

    What goes wrong with a row is raised by whoever next asks something, at the latest at the end.
    """
    if _writer.get() is not None:
        yield
        return
    writer = _Writer(connections[connection.alias])
    token = _writer.set(writer)
    try:
        with connection.execute_wrapper(writer.in_order):
            yield
        writer.await_all()
    finally:
        _writer.reset(token)
        writer.end()


@contextmanager
def aside(table: str = "") -> Iterator[None]:
    """Ask the database something that only needs the rows of one table to stand, or none: it waits for no others."""
    writer = _writer.get()
    if writer is None or not writer.is_used:
        yield
        return
    writer.pause(table)
    try:
        yield
    finally:
        writer.go_on()


class _Writer:
    """A thread that writes the rows which are handed over to it, one statement after the other."""

    def __init__(self, database: BaseDatabaseWrapper) -> None:
        self.database, self.turn = database, Condition()
        self.thread: Thread | None = None
        self.waiting: deque[tuple[str, Callable[[], None]]] = deque()
        self.unwritten: Counter[str] = Counter()  # statements by table
        self.error: Exception | None = None
        self.is_busy = self.is_paused = self.is_over = False

    @property
    def is_used(self) -> bool:
        """Whether anything was ever handed over."""
        return self.thread is not None

    def hand_over(self, table: str, write: Callable[[], None]) -> None:
        """Let something be written when its turn comes."""
        with self.turn:
            self._await(lambda: len(self.waiting) < AHEAD)
            self.waiting.append((table, write))
            self.unwritten[table] += 1
            self.turn.notify_all()
        if self.thread is None:
            self._begin()

    def _begin(self) -> None:
        self._keep_pages(CACHE)
        self.database.inc_thread_sharing()
        sys.setswitchinterval(SWITCH)
        self.thread = Thread(target=self._run, daemon=True)
        self.thread.start()

    def _keep_pages(self, size: int) -> None:
        if self.database.vendor == "sqlite":
            # past the framework, which refuses statements in a transaction that failed
            self.database.connection.execute(f"PRAGMA cache_size = -{size}")

    def in_order(self, execute: Callable[..., Any], *statement: Any) -> Any:
        """Let a statement wait until everything that was handed over before it is written."""
        if self.is_used and current_thread() is not self.thread and not self.is_paused:
            self.await_all()
        return execute(*statement)

    def await_all(self) -> None:
        """Wait until everything is written."""
        with self.turn:
            self._await(lambda: not self.unwritten.total())

    def pause(self, table: str) -> None:
        """Wait until the rows of a table are written, then hold the others back."""
        with self.turn:
            self._await(lambda: not self.unwritten[table])
            self.is_paused = True
            self._await(lambda: not self.is_busy)

    def go_on(self) -> None:
        """Let the others be written."""
        with self.turn:
            self.is_paused = False
            self.turn.notify_all()

    def end(self) -> None:
        """Leave what is not written; what is just being written ends first."""
        with self.turn:
            self.waiting.clear()
            self.is_over = True
            self.turn.notify_all()
        if self.thread is not None:
            self.thread.join()
            sys.setswitchinterval(USUAL_SWITCH)
            self.database.dec_thread_sharing()
            self._keep_pages(USUAL_CACHE)

    def _await(self, holds: Callable[[], bool]) -> None:
        while self.error is None and not holds():
            self.turn.wait()
        if self.error is not None:
            raise self.error

    def _run(self) -> None:
        while (job := self._next()) is not None:
            table, write = job
            try:
                write()
            except Exception as error:  # noqa: BLE001 – it is raised where it can be dealt with
                self.error = error
            with self.turn:
                self.is_busy = False
                self.unwritten[table] -= 1
                self.turn.notify_all()

    def _next(self) -> tuple[str, Callable[[], None]] | None:
        with self.turn:
            while not self.is_over and (self.is_paused or self.error or not self.waiting):
                self.turn.wait()
            self.is_busy = not self.is_over
            return None if self.is_over else self.waiting.popleft()


_writer: ContextVar[_Writer | None] = ContextVar("rows_behind", default=None)

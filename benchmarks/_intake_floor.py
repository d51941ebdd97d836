"""The floor of the intake benchmark: what nobody who takes a list in can do without.

It reads with the fastest reader there is, parses each cell to its type, and writes plain typed rows into one table
without keys, history, checks or links. Of the next month's list it reads what stands, writes the rows that differ and
inserts the new ones.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from benchmarks._plain_cells import READERS, day, decimal, whole

CHUNK = 2_000
TYPES = {day: "date", decimal: "decimal(16,2)", whole: "integer"}
NAMES = list(READERS)
Row = tuple[Any, ...]


def make_table() -> None:
    from django.db import connection

    columns = ", ".join(f"{name} {TYPES.get(read, 'text')}" for name, read in READERS.items())  # type: ignore[call-overload]
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE plain ({columns})")


def take_in(path: Path) -> None:
    """Read, parse, compare with what stands, write."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(NAMES)} FROM plain")  # noqa: S608
        standing = {row[0]: row for row in cursor.fetchall()}
        new, changed = [], []
        for row in _parsed(path):
            known = standing.get(row[0])
            if known is None:
                new.append(row)
                if len(new) == CHUNK:
                    _insert(cursor, new)
                    new.clear()
            elif known != row:
                changed.append((*row[1:], row[0]))
        _insert(cursor, new)
        if changed:
            # one key, for the updates alone
            cursor.execute("CREATE INDEX plain_by_licence ON plain (licence_no)")
            values = ", ".join(f"{name} = %s" for name in NAMES[1:])
            cursor.executemany(f"UPDATE plain SET {values} WHERE licence_no = %s", changed)  # noqa: S608


def _parsed(path: Path) -> Iterator[Row]:
    from python_calamine import CalamineWorkbook

    readers = list(READERS.values())
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).iter_rows()
    next(rows)
    for row in rows:
        yield tuple([read(cell) for read, cell in zip(readers, row, strict=True)])  # type: ignore[arg-type]


def _insert(cursor: Any, rows: Iterable[Row]) -> None:
    from django.db import connection

    if connection.vendor == "postgresql":
        with cursor.copy(f"COPY plain ({', '.join(NAMES)}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        return
    places = ", ".join(["%s"] * len(NAMES))
    cursor.executemany(f"INSERT INTO plain VALUES ({places})", list(rows))  # noqa: S608

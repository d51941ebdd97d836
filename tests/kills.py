"""An import killed at random points, over and over: each time all of it is written, or nothing, and a second try ends.

`python -m tests.kills --kills 2000 --seed 7` runs as many as wanted; the tests run some. Each kill is a process of its
own on a copy of the database, ended with SIGKILL: half of them before a chosen statement, half after a chosen time.
"""

import argparse
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

FILLED = ("register_unit", "register_unitstatus", "register_headcount", "register_licence", "register_product")
LOOKED_AT, ROWS, VALUES = 10, 40, 120  # values in a statement


class Office:
    """An office with its estates loaded, and the list of units it is about to take in."""

    def __init__(self, home: Path) -> None:
        os.environ |= {"HAMAHANG_HOME": str(home), "DJANGO_SETTINGS_MODULE": "hamahang.site.settings"}
        os.environ.pop("HAMAHANG_DATABASE_URL", None)
        import django

        django.setup()
        from django.core.management import call_command

        from hamahang.cli.prepare import load_tables
        from hamahang.cli.samples.workbooks import write_example
        from hamahang.intake import concealing, examining
        from hamahang.intake.workbook import read_sheets
        from hamahang.ledger import inserting
        from tests.province import NOW, take_in

        self.home, self.store = home, home / "files"
        self.database, self.before = home / "hamahang.sqlite3", home / "before.sqlite3"
        call_command("migrate", verbosity=0)
        load_tables(by="tests", at=NOW)
        lists = {file.source: file.path for file in write_example(out=home / "lists")}
        take_in(lists["estates"], "estates", store=self.store)
        self.units = lists["units"]
        # read once, here, and not all of it: it is the writing that is killed, as often as there is time for
        sheets = [replace(sheet, rows=sheet.rows[:ROWS]) for sheet in read_sheets(self.units)]
        for module in (concealing, examining):
            setattr(module, "read_sheets", lambda path: sheets)  # noqa: B010 – it is not theirs to give
        # the short list is written behind, in many statements, as a long one is
        inserting.MOST_VALUES = VALUES
        disconnect()
        shutil.copy(self.database, self.before)
        # once in this process, so that those forked from it need not learn everything anew
        self.take_in()
        disconnect()
        self.afresh()
        self.nothing = self.asked(standing)
        began = time.perf_counter()
        self.statements = self.asked(self.take_in)
        self.seconds = time.perf_counter() - began
        self.whole = self.asked(standing)
        if self.whole == self.nothing or self.asked(fault):
            raise SystemExit("the list was not taken in whole: there is nothing to kill")

    def take_in(self, kill_at: int | None = None) -> int:
        """Take the list in; return how many statements that took. kill_at: the statement that is never reached."""
        from django.db import connection

        from tests.province import take_in

        done = 0

        def counted(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            nonlocal done
            done += 1
            if done == kill_at:
                os.kill(os.getpid(), signal.SIGKILL)
            return execute(sql, params, many, context)

        with connection.execute_wrapper(counted):
            take_in(self.units, "units", store=self.store)
        return done

    def asked(self, question: Callable[[], Any]) -> Any:
        """Return what a process of its own answers; None when it was killed."""
        reading, writing = os.pipe()
        process = os.fork()
        if process == 0:
            os.close(reading)
            status = 1
            try:
                os.write(writing, repr(question()).encode())
                status = 0
            finally:
                os._exit(status)
        os.close(writing)
        with os.fdopen(reading, "rb") as answer:
            said = answer.read()
        _, status = os.waitpid(process, 0)
        if os.WIFEXITED(status) and os.WEXITSTATUS(status):
            raise SystemExit("a process failed by itself")
        return eval(said, {}) if said else None  # noqa: S307 – written by ourselves, above

    def afresh(self) -> None:
        """Put the database back to where the list has not come yet."""
        for leftover in self.home.glob("hamahang.sqlite3*"):
            leftover.unlink()
        shutil.copy(self.before, self.database)

    def kill_at_statement(self, number: int) -> None:
        """Take the list in and be killed before a statement."""
        self.asked(lambda: self.take_in(kill_at=number))

    def kill_after(self, seconds: float) -> None:
        """Take the list in and be killed from outside, wherever it is."""
        process = os.fork()
        if process == 0:
            try:
                self.take_in()
            finally:
                os._exit(0)
        time.sleep(seconds)
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)


def standing() -> tuple[Any, ...]:
    """Return how the register stands: its rows, and the head of the ledger, which seals all that was ever written."""
    from django.db import connection

    from hamahang.ledger import queries as ledger

    with connection.cursor() as cursor:
        counts = []
        for table in FILLED:
            cursor.execute(f"SELECT COUNT(*) FROM {table}")  # noqa: S608 – names of our own
            counts.append(cursor.fetchone()[0])
    return (*counts, *ledger.head())


def fault() -> str:
    """Return the first fault of the file, the chain or the records; empty where there is none."""
    from django.db import connection

    from hamahang.ledger import queries as ledger
    from hamahang.ledger.verification import verify_records

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        whole = cursor.fetchone()[0]
    found = ledger.verify_chain().fault or verify_records()
    return "" if whole == "ok" and found is None else f"{whole} {found}"


def disconnect() -> None:
    """Leave no connection open that a forked process would share."""
    from django.db import connections

    connections.close_all()


def run(*, kills: int, seed: int) -> list[str]:
    """Kill an import at random points; return what was left half done, in words."""
    chance, faults, ended = random.Random(seed), [], {"nothing": 0, "all": 0}
    with tempfile.TemporaryDirectory() as home:
        office = Office(Path(home))
        for turn in range(kills):
            office.afresh()
            if turn % 2:
                where: float = chance.uniform(0, office.seconds * 1.1)
                office.kill_after(where)
            else:
                where = chance.randint(1, office.statements)
                office.kill_at_statement(int(where))
            left = office.asked(standing)
            if left not in (office.nothing, office.whole):
                faults.append(f"kill {turn} at {where}: {left}")
            # the head seals the rest; that it does so is looked at now and then
            if turn % LOOKED_AT == 0 and (wrong := office.asked(fault)):
                faults.append(f"kill {turn} at {where}: {wrong}")
            ended["nothing" if left == office.nothing else "all"] += 1
            office.asked(office.take_in)
            if (again := office.asked(standing)) != office.whole:
                faults.append(f"kill {turn} at {where}, taken in again: {again}")
        sys.stdout.write(f"{kills} kills over {office.statements} statements: {ended}, {len(faults)} faults\n")
    return faults


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1390)
    asked = parser.parse_args()
    found = run(kills=asked.kills, seed=asked.seed)
    sys.stdout.write("".join(f"{fault}\n" for fault in found))
    sys.exit(1 if found else 0)

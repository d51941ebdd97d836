"""From a workbook to applied records, beside django-import-export on the same rows and beside the floor of the task.

    python3 dev.py bench intake [ROWS] [--postgresql] [--only floor,ours,peer,rewritten]

Measured are two lists that an office has: the first, into an empty register; and that of the next month, in which the
same units come again, one cell in fifty says something else, and one unit in a hundred is new. All three take the
very same workbooks in. Each is measured in a process of its own and on a database of its own; memory is the most that
this process and its children held at one moment.

- The floor reads, folds and parses each cell to its type and inserts plain rows: `_intake_floor`.
- Ours is received, checked and applied as by the command: every cell checked, units linked, each record and each change
  of it written with its seal and its cell.
- The peer writes one typed table with keys to counties and estates, without history, links, checks or evidence. It is
  measured twice: with every option of its own that saves time, and with its slow methods rewritten, as few would;
  `peer/resource.py` says what was done. Install it beside the project: pip install django-import-export.
"""

import argparse
import contextlib
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
AT = datetime(2026, 1, 1, tzinfo=UTC)
WHO = {
    "floor": "floor: read, parse, plain inserts",
    "ours": "hamahang",
    "peer": "django-import-export, tuned",
    "rewritten": "the same, slow parts rewritten",
}
PEERS = ("peer", "rewritten")
GOALS = {"peer": "goal: at least 15 on SQLite, 8 on PostgreSQL"}
MONTHS = {"first": "the first list", "next": "the next month's list"}


@dataclass(frozen=True, slots=True)
class Measured:
    """What taking a list in took. seconds; processor: seconds of all cores; memory: MB."""

    seconds: float
    processor: float
    memory: float


def main() -> None:
    """Measure everybody, or be one of the measured processes."""
    sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", type=int, nargs="?", default=100_000)
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--only", default=",".join(WHO))
    parser.add_argument("--act", nargs=3, metavar=("WHO", "WHAT", "LISTS"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.act:
        act(asked.act[0], asked.act[1], Path(asked.act[2]))
        return
    who = [name for name in asked.only.split(",") if name not in PEERS or importlib.util.find_spec("import_export")]
    with tempfile.TemporaryDirectory() as home, server(is_wanted=asked.postgresql) as url:
        os.environ["HAMAHANG_HOME"] = home
        report(asked.rows, measured(Path(home), asked.rows, who, url), "PostgreSQL" if url else "SQLite")


@contextlib.contextmanager
def server(*, is_wanted: bool) -> Iterator[str]:
    """Yield the address of a PostgreSQL, "" where SQLite is measured."""
    if not is_wanted:
        yield ""
        return
    from tools import postgresql

    with postgresql.started() as url:
        yield url


def measured(home: Path, rows: int, who: list[str], url: str) -> Mapping[tuple[str, str], Measured]:
    """Return what each took for each list."""
    settings, found = {"DJANGO_SETTINGS_MODULE": "benchmarks.intake_settings"}, {}
    run("lists", str(rows), home / "lists", {**settings, "HAMAHANG_HOME": str(home)})
    for name in who:
        place = {**settings, "HAMAHANG_HOME": str(home / name)}
        if url:
            place["HAMAHANG_DATABASE_URL"] = database(url, name)
        run(name, "prepare", home / "lists", place)
        for month in MONTHS:
            found[name, month] = run(name, month, home / "lists", place)
    return found


def database(url: str, name: str) -> str:
    """Make a database in a server; return its address."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE bench_{name}")
    return f"{url.rpartition('/')[0]}/bench_{name}"


def run(who: str, what: str, lists: Path, place: Mapping[str, str]) -> Measured:
    """Let somebody do something in a process of its own; return its own word on the time, and the memory as seen."""
    command = [sys.executable, __file__, "--act", who, what, str(lists)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env={**os.environ, **place}, text=True) as process:
        memory = Memory(process.pid)
        said, _ = process.communicate()
        memory.is_over.set()
    if process.returncode:
        raise SystemExit(f"{who} {what} failed")
    return Measured(*json.loads(said.splitlines()[-1]), memory.most / 1024)


class Memory:
    """Watches what a process and its children hold together; told by /proc, nothing elsewhere."""

    def __init__(self, pid: int) -> None:
        self.pid, self.most, self.is_over = pid, 0, threading.Event()
        threading.Thread(target=self._watch, daemon=True).start()

    def _watch(self) -> None:
        while not self.is_over.wait(0.02):
            self.most = max(self.most, held(self.pid))


def held(pid: int) -> int:
    """Return what a process and its children hold, in kB."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
        children = [Path(f"/proc/{pid}/task/{task.name}/children") for task in Path(f"/proc/{pid}/task").iterdir()]
        pids = {int(child) for listed in children for child in listed.read_text().split()}
    except OSError:
        return 0
    own = next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS:")), 0)
    return own + sum(map(held, pids))


def act(who: str, what: str, lists: Path) -> None:
    """Do one thing in this process, and print the seconds it took."""
    import django

    django.setup()
    acts = {"lists": write, "floor": floor, "ours": ours, "peer": peer, "rewritten": rewritten}
    begun, spent = time.perf_counter(), processor()
    acts[who](what, lists)
    print(json.dumps([time.perf_counter() - begun, processor() - spent]))


def processor() -> float:
    """Return the seconds that all cores spent on this process and its children that ended."""
    told = os.times()
    return told.user + told.system + told.children_user + told.children_system


def write(what: str, lists: Path) -> None:
    """Write the lists."""
    from benchmarks._intake_lists import write_lists

    write_lists(lists, int(what))


def floor(what: str, lists: Path) -> None:
    """Prepare or take in, as the floor does."""
    from benchmarks import _intake_floor

    if what == "prepare":
        _intake_floor.make_table()
    else:
        _intake_floor.take_in(lists / f"{what}.xlsx")


def peer(what: str, lists: Path) -> None:
    """Prepare or take in, as the peer does by its options."""
    from benchmarks.peer import resource

    if what == "prepare":
        resource.make_tables(lists)
    else:
        resource.take_in(lists / f"{what}.xlsx", resource.Units())


def rewritten(what: str, lists: Path) -> None:
    """Prepare or take in, as the peer does where its slow methods are rewritten."""
    from benchmarks.peer import resource

    if what == "prepare":
        resource.make_tables(lists)
    else:
        resource.take_in(lists / f"{what}.xlsx", resource.Rewritten())


def ours(what: str, lists: Path) -> None:
    """Prepare or take in, as the command does."""
    if what == "prepare":
        from hamahang.cli.prepare import prepare

        prepare()
        taken_in(lists / "estates.csv", "estates")
    else:
        taken_in(lists / f"{what}.xlsx", "units")


def taken_in(path: Path, source: str) -> None:
    """Receive, check and apply a list as the command does."""
    from django.conf import settings

    from hamahang.intake.actions import check_and_apply, receive_file
    from hamahang.intake.sources import source_named

    store = settings.MEDIA_ROOT
    with path.open("rb") as file:
        chunks = iter(lambda: file.read(1 << 20), b"")
        received = receive_file(chunks=chunks, name=path.name, store=store, limit=1 << 30, by="bench", at=AT)
    named = source_named(source)
    batch = check_and_apply(file=received, source=named, store=store, without_bad_rows=True, by="bench", at=AT)
    sys.stderr.write(f"{path.name}: {batch.counts}\n")


def report(rows: int, found: Mapping[tuple[str, str], Measured], engine: str) -> None:
    """Print the figures."""
    print(f"{rows:,} rows x 25 columns of .xlsx, {engine}")
    for month, title in MONTHS.items():
        print(f"\n{title:34} {'s':>8} {'rows/s':>9} {'CPU s':>8} {'peak MB':>8}")
        of = {who: found[who, month] for who in WHO if (who, month) in found}
        for who, one in of.items():
            figures = f"{one.seconds:8.1f} {rows / one.seconds:9,.0f} {one.processor:8.1f} {one.memory:8,.0f}"
            print(f"  {WHO[who]:32} {figures}")
        for words, ratio, goal in ratios(of):
            print(f"    {words:52} {ratio:8.2f}  {goal}")
    if not any(who in PEERS for who, _ in found):
        print("\ndjango-import-export was not measured; to install it: pip install django-import-export")


def ratios(of: Mapping[str, Measured]) -> Iterator[tuple[str, float, str]]:
    """Yield how ours compares with the others: words, ratio, goal."""
    ours = of.get("ours")
    if ours and (plain := of.get("floor")):
        yield "hamahang: times the seconds of the floor", ours.seconds / plain.seconds, "goal: at most 2.5"
    for who in PEERS:
        if ours and (other := of.get(who)):
            yield f"times the rows/s of {WHO[who]}", other.seconds / ours.seconds, GOALS.get(who, "")
            yield f"of the memory of {WHO[who]}", ours.memory / other.memory, "goal: at most 1"


if __name__ == "__main__":
    main()

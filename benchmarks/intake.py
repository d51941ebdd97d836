"""From a workbook to applied records, beside django-import-export on the same rows and beside the floor of the task.

`python3 dev.py bench intake [ROWS] [ROWS OF THE PEER]`. The peer writes one flat table without history, links, checks
or evidence; it is tuned as well as it can be (cached instances, bulk, unchanged rows skipped, no differences kept).
Install it beside the project to measure it: pip install django-import-export.
"""

import csv
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
AT = datetime(2026, 1, 1, tzinfo=UTC)
MORE = ("تلفن", "نشانی", "مدیرعامل", "توضیحات")  # columns that no field asks for, to make twenty-five


def main() -> None:
    """Measure in a database of its own."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    peers = int(sys.argv[2]) if len(sys.argv) > 2 else min(rows, 5_000)
    sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.intake_settings"
    with tempfile.TemporaryDirectory() as home:
        os.environ["HAMAHANG_HOME"] = home
        import django

        django.setup()
        from django.db import connection

        from benchmarks.peer.models import FlatUnit
        from hamahang.cli.prepare import prepare

        prepare()
        with connection.schema_editor() as editor:
            editor.create_model(FlatUnit)
        lists = made(Path(home), rows, peers)
        report(rows, peers, lists)


def made(home: Path, rows: int, peers: int) -> dict[str, Path]:
    """Write the list as workbooks of twenty-five columns: all of it, and the part for the peer."""
    import xlsxwriter

    from hamahang.cli.samples.large import write_large

    lists = {f.source: f.path for f in write_large(out=home / "lists", seed=1390, units=rows, provinces=31, years=3)}
    for name, number in (("units.xlsx", rows), ("peer.xlsx", peers)):
        book = xlsxwriter.Workbook(str(home / name), {"constant_memory": True})
        sheet = book.add_worksheet("واحدها")
        with lists["units"].open(encoding="utf-8-sig", newline="") as file:
            for at, row in enumerate(csv.reader(file)):
                if at > number:
                    break
                more = MORE if at == 0 else ("0841-333", "ایلام، خیابان آزادی", "م. مرادی", "")
                for column, text in enumerate((*row, *more)):
                    sheet.write_string(at, column, text)
        book.close()
        lists[name] = home / name
    return lists


def seconds(act: Callable[[], Any]) -> tuple[float, float]:
    """Return how long an act takes, and the peak of this process's and its children's memory in MB so far."""
    begun = time.perf_counter()
    act()
    spent = time.perf_counter() - begun
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return spent, peak / 1024


def report(rows: int, peers: int, lists: dict[str, Path]) -> None:
    """Print the figures."""
    taken_in(lists["estates"], "estates")
    floor_time, _ = seconds(lambda: floor(lists["units.xlsx"]))
    ours, memory = seconds(lambda: taken_in(lists["units.xlsx"], "units"))
    again, _ = seconds(lambda: taken_in(lists["units.xlsx"], "units"))
    print(f"{rows:,} rows x 25 columns")
    print(f"floor: read, parse, plain inserts {floor_time:8.1f} s {rows / floor_time:10,.0f} rows/s")
    print(f"ours, checks to evidence          {ours:8.1f} s {rows / ours:10,.0f} rows/s, peak {memory:,.0f} MB")
    print(f"the same file again               {again:8.1f} s")
    print(f"ratio to the floor                {ours / floor_time:8.1f}   (goal: at most 2.5)")
    spent = peer(lists["peer.xlsx"])
    if spent is None:
        print("django-import-export is not installed: pip install django-import-export")
        return
    print(f"django-import-export, {peers:,} rows {spent:10.1f} s {peers / spent:10,.0f} rows/s")
    print(f"ratio of rows a second            {(rows / ours) / (peers / spent):8.1f}   (goal: at least 15)")


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
    check_and_apply(file=received, source=named, store=store, without_bad_rows=True, by="bench", at=AT)


def floor(path: Path) -> None:
    """Read, parse what is a number, and insert plain rows into one table: what nobody can do without."""
    from django.db import connection, transaction
    from python_calamine import CalamineWorkbook

    with transaction.atomic(), connection.cursor() as cursor:
        columns = ", ".join(f"c{at} text" for at in range(25))
        cursor.execute(f"CREATE TABLE plain ({columns})")
        rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).iter_rows()
        waiting: list[list[str]] = []
        statement = "INSERT INTO plain VALUES ({})".format(", ".join(["%s"] * 25))  # noqa: S608
        for row in rows:
            waiting.append([str(cell).strip() for cell in row])
            if len(waiting) == 2_000:
                cursor.executemany(statement, waiting)
                waiting.clear()
        if waiting:
            cursor.executemany(statement, waiting)


def peer(path: Path) -> float | None:
    """Import the same rows with django-import-export, tuned; None when it is not installed."""
    try:
        import tablib
        from import_export import resources
        from import_export.instance_loaders import CachedInstanceLoader
    except ImportError:
        return None
    from benchmarks.peer.models import FlatUnit

    class Units(resources.ModelResource):  # type: ignore[misc]
        class Meta:
            model = FlatUnit
            import_id_fields = ("licence_no",)
            instance_loader_class = CachedInstanceLoader
            use_bulk, batch_size, skip_unchanged, skip_diff, report_skipped = True, 2_000, True, True, False
            use_transactions = True
            exclude = ("id",)

    def act() -> None:
        data = tablib.Dataset().load(path.read_bytes(), format="xlsx")
        data.headers = [field.name for field in FlatUnit._meta.concrete_fields if field.name != "id"]
        Units().import_data(data, raise_errors=True)

    spent, _ = seconds(act)
    if not FlatUnit.objects.exists():
        raise SystemExit("the peer wrote nothing")
    return spent


if __name__ == "__main__":
    main()

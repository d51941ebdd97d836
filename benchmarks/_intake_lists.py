"""The lists of the intake benchmark: the units of a country as one office sends them this month, and the next."""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

from hamahang.cli.samples.large import write_large
from hamahang.cli.samples.mess import ARABIC, PERSIAN, arabic_letters, in_digits
from hamahang.intake.sources import source_named

MORE = ("تلفن", "نشانی", "مدیرعامل", "توضیحات")  # columns that no field asks for, to make twenty-five
SAID_MORE = ("0841-333", "ایلام، خیابان آزادی", "م. مرادی", "")
# men and women are what some offices split the employees into: twenty-five columns without them
ALL = [column.name for column in source_named("units").tables[0].columns]
COLUMNS = [name for name in ALL if name not in ("men", "women")]
MEASURED = ("capacity", "status_on", "employees", "nominal_jobs", "licence_on")
WORDED = ("name", "county", "estate", "product", "capacity_unit", "status", "status_basis", "licence_kind")
NEXT_MONTH = "1390/04/01"
Row = list[str]


def write_lists(home: Path, rows: int) -> None:
    """Write estates.csv, and the workbooks first.xlsx and next.xlsx with so many units of twenty-five columns."""
    lists = {file.source: file.path for file in write_large(out=home, seed=1390, units=rows, provinces=31, years=3)}
    with lists["units"].open(encoding="utf-8-sig", newline="") as file:
        headings, *first = ([row[ALL.index(name)] for name in COLUMNS] for row in csv.reader(file))
    first = [[*_typed(row, Random(number)), *SAID_MORE] for number, row in enumerate(first)]
    _write(home / "first.xlsx", [*headings, *MORE], first)
    _write(home / "next.xlsx", [*headings, *MORE], list(_a_month_later(first)))


def _typed(row: Row, random: Random) -> Row:
    """Return a row as one of three clerks types it: Latin digits, Persian digits, or Arabic letters and digits."""
    clerk = random.randrange(3)
    if clerk:
        digits = PERSIAN if clerk == 1 else ARABIC
        for name in MEASURED:
            row[COLUMNS.index(name)] = in_digits(row[COLUMNS.index(name)], digits)
    if clerk == 2:
        for name in WORDED:
            row[COLUMNS.index(name)] = arabic_letters(row[COLUMNS.index(name)])
    return row


def _a_month_later(rows: Sequence[Row]) -> Iterator[Row]:
    """Yield the same units a month later: one cell in fifty says something else; then new ones, one in a hundred."""
    random = Random(1391)
    for row in rows:
        now = dict(zip((*COLUMNS, *MORE), row, strict=True))
        if random.random() < 0.2:
            now |= {"employees": str(random.randint(5, 80)), "status_on": NEXT_MONTH}
        if random.random() < 0.05:
            now |= {"status": random.choice(("فعال", "نیمه‌فعال", "راکد")), "status_on": NEXT_MONTH}
        if random.random() < 0.02:
            now["capacity"] = str(random.randint(100, 9_000))
        if random.random() < 0.03:
            now["تلفن"] = f"0841-{random.randint(100, 999)}"
        yield list(now.values())
    for number, row in enumerate(rows[::100]):
        now = dict(zip((*COLUMNS, *MORE), row, strict=True))
        new = {"licence_no": f"300/{number}", "name": f"{now['name']} نو", "national_id": "", "status_on": NEXT_MONTH}
        yield list((now | new).values())


def _write(path: Path, headings: Row, rows: Sequence[Row]) -> None:
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("واحدها")
    for at, row in enumerate([headings, *rows]):
        for column, text in enumerate(row):
            sheet.write_string(at, column, text)
    book.close()

"""What is in a file, whatever list it is: its tables, their columns, and the field each column seems to hold."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hamahang.domain.lists.intake import Sheet, SheetRow
from hamahang.domain.lists.mapping import SAMPLE, Heading, fields_of, propose
from hamahang.domain.lists.tables import Found, find_tables
from hamahang.domain.text import Text, to_persian_digits
from hamahang.intake.sources import sources
from hamahang.intake.workbook import read_sheets

MAPPED = 2_000  # columns of one file for which fields are proposed; the rest are shown without
WALL_SECONDS = 40  # a person waits for the answer, and a long list on a busy machine needs it
NO_TABLE = Text(fa="جدولی در این فایل نیست.", en="There is no table in this file.")
TABLE = Text(
    fa="جدول در برگهٔ «{sheet}»: سطرهای {first} تا {last}، سرستون در {header}، جمع در {totals}",
    en="table in sheet “{sheet}”: rows {first}–{last}, header in {header}, totals in {totals}",
)
NO_ROWS = Text(
    fa="جدول بی‌سطر در برگهٔ «{sheet}»، سرستون در {header}", en="empty table in sheet “{sheet}”, header in {header}"
)
NOWHERE = Text(fa="هیچ سطری", en="no row")


def inspect_file(path: Path) -> list[dict[str, Any]]:
    """Return the tables of a file in the form of `hamahang import inspect --json`.

    :raises UnreadableFile: if the file cannot be read
    """
    tables: list[dict[str, Any]] = []
    left = MAPPED
    for sheet in read_sheets(path, wall_seconds=WALL_SECONDS):
        found = find_tables(sheet)
        for table, headings in zip(found, _headings(sheet, found), strict=True):
            tables.append(_said(table, headings, is_mapped=left > 0))
            left -= len(headings)
    return tables


def _said(found: Found, headings: list[Heading], *, is_mapped: bool) -> dict[str, Any]:
    known = [table.columns for source in sources().values() for table in source.tables]
    proposals = propose(headings, fields_of(known, headings) if is_mapped else ())
    return {
        "sheet": found.sheet,
        "first_row": found.first_row,
        "last_row": found.last_row,
        "header_rows": list(found.header_rows),
        "columns": [
            {"letter": p.letter, "header": p.heading, "field": p.field, "confidence": p.confidence} for p in proposals
        ],
        "totals_rows": list(found.totals_rows),
    }


def _headings(sheet: Sheet, tables: list[Found]) -> list[list[Heading]]:
    """Return the columns of each table with some of their values, taken from its first rows."""
    samples: list[list[SheetRow]] = [[] for _ in tables]
    # from top to bottom once for all tables: those that began and are not full yet are few
    waiting = sorted(range(len(tables)), key=lambda at: tables[at].first_row, reverse=True)
    begun: list[int] = []
    for row in sheet.rows:
        while waiting and tables[waiting[-1]].first_row <= row.number:
            begun.append(waiting.pop())
        begun = [at for at in begun if tables[at].last_row >= row.number and len(samples[at]) < SAMPLE]
        for at in begun:
            if row.number not in tables[at].totals_rows and row.number not in tables[at].repeated_rows:
                samples[at].append(row)
        if not begun and not waiting:
            break
    return [_columns(table, sample) for table, sample in zip(tables, samples, strict=True)]


def _columns(table: Found, sample: list[SheetRow]) -> list[Heading]:
    return [
        Heading(
            column.letter, column.heading, [row.cells[column.letter] for row in sample if column.letter in row.cells]
        )
        for column in table.columns
    ]


def describe(tables: list[dict[str, Any]]) -> Iterator[str]:
    """Yield what was found as lines to read, in both languages."""
    if not tables:
        yield f"{NO_TABLE.fa}\n{NO_TABLE.en}"
    for table in tables:
        header, totals = _rows(table["header_rows"]), _rows(table["totals_rows"])
        is_empty = table["last_row"] < table["first_row"]
        words = {"sheet": table["sheet"], "first": table["first_row"], "last": table["last_row"]}
        said = (NO_ROWS if is_empty else TABLE).format(**words, header=header, totals=totals)
        yield f"{said.fa}\n{said.en}"
        for column in table["columns"]:
            field = f"{column['field']} ({column['confidence']:.2f})" if column["field"] else "?"
            yield f"  {column['letter']:3} {column['header'] or '–'}  →  {field}"


def _rows(numbers: list[int]) -> Text:
    if not numbers:
        return NOWHERE
    latin = ", ".join(map(str, numbers))
    return Text(fa=to_persian_digits(latin).replace(",", "،"), en=latin)

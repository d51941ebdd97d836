"""The refused rows of a list as a workbook to correct and send again."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

import xlsxwriter

from hamahang.domain.lists.intake import Source, Table
from hamahang.intake.template import asked_for


def refused_rows_workbook(source: Source, rows: Sequence[Mapping[str, Any]]) -> bytes:
    """Return the rows with their texts as they came, and a last column that says what to mend in each.

    A person's code stands in it as it is kept, masked and with its hash, and is taken so when the rows are sent again.
    rows: with `table`, `row`, `cells` by field and `problems` (each with `cell` and `message`)
    """
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    for table in source.tables:
        _sheet(book, table, [row for row in rows if row["table"] == table.code])
    book.close()
    return out.getvalue()


def _sheet(book: Any, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    sheet = book.add_worksheet(table.title.fa[:31])
    sheet.right_to_left()
    bold = book.add_format({"bold": True, "bottom": 1})
    red = book.add_format({"font_color": "#b3372f", "text_wrap": True})
    columns = asked_for(table)
    for index, column in enumerate(columns):
        # amounts keep the text they came with; their unit is asked again where it was missing
        title = column.titles[0]
        sheet.write_string(0, index, title, bold)
        sheet.set_column(index, index, 18)
    last = len(columns)
    sheet.write_string(0, last, "ایراد و درمان", bold)
    sheet.set_column(last, last, 80)
    for number, row in enumerate(rows, start=1):
        for index, column in enumerate(columns):
            sheet.write_string(number, index, str(row["cells"].get(column.name, "")))
        words = " | ".join(f"{problem['cell']}: {problem['message'].fa}" for problem in row["problems"])
        sheet.write_string(number, last, words, red)

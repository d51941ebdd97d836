"""An empty workbook of a kind of list, to be filled in and sent."""

import io
from typing import Any

import xlsxwriter

from hamahang.domain.lists.intake import Column, Kind, Source, Table

ROWS = 1_000
AS_TEXT = (Kind.TEXT, Kind.DAY, Kind.MONTH, Kind.LEGAL_ID, Kind.PERSON, Kind.COUNTY, Kind.ESTATE)
KINDS = {
    Kind.TEXT: ("متن", "text"),
    Kind.WHOLE: ("عدد درست", "whole number"),
    Kind.NUMBER: ("عدد", "number"),
    Kind.RIALS: ("مبلغ به ریال", "amount in rials"),
    Kind.DAY: ("روز، مانند ۱۳۹۰/۰۴/۱۰", "day, such as 1390/04/10"),
    Kind.CHOICE: ("یکی از گزینه‌ها", "one of the choices"),
    Kind.LEGAL_ID: ("شناسهٔ ملی ۱۱ رقمی", "legal id, 11 digits"),
    Kind.COUNTY: ("نام شهرستان", "name of a county"),
    Kind.ESTATE: ("نام شهرک یا ناحیه", "name of an estate or zone"),
    Kind.PERCENT: ("درصد ۰ تا ۱۰۰", "percent 0 to 100"),
    Kind.YESNO: ("دارد یا ندارد", "yes or no"),
    Kind.MONTH: ("ماه، مانند ۱۳۹۰/۰۲", "month, such as 1390/02"),
    Kind.PERSON: ("کد ملی ۱۰ رقمی؛ نگه داشته نمی‌شود", "national code, 10 digits; it is not kept"),
}


def asked_for(table: Table) -> list[Column]:
    """Return the columns that an office is asked to fill in: not those that would be dropped."""
    return [column for column in table.columns if not column.is_private]


def template_workbook(source: Source) -> bytes:
    """Return the template: one sheet a table, headings that are recognised for certain, and a sheet that explains."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    for table in source.tables:
        _table_sheet(book, table)
    _help_sheet(book, source)
    book.close()
    return out.getvalue()


def _heading(column: Column) -> str:
    return f"{column.titles[0]} (ریال)" if column.kind is Kind.RIALS else column.titles[0]


def _table_sheet(book: Any, table: Table) -> None:
    sheet = book.add_worksheet(table.title.fa[:31])
    sheet.right_to_left()
    sheet.freeze_panes(1, 0)
    needed = book.add_format({"bold": True, "bottom": 2, "bg_color": "#e2efee", "text_wrap": True})
    plain = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
    as_text = book.add_format({"num_format": "@"})
    for index, column in enumerate(asked_for(table)):
        is_text = column.kind in AS_TEXT
        sheet.set_column(index, index, 20, as_text if is_text else None)
        sheet.write_string(0, index, _heading(column), needed if column.required else plain)
        offered = [words[0] for words in column.choices.values()] or (
            ["دارد", "ندارد"] if column.kind is Kind.YESNO else []
        )
        if offered and len(",".join(offered)) <= 255:
            sheet.data_validation(1, index, ROWS, index, {"validate": "list", "source": offered})


def _help_sheet(book: Any, source: Source) -> None:
    sheet = book.add_worksheet("راهنما")
    sheet.right_to_left()
    bold = book.add_format({"bold": True, "bottom": 1})
    for index, title in enumerate(("ستون / column", "لازم / required", "نوع / kind", "گزینه‌ها / choices")):
        sheet.write_string(0, index, title, bold)
    row = 1
    for table in source.tables:
        for column in asked_for(table):
            cells = (
                f"{_heading(column)} / {column.name}",
                "بله / yes" if column.required else "",
                " / ".join(KINDS[column.kind]),
                "، ".join(words[0] for words in column.choices.values()),
            )
            for index, text in enumerate(cells):
                sheet.write_string(row, index, text)
            row += 1
    sheet.set_column(0, 3, 36)

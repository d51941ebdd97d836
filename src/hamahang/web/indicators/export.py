"""The rows of a figure as a file to keep: what the page lists, nothing more, and no formula ever."""

import csv
import io
from collections.abc import Sequence

import xlsxwriter

from hamahang.domain.calendar import say_day
from hamahang.domain.export import safe_cell
from hamahang.domain.figures import say_value
from hamahang.domain.indicators import Indicator, Row, Scope
from hamahang.domain.ledger import AsOf
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.queries import Origin

FORMATS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
HEADINGS = (
    Text(fa="رکورد", en="record"),
    Text(fa="عنوان", en="label"),
    Text(fa="روز", en="day"),
    Text(fa="مقدار", en="amount"),
    Text(fa="سطح اثبات", en="level of proof"),
    Text(fa="فایل", en="file"),
    Text(fa="برگه", en="sheet"),
    Text(fa="خانه", en="cell"),
    Text(fa="ثبت‌کننده", en="recorded by"),
    Text(fa="شمارهٔ ثبت", en="entry"),
)
Listed = Sequence[tuple[Row, Origin]]


def exported(kind: str, wanted: Indicator, listed: Listed, *, asof: AsOf, scope: Scope, language: str) -> bytes:
    """Return the rows as a file of a kind in FORMATS."""
    lines = [_line(row, origin, language) for row, origin in listed]
    if kind == "csv":
        return _csv(lines, language)
    title = f"{wanted.title[language]} · {say_day(asof.day, language)} · {scope}"
    value = say_value(sum(row.amount for row, _ in listed if row.amount) or len(listed), wanted.unit)[language]
    return _xlsx(lines, title=f"{title} · {value}", language=language)


def _line(row: Row, origin: Origin, language: str) -> tuple[object, ...]:
    return (
        row.record,
        row.label,
        say_day(row.on, language, short=True) if row.on else "",
        row.amount,
        Proof(row.level).title[language] if row.level is not None else "",
        origin.file,
        origin.sheet,
        origin.cell,
        row.by,
        row.entry,
    )


def _csv(lines: Sequence[tuple[object, ...]], language: str) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([heading[language] for heading in HEADINGS])
    for line in lines:
        writer.writerow([safe_cell(value) if isinstance(value, str) else value for value in line])
    # the mark at the front makes spreadsheet programs read Persian
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _xlsx(lines: Sequence[tuple[object, ...]], *, title: str, language: str) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet("rows")
    bold = book.add_format({"bold": True, "bottom": 1})
    if language == "fa":
        sheet.right_to_left()
    sheet.write_string(0, 0, title, bold)
    for column, heading in enumerate(HEADINGS):
        sheet.write_string(2, column, heading[language], bold)
    for number, line in enumerate(lines, start=3):
        for column, value in enumerate(line):
            if isinstance(value, str):
                sheet.write_string(number, column, value)
            elif value is not None:
                sheet.write_number(number, column, value)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 44)
    sheet.set_column(2, 9, 18)
    sheet.freeze_panes(3, 0)
    book.close()
    return out.getvalue()

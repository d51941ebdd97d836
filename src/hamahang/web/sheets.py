"""A list as a file to keep: what its page lists, nothing more, and no formula ever."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

import xlsxwriter
from django.http import HttpResponse

from hamahang.domain.calendar import say_day, write_day
from hamahang.domain.export import safe_cell
from hamahang.domain.text import Text
from hamahang.web.access import PersonRequest

FORMATS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
Cell = str | int | Decimal | date | Text | None
EXACT_TO = 10**15  # a workbook keeps 15 figures of a number; what is longer goes in as words
PART = 1_000
WIDTHS = (24, 44, 18)  # of the first, the second and all other columns


def wanted(request: PersonRequest) -> str:
    """Return the kind of file that a list is asked for as, empty for the page."""
    kind = request.GET.get("sheet", "")
    return kind if kind in FORMATS else ""


def offered(request: PersonRequest, names: Iterable[str]) -> list[tuple[str, str]]:
    """Return the kinds of file with the address of each. names: of the list's filters"""
    query = {name: request.GET[name] for name in (*names, "day", "known_at") if request.GET.get(name)}
    return [(kind, f"?{urlencode(query | {'sheet': kind})}") for kind in FORMATS]


def sent(
    request: PersonRequest, *, name: str, title: Text, heads: Sequence[Text], rows: Iterable[Sequence[Cell]]
) -> HttpResponse:
    """Send a list as the kind of file that is asked for. name: of the file, without day and ending"""
    kind, language = wanted(request), request.LANGUAGE_CODE
    lines = [tuple(_plain(cell, language) for cell in row) for row in rows]
    said = f"{title[language]} · {say_day(request.asof.day, language)} · {len(lines)}"
    response = HttpResponse(
        written(kind, title=said, heads=[head[language] for head in heads], lines=lines, language=language),
        content_type=FORMATS[kind],
    )
    response.headers["Content-Disposition"] = f'attachment; filename="{name}-{write_day(request.asof.day)}.{kind}"'
    return response


def in_parts(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """Yield a long list in parts, each short enough to be asked about in one question."""
    return (rows[start : start + PART] for start in range(0, len(rows), PART))


def _plain(cell: Cell, language: str) -> object:
    if isinstance(cell, Text):
        return cell[language]
    return say_day(cell, language, short=True) if isinstance(cell, date) else cell


def written(
    kind: str, *, title: str, heads: Sequence[str], lines: Sequence[tuple[object, ...]], language: str
) -> bytes:
    """Return a table as a file of a kind in FORMATS; texts stay texts."""
    return _csv(heads, lines) if kind == "csv" else _xlsx(title, heads, lines, language)


def _csv(heads: Sequence[str], lines: Sequence[tuple[object, ...]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(heads)
    for line in lines:
        writer.writerow([safe_cell(value) if isinstance(value, str) else value for value in line])
    # the mark at the front makes spreadsheet programs read Persian
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _xlsx(title: str, heads: Sequence[str], lines: Sequence[tuple[object, ...]], language: str) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet("rows")
    bold = book.add_format({"bold": True, "bottom": 1})
    if language == "fa":
        sheet.right_to_left()
    sheet.write_string(0, 0, title, bold)
    for column, head in enumerate(heads):
        sheet.write_string(2, column, head, bold)
    for number, line in enumerate(lines, start=3):
        for column, value in enumerate(line):
            if isinstance(value, int | Decimal) and -EXACT_TO < value < EXACT_TO:
                sheet.write_number(number, column, value)
            elif value is not None:
                sheet.write_string(number, column, str(value))
    first, second, others = WIDTHS
    sheet.set_column(0, 0, first)
    sheet.set_column(1, 1, second)
    sheet.set_column(2, max(len(heads) - 1, 2), others)
    sheet.freeze_panes(3, 0)
    book.close()
    return out.getvalue()

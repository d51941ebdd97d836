"""A briefing as a workbook: one sheet for each table, one for the figures with their codes; values, never formulas."""

from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from hamahang.briefing.render import words
from hamahang.briefing.render.words import say
from hamahang.domain.briefing import Cell, Column, Document, FigureItem, Kind, TableBlock
from hamahang.domain.calendar import say_day
from hamahang.domain.money import MoneyUnit
from hamahang.domain.text import Text

FORBIDDEN_IN_NAMES = dict.fromkeys(map(ord, "[]:*?/\\'"), " ")
LONGEST_NAME = 31
EXACT_TO = 10**15  # a workbook keeps 15 figures of a number; what is longer goes in as words
PERSIAN_DIGITS = "[$-3000429]"
PATTERNS = {Kind.NUMBER: "#,##0", Kind.RIALS: "#,##0", Kind.PERCENT: "0.0%"}
WITH_PARTS = "#,##0.0#"

FIGURE_HEADS = (
    words.CODE,
    words.FIGURE,
    words.VALUE,
    words.AS_PRINTED,
    words.UNIT,
    words.LEVEL,
    words.DEFINITION,
    words.ADDRESS,
)


def render(document: Document, *, language: str, base_url: str) -> bytes:
    """Return the briefing as a workbook; the same document gives the same bytes."""
    target = BytesIO()
    book = Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    created = datetime(document.day.year, document.day.month, document.day.day, tzinfo=UTC).replace(tzinfo=None)
    book.set_properties(
        {"title": say(document.title, language), "subject": say(document.subtitle, language), "created": created}
    )
    sheets = Sheets(book, language)
    write_figures(sheets, document, base_url)
    for block in document.blocks:
        if isinstance(block, TableBlock):
            write_table(sheets, document, block, base_url)
    book.close()
    return target.getvalue()


class Sheets:
    """The sheets of a workbook in one language: their names, direction and cell formats."""

    def __init__(self, book: Workbook, language: str) -> None:
        self.book = book
        self.language = language
        self.names: set[str] = set()
        self.formats: dict[tuple[str, bool], Format] = {}

    def add(self, title: str, widths: list[float]) -> Worksheet:
        """Add a sheet that runs as the language does."""
        sheet = self.book.add_worksheet(self.free_name(title))
        if self.language == "fa":
            sheet.right_to_left()
        for index, width in enumerate(widths):
            sheet.set_column(index, index, width)
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        return sheet

    def free_name(self, title: str) -> str:
        """Return a name that a sheet may have and no other sheet has."""
        plain = " ".join(title.translate(FORBIDDEN_IN_NAMES).split())[:LONGEST_NAME].strip() or "-"
        name, number = plain, 1
        while name.casefold() in self.names:
            number += 1
            name = f"{plain[: LONGEST_NAME - 4].rstrip()} {number}"
        self.names.add(name.casefold())
        return name

    def style(self, kind: str, *, bold: bool = False) -> Format:
        """Return the format of a kind of cell: a pattern of numbers, "text", "head", "title" or "link"."""
        if (kind, bold) not in self.formats:
            self.formats[kind, bold] = self.book.add_format(self.properties(kind, bold=bold))
        return self.formats[kind, bold]

    def properties(self, kind: str, *, bold: bool) -> dict[str, object]:
        """Return what a format consists of."""
        found: dict[str, object] = {
            "font_name": "Vazirmatn",
            "font_size": 14 if kind == "title" else 10,
            "reading_order": 2 if self.language == "fa" else 1,
            "valign": "top",
        }
        if bold or kind in {"head", "title"}:
            found["bold"] = True
        if kind == "head":
            found |= {"bottom": 1, "text_wrap": True, "bg_color": "#F0EDE4"}
        elif kind == "wrapped":
            found |= {"text_wrap": True}
        elif kind == "link":
            found |= {"font_color": "#0F5C63", "underline": 1, "reading_order": 1}
        elif kind not in {"text", "title"}:
            found |= {"num_format": kind}
        if bold:
            found |= {"top": 1}
        return found

    def number_style(self, kind: Kind, value: int | Decimal, *, bold: bool = False) -> Format:
        """Return the format of an amount, in the digits of the language."""
        pattern = WITH_PARTS if kind is Kind.NUMBER and value != int(value) else PATTERNS[kind]
        return self.style((PERSIAN_DIGITS if self.language == "fa" else "") + pattern, bold=bold)


def write_head(sheets: Sheets, sheet: Worksheet, document: Document, title: str) -> int:
    """Write what every sheet begins with: its title, and of which briefing and day it is. Return the next row."""
    language = sheets.language
    day = say_day(document.day, language)
    as_of = words.AS_OF.format(day=Text(day, day))[language]
    whence = (say(document.title, language), say(document.place, language), as_of)
    sheet.write_string(0, 0, title, sheets.style("title"))
    sheet.write_string(1, 0, " · ".join(part for part in whence if part), sheets.style("text"))
    if document.notice[language]:
        sheet.write_string(2, 0, say(document.notice, language), sheets.style("text"))
        return 4
    return 3


def write_figures(sheets: Sheets, document: Document, base_url: str) -> None:
    """Write the sheet of figures: code, value, unit, level of proof, definition, address of the list."""
    language = sheets.language
    sheet = sheets.add(words.FIGURES[language], [14, 40, 22, 16, 18, 22, 60, 34])
    sheet.set_landscape()
    row = write_head(sheets, sheet, document, words.FIGURES[language])
    for column, head in enumerate(FIGURE_HEADS):
        sheet.write_string(row, column, head[language], sheets.style("head"))
    sheet.freeze_panes(row + 1, 0)
    for figure in document.figures():
        row += 1
        write_figure(sheets, sheet, row, figure, base_url)
    for note in document.notes:
        row += 1
        sheet.write_string(row + 1, 0, say(note, language), sheets.style("text"))


def write_figure(sheets: Sheets, sheet: Worksheet, row: int, figure: FigureItem, base_url: str) -> None:
    """Write one figure."""
    language = sheets.language
    text = sheets.style("text")
    sheet.write_string(row, 0, figure.code, text)
    sheet.write_string(row, 1, say(figure.label, language), sheets.style("wrapped"))
    if figure.number is not None:
        write_number(sheet, row, 2, figure.number, sheets.number_style(Kind.NUMBER, figure.number), text)
    sheet.write_string(row, 3, say(figure.value, language), text)
    sheet.write_string(row, 4, say(figure.unit, language), text)
    sheet.write_string(row, 5, say(figure.level, language), text)
    sheet.write_string(row, 6, say(figure.definition, language), sheets.style("wrapped"))
    write_link(sheets, sheet, row, 7, words.address_of(figure.code, base_url))


def write_link(sheets: Sheets, sheet: Worksheet, row: int, column: int, address: str) -> None:
    """Write an address as a link, or as words where a workbook cannot hold it as one."""
    if sheet.write_url(row, column, address, sheets.style("link"), string=address) != 0:
        sheet.write_string(row, column, address, sheets.style("text"))


def write_table(sheets: Sheets, document: Document, table: TableBlock, base_url: str) -> None:
    """Write one table on a sheet of its own; amounts in whole rials."""
    language = sheets.language
    title = say(table.title, language)
    sheet = sheets.add(title, [18 if column.kind.is_numeric else 26 for column in table.columns])
    row = write_head(sheets, sheet, document, title)
    if table.code:
        write_link(sheets, sheet, row - 1, 0, words.address_of(table.code, base_url))
        row += 1
    for index, column in enumerate(table.columns):
        sheet.write_string(row, index, exact_title(column, language), sheets.style("head"))
    sheet.freeze_panes(row + 1, 0)
    first = row
    for cells in table.rows:
        row += 1
        write_row(sheets, sheet, row, table, cells, bold=False)
    if table.rows:
        sheet.autofilter(first, 0, row, len(table.columns) - 1)
    if table.totals is not None:
        row += 1
        write_row(sheets, sheet, row, table, table.totals, bold=True)
    if table.note[language]:
        sheet.write_string(row + 2, 0, say(table.note, language), sheets.style("text"))


def exact_title(column: Column, language: str) -> str:
    """Return the heading of a column; amounts stand in whole rials, whatever unit is printed elsewhere."""
    title = say(column.title, language)
    return f"{title} ({MoneyUnit.RIAL.label[language]})" if column.kind is Kind.RIALS else title


def write_row(
    sheets: Sheets, sheet: Worksheet, row: int, table: TableBlock, cells: tuple[Cell, ...], *, bold: bool
) -> None:
    """Write the cells of a row: amounts as numbers, everything else as words."""
    text = sheets.style("text", bold=bold)
    for index, (cell, column) in enumerate(zip(cells, table.columns, strict=True)):
        if cell is None:
            sheet.write_blank(row, index, None, text)
        elif isinstance(cell, int | Decimal):
            kind = column.kind if column.kind.is_numeric else Kind.NUMBER
            share: int | Decimal = Decimal(cell) / 100 if kind is Kind.PERCENT else cell
            write_number(sheet, row, index, share, sheets.number_style(kind, cell, bold=bold), text)
        else:
            sheet.write_string(row, index, words.cell_words(cell, column, sheets.language), text)


def write_number(
    sheet: Worksheet, row: int, column: int, value: int | Decimal, number_format: Format, text: Format
) -> None:
    """Write a number as a number if a workbook can hold it exactly, else as words."""
    if -EXACT_TO < value < EXACT_TO:
        sheet.write_number(row, column, value if isinstance(value, int) else float(value), number_format)
    else:
        sheet.write_string(row, column, str(value), text)

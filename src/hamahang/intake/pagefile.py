"""Tables of a web page or of an XML workbook that a portal saved under a spreadsheet's name.

No Django: it runs in the reading process. Nothing of a page is run or fetched; only the texts of its cells are taken.
"""

import math
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import iterparse

from hamahang.intake.daycell import day_cell
from hamahang.intake.precheck import MAX_COLUMNS, MAX_ROWS, Unsafe

MAX_NESTED = 20
BREAKS = frozenset({"br", "p", "div", "li"})
SILENT = frozenset({"script", "style", "head", "noscript", "template"})
OFFICE = "{urn:schemas-microsoft-com:office:spreadsheet}"


class Grid:
    """A table's rows as they fill, with the cells that reach over several rows or columns."""

    def __init__(self) -> None:
        self.rows: list[list[Any]] = []
        self.merged: list[tuple[int, int, int, int]] = []
        self.down: dict[int, tuple[int, Any]] = {}  # by column: how many rows are still to fill, and with what

    def begin_row(self) -> None:
        """Begin a row; it holds what the rows above reach down with."""
        if len(self.rows) >= MAX_ROWS:
            raise Unsafe("too_far", len(self.rows))
        self.rows.append([])
        self._take_down()

    def add(self, cell: Any, across: int = 1, down: int = 1) -> None:
        """Put a cell after the last one of the row."""
        if not self.rows:
            self.begin_row()
        row = self.rows[-1]
        first = len(row) + 1
        across = max(1, min(across, MAX_COLUMNS))
        row += [cell] + [None] * (across - 1)
        if len(row) > MAX_COLUMNS:
            raise Unsafe("too_far", len(self.rows))
        if across > 1 or down > 1:
            number = len(self.rows)
            self.merged.append((number, first, number + down - 1, first + across - 1))
        if down > 1:
            for at in range(first, first + across):
                self.down[at] = (down - 1, cell if at == first else None)
        self._take_down()

    def _take_down(self) -> None:
        row = self.rows[-1]
        while (at := len(row) + 1) in self.down:
            left, cell = self.down.pop(at)
            text = cell[0] if isinstance(cell, list) else cell
            kind = cell[1] if isinstance(cell, list) else "text"
            row.append(None if cell is None else [str(text), kind, "filled_down"])
            if left > 1:
                self.down[at] = (left - 1, cell)

    def lines(self, name: str) -> Iterator[Any]:
        """Yield the table as a sheet."""
        yield {"sheet": name, "merged": self.merged[:2_000]}
        for number, row in enumerate(self.rows, start=1):
            if any(cell is not None for cell in row):
                yield [number, 0, row]

    @property
    def is_table(self) -> bool:
        """Whether it has two rows and two columns that hold something, so that it lists and does not only lay out."""
        filled = [row for row in self.rows if sum(cell is not None for cell in row) > 1]
        return len(filled) > 1


class _Tables(HTMLParser):
    """The tables of a page: the innermost ones, each a grid of texts."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.done: list[Grid] = []
        self.open: list[Grid] = []
        self.cell: list[str] | None = None
        self.span = (1, 1)
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SILENT:
            self.silent += 1
        elif tag == "table":
            self._end_cell()
            if len(self.open) >= MAX_NESTED:
                raise Unsafe("too_deep")
            self.open.append(Grid())
        elif self.open and tag == "tr":
            self._end_cell()
            self.open[-1].begin_row()
        elif self.open and tag in ("td", "th"):
            self._end_cell()
            words = dict(attrs)
            self.cell, self.span = [], (_number(words.get("colspan")), _number(words.get("rowspan")))
        elif tag in BREAKS and self.cell:
            self.cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in SILENT:
            self.silent = max(self.silent - 1, 0)
        elif tag in ("td", "th", "tr"):
            self._end_cell()
        elif tag == "table" and self.open:
            self._end_cell()
            self.done.append(self.open.pop())

    def handle_data(self, data: str) -> None:
        if self.cell is not None and not self.silent:
            self.cell.append(data)

    def _end_cell(self) -> None:
        if self.cell is not None and self.open:
            text = "\n".join(line for part in "".join(self.cell).split("\n") if (line := " ".join(part.split())))
            if len(text) > 32_767:
                raise Unsafe("cell_too_long", len(self.open[-1].rows))
            self.open[-1].add(text or None, *self.span)
        self.cell = None


def _number(text: str | None) -> int:
    return max(1, min(int(text), MAX_COLUMNS)) if text and text.isascii() and text.isdigit() and len(text) < 6 else 1


def read_page(text: str) -> Iterator[Any]:
    """Yield the tables of a page, each as a sheet.

    :raises Unsafe: if the page holds no table
    """
    if "\0" in text or "PK\x03\x04" in text:
        # a page that is also something else
        raise Unsafe("unknown")
    parser = _Tables()
    parser.feed(text)
    parser.close()
    found = [grid for grid in (*parser.done, *parser.open) if grid.is_table]
    if not found:
        raise Unsafe("page_without_table")
    for number, grid in enumerate(found, start=1):
        yield from grid.lines(f"table {number}" if len(found) > 1 else "table")


def read_xml_workbook(path: Path) -> Iterator[Any]:
    """Yield the sheets of a workbook in the XML of 2003."""
    grid, title, hidden = Grid(), "", set[int]()
    for event, element in iterparse(path, events=("start", "end"), forbid_dtd=True):
        name = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
        if event == "start":
            if name == "Worksheet":
                grid, title, hidden = Grid(), element.get(f"{OFFICE}Name", ""), set()
            continue
        if name == "Row":
            _xml_row(element, grid, hidden)
            element.clear()
        elif name == "Worksheet":
            for line in grid.lines(title):
                yield [line[0], int(line[0] in hidden), line[2]] if isinstance(line, list) else line
            element.clear()


def _xml_row(row: Element, grid: Grid, hidden: set[int]) -> None:
    index = int(row.get(f"{OFFICE}Index") or len(grid.rows) + 1)
    if not 0 < index <= MAX_ROWS:
        raise Unsafe("too_far", len(grid.rows))
    if index < len(grid.rows):
        raise Unsafe("broken", index)
    while len(grid.rows) < index:
        grid.begin_row()
    if row.get(f"{OFFICE}Hidden") == "1":
        hidden.add(index)
    for cell in row:
        if not isinstance(cell.tag, str) or not cell.tag.endswith("}Cell"):
            continue
        at = int(cell.get(f"{OFFICE}Index") or 0)
        while at > len(grid.rows[-1]) + 1:
            grid.add(None)
        across, down = int(cell.get(f"{OFFICE}MergeAcross") or 0), int(cell.get(f"{OFFICE}MergeDown") or 0)
        grid.add(_xml_value(cell), across + 1, min(down + 1, MAX_ROWS))


def _xml_value(cell: Element) -> Any:
    data = next((part for part in cell if isinstance(part.tag, str) and part.tag.endswith("}Data")), None)
    text = "".join(data.itertext()) if data is not None else ""
    if len(text) > 32_767:
        raise Unsafe("cell_too_long")
    kind = data.get(f"{OFFICE}Type") if data is not None else ""
    if cell.get(f"{OFFICE}Formula") and not text:
        return ["", "formula"]
    if not text:
        return None
    if kind == "DateTime":
        return day_cell(text)
    if kind == "Number":
        return _xml_number(text)
    return [text, {"Error": "error", "Boolean": "truth"}.get(kind or "", "text")]


def _xml_number(text: str) -> Any:
    """Return a number; what is none, or one without end, stays the text it is."""
    try:
        number = float(text)
    except ValueError:
        return text
    if not math.isfinite(number):
        return text
    return int(number) if number.is_integer() and abs(number) <= 2**53 else number

"""Sheets of an open document (.ods, or its flat form .fods): values, hidden rows, merged cells. No Django.

The streaming reader of other workbooks says nothing of hidden rows and merged cells here, and gives up a document
whose elements are set out in lines; so documents of usual size are read by this one.
"""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any
from xml.etree.ElementTree import Element

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, iterparse

from hamahang.intake.daycell import day_cell
from hamahang.intake.precheck import MAX_COLUMNS, MAX_ROWS, Unsafe

LARGEST = 20 << 20  # bytes of the content; beyond it the streaming reader is faster
NAMESPACE = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
TABLE, OFFICE, TEXT, STYLE = (NAMESPACE % name for name in ("table", "office", "text", "style"))
CALC_TYPE = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"
MANIFEST = "META-INF/manifest.xml"
HIDDEN = ("collapse", "filter")
NUMBERS = ("float", "percentage", "currency")
MOST_SPACES = 100


class _Table:
    """One sheet as it fills."""

    def __init__(self, name: str, *, is_hidden: bool) -> None:
        self.name, self.is_hidden = name, is_hidden
        self.rows: list[list[Any]] = []
        self.merged: list[tuple[int, int, int, int]] = []
        self.hidden_columns: list[int] = []
        self.columns = self.at = 0

    def add_columns(self, element: Element) -> None:
        """Count columns, to know which are hidden."""
        many = min(_repeated(element, "columns"), MAX_COLUMNS + 1)
        if element.get(f"{TABLE}visibility") in HIDDEN:
            self.hidden_columns += range(self.columns + 1, min(self.columns + many, MAX_COLUMNS) + 1)
        self.columns += many

    def add_row(self, element: Element) -> None:
        """Read a row; one that holds nothing only counts."""
        many, cells = _repeated(element, "rows"), self._cells(element)
        if any(cell is not None for cell in cells):
            if self.at + many > MAX_ROWS:
                raise Unsafe("too_far", self.at + 1)
            is_hidden = int(element.get(f"{TABLE}visibility") in HIDDEN)
            self.rows += [[self.at + 1 + again, is_hidden, list(cells)] for again in range(many)]
        self.at += many

    def _cells(self, row: Element) -> list[Any]:
        cells: list[Any] = []
        waiting = 0  # blank cells, which count only if one that holds something follows
        for element in row:
            if element.tag not in (f"{TABLE}table-cell", f"{TABLE}covered-table-cell"):
                continue
            many, value = _repeated(element, "columns"), _value(element)
            first = len(cells) + waiting + 1
            down, across = _number(element, "number-rows-spanned"), _number(element, "number-columns-spanned")
            if value is None:
                waiting += many
            elif first + many - 1 > MAX_COLUMNS:
                raise Unsafe("too_far", self.at + 1)
            else:
                cells += [None] * waiting + [value] * many
                waiting = 0
            if (down > 1 or across > 1) and first <= MAX_COLUMNS:
                last = min(first + across - 1, MAX_COLUMNS)
                self.merged.append((self.at + 1, first, min(self.at + down, MAX_ROWS), last))
        return cells

    def lines(self) -> Iterator[Any]:
        """Yield the sheet and its rows."""
        yield {
            "sheet": self.name,
            "is_hidden": self.is_hidden,
            "hidden_columns": self.hidden_columns,
            "merged": self.merged,
        }
        yield from self.rows


def is_usual(path: Path) -> bool:
    """Return whether a zipped document is of a size to be read here.

    :raises Unsafe: if it is locked with a password
    """
    with zipfile.ZipFile(path) as archive:
        if MANIFEST in archive.namelist() and b"encryption-data" in archive.read(MANIFEST):
            raise Unsafe("encrypted")
        return archive.getinfo("content.xml").file_size <= LARGEST


def read_open(path: Path) -> Iterator[Any]:
    """Yield the sheets of a zipped document; cells are not made ready for writing yet.

    :raises Unsafe: for XML that is a trick or broken, or cells too far away
    """
    with zipfile.ZipFile(path) as archive, archive.open("content.xml") as part:
        yield from _sheets(part)


def read_flat(path: Path) -> Iterator[Any]:
    """Yield the sheets of a flat document.

    :raises Unsafe: as `read_open`
    """
    with path.open("rb") as file:
        yield from _sheets(file)


def _sheets(file: IO[bytes]) -> Iterator[Any]:
    open_tables: list[_Table] = []
    hidden_styles: set[str] = set()
    try:
        for event, element in iterparse(file, events=("start", "end"), forbid_dtd=True):
            if element.tag == f"{TABLE}table":
                if event == "start":
                    is_hidden = element.get(f"{TABLE}style-name") in hidden_styles
                    open_tables.append(_Table(element.get(f"{TABLE}name") or "", is_hidden=is_hidden))
                    continue
                done = open_tables.pop()
                if not open_tables:
                    yield from done.lines()
                    element.clear()
            elif event == "end":
                _read(element, open_tables, hidden_styles)
    except DefusedXmlException:
        raise Unsafe("forbidden_xml") from None
    except ParseError:
        raise Unsafe("broken") from None


def _read(element: Element, open_tables: list[_Table], hidden_styles: set[str]) -> None:
    """Take what an element that is whole says; a table inside a table is a drawing's, and not read."""
    if element.tag == f"{STYLE}style":
        if any(part.get(f"{TABLE}display") == "false" for part in element):
            hidden_styles.add(element.get(f"{STYLE}name", ""))
    elif len(open_tables) == 1 and element.tag == f"{TABLE}table-column":
        open_tables[0].add_columns(element)
    elif element.tag == f"{TABLE}table-row":
        if len(open_tables) == 1:
            open_tables[0].add_row(element)
        element.clear()


def _number(element: Element, name: str) -> int:
    text = element.get(f"{TABLE}{name}", "1")
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 9 else 1


def _repeated(element: Element, what: str) -> int:
    return _number(element, f"number-{what}-repeated")


def _value(cell: Element) -> Any:
    """Return what a cell holds: a number, a text, or [text, kind]; None if nothing."""
    kind, text = cell.get(f"{OFFICE}value-type", ""), _text(cell)
    if cell.get(CALC_TYPE) == "error" or (kind == "string" and text.startswith("Err:")):
        return [text or "#ERR", "error"]
    if kind in NUMBERS:
        try:
            return float(cell.get(f"{OFFICE}value", ""))
        except ValueError:
            return text or None
    if kind == "date":
        return day_cell(cell.get(f"{OFFICE}date-value", ""))
    if kind == "boolean":
        return cell.get(f"{OFFICE}boolean-value") == "true"
    text = cell.get(f"{OFFICE}string-value") or text
    if not text and not kind and cell.get(f"{TABLE}formula"):
        return ["", "formula"]
    return text or None


def _text(cell: Element) -> str:
    """Return the paragraphs of a cell, one a line; notes and drawings are not of them."""
    return "\n".join(_line(part) for part in cell if part.tag == f"{TEXT}p")


def _line(part: Element) -> str:
    text = part.text or ""
    for inner in part:
        if inner.tag == f"{TEXT}s":
            text += " " * min(
                int(inner.get(f"{TEXT}c", "1")) if inner.get(f"{TEXT}c", "1").isdigit() else 1, MOST_SPACES
            )
        elif inner.tag == f"{TEXT}tab":
            text += "\t"
        elif inner.tag == f"{TEXT}line-break":
            text += "\n"
        elif inner.tag.startswith(TEXT):
            text += _line(inner)
        text += inner.tail or ""
    return text

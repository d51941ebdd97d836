"""What readers of workbooks drop in silence: error cells, formulas without a value, hidden rows, merged cells.

A streaming scan of the sheets' own XML beside the values. Only the few places that hold a mark are looked at closely,
so that a list of a hundred thousand rows costs one pass over its bytes. No Django: it runs in the reading process.
"""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import IO
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import iterparse

from hamahang.intake.precheck import CHUNK, Unsafe, column_number

OFFICE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
STRICT = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
LONGEST_ROW = 8 << 20
MANY = 200_000  # marks of one sheet: a sheet with more is no list
ATTRIBUTE = rb"""\b%s=["']([^"'<>]*)["']"""
ROW = re.compile(rb"<(?:\w+:)?row\b([^<>]*\bhidden=[^<>]*)>")
COLUMN = re.compile(rb"<(?:\w+:)?col\b([^<>]*\bhidden=[^<>]*)>")
MERGE = re.compile(rb"""<(?:\w+:)?mergeCell\b[^<>]*\bref=["']([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})["']""")
ERROR = re.compile(
    rb"""<(?:\w+:)?c\b([^<>]*\bt=["']e["'][^<>]*)>(?:\s*<(?:\w+:)?f\b[^<>]*(?:/>|>[^<]*</(?:\w+:)?f>))?"""
    rb"""\s*(?:<(?:\w+:)?v>([^<]{0,40}))?"""
)
FORMULA = re.compile(
    rb"""<(?:\w+:)?c\b([^<>]*)>\s*<(?:\w+:)?f\b[^<>]*(?:/>|>[^<]*</(?:\w+:)?f>)"""
    rb"""\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"""
)
VALUES = {name: re.compile(ATTRIBUTE % name.encode()) for name in ("r", "hidden", "min", "max")}
ADDRESS = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
Span = tuple[int, int, int, int]


@dataclass
class Marks:
    """The marks of one sheet.

    cells: by row, then by number of the column: ("error", text) or ("formula", "")
    merged: first row, first column, last row, last column
    """

    cells: dict[int, dict[int, tuple[str, str]]] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[Span] = field(default_factory=list)


def read_marks(path: Path) -> dict[str, Marks]:
    """Return the marks of each sheet of an .xlsx by its name."""
    with zipfile.ZipFile(path) as archive:
        return {name: _marks(archive, part) for name, part in _parts(archive)}


def _parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Yield the names of the sheets with their parts."""
    names = set(archive.namelist())
    if "xl/workbook.xml" not in names or "xl/_rels/workbook.xml.rels" not in names:
        return
    targets: dict[str, str] = {}
    with archive.open("xl/_rels/workbook.xml.rels") as part:
        for _, element in iterparse(part):
            if _local(element) == "Relationship":
                targets[element.get("Id", "")] = element.get("Target", "")
    with archive.open("xl/workbook.xml") as part:
        for _, element in iterparse(part):
            if _local(element) == "sheet":
                target = targets.get(element.get(OFFICE) or element.get(STRICT) or "", "")
                name = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
                if name in names:
                    yield element.get("name", ""), name


def _marks(archive: zipfile.ZipFile, part: str) -> Marks:
    marks = Marks()
    with archive.open(part) as stream:
        for piece in _whole_rows(stream):
            _mark(piece, marks)
            if sum(map(len, marks.cells.values())) + len(marks.merged) + len(marks.hidden_rows) > MANY:
                raise Unsafe("too_far")
    return marks


def _whole_rows(stream: IO[bytes]) -> Iterator[bytes]:
    """Yield pieces that end where a row ends, so that no cell is cut in two."""
    rest = b""
    while piece := stream.read(CHUNK):
        rest += piece
        cut = rest.rfind(b"row>") + 4
        if cut > 4 or len(rest) > LONGEST_ROW:
            cut = cut if cut > 4 else len(rest)
            yield rest[:cut]
            rest = rest[cut:]
    yield rest


def _mark(piece: bytes, marks: Marks) -> None:
    """Note what a piece of a sheet holds; each sign is looked for as plain bytes first, which is quick."""
    if b"hidden=" in piece:
        marks.hidden_rows.update(int(_value(found[1], "r") or 0) for found in ROW.finditer(piece) if _is_hidden(found))
        for found in COLUMN.finditer(piece):
            if _is_hidden(found):
                first, last = int(_value(found[1], "min") or 0), int(_value(found[1], "max") or 0)
                # columns hidden up to the edge of the sheet hold nothing
                marks.hidden_columns.update(range(first, min(last, 702) + 1))
    if b"mergeCell " in piece:
        for found in MERGE.finditer(piece):
            first_row, last_row = int(found[2]), int(found[4])
            marks.merged.append(
                (first_row, column_number(found[1].decode()), last_row, column_number(found[3].decode()))
            )
    if b't="e"' in piece or b"t='e'" in piece:
        for found in ERROR.finditer(piece):
            _keep(marks, found[1], ("error", unescape((found[2] or b"#").decode("utf-8", "replace"))))
    if b"<f" in piece or b":f" in piece:
        for found in FORMULA.finditer(piece):
            _keep(marks, found[1], ("formula", ""))


def _keep(marks: Marks, attributes: bytes, mark: tuple[str, str]) -> None:
    address = ADDRESS.fullmatch(_value(attributes, "r"))
    if address:
        marks.cells.setdefault(int(address[2]), {})[column_number(address[1])] = mark


def _is_hidden(found: re.Match[bytes]) -> bool:
    return _value(found[1], "hidden") in ("1", "true")


def _value(attributes: bytes, name: str) -> str:
    found = VALUES[name].search(attributes)
    return found[1].decode("ascii", "replace") if found else ""


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""

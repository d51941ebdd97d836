"""What readers of workbooks drop in silence: error cells, formulas without a value, hidden rows, merged cells.

A streaming scan of the sheets' own XML beside the values. No Django: it runs in the reading process.
"""

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import iterparse

OFFICE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass
class Marks:
    """The marks of one sheet. cells: address → ("error", text) or ("formula", ""); merged: (first, last) addresses."""

    cells: dict[str, tuple[str, str]] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    merged: list[tuple[str, str]] = field(default_factory=list)


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
                target = targets.get(element.get(OFFICE, ""), "")
                name = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
                if name in names:
                    yield element.get("name", ""), name


def _marks(archive: zipfile.ZipFile, part: str) -> Marks:
    marks = Marks()
    with archive.open(part) as stream:
        for event, element in iterparse(stream, events=("start", "end")):
            name = _local(element)
            if event == "start":
                if name == "row" and element.get("hidden") in ("1", "true"):
                    marks.hidden_rows.add(int(element.get("r") or 0))
                continue
            if name == "c":
                _mark_cell(element, marks)
                element.clear()
            elif name == "mergeCell":
                first, _, last = (element.get("ref") or "").partition(":")
                marks.merged.append((first, last or first))
            elif name == "row":
                element.clear()
    return marks


def _mark_cell(element: Element, marks: Marks) -> None:
    children: dict[str, Any] = {_local(child): child for child in element}
    value = children.get("v")
    if element.get("t") == "e":
        marks.cells[element.get("r", "")] = ("error", (value.text if value is not None else "") or "#")
    elif "f" in children and (value is None or value.text is None) and "is" not in children:
        marks.cells[element.get("r", "")] = ("formula", "")


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""

"""The reading process: limited in memory and time, it turns one file into JSON lines and can die without harm.

Run as `python -m hamahang.intake.child PATH KIND`. It never loads Django, and takes nothing but the path.
"""

import json
import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from hamahang.intake.csvfile import read_csv
from hamahang.intake.precheck import MAX_COLUMNS, MAX_ROWS, Unsafe, check_container, column_letters
from hamahang.intake.sheetmarks import Marks, read_marks

MEMORY = 1 << 30
Cells = dict[str, list[str]]


def limit_memory() -> None:
    """Bound the memory of this process where the system can."""
    try:
        import resource
    except ImportError:  # Windows: the wall limit alone holds
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> int:
    """Read the file named on the command line and print its sheets."""
    limit_memory()
    path, kind = Path(sys.argv[1]), sys.argv[2]
    out = sys.stdout
    out.reconfigure(encoding="utf-8", errors="surrogatepass")  # type: ignore[union-attr]
    try:
        for line in read(path, kind):
            out.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")
    except Unsafe as error:
        out.write(json.dumps({"refused": error.code}) + "\n")
    except MemoryError:
        out.write('{"refused":"bomb"}\n')
    except BaseException as error:  # noqa: BLE001 - a reader in Rust panics with a BaseException
        sys.stderr.write(f"{type(error).__name__}\n")
        out.write('{"refused":"broken"}\n')
    return 0


def read(path: Path, kind: str) -> Iterator[dict[str, Any]]:
    """Yield {"sheet": name}, then {"row": number, "cells": {...}, "hidden": bool} for each row, and at last {"end"}."""
    if kind == "csv":
        yield {"sheet": ""}
        for number, row in read_csv(path):
            cells = {column_letters(at): [text, "text"] for at, text in enumerate(row, start=1) if text.strip()}
            yield {"row": number, "cells": cells}
    else:
        yield from _workbook(path, kind)
    yield {"end": True}


def _workbook(path: Path, kind: str) -> Iterator[dict[str, Any]]:
    from python_calamine import CalamineWorkbook, SheetTypeEnum

    marks: dict[str, Marks] = {}
    if kind in ("xlsx", "ods"):
        check_container(path)
    if kind == "xlsx":
        marks = read_marks(path)
    book = CalamineWorkbook.from_path(str(path))
    for meta in book.sheets_metadata:
        if meta.typ == SheetTypeEnum.WorkSheet:
            yield {"sheet": meta.name}
            yield from _sheet(book.get_sheet_by_name(meta.name), marks.get(meta.name, Marks()))


def _sheet(sheet: Any, marks: Marks) -> Iterator[dict[str, Any]]:
    down, marked = _Merged(marks.merged), _marked(marks)
    for number, values in enumerate(sheet.iter_rows(), start=1):
        if number > MAX_ROWS or len(values) > MAX_COLUMNS:
            raise Unsafe("too_far")
        cells = {
            column_letters(at): _cell(value) for at, value in enumerate(values, start=1) if value not in ("", None)
        }
        for letters, mark in marked.get(number, []):
            cells[letters] = [mark[1], mark[0]]
        if cells:
            down.fill(number, cells)
            yield {"row": number, "cells": cells, "hidden": number in marks.hidden_rows}


def _marked(marks: Marks) -> dict[int, list[tuple[str, tuple[str, str]]]]:
    """Return by row the cells whose value is an error or missing."""
    by_row: dict[int, list[tuple[str, tuple[str, str]]]] = {}
    for address, mark in marks.cells.items():
        letters, row = split_address(address)
        by_row.setdefault(row, []).append((letters, mark))
    return by_row


class _Merged:
    """Cells merged downwards: their value belongs to each row they stand beside."""

    def __init__(self, merged: list[tuple[str, str]]) -> None:
        self.spans: list[tuple[str, int, int]] = []
        self.values: dict[tuple[str, int], list[str]] = {}
        for first, last in merged:
            letters, top = split_address(first)
            other, bottom = split_address(last)
            if bottom > top and letters == other:
                self.spans.append((letters, top, bottom))

    def fill(self, number: int, cells: Cells) -> None:
        """Give a row the values of the merged cells it lies in."""
        for letters, top, bottom in self.spans:
            if number == top and letters in cells:
                self.values[letters, top] = cells[letters]
            elif top < number <= bottom and letters not in cells and (letters, top) in self.values:
                text, kind = self.values[letters, top][:2]
                cells[letters] = [text, kind, "filled_down"]


def split_address(address: str) -> tuple[str, int]:
    """Return the letters and the row of a cell's address."""
    letters = address.rstrip("0123456789")
    return letters, int(address[len(letters) :] or 0)


def _cell(value: Any) -> list[str]:
    if isinstance(value, bool):
        return ["1" if value else "0", "number"]
    if isinstance(value, float):
        return [str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value), "number"]
    if isinstance(value, int):
        return [str(value), "number"]
    if isinstance(value, datetime | date):
        return [value.isoformat()[:10], "day"]
    if isinstance(value, time | timedelta):
        return [str(value), "text"]
    return [str(value), "text"]


if __name__ == "__main__":
    sys.exit(main())

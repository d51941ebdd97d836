"""The reading process: limited in memory and time, it turns one file into JSON lines and can die without harm.

Run as `python -m hamahang.intake.child PATH KIND`. It never loads Django, and takes nothing but the path.

A sheet is a line {"sheet": name, …}, a row a line [number, is_hidden, cells, …], the end {"end": true}, a refusal
{"refused": code, "row": number}. A cell is null, a text, a number, or [text, kind, note].
"""

import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from hamahang.intake.archive import members, transcoded
from hamahang.intake.csvfile import decode, read_csv
from hamahang.intake.daycell import day_cell
from hamahang.intake.linesfile import read_lines
from hamahang.intake.openfile import is_usual, read_flat, read_open
from hamahang.intake.pagefile import read_page, read_xml_workbook
from hamahang.intake.precheck import MAX_COLUMNS, MAX_ROWS, Unsafe, check_container, column_letters, opened
from hamahang.intake.sheetmarks import Marks, Span, read_marks

MEMORY = 1 << 30
OUTPUT = 2 << 30
LONGEST_CELL = 32_767
MOST_CELLS = 20_000_000  # between the first and the last of a sheet that hold something
MERGES_TOLD = 2_000
EXACT = 2**53 - 1  # beyond it a spreadsheet's number has lost its last digits
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
Line = dict[str, Any] | list[Any]


def limit_memory() -> None:
    """Bound the memory of this process and what it may write, where the system can."""
    try:
        import resource
    except ImportError:  # Windows: the wall limit alone holds
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (OUTPUT, OUTPUT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> int:
    """Read the file named on the command line and print its sheets."""
    limit_memory()
    path, kind = Path(sys.argv[1]), sys.argv[2]
    out = sys.stdout
    out.reconfigure(encoding="utf-8", errors="replace", line_buffering=False)  # type: ignore[union-attr]
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode
    try:
        for line in read(path, kind):
            out.write(encode(line) + "\n")
    except Unsafe as error:
        out.write(json.dumps({"refused": error.code, "row": error.row}) + "\n")
    except MemoryError:
        out.write('{"refused":"bomb"}\n')
    except BaseException as error:  # noqa: BLE001 - a reader in Rust panics with a BaseException
        sys.stderr.write(f"{type(error).__name__}\n")
        out.write(json.dumps({"refused": _why(error, kind)}) + "\n")
    return 0


def _why(error: BaseException, kind: str) -> str:
    if "assword" in type(error).__name__ + str(error):
        return "encrypted"
    return "locked" if kind == "xls" else "broken"


def read(path: Path, kind: str) -> Iterator[Line]:
    """Yield the lines of a file, sheet by sheet, and the end."""
    yield from _sheets(path, kind)
    yield {"end": True}


def _sheets(path: Path, kind: str) -> Iterator[Line]:
    if kind == "csv":
        yield {"sheet": "", "is_text": True}
        yield from _csv(read_csv(path))
    elif kind == "html":
        yield from read_page(decode(path.read_bytes()))
    elif kind == "xml":
        yield from read_xml_workbook(path)
    elif kind == "flat":
        yield from _open(read_flat(path))
    elif kind == "zip":
        yield from _zip(path)
    elif kind == "lines":
        yield from read_lines(path)
    else:
        yield from _workbook(path, kind)


def _csv(rows: Iterator[tuple[int, list[str]]]) -> Iterator[Line]:
    for number, row in rows:
        yield [number, 0, [_text(cell, number) if cell.strip() else None for cell in row], len(row)]


def _zip(path: Path) -> Iterator[Line]:
    """Tell a workbook of zipped parts from an archive that holds workbooks."""
    with opened(path) as archive:
        names = set(archive.namelist())
    if "xl/workbook.bin" in names:
        check_container(path)
        yield from _workbook(path, "xlsb")
    elif "[Content_Types].xml" in names:
        check_container(path)
        with transcoded(path) as readable:
            yield from _workbook(readable, "xlsx")
    elif "content.xml" in names:
        check_container(path)
        yield from _open(read_open(path)) if is_usual(path) else _workbook(path, "ods")
    else:
        for name, kind, member in members(path):
            for line in _sheets(member, kind):
                if isinstance(line, dict) and "sheet" in line:
                    line["sheet"] = f"{name} › {line['sheet']}" if line["sheet"] else name
                yield line


def _open(lines: Iterator[Line]) -> Iterator[Line]:
    """Yield the lines of an open document with their cells as others write them."""
    down = _Merged([])
    for line in lines:
        if isinstance(line, dict):
            down = _Merged(line["merged"])
            yield {**line, "hidden_columns": [column_letters(at) for at in line["hidden_columns"]]}
            continue
        number, is_hidden, values = line
        cells = [value if isinstance(value, list) else _cell(value, number) for value in values]
        down.fill(number, cells)
        yield [number, is_hidden, cells]


def _workbook(path: Path, kind: str) -> Iterator[Line]:
    # the reader needs no Python: the marks are looked for while it reads
    with ThreadPoolExecutor(max_workers=1) as aside:
        looking = aside.submit(read_marks, path) if kind == "xlsx" else None
        yield from _worksheets(path, looking.result if looking else dict)


def _worksheets(path: Path, marks: Callable[[], Mapping[str, Marks]]) -> Iterator[Line]:
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    # a workbook inside an archive is named by its content too, so the reader is given the bytes, not a name
    with path.open("rb") as file:
        book = CalamineWorkbook.from_filelike(file)
        for meta in book.sheets_metadata:
            if meta.typ == SheetTypeEnum.WorkSheet:
                sheet = book.get_sheet_by_name(meta.name)
                own = marks().get(meta.name) or Marks(merged=_merged(sheet))
                yield {
                    "sheet": meta.name,
                    "is_hidden": meta.visible != SheetVisibleEnum.Visible,
                    "hidden_columns": [column_letters(at) for at in sorted(own.hidden_columns)],
                    "merged": sorted(own.merged)[:MERGES_TOLD],
                }
                yield from _sheet(sheet, own)


def _merged(sheet: Any) -> list[Span]:
    """Return the merged cells as an old workbook's reader tells them, rows and columns from 1."""
    told = sheet.merged_cell_ranges or []
    return [(top + 1, left + 1, bottom + 1, right + 1) for (top, left), (bottom, right) in told]


def _sheet(sheet: Any, marks: Marks) -> Iterator[Line]:
    down = _Merged(marks.merged)
    if sheet.start and sheet.height * sheet.width > MOST_CELLS:
        # one cell far away makes a field of blank ones, and each would be looked at
        raise Unsafe("too_far", sheet.end[0] + 1)
    # the reader begins at the first row of the sheet, but at the first column that is used
    before = [None] * (sheet.start[1] if sheet.start else 0)
    for number, values in enumerate(sheet.iter_rows(), start=1):
        if number > MAX_ROWS or len(values) > MAX_COLUMNS:
            raise Unsafe("too_far", number)
        cells = before + _cells(values, number)
        for at, mark in marks.cells.get(number, {}).items():
            cells += [None] * (at - len(cells))
            cells[at - 1] = [mark[1], mark[0]]
        if any(cell is not None for cell in cells):
            down.fill(number, cells)
            yield [number, int(number in marks.hidden_rows), cells]


class _Merged:
    """Cells merged downwards: their value belongs to each row they stand beside."""

    def __init__(self, merged: list[Span]) -> None:
        self.begins: dict[int, list[Span]] = {}
        for span in merged:
            if span[2] > span[0] and span[1] == span[3]:
                self.begins.setdefault(span[0], []).append(span)
        self.open: dict[int, tuple[int, Any]] = {}  # by column: the last row, and the value

    def fill(self, number: int, cells: list[Any]) -> None:
        """Give a row the values of the merged cells it lies in."""
        for at, (last, value) in list(self.open.items()):
            if number > last:
                del self.open[at]
            elif at <= len(cells) and cells[at - 1] is None:
                cells[at - 1] = value
        for _, at, last, _ in self.begins.pop(number, []):
            if at <= len(cells) and cells[at - 1] is not None:
                self.open[at] = (last, _filled(cells[at - 1]))


def _filled(cell: Any) -> list[str]:
    if isinstance(cell, list):
        return [cell[0], cell[1], "filled_down"]
    return [str(cell), "text" if isinstance(cell, str) else "number", "filled_down"]


def _cells(values: list[Any], row: int) -> list[Any]:
    """Return the cells of a row; texts of which nothing is to be said, as most are, at once."""
    if set(map(type, values)) == {str}:
        whole = "".join(values)
        if len(whole) <= LONGEST_CELL and not CONTROL.search(whole):
            return [value or None for value in values]
    return [_cell(value, row) for value in values]


def _cell(value: Any, row: int) -> Any:
    if isinstance(value, str):
        return _text(value, row) if value else None
    if isinstance(value, bool):
        return ["TRUE" if value else "FALSE", "truth"]
    if isinstance(value, float):
        if value.is_integer() and abs(value) <= EXACT:
            return int(value)
        return value if abs(value) <= EXACT else [repr(value), "number", "inexact"]
    if isinstance(value, int):
        return value if abs(value) <= EXACT else [str(value), "number", "inexact"]
    if isinstance(value, datetime | date):
        return day_cell(value.isoformat())
    if isinstance(value, time | timedelta):
        return str(value)
    return None if value is None else str(value)


def _text(text: str, row: int = 0) -> Any:
    """Return a text; control characters are taken out, and that is said."""
    if len(text) > LONGEST_CELL:
        raise Unsafe("cell_too_long", row)
    return [CONTROL.sub("", text), "text", "control"] if CONTROL.search(text) else text


if __name__ == "__main__":
    sys.exit(main())

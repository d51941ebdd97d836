"""Concealed lists as they are kept: the reading process's own lines under a mark. No Django: that process reads them.

They were written by us, but whoever can send a file can send one that looks like it: every line is looked at.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hamahang.intake.precheck import MAX_COLUMNS, MAX_ROWS, Unsafe
from hamahang.intake.reasons import REASONS

MARK = b'{"concealed":1}\n'
LONGEST_CELL, LONGEST_LINE = 32_767, 8 << 20
NUMBER = re.compile(r"-?[0-9]{1,40}(\.[0-9]{1,400})?")
DAY = re.compile(r"[0-9]{4}-[01][0-9]-[0-3][0-9]")
KINDS = {"text", "number", "day", "truth", "error", "formula"}


def read_lines(path: Path) -> Iterator[dict[str, Any] | list[Any]]:
    """Yield the lines of a concealed list: sheets and rows.

    :raises Unsafe: for a line that is neither, or says why the file itself could not be read
    """
    with path.open("rb") as file:
        file.readline(len(MARK))
        sheets = 0
        while line := file.readline(LONGEST_LINE):
            try:
                told = json.loads(line)
            except (ValueError, RecursionError):
                raise Unsafe("broken") from None
            sheets += isinstance(told, dict)
            yield _sheet(told) if isinstance(told, dict) else _row(told if sheets else None)


def _sheet(told: dict[str, Any]) -> dict[str, Any]:
    if "refused" in told:
        code, row = told["refused"], told.get("row", 0)
        raise Unsafe(code if code in REASONS else "broken", row if isinstance(row, int) else 0)
    columns, merged = told.get("hidden_columns", []), told.get("merged", [])
    is_good = (
        isinstance(told.get("sheet"), str)
        and isinstance(columns, list)
        and all(isinstance(letters, str) for letters in columns)
        and isinstance(merged, list)
        and all(isinstance(span, list) and list(map(type, span)) == [int] * 4 and min(span) > 0 for span in merged)
    )
    if not is_good:
        raise Unsafe("broken")
    names = ("sheet", "is_hidden", "hidden_columns", "merged")
    return {name: told[name] for name in names if name in told}


def _row(told: Any) -> list[Any]:
    if not (isinstance(told, list) and len(told) in (3, 4) and isinstance(told[2], list)):
        raise Unsafe("broken")
    number, is_hidden, cells, *width = told
    if not all(isinstance(part, int) and part >= 0 for part in (number, is_hidden, *width)):
        raise Unsafe("broken")
    if number > MAX_ROWS or len(cells) > MAX_COLUMNS:
        raise Unsafe("too_far", number)
    if not all(cell is None or _is_cell(cell) for cell in cells):
        raise Unsafe("broken", number)
    return told


def _is_cell(cell: Any) -> bool:
    if isinstance(cell, str):
        return len(cell) <= LONGEST_CELL
    if not (isinstance(cell, list) and len(cell) in (2, 3) and all(isinstance(part, str) for part in cell)):
        return False
    text, kind = cell[:2]
    if kind not in KINDS or len(text) > LONGEST_CELL:
        return False
    if kind == "number" and cell[2:] != ["inexact"]:
        return NUMBER.fullmatch(text) is not None
    return kind != "day" or DAY.fullmatch(text) is not None

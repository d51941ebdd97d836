"""Files into sheets: their values through the limited reading process, kept aside and read row by row."""

import io
import json
import subprocess
import sys
import tempfile
from array import array
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from threading import Lock
from typing import IO, Any, overload

from hamahang.domain.lists.intake import Cell, Sheet, SheetRow
from hamahang.intake.kinds import kind_of_content
from hamahang.intake.precheck import LETTERS, Unsafe, column_letters
from hamahang.intake.reasons import reason

WALL_SECONDS = 60
IN_MEMORY = 4 << 20
AT_ONCE = 256
MOST_KNOWN = 131_072  # cells of a sheet that are remembered
SHORT = 64


class UnreadableFile(Exception):
    """The file cannot be read. code: which reason; row: where, 0 for no row; message: why, and what to do."""

    def __init__(self, code: str, row: int = 0) -> None:
        self.code, self.row = code, row
        self.message = reason(code, row)
        super().__init__(self.message.en)


def kind_of(path: Path) -> str:
    """Return what a file is by its content, whatever its name says: zip, xls, html, xml, csv or lines.

    :raises UnreadableFile: if it is none of these
    """
    try:
        return kind_of_content(path)
    except Unsafe as error:
        raise UnreadableFile(error.code) from None


def read_sheets(path: Path, *, wall_seconds: int = WALL_SECONDS) -> list[Sheet]:
    """Return the sheets of a file; their rows are read from where the reader put them, as often as asked.

    The reader runs in a child process with bounded memory and time: a hostile file ends the child, not the server.
    :raises UnreadableFile: with the reason and its repair
    """
    kind = kind_of(path)
    command = [sys.executable, "-m", "hamahang.intake.child", str(path), kind]
    out = tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long as its rows do
    spool = _Spool(out)
    try:
        subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.DEVNULL, timeout=wall_seconds,
            check=False, env=environment(),
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise UnreadableFile("too_slow") from None
    spool.settle()
    return _sheets(spool)


def environment() -> dict[str, str]:
    """Return what the child needs: where the package lies, nothing else of this process."""
    root = str(Path(__file__).resolve().parents[2])
    return {"PYTHONPATH": root, "PYTHONIOENCODING": "utf-8", "PATH": "", "SYSTEMROOT": "C:\\Windows"}


class _Spool:
    """What the reader wrote: in memory if it is little, else in a file without a name that goes with its last row."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.lock = file, Lock()

    def settle(self) -> None:
        """Take a small file into memory."""
        if self.file.seek(0, io.SEEK_END) <= IN_MEMORY:
            self.file.seek(0)
            small = io.BytesIO(self.file.read())
            self.file.close()
            self.file = small
        self.file.seek(0)

    def read(self, start: int, stop: int) -> bytes:
        """Return some of the bytes."""
        with self.lock:
            self.file.seek(start)
            return self.file.read(stop - start)

    def __del__(self) -> None:
        self.file.close()


class Rows(Sequence[SheetRow]):
    """The rows of a sheet, made anew from what the reader wrote each time they are asked for."""

    def __init__(self, spool: _Spool, offsets: "array[int]") -> None:
        self.spool, self.offsets = spool, offsets  # one more than rows: where each begins, and the last one ends
        self.known: list[_Cells] = []  # by column

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def __iter__(self) -> Iterator[SheetRow]:
        for first in range(0, len(self), AT_ONCE):
            yield from self._between(first, min(first + AT_ONCE, len(self)))

    def _between(self, first: int, last: int) -> list[SheetRow]:
        lines = self.spool.read(self.offsets[first], self.offsets[last]).split(b"\n")
        return list(map(self._row, json.loads(b"[" + b",".join(filter(None, lines)) + b"]")))

    def _row(self, told: list[Any]) -> SheetRow:
        number, is_hidden, values, *more = told
        if len(values) > len(self.known):
            self.known = [_Cells(MOST_KNOWN // len(values)) for _ in values]
        said = zip(LETTERS, values, self.known, strict=False)
        try:
            cells = {letters: known[value] for letters, value, known in said if value is not None}
        except TypeError:  # a cell of another kind than text and number is told as a list
            cells = {
                letters: _cell(value) for letters, value in zip(LETTERS, values, strict=False) if value is not None
            }
        return SheetRow(number, cells, is_hidden=bool(is_hidden), width=more[0] if more else 0)

    @overload
    def __getitem__(self, index: int) -> SheetRow: ...
    @overload
    def __getitem__(self, index: slice) -> list[SheetRow]: ...
    def __getitem__(self, index: int | slice) -> SheetRow | list[SheetRow]:
        if isinstance(index, slice):
            first, last, step = index.indices(len(self))
            return (
                self._between(first, last)
                if step == 1 and last > first
                else [self[at] for at in range(first, last, step)]
            )
        at = index + len(self) if index < 0 else index
        if not 0 <= at < len(self):
            raise IndexError(index)
        return self._between(at, at + 1)[0]


def _sheets(spool: _Spool) -> list[Sheet]:
    found: list[tuple[dict[str, Any], array[int]]] = []
    is_whole, at = False, 0
    for line in spool.file:
        begin, at = at, at + len(line)
        if line.startswith(b"["):
            offsets = found[-1][1]
            if not offsets:
                offsets.append(begin)
            offsets.append(at)
            continue
        told: dict[str, Any] = json.loads(line) if line.endswith(b"}\n") else {}
        if "refused" in told:
            raise UnreadableFile(told["refused"], told.get("row", 0))
        if "sheet" in told:
            found.append((told, array("Q")))
        is_whole = "end" in told
    if not is_whole:
        # the child died: out of memory, or its reader crashed
        raise UnreadableFile("reader_died")
    return [_sheet(told, Rows(spool, offsets or array("Q", [0]))) for told, offsets in found]


def _sheet(told: dict[str, Any], rows: Rows) -> Sheet:
    return Sheet(
        told["sheet"],
        rows,
        is_hidden=told.get("is_hidden", False),
        hidden_columns=tuple(told.get("hidden_columns", ())),
        merged=tuple(
            (top, column_letters(left), bottom, column_letters(min(right, len(LETTERS))))
            for top, left, bottom, right in told.get("merged", ())
            if left <= len(LETTERS)
        ),
    )


class _Cells(dict[Any, Cell]):
    """The cells of a column by what was told of them: a list says the same words again and again.

    A cell is never changed, so one stands for all that are alike. Long texts are not kept.
    """

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most

    def __missing__(self, value: Any) -> Cell:
        cell = _cell(value)
        if len(self) < self.most and len(cell.text) <= SHORT:
            self[value] = cell
        return cell


def _cell(value: Any) -> Cell:
    if isinstance(value, str):
        return Cell(value)
    if isinstance(value, list):
        return Cell(*value)
    if isinstance(value, int):
        return Cell(str(value), "number")
    # the shortest writing of the number, never with an exponent
    return Cell(f"{Decimal(repr(value)):f}", "number")

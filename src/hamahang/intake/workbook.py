"""Files into sheets: what kind a file is by its content, and its values through the limited reading process."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from hamahang.domain.intake import Cell, Sheet, SheetRow
from hamahang.domain.text import Text

WALL_SECONDS = 60
HEAD = 8192
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

REASONS = {
    "empty": Text(fa="فایل خالی است؛ فایل درست را بفرستید.", en="The file is empty; send the right one."),
    "unknown": Text(
        fa="این فایل نه اکسل (xlsx، xls)، نه ods و نه csv است؛ فهرست را در یکی از این قالب‌ها بفرستید.",
        en="This file is neither Excel (xlsx, xls), ods nor csv; send the list in one of these forms.",
    ),
    "broken": Text(
        fa="فایل خراب است و خوانده نشد؛ آن را باز و دوباره ذخیره کنید.",
        en="The file is damaged and could not be read; open it and save it again.",
    ),
    "broken_csv": Text(
        fa="نقل‌قول باز مانده یا سطرهای فایل csv درهم است؛ فایل را دوباره ذخیره کنید.",
        en="A quotation is left open, or the lines of the CSV are mixed up; save the file again.",
    ),
    "bomb": Text(
        fa="فایل پس از باز شدن بسیار بزرگ می‌شود و پذیرفته نیست.", en="The file unpacks to far too much and is refused."
    ),
    "duplicate_parts": Text(fa="بخش تکراری در فایل هست؛ پذیرفته نیست.", en="The file holds a part twice; refused."),
    "path_trick": Text(fa="نام بخش‌های فایل درست نیست؛ پذیرفته نیست.", en="The file's parts have wrong names; refused."),
    "encrypted": Text(
        fa="فایل رمز دارد؛ بدون رمز ذخیره کنید.", en="The file is encrypted; save it without a password."
    ),
    "forbidden_xml": Text(
        fa="فایل تعریف‌های ناروا دارد؛ پذیرفته نیست.", en="The file holds forbidden definitions; refused."
    ),
    "too_far": Text(
        fa="فایل خانه‌ای بسیار دور یا بسیار بزرگ دارد؛ سطرها و ستون‌های اضافه را پاک کنید.",
        en="A cell lies far outside any list, or is far too long; delete the surplus rows and columns.",
    ),
    "encoding": Text(
        fa="حروف فایل خوانده نشد؛ آن را با کدگذاری UTF-8 ذخیره کنید.",
        en="The letters of the file could not be read; save it as UTF-8.",
    ),
    "zero_byte": Text(fa="فایل متن نیست؛ بایت صفر دارد.", en="The file is not text; it holds zero bytes."),
    "too_slow": Text(
        fa="خواندن فایل بیش از حد طول کشید؛ فقط جدول را در فایل تازه‌ای بگذارید.",
        en="Reading the file took too long; put the table alone into a new file.",
    ),
}


class UnreadableFile(Exception):
    """The file cannot be read. code: which reason; message: why, and what to do."""

    def __init__(self, code: str) -> None:
        self.code = code
        self.message = REASONS[code]
        super().__init__(self.message.en)


def kind_of(path: Path) -> str:
    """Return xlsx, ods, xls or csv by the file's first bytes, whatever its name says.

    :raises UnreadableFile: if it is none of these
    """
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not head.strip(b"\0 \r\n\t"):
        raise UnreadableFile("empty")
    if head.startswith(OLE):
        # an encrypted workbook is an old-style container that holds a package
        if "EncryptedPackage".encode("utf-16-le") in path.read_bytes()[: 1 << 20]:
            raise UnreadableFile("encrypted")
        return "xls"
    if head.startswith(b"PK\x03\x04"):
        return "ods" if b"opendocument.spreadsheet" in head[:200] else "xlsx"
    if _is_text(head):
        return "csv"
    raise UnreadableFile("unknown")


def _is_text(head: bytes) -> bool:
    """Return whether a file begins like a table in text: no program, no page, no control bytes."""
    start = head.lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if start.startswith((b"<", b"mz", b"%pdf", b"{\\rtf", b"\x7felf", b"pk", b"gif8", b"\x89png")):
        return False
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or head[1::2].count(0) > len(head) // 8:
        return True
    controls = sum(byte < 32 and byte not in (9, 10, 13, 0) for byte in head)
    return controls == 0


def read_sheets(path: Path, *, wall_seconds: int = WALL_SECONDS) -> list[Sheet]:
    """Return the sheets of a file.

    The reader runs in a child process with bounded memory and time: a hostile file ends the child, not the server.
    :raises UnreadableFile: with the reason and its repair
    """
    kind = kind_of(path)
    command = [sys.executable, "-m", "hamahang.intake.child", str(path), kind]
    with tempfile.TemporaryFile() as out:
        try:
            subprocess.run(
                command, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.DEVNULL, timeout=wall_seconds,
                check=False, env=_environment(),
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            raise UnreadableFile("too_slow") from None
        out.seek(0)
        return list(_sheets(out))


def _environment() -> dict[str, str]:
    """Return what the child needs: where the package lies, nothing else of this process."""
    root = str(Path(__file__).resolve().parents[2])
    return {"PYTHONPATH": root, "PYTHONIOENCODING": "utf-8", "PATH": "", "SYSTEMROOT": "C:\\Windows"}


def _sheets(lines: IO[bytes]) -> Iterator[Sheet]:
    name: str | None = None
    rows: list[SheetRow] = []
    is_whole = False
    for line in lines:
        read: dict[str, Any] = json.loads(line)
        if "refused" in read:
            raise UnreadableFile(read["refused"])
        if "sheet" in read:
            if name is not None:
                yield Sheet(name, rows)
            name, rows = read["sheet"], []
        elif "row" in read:
            cells = {letters: Cell(*cell) for letters, cell in read["cells"].items()}
            rows.append(SheetRow(read["row"], cells, is_hidden=read.get("hidden", False)))
        is_whole = "end" in read
    if not is_whole:
        # the child died: out of memory, or its reader crashed
        raise UnreadableFile("broken")
    if name is not None:
        yield Sheet(name, rows)

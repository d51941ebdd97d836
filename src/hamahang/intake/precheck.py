"""A look at a workbook's container before any reader touches it: bombs, tricks and broken parts are refused here.

No Django: it runs in the reading process too.
"""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

MAX_ENTRIES = 2_000
MAX_UNPACKED = 400 * 1024 * 1024
MAX_RATIO = 200
SMALL = 4 * 1024 * 1024
MAX_ROWS, MAX_COLUMNS = 200_000, 400
CHUNK = 1 << 20
CELL = re.compile(rb'<(?:\w+:)?c\s[^<>]{0,200}?\br="([A-Z]{1,3})([0-9]{1,7})"[^<>]{0,200}>(?=<(?:\w+:)?(?:v|is|f)\b)')
FORBIDDEN = (b"<!DOCTYPE", b"<!ENTITY")
SYMLINK = 0o120000


class Unsafe(Exception):
    """The file is refused before reading. code: which message the page shows."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


def check_container(path: Path) -> None:
    """Refuse a zipped workbook that is a bomb, broken, or not what it seems.

    :raises Unsafe: with the code of the reason
    """
    try:
        with zipfile.ZipFile(path) as archive:
            _check_entries(archive)
            for entry in archive.infolist():
                if entry.filename.lower().endswith((".xml", ".rels")):
                    _check_part(archive, entry)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, RuntimeError, ValueError) as error:
        raise Unsafe("broken") from error


def _check_entries(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    if len(entries) > MAX_ENTRIES:
        raise Unsafe("bomb")
    if len(set(names)) != len(names):
        raise Unsafe("duplicate_parts")
    for entry in entries:
        parts = entry.filename.replace("\\", "/").split("/")
        if ".." in parts or entry.filename.startswith(("/", "\\")) or (entry.external_attr >> 16) & 0o170000 == SYMLINK:
            raise Unsafe("path_trick")
        if entry.flag_bits & 0x1:
            raise Unsafe("encrypted")
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(sum(entry.compress_size for entry in entries), 1)
    if unpacked > MAX_UNPACKED or (unpacked > SMALL and unpacked / packed > MAX_RATIO):
        raise Unsafe("bomb")


def _check_part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """Stream one part: its real size, no document type, no value beyond the limits of a list."""
    is_sheet = "worksheets/" in entry.filename
    size = 0
    with archive.open(entry) as part:
        for window in _windows(part):
            size += CHUNK
            if size > MAX_UNPACKED + 2 * CHUNK:
                raise Unsafe("bomb")
            if any(word in window for word in FORBIDDEN) or window[:2] in (b"\xff\xfe", b"\xfe\xff"):
                raise Unsafe("forbidden_xml")
            if is_sheet:
                _check_cells(window)


def _windows(part: IO[bytes]) -> Iterator[bytes]:
    """Yield pieces that overlap a little, so that nothing hides on a seam."""
    tail = b""
    while piece := part.read(CHUNK):
        yield tail + piece
        tail = piece[-512:]


def _check_cells(window: bytes) -> None:
    for letters, row in CELL.findall(window):
        if int(row) > MAX_ROWS or column_number(letters.decode()) > MAX_COLUMNS:
            raise Unsafe("too_far")


def column_number(letters: str) -> int:
    """Return the number of a column from its letters: A is 1."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    """Return the letters of a column from its number, 1 or more."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters

"""A look at a workbook's container before any reader touches it: bombs, tricks and broken parts are refused here.

No Django: it runs in the reading process too.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

MAX_ENTRIES = 2_000
MAX_UNPACKED = 400 * 1024 * 1024
MAX_RATIO = 200
SMALL = 4 * 1024 * 1024
MAX_ROWS, MAX_COLUMNS = 200_000, 702  # ZZ: a column of three letters lies too far
MAX_DEPTH = 300
CHUNK, STEP = 1 << 20, 1 << 16
# the address of a cell that holds something, in a column of three letters or a row beyond the limit; plain letters in
# front, so that they are looked for before anything else is tried
FAR = re.compile(
    rb"""r=(?<=\br=)["'](?:[A-Z]{3}[0-9]+|[A-Z]{1,2}(?:[2-9][0-9]{5}|[0-9]{7,}))["'][^<>]{0,200}>\s*(?=<(?:\w+:)?(?:v|is|f)\b)"""
)
FORBIDDEN = (b"<!DOCTYPE", b"<!ENTITY")
NEVER_READ = ("Basic/", "Dialogs/", "Scripts/")  # programs of an open document, each with a document type
UTF16 = (b"\xff\xfe", b"\xfe\xff")
SYMLINK = 0o120000
LETTERS = [chr(65 + number) for number in range(26)]
LETTERS += [first + second for first in LETTERS for second in LETTERS[:26]]


# what the reader of archives raises over bytes that lie: a place beyond the end is an OSError, a secret or a way of
# packing that it does not know a RuntimeError
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError)


class Unsafe(Exception):
    """The file is refused before or while reading. code: which message the page shows; row: where, 0 for no row."""

    def __init__(self, code: str, row: int = 0) -> None:
        self.code, self.row = code, row
        super().__init__(code)


@contextmanager
def opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """Open an archive of zipped parts; one whose bytes lie, now or while it is read, is refused.

    :raises Unsafe: that it is broken
    :raises OSError: if the file itself cannot be opened, which says nothing of its bytes
    """
    with path.open("rb") as file:
        try:
            with zipfile.ZipFile(file) as archive:
                yield archive
        except BROKEN as error:
            raise Unsafe("broken") from error


def check_container(path: Path) -> None:
    """Refuse a zipped workbook that is a bomb, broken, or not what it seems.

    :raises Unsafe: with the code of the reason
    """
    with opened(path) as archive:
        check_entries(archive)
        for entry in archive.infolist():
            if entry.filename.startswith(NEVER_READ):
                _check_size(archive, entry)
            elif entry.filename.lower().endswith((".xml", ".rels")):
                _check_part(archive, entry)
            elif entry.filename.lower().endswith(".bin"):
                _check_size(archive, entry)


def check_entries(archive: zipfile.ZipFile) -> None:
    """Refuse a container whose list of parts is a trick: paths that lead outside, parts twice, sizes of a bomb.

    A symbolic link is not followed, for nothing is ever unpacked under the name it has here.
    :raises Unsafe: with the code of the reason
    """
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    if len(entries) > MAX_ENTRIES:
        raise Unsafe("bomb")
    if len(set(names)) != len(names):
        raise Unsafe("duplicate_parts")
    for entry in entries:
        parts = entry.filename.replace("\\", "/").split("/")
        if ".." in parts or entry.filename.startswith(("/", "\\")):
            raise Unsafe("path_trick")
        if entry.flag_bits & 0x1:
            raise Unsafe("encrypted")
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(sum(entry.compress_size for entry in entries), 1)
    if unpacked > MAX_UNPACKED or (unpacked > SMALL and unpacked / packed > MAX_RATIO):
        raise Unsafe("bomb")


def is_link(entry: zipfile.ZipInfo) -> bool:
    """Return whether a part is a symbolic link."""
    return (entry.external_attr >> 16) & 0o170000 == SYMLINK


def _check_part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """Stream one part: its real size, no document type, no endless nesting, no value beyond the limits of a list."""
    is_sheet = "worksheets/" in entry.filename
    size = depth = 0
    with archive.open(entry) as part:
        is_wide = False
        for window, piece in windows(part):
            is_wide = is_wide or (not size and piece[:2] in UTF16)
            size += len(piece)
            if size > MAX_UNPACKED:
                raise Unsafe("bomb")
            if is_wide:
                _check_utf16(window)
                continue
            if any(word in window for word in FORBIDDEN):
                raise Unsafe("forbidden_xml")
            depth = _deeper(piece, depth)
            if is_sheet and FAR.search(window):
                raise Unsafe("too_far")


def _check_utf16(window: bytes) -> None:
    """Look through a part of two-byte letters, which is written anew in UTF-8 before it is read."""
    narrow = window.replace(b"\0", b"")
    if any(word in narrow for word in FORBIDDEN) or FAR.search(narrow):
        raise Unsafe("forbidden_xml")


def _check_size(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    size = 0
    with archive.open(entry) as part:
        while piece := part.read(CHUNK):
            size += len(piece)
            if size > MAX_UNPACKED:
                raise Unsafe("bomb")


def windows(part: IO[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """Yield pieces, each with a little of the one before it, so that nothing hides on a seam."""
    tail = b""
    while piece := part.read(CHUNK):
        yield tail + piece, piece
        tail = piece[-512:]


def _deeper(piece: bytes, depth: int) -> int:
    """Return how deep the elements are nested after a piece; a sheet needs ten, an attack has thousands.

    :raises Unsafe: beyond the limit
    """
    has_others = b"<?" in piece or b"<!" in piece
    for start in range(0, len(piece), STEP):
        step = piece[start : start + STEP]
        aside = step.count(b"</") * 2 + step.count(b"/>")
        if has_others:
            aside += step.count(b"<?") + step.count(b"<!")
        depth = max(depth + step.count(b"<") - aside, 0)
        if depth > MAX_DEPTH:
            raise Unsafe("too_deep")
    return depth


def column_number(letters: str) -> int:
    """Return the number of a column from its letters: A is 1."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    """Return the letters of a column from its number, 1 to 702."""
    return LETTERS[number - 1]

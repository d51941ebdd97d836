"""Concealed lists: the key that hashes persons, the form in which such a list is kept, and lists sent as another kind.

The key lies in a file of its own, never in the database. Without it no month can be matched with another.
"""

import hashlib
import hmac
import json
import os
import secrets
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from hamahang.domain.concealing import Concealing, heading_words, plain_name, plain_words
from hamahang.domain.lists.headers import Titles
from hamahang.domain.lists.intake import Answers, Cell, Sheet, SheetRow, Source
from hamahang.domain.lists.listing import find_headers
from hamahang.domain.lists.shapes import column_number
from hamahang.domain.persons import HASH_DIGITS
from hamahang.intake.linesfile import MARK
from hamahang.intake.sources import sources
from hamahang.intake.workbook import UnreadableFile, kind_of, read_sheets
from hamahang.register import queries as register

KEY_BYTES = 32
Line = dict[str, Any] | list[Any]


class NoPersonKey(Exception):
    """A list that says something of persons is received by a caller who names no key. Repair: pass `key`."""


def read_key(path: Path) -> bytes:
    """Return the key that hashes persons, made at first use and readable by its owner alone.

    :raises UnreadableFile: if it is gone, or cut short, though persons were hashed with it; a new one would match none
    """
    if not path.exists() and not register.has_persons():
        _make_key(path)
    secret = path.read_bytes() if path.exists() else b""
    if len(secret) < KEY_BYTES:
        raise UnreadableFile("no_person_key")
    return secret


def _make_key(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(fresh, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600), "wb") as file:
            file.write(secrets.token_bytes(KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        # of two processes that begin together the first one's key holds
        with suppress(FileExistsError):
            os.link(fresh, path)
    finally:
        fresh.unlink(missing_ok=True)


def hasher(secret: bytes) -> Callable[[str], str]:
    """Return the keyed hash of codes: the first 128 bits of HMAC-SHA256, in hexadecimal digits."""
    return lambda code: hmac.new(secret, code.encode(), hashlib.sha256).hexdigest()[:HASH_DIGITS]


def concealing_of(source: Source, key: Path | None) -> Concealing:
    """Return what conceals lists of a kind; the key is read only where persons are hashed.

    :raises NoPersonKey: if none is named
    :raises UnreadableFile: as `read_key`
    """
    if not source.names_persons:
        return _concealing(source, str)
    if key is None:
        raise NoPersonKey(source.code)
    return _concealing(source, hasher(read_key(key)))


def _concealing(source: Source, hash_of: Callable[[str], str]) -> Concealing:
    known = sources().values()
    return Concealing(source, heading_words(known), plain_words(known), hash_of)


def keep_concealed(path: Path, *, source: Source, key: Path | None, store: Path) -> tuple[str, int]:
    """Keep a received file in its concealed form; return the hash of that form and its size.

    The same cells give the same form, whatever workbook they came in. Of a file that cannot be read the reason is kept.
    path: where the file as sent lies; it is only read
    :raises NoPersonKey: if no key is named
    """
    sha = hashlib.sha256()
    descriptor, temporary = tempfile.mkstemp(dir=store)
    try:
        with os.fdopen(descriptor, "wb") as file:
            for piece in _form(path, source, key):
                sha.update(piece)
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        size = Path(temporary).stat().st_size
        Path(temporary).replace(store / sha.hexdigest())
    finally:
        Path(temporary).unlink(missing_ok=True)
    return sha.hexdigest(), size


def _form(path: Path, source: Source, key: Path | None) -> Iterator[bytes]:
    yield MARK
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode
    try:
        concealing = concealing_of(source, key)
        sheets = read_sheets(path)
    except UnreadableFile as error:
        # one of many: two files that cannot be read for the same reason are not the same file
        told = {"refused": error.code, "row": error.row, "one": secrets.token_hex(8)}
        yield f"{encode(told)}\n".encode()
        return
    for sheet, name in zip(sheets, concealing.names(sheets), strict=True):
        yield f"{encode(_sheet_line(sheet, name))}\n".encode()
        for row in concealing.rows(sheet):
            yield f"{encode(_row_line(row))}\n".encode()


def _sheet_line(sheet: Sheet, name: str) -> Line:
    return {
        "sheet": name,
        "is_hidden": sheet.is_hidden,
        "hidden_columns": list(sheet.hidden_columns),
        "merged": [
            [top, column_number(left), bottom, column_number(right)] for top, left, bottom, right in sheet.merged
        ],
    }


def _row_line(row: SheetRow) -> Line:
    cells: list[Any] = [None] * max((column_number(letters) for letters in row.cells), default=0)
    for letters, cell in row.cells.items():
        cells[column_number(letters) - 1] = _cell(cell)
    return [row.number, int(row.is_hidden), cells, *([row.width] if row.width else [])]


def _cell(cell: Cell) -> str | list[str]:
    if cell.note:
        return [cell.text, cell.kind, cell.note]
    return cell.text if cell.kind == "text" else [cell.text, cell.kind]


def kept_name(name: str, source: Source | None) -> str:
    """Return what a received file is called; of a list of persons no code, and no word that may be a name, stays."""
    is_of_persons = source is not None and source.names_persons
    return plain_name(name, plain_words(sources().values())) if is_of_persons else name


def written_in(
    cells: Mapping[tuple[str, str], str], *, path: Path, source: Source, key: Path | None
) -> Mapping[tuple[str, str], str]:
    """Return what people wrote in cells of a kept list, concealed as the list is; what it has no column for goes.

    :raises NoPersonKey: if no key is named
    :raises UnreadableFile: if the key is lost
    """
    if not (source.is_personal and cells):
        return cells
    return concealing_of(source, key).written(read_sheets(path), cells)


def told_of(answers: Answers | None, *, source: Source, key: Path | None) -> Answers | None:
    """Return what people told of a list as a whole, without what may not be said of persons.

    :raises NoPersonKey: if no key is named
    :raises UnreadableFile: if the key is lost
    """
    if answers is None or not (source.is_personal and answers.given):
        return answers
    return replace(answers, given=concealing_of(source, key).given(answers.given))


def kind_to_keep(path: Path, source: Source | None) -> tuple[Source | None, list[Sheet] | None]:
    """Return as which kind of list a file is kept, a list of persons as itself whatever it was sent as; and its sheets.

    No sheets where it cannot be read, and where it is concealed: they are to be read as they are kept.
    """
    if source is not None and source.names_persons:
        return source, None
    try:
        sheets = read_sheets(path)
    except UnreadableFile:
        return source, None
    kind = _list_of_persons(source, sheets) or source
    return kind, None if kind is not None and kind.is_personal else sheets


def kind_kept(path: Path, source: Source) -> Source:
    """Return as which kind of list a kept file is read: one that was concealed as a list of persons is none other."""
    try:
        if source.names_persons or not path.is_file() or kind_of(path) != "lines":
            return source
        return _list_of_persons(source, read_sheets(path)) or source
    except UnreadableFile:
        return source


def check_kept(path: Path, source: Source) -> None:
    """Refuse to read a list of persons that was not concealed when it was kept.

    :raises UnreadableFile: with the reason and its repair
    """
    if source.is_personal and kind_of(path) != "lines":
        raise UnreadableFile("not_concealed")


def _list_of_persons(source: Source | None, sheets: Sequence[Sheet]) -> Source | None:
    """Return the list of persons that a file is; one that reads well as what it was sent as only if it is for sure."""
    for other in sources().values():
        if other.names_persons:
            telling = _concealing(other, str)
            if telling.is_told_by(sheets, surely=True):
                return other
            if telling.is_told_by(sheets, surely=False) and (source is None or not _reads_well(source, sheets)):
                return other
    return None


def _reads_well(source: Source, sheets: Sequence[Sheet]) -> bool:
    titles = Titles.of(source)
    return any(not header.missing for sheet in sheets for header in find_headers(titles, sheet))

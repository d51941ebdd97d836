"""Archives of workbooks, and workbooks whose parts are in two-byte letters. No Django: the reading process uses it."""

import contextlib
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

from hamahang.intake.kinds import HEAD, kind_of_content
from hamahang.intake.precheck import CHUNK, MAX_UNPACKED, UTF16, Unsafe, check_entries, is_link

MAX_MEMBERS = 50
LARGEST_PART = 64 * 1024 * 1024
NOT_LISTS = (".pdf", ".doc", ".docx", ".png", ".jpg", ".jpeg", ".gif", ".db", ".ini", ".ds_store", ".xml", ".json")
NESTED = (b"7z\xbc\xaf\x27\x1c", b"Rar!", b"\x1f\x8b", b"BZh")


def members(path: Path) -> Iterator[tuple[str, str, Path]]:
    """Yield the name, the kind and the unpacked place of each list in an archive.

    A member is unpacked under a name of ours, one at a time; pictures and letters beside the lists are passed over.
    :raises Unsafe: for an archive that is a trick, holds another archive, or holds no list
    """
    found = 0
    with zipfile.ZipFile(path) as archive, tempfile.TemporaryDirectory() as folder:
        check_entries(archive)
        for entry in archive.infolist():
            name = _shown(entry)
            base = name.rsplit("/", 1)[-1]
            if entry.is_dir() or is_link(entry) or base.startswith((".", "~$")) or "__MACOSX" in name:
                continue
            if base.lower().endswith(NOT_LISTS):
                continue
            found += 1
            if found > MAX_MEMBERS:
                raise Unsafe("too_many_members")
            member = Path(folder) / "member"
            _unpack(archive, entry, member)
            yield name, _kind(member), member
    if not found:
        raise Unsafe("no_list_inside")


def _kind(member: Path) -> str:
    with member.open("rb") as file:
        head = file.read(HEAD)
    if head.startswith(NESTED):
        raise Unsafe("nested_archive")
    kind = kind_of_content(member)
    if kind == "zip":
        with zipfile.ZipFile(member) as inside:
            names = set(inside.namelist())
        if not names & {"xl/workbook.bin", "[Content_Types].xml", "content.xml"}:
            raise Unsafe("nested_archive")
    return kind


def _unpack(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, target: Path) -> None:
    size = 0
    with archive.open(entry) as part, target.open("wb") as file:
        while piece := part.read(CHUNK):
            size += len(piece)
            if size > min(entry.file_size, MAX_UNPACKED):
                raise Unsafe("broken")
            file.write(piece)


def _shown(entry: zipfile.ZipInfo) -> str:
    """Return a member's name; an old packer writes Persian ones in UTF-8 or a DOS page without saying so."""
    if entry.flag_bits & 0x800 or entry.filename.isascii():
        return entry.filename
    raw = entry.filename.encode("cp437", errors="replace")
    for page in ("utf-8", "cp720"):
        with contextlib.suppress(UnicodeDecodeError):
            return raw.decode(page)
    return entry.filename


@contextlib.contextmanager
def transcoded(path: Path) -> Iterator[Path]:
    """Give a workbook whose parts are all in UTF-8: itself, or a copy in which those in two-byte letters are."""
    with zipfile.ZipFile(path) as archive:
        wide = [entry.filename for entry in archive.infolist() if _is_wide(archive, entry)]
        if not wide:
            yield path
            return
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / "copy"
            with zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as made:
                for entry in archive.infolist():
                    if is_link(entry) or entry.file_size > LARGEST_PART:
                        raise Unsafe("broken")
                    data = archive.read(entry)
                    if entry.filename in wide:
                        data = _narrow(data)
                    made.writestr(entry.filename, data)
            yield copy


def _is_wide(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bool:
    if not entry.filename.lower().endswith((".xml", ".rels")):
        return False
    with archive.open(entry) as part:
        return part.read(2) in UTF16


def _narrow(data: bytes) -> bytes:
    text = data.decode("utf-16", errors="replace").lstrip("\ufeff")
    head, sign, rest = text.partition("?>")
    return (head.replace("UTF-16", "UTF-8").replace("utf-16", "UTF-8") + sign + rest).encode()

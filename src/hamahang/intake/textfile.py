"""The text of a file that somebody gives to be read: plain text here, Word, PDF and pages in the limited process."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from hamahang.intake.csvfile import decode
from hamahang.intake.kinds import BOM, HEAD, OLE, PAGE
from hamahang.intake.precheck import Unsafe, opened
from hamahang.intake.workbook import UnreadableFile, environment

WALL_SECONDS = 60
LARGEST = 50_000_000  # bytes
DOCUMENT = "word/document.xml"
SAMPLE = 20_000  # letters of a file in which it is told whether they are a text
CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffd]")
FOREIGN = re.compile("[^\x00-\u024f\u0600-\u06ff\u0750-\u077f\u2000-\u22ff\ufb50-\ufeff]")


def read_text(path: Path, *, wall_seconds: int = WALL_SECONDS) -> str:
    """Return the text of a `.txt`, `.docx`, `.pdf` or `.html`, told by its content, not its name.

    A plain text comes back as it is, letter for letter.
    :raises UnreadableFile: with the reason and its repair
    """
    try:
        kind = text_kind(path)
        if kind == "txt":
            return decode_text(path.read_bytes())
    except Unsafe as error:
        raise UnreadableFile(error.code) from None
    told = _from_child(path, kind, wall_seconds)
    if "text" not in told:
        raise UnreadableFile(str(told.get("refused", "broken")))
    if not told["text"].strip():
        raise UnreadableFile("no_text" if kind == "pdf" else "empty")
    return str(told["text"])


def decode_text(data: bytes) -> str:
    """Return a text's letters: UTF-8 as it is, its mark and line ends too; else by the rules of the lists.

    :raises Unsafe: if it is empty or no text
    """
    if not data.strip():
        raise Unsafe("empty")
    text = _utf8(data)
    if text is None:
        text = decode(data)
    if _is_noise(text):
        raise Unsafe("no_text_kind")
    return text


def _utf8(data: bytes) -> str | None:
    try:
        return data.decode("utf-8") if b"\0" not in data else None
    except UnicodeDecodeError:
        return None


def _is_noise(text: str) -> bool:
    """Return whether most of a file's signs are none of a text: a picture or a program that bears a text's name."""
    sample = text[:SAMPLE]
    return 100 * len(CONTROLS.findall(sample)) > 2 * len(sample) or 4 * len(FOREIGN.findall(sample)) > 3 * len(sample)


def text_kind(path: Path) -> str:
    """Return docx, pdf, html or txt by the file's first bytes.

    :raises Unsafe: if it is none of these, or too large
    """
    if path.stat().st_size > LARGEST:
        raise Unsafe("text_too_long")
    with path.open("rb") as file:
        head = file.read(HEAD)
    if head.startswith(b"%PDF"):
        return "pdf"
    if head.startswith(b"PK"):
        return _zipped(path)
    if head.startswith(OLE):
        raise Unsafe("old_word")
    return "html" if PAGE.match(head.removeprefix(BOM)) else "txt"


def _zipped(path: Path) -> str:
    with opened(path) as archive:
        if DOCUMENT in archive.namelist():
            return "docx"
    raise Unsafe("no_text_kind")


def _from_child(path: Path, kind: str, wall_seconds: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "hamahang.intake.textchild", str(path.resolve()), kind]
    try:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=wall_seconds,
            check=False, env=environment(),
        )  # fmt: skip
        told: dict[str, Any] = json.loads(done.stdout)
    except subprocess.TimeoutExpired:
        raise UnreadableFile("too_slow") from None
    except ValueError:  # the process died before it could say why
        return {"refused": "bomb"}
    return told

"""What kind a file is, by its content and never by its name. No Django: the reading process asks it too."""

import re
from pathlib import Path

from hamahang.intake.linesfile import MARK
from hamahang.intake.precheck import Unsafe

HEAD = 8192
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BOM = b"\xef\xbb\xbf"
PAGE = re.compile(
    rb"\s*(?:<!doctype\s+html|<!--|<(?:html|head|meta|title|style|body|table|div|center|font)\b)", re.IGNORECASE
)
OPEN_DOCUMENT = b"urn:oasis:names:tc:opendocument:xmlns:office:1.0"
XML_WORKBOOK = b"urn:schemas-microsoft-com:office:spreadsheet"


def kind_of_content(path: Path) -> str:
    """Return zip, xls, html, xml, flat, csv or lines (a list concealed by us) by the file's first bytes.

    :raises Unsafe: if it is none of these, empty, or encrypted
    """
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not head.strip(b"\0 \r\n\t"):
        raise Unsafe("empty")
    if head.startswith(MARK):
        return "lines"
    if head.startswith(OLE):
        # an encrypted workbook is an old-style container that holds a package
        with path.open("rb") as file:
            if "EncryptedPackage".encode("utf-16-le") in file.read(1 << 20):
                raise Unsafe("encrypted")
        return "xls"
    if head.startswith(b"PK\x03\x04"):
        return "zip"
    # two-byte letters are looked at as single ones
    narrow = head.removeprefix(BOM).replace(b"\0", b"") if head[:2] in (b"\xff\xfe", b"\xfe\xff") else head
    narrow = narrow.lstrip(b"\xff\xfe").removeprefix(BOM)
    if narrow.lstrip().startswith(b"<?xml") and XML_WORKBOOK in narrow:
        return "xml"
    if narrow.lstrip().startswith(b"<?xml") and OPEN_DOCUMENT in narrow and b"<office:document" in narrow:
        return "flat"
    if PAGE.match(narrow) or (narrow.lstrip().startswith(b"<?xml") and b"<html" in narrow.lower()):
        return "html"
    if _is_text(head):
        return "csv"
    raise Unsafe("unknown")


def _is_text(head: bytes) -> bool:
    """Return whether a file begins like a table in text: no program, no page, no control bytes."""
    start = head.lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if start.startswith((b"<", b"%pdf", b"{\\rtf", b"\x7felf", b"pk\x03\x04", b"pk\x05\x06", b"gif8", b"\x89png")):
        return False
    if start.startswith(b"mz") and not start[2:3].isalnum() and start[2:3] not in b",;\t|":
        return False
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or max(head[::2].count(0), head[1::2].count(0)) > len(head) // 8:
        return True
    controls = sum(byte < 32 and byte not in (9, 10, 13, 0) for byte in head)
    # a stray control byte is its row's fault; many are no text
    return controls * 200 <= len(head)

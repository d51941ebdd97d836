"""What may be attached: told by the first bytes, never by the name."""

from dataclasses import dataclass

from hamahang.domain.refusal import Refused
from hamahang.domain.text import Text

NAME_LENGTH = 160
ZWNJ = "\u200c"
ZIP = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class MediaType:
    """A kind of file that is accepted. is_shown: a browser may show it in the page."""

    code: str
    ending: str
    title: Text
    is_shown: bool = False


PDF = MediaType("application/pdf", "pdf", Text(fa="پی‌دی‌اف", en="PDF"))
JPEG = MediaType("image/jpeg", "jpg", Text(fa="عکس", en="photo"), is_shown=True)
PNG = MediaType("image/png", "png", Text(fa="تصویر", en="picture"), is_shown=True)
DOCX = MediaType(
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx", Text(fa="ورد", en="Word")
)
XLSX = MediaType(
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx", Text(fa="اکسل", en="Excel")
)
PLAIN = MediaType("text/plain", "txt", Text(fa="متن", en="text"))
MEDIA_TYPES = (PDF, JPEG, PNG, DOCX, XLSX, PLAIN)
ACCEPTED = Text(
    fa="پی‌دی‌اف، عکس jpg یا png، ورد docx، اکسل xlsx و متن ساده پذیرفته می‌شود",
    en="PDF, photos as jpg or png, Word docx, Excel xlsx and plain text are accepted",
)


class NotAccepted(Refused):
    """The file is of no kind that may be attached; `why` says what is wrong and what would do."""


def media_type(content: bytes, *, parts: frozenset[str] = frozenset()) -> MediaType:
    """Return what kind of file the bytes are.

    parts: names inside, where the bytes are a zip
    :raises NotAccepted: if they are of no accepted kind, empty, or carry macros
    """
    if not content:
        raise NotAccepted(Text(fa="فایل خالی است؛ فایل درست را بفرستید", en="The file is empty; send the right one"))
    for start, kind in ((b"%PDF-", PDF), (b"\xff\xd8\xff", JPEG), (b"\x89PNG\r\n\x1a\n", PNG)):
        if content.startswith(start):
            return kind
    if content.startswith(ZIP):
        return _office(parts)
    return _plain(content)


def _office(parts: frozenset[str]) -> MediaType:
    if any(part.lower().endswith("vbaproject.bin") for part in parts):
        raise NotAccepted(
            Text(
                fa="فایل ماکرو دارد؛ بدون ماکرو ذخیره کنید و دوباره بفرستید",
                en="The file carries macros; save it without them and send it again",
            )
        )
    if "word/document.xml" in parts:
        return DOCX
    if "xl/workbook.xml" in parts:
        return XLSX
    raise NotAccepted(Text(fa=f"بایگانی فشرده پذیرفته نیست؛ {ACCEPTED.fa}", en=f"Archives are not; {ACCEPTED.en}"))


def _plain(content: bytes) -> MediaType:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text or text.lstrip("\ufeff \r\n\t").lower().startswith(("<!doctype html", "<html", "<svg", "<?xml")):
        raise NotAccepted(Text(fa=f"این نوع فایل پذیرفته نیست؛ {ACCEPTED.fa}", en=f"Not this kind; {ACCEPTED.en}"))
    return PLAIN


def shown_name(name: str, kind: MediaType) -> str:
    """Return the file's name without folders and unprintable letters, ending as its content says."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    clean = "".join(letter for letter in last if letter.isprintable() or letter == ZWNJ).strip(". ")
    stem, dot, ending = clean.rpartition(".")
    if not dot or ending.lower() not in (kind.ending, "jpeg"):
        stem = clean
    return f"{(stem or 'file')[: NAME_LENGTH - len(kind.ending) - 1]}.{kind.ending}"

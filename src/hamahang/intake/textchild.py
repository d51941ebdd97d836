"""The reading process for texts: limited in memory and time, it turns one Word, PDF or web page into plain text.

Run as `python -m hamahang.intake.textchild PATH KIND`; prints {"text": …} or {"refused": code}. It never loads Django.
"""

import json
import re
import sys
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from hamahang.intake.child import limit_memory
from hamahang.intake.csvfile import decode
from hamahang.intake.precheck import Unsafe, check_container

MAX_PAGES = 500
SAME_LINE = 3  # points by which pieces of one line may stand higher or lower
TURNED = re.compile("[\u06f0-\u06f9\u0660-\u0669\u066b\u066c]{2,}")
PERSIAN = re.compile("[\u0620-\u06d3\ufb50-\ufefc]")
LETTERS = re.compile("[A-Za-z\u0620-\u06d3\ufb50-\ufefc]")
MAX_LETTERS = 5_000_000
BREAKS = frozenset(
    {
        "p", "br", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "title", "blockquote",
        "table",
    }
)  # fmt: skip
CELLS = frozenset({"td", "th"})
SILENT = frozenset({"script", "style", "noscript", "template", "svg"})


def main() -> int:
    """Read the file named on the command line and print its text."""
    limit_memory()
    path, kind = Path(sys.argv[1]), sys.argv[2]
    try:
        told: dict[str, Any] = {"text": text_of(path, kind)}
    except Unsafe as error:
        told = {"refused": error.code}
    except MemoryError:
        told = {"refused": "bomb"}
    except Exception as error:  # noqa: BLE001 - whatever a reader meets in a broken file
        told = {"refused": "encrypted" if "crypt" in f"{type(error).__name__}{error}".lower() else "broken"}
    sys.stdout.buffer.write(json.dumps(told).encode())
    return 0


def text_of(path: Path, kind: str) -> str:
    """Return the text of a file of kind docx, pdf or html.

    :raises Unsafe: with the code of the reason
    """
    pieces = {"docx": _word, "pdf": _pdf, "html": _page}[kind](path)
    text, length = [], 0
    for piece in pieces:
        length += len(piece)
        if length > MAX_LETTERS:
            raise Unsafe("text_too_long")
        text.append(piece)
    return "".join(text)


def _word(path: Path) -> Iterator[str]:
    check_container(path)
    from hamahang.intake.wordtext import word_text

    yield from word_text(path)


def _pdf(path: Path) -> Iterator[str]:
    """Yield the pages, with an empty line between two."""
    from pypdf import PdfReader

    reader = PdfReader(path)
    if reader.is_encrypted:
        raise Unsafe("encrypted")
    for number, page in enumerate(reader.pages):
        if number >= MAX_PAGES:
            raise Unsafe("text_too_long")
        yield "\n".join(lines_of(page)) + "\n\n"


def lines_of(page: Any) -> list[str]:
    """Return the lines of a page of a PDF, each from right to left or left to right as most of its letters run.

    The reader hands over pieces of a line, each in reading order but with its Persian digits turned round, in the
    order in which they were drawn: they are laid by their place, and the digits turned back.
    """
    pieces: list[tuple[float, float, str]] = []

    def take(text: str, cm: Sequence[float], tm: Sequence[float], font: object, size: object) -> None:
        words = text.replace("\n", "")
        if words.strip():
            x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
            y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
            pieces.append((y, x, TURNED.sub(lambda found: found[0][::-1], words)))

    page.extract_text(visitor_text=take)
    lines: list[list[tuple[float, str]]] = []
    before: float | None = None
    for y, x, words in sorted(pieces, key=lambda piece: -piece[0]):
        if before is None or before - y > SAME_LINE:
            lines.append([])
            before = y
        lines[-1].append((x, words))
    return [_line(line) for line in lines]


def _line(pieces: list[tuple[float, str]]) -> str:
    text = "".join(words for _, words in pieces)
    from_right = 2 * len(PERSIAN.findall(text)) > len(LETTERS.findall(text))
    line = ""
    for _, words in sorted(pieces, key=lambda piece: -piece[0] if from_right else piece[0]):
        # beside a number a space is not drawn but left
        is_beside = words[:1].isdigit() != line[-1:].isdigit() and words[:1].isalnum() and line[-1:].isalnum()
        line += " " + words if is_beside else words
    return " ".join(line.split())


def _page(path: Path) -> Iterator[str]:
    """Yield the visible words of a web page, a line for each block."""
    parser = _Words()
    parser.feed(decode(path.read_bytes()))
    parser.close()
    yield from parser.pieces


class _Words(HTMLParser):
    """Collects what a reader of the page sees."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SILENT:
            self.silent += 1
        self._break(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in SILENT:
            self.silent = max(self.silent - 1, 0)
        self._break(tag)

    def _break(self, tag: str) -> None:
        if tag in BREAKS and self.pieces and not self.pieces[-1].endswith("\n"):
            self.pieces.append("\n")
        elif tag in CELLS and self.pieces and not self.pieces[-1].endswith(("\n", "\t")):
            self.pieces.append("\t")

    def handle_data(self, data: str) -> None:
        if not self.silent and (words := " ".join(data.split())):
            before = (
                " " if data[0].isspace() and self.pieces and not self.pieces[-1].endswith((" ", "\n", "\t")) else ""
            )
            self.pieces.append(before + words + (" " if data[-1].isspace() else ""))


if __name__ == "__main__":
    sys.exit(main())

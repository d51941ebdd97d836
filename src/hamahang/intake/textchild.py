"""The reading process for texts: limited in memory and time, it turns one Word, PDF or web page into plain text.

Run as `python -m hamahang.intake.textchild PATH KIND`; prints {"text": …} or {"refused": code}. It never loads Django.
"""

import json
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from hamahang.intake.child import limit_memory
from hamahang.intake.csvfile import decode
from hamahang.intake.precheck import Unsafe, check_container

MAX_PAGES = 500
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
    """Yield paragraphs and rows of tables in their order, a line each, cells divided by tabs."""
    check_container(path)
    import docx
    from docx.table import Table

    for block in docx.Document(str(path)).iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                yield "\t".join(cell.text.replace("\n", " ") for cell in row.cells) + "\n"
        else:
            yield block.text + "\n"


def _pdf(path: Path) -> Iterator[str]:
    """Yield the pages, with an empty line between two."""
    from pypdf import PdfReader

    reader = PdfReader(path)
    if reader.is_encrypted:
        raise Unsafe("encrypted")
    for number, page in enumerate(reader.pages):
        if number >= MAX_PAGES:
            raise Unsafe("text_too_long")
        yield page.extract_text() + "\n\n"


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

"""The words of a Word document as its reader sees them: with what was inserted, without what was struck out."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
OLD_FORM = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
PARAGRAPH, TABLE, ROW, CELL, BOX = (f"{WORD}{name}" for name in ("p", "tbl", "tr", "tc", "txbxContent"))
LOOKS = (f"{WORD}pPr", f"{WORD}rPr")  # how a paragraph or run looks; the stops of its tabs are named as tabs are
# moved away or struck out in tracked changes; the same again for old readers; boxes stand by themselves
SKIPPED = frozenset({f"{WORD}del", f"{WORD}moveFrom", OLD_FORM, BOX, *LOOKS})
SIGNS = {f"{WORD}tab": "\t", f"{WORD}ptab": "\t", f"{WORD}br": "\n", f"{WORD}cr": "\n", f"{WORD}noBreakHyphen": "-"}
NOTES = "/footnotes"
LETTERS = f"{WORD}t"


def word_text(path: Path) -> Iterator[str]:
    """Yield paragraphs and rows of tables in their order, a line each, cells divided by tabs, then the footnotes."""
    import docx
    from docx.oxml import parse_xml

    document = docx.Document(str(path))
    yield from _blocks(document.element.body)
    for relation in document.part.rels.values():
        if relation.reltype.endswith(NOTES):
            for note in parse_xml(relation.target_part.blob):
                if note.get(f"{WORD}type") is None:  # others are lines between text and notes
                    yield from _blocks(note)


def _blocks(parent: Any) -> Iterator[str]:
    """Yield what stands in a body, a cell, a box or a note, also what a form's field or an insertion wraps."""
    for block in parent:
        if block.tag == PARAGRAPH:
            yield from _paragraph(block)
        elif block.tag == TABLE:
            for row in _inside(block, ROW):
                yield "\t".join(_cell(cell) for cell in _inside(row, CELL)) + "\n"
        elif block.tag not in SKIPPED:
            yield from _blocks(block)


def _paragraph(paragraph: Any) -> Iterator[str]:
    boxes: list[Any] = []
    yield "".join(_pieces(paragraph, boxes)) + "\n"
    for box in boxes:
        yield from _blocks(box)


def _pieces(parent: Any, boxes: list[Any]) -> Iterator[str]:
    for child in parent:
        if child.tag == LETTERS:
            yield child.text or ""
        elif child.tag in SIGNS:
            yield SIGNS[child.tag]
        elif child.tag == BOX:
            boxes.append(child)
        elif child.tag not in SKIPPED:
            yield from _pieces(child, boxes)


def _inside(parent: Any, tag: str) -> Iterator[Any]:
    """Yield the rows of a table or the cells of a row, also those that a form's field wraps; a merged cell once."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag not in SKIPPED and child.tag not in (PARAGRAPH, TABLE):
            yield from _inside(child, tag)


def _cell(cell: Any) -> str:
    return " ".join("".join(_blocks(cell)).split("\n")).strip()

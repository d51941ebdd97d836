"""The parts of a Word file that make a script run right to left, which python-docx has no words for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, Twips
from docx.table import Table
from docx.text.paragraph import Paragraph
from docx.text.run import Run

FONT, FOOTER_FONT = "Vazirmatn", "Vazirmatn FD"
LANGUAGES = {"fa": "fa-IR", "en": "en-GB"}
HYPERLINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
Element = Any  # python-docx gives its XML elements no useful types

# The order that the schema asks of what stands in paragraph, run and section properties.
PARAGRAPH_ORDER = (
    "w:pStyle",
    "w:keepNext",
    "w:keepLines",
    "w:pBdr",
    "w:shd",
    "w:tabs",
    "w:bidi",
    "w:spacing",
    "w:ind",
    "w:jc",
    "w:rPr",
)
RUN_ORDER = (
    "w:rStyle", "w:rFonts", "w:b", "w:bCs", "w:color", "w:sz", "w:szCs", "w:vertAlign", "w:rtl", "w:lang"
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Face:
    """How a run looks. code: left to right and English whatever the language of the document."""

    size: float | None = None
    bold: bool = False
    colour: str | None = None
    raised: bool = False
    is_code: bool = False
    font: str = FONT


PLAIN = Face()


def make(tag: str, **attributes: str) -> Element:
    """Return a new element with attributes of the word-processing namespace."""
    found = OxmlElement(tag)
    for name, value in attributes.items():
        found.set(qn(f"w:{name}"), value)
    return found


def put(parent: Element, child: Element, order: tuple[str, ...]) -> None:
    """Put a property in its place among the others, instead of one of the same name."""
    for old in parent.findall(child.tag):
        parent.remove(old)
    names = [qn(name) for name in order]
    after = set(names[names.index(child.tag) + 1 :])
    for index, other in enumerate(parent):
        if other.tag in after:
            parent.insert(index, child)
            return
    parent.append(child)


def turn(paragraph: Paragraph, language: str, *, to_end: bool = False) -> None:
    """Make a paragraph run as the language does; to_end: set against the far side, as amounts are."""
    properties = paragraph._p.get_or_add_pPr()
    if language == "fa":
        put(properties, make("w:bidi"), PARAGRAPH_ORDER)
    if to_end:  # in a right-to-left paragraph "right" means the end of the line, so the left side of the page
        put(properties, make("w:jc", val="right"), PARAGRAPH_ORDER)


def write(paragraph: Paragraph, words: str, language: str, face: Face = PLAIN) -> Run:
    """Add words to a paragraph."""
    run = paragraph.add_run(words)
    shape(run._r, language, face)
    return run


def write_link(paragraph: Paragraph, words: str, address: str, language: str, face: Face) -> None:
    """Add words that open an address."""
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(address, HYPERLINK, is_external=True))
    link.append(write(paragraph, words, language, face)._r)
    paragraph._p.append(link)


def write_field(paragraph: Paragraph, instruction: str, language: str, face: Face) -> None:
    """Add a field that Word counts itself, such as PAGE."""
    pieces: Iterable[Element] = (
        make("w:fldChar", fldCharType="begin"),
        make("w:instrText"),
        make("w:fldChar", fldCharType="separate"),
        make("w:t"),
        make("w:fldChar", fldCharType="end"),
    )
    for piece in pieces:
        if piece.tag == qn("w:instrText"):
            piece.text = f" {instruction} "
        elif piece.tag == qn("w:t"):
            piece.text = "1"
        write(paragraph, "", language, face)._r.append(piece)


def shape(run: Element, language: str, face: Face) -> None:
    """Give a run its face; in Persian every run says that it is right to left, or Word would order it otherwise."""
    properties = run.get_or_add_rPr()
    is_persian = language == "fa" and not face.is_code
    wanted = [make("w:rFonts", **dict.fromkeys(("ascii", "hAnsi", "cs", "eastAsia"), face.font))]
    if face.bold:
        wanted += [make("w:b"), make("w:bCs")]
    if face.colour:
        wanted.append(make("w:color", val=face.colour))
    if face.size:
        half_points = str(round(face.size * 2))
        wanted += [make("w:sz", val=half_points), make("w:szCs", val=half_points)]
    if face.raised:
        wanted.append(make("w:vertAlign", val="superscript"))
    if is_persian:
        wanted.append(make("w:rtl"))
    wanted.append(make("w:lang", val="en-GB", bidi="fa-IR"))
    for child in wanted:
        put(properties, child, RUN_ORDER)


def shape_style(
    style: Element, *, size: float, bold: bool, colour: str, before: float, after: float, line: float
) -> None:
    """Give a style of the document its face, in both scripts. line: from one line to the next, in points.

    Set in points, since Word and LibreOffice differ in the height they give a line of this font.
    """
    properties = style.element.get_or_add_rPr()
    for old in list(properties):
        properties.remove(old)
    half_points = str(round(size * 2))
    properties.append(make("w:rFonts", **dict.fromkeys(("ascii", "hAnsi", "cs", "eastAsia"), FONT)))
    if bold:
        properties.append(make("w:b"))
        properties.append(make("w:bCs"))
    for tag, value in (("w:color", colour), ("w:sz", half_points), ("w:szCs", half_points)):
        properties.append(make(tag, val=value))
    properties.append(make("w:lang", val="en-GB", bidi="fa-IR"))
    style.paragraph_format.space_before = Pt(before)
    style.paragraph_format.space_after = Pt(after)
    style.paragraph_format.line_spacing = Pt(line)


def settle_table(
    table: Table, language: str, *, shares: Sequence[int], width: int, lines: dict[str, tuple[int, str]] | None = None
) -> None:
    """Make a table fill a width in twentieths of a point, its columns running as the language does."""
    properties = table._tbl.tblPr
    for old in list(properties):
        if old.tag != qn("w:tblStyle"):
            properties.remove(old)
    if language == "fa":
        properties.append(make("w:bidiVisual"))
    properties.append(make("w:tblW", w=str(width), type="dxa"))
    properties.append(make("w:tblInd", w="0", type="dxa"))
    border(properties, "w:tblBorders", lines or {})
    properties.append(make("w:tblLayout", type="fixed"))
    for column, share in zip(table.columns, shares, strict=True):
        column.width = Twips(width * share // sum(shares))
        for cell in column.cells:
            cell.width = column.width


def mark_header(table: Table) -> None:
    """Mark the first row as the heading: repeated on every page, and read out as such."""
    for row in table.rows:
        row._tr.get_or_add_trPr().append(make("w:cantSplit"))
    table.rows[0]._tr.get_or_add_trPr().append(make("w:tblHeader"))


def border(element: Element, tag: str, sides: dict[str, tuple[int, str]]) -> None:
    """Give a table, a cell or a paragraph border lines: side -> (eighths of a point, colour)."""
    if not sides:
        return
    lines = make(tag)
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        if side in sides:
            width, colour = sides[side]
            lines.append(make(f"w:{side}", val="single", sz=str(width), space="1", color=colour))
    element.append(lines)

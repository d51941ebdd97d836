"""Official papers as files: PDF typeset by typst, and Word to write on in; both right to left with our font inside."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import docx
import typst
from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.text.paragraph import Paragraph

from hamahang.briefing.render.pdf import fonts
from hamahang.briefing.render.word_files import embed_fonts, fix_properties, saved
from hamahang.briefing.render.word_script import (
    FOOTER_FONT,
    Face,
    make,
    mark_header,
    settle_table,
    shape_style,
    turn,
    write,
    write_field,
)

HERE = Path(__file__).parent
INK, INK_2, RULE = "1D2733", "55616E", "8B8371"
MARGIN, WIDTH = Mm(22), Mm(210 - 2 * 22)
STRONG, SMALL, NOTE = Face(bold=True), Face(size=9, colour=INK_2), Face(size=10, colour=INK_2)
SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
SHARES = (2, 6, 6, 6, 3, 4)
ISOLATE, END = "\u2068", "\u2069"
Data = Mapping[str, Any]


def render(paper: Data, *, kind: str) -> bytes:
    """Return a paper as a file; the same paper gives the same bytes. kind: pdf or docx."""
    return pdf(paper) if kind == "pdf" else word(paper)


def pdf(paper: Data) -> bytes:
    """Return a paper as a tagged PDF."""
    return typst.compile(
        _template(),
        format="pdf",
        font_paths=fonts(),
        sys_inputs={"paper": json.dumps(paper, ensure_ascii=False)},
        pdf_standards=["ua-1", "a-2a"],
        timestamp=0,
    )


@cache
def _template() -> bytes:
    return (HERE / "official.typ").read_bytes()


def word(paper: Data) -> bytes:
    """Return a paper as a Word file."""
    page = _Page()
    page.head(paper)
    for section in paper["sections"]:
        page.section(section)
    if paper["rows"]:
        page.people(paper["people"], paper["columns"], paper["rows"])
    page.signers(paper["signers"])
    page.footer(paper["footer"])
    fix_properties(page.word, title=paper["title"], subject=paper["office"], day=date(*paper["day"]), language="fa")
    embed_fonts(page.word, with_persian_page_numbers=True)
    return saved(page.word)


class _Page:
    """A Word file being written."""

    def __init__(self) -> None:
        self.word = docx.Document()
        section = self.word.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGIN
        section._sectPr.append(make("w:bidi"))
        styles: Any = self.word.styles
        shape_style(styles["Normal"], size=11, bold=False, colour=INK, before=0, after=6, line=19)
        shape_style(styles["Title"], size=15, bold=True, colour=INK, before=0, after=2, line=25)
        for level, size in ((1, 13), (2, 11.5), (3, 10.5)):
            shape_style(styles[f"Heading {level}"], size=size, bold=True, colour=INK, before=12, after=3, line=20)
        frame = styles["Title"].element.pPr.find(qn("w:pBdr"))
        if frame is not None:
            styles["Title"].element.pPr.remove(frame)

    def line(self, words: str, face: Face = Face(), style: str | None = None) -> Paragraph:  # noqa: B008 - frozen
        """Add a paragraph."""
        found = self.word.add_paragraph(style=style)
        turn(found, "fa")
        write(found, words, "fa", face)
        return found

    def head(self, paper: Data) -> None:
        """Write what stands above the text."""
        self.line(paper["invocation"], SMALL).alignment = WD_ALIGN_PARAGRAPH.CENTER
        self.line(paper["title"], Face(size=15, bold=True), "Title")
        self.line(paper["office"], Face(colour=INK_2))
        about = "   ".join(f"{label}: {ISOLATE}{value}{END}" for label, value in paper["about"])
        self.line(about, Face(size=9, bold=True))
        for words in (paper["to"], paper["subject"]):
            if words:
                self.line(words, STRONG)

    def section(self, section: Data) -> None:
        """Write one part."""
        if section["title"]:
            self.line(section["title"], STRONG, f"Heading {section['level']}")
        for note in section.get("notes", ()):  # a letter that was kept before notes were has none
            self.line(note, NOTE).paragraph_format.keep_with_next = True
        for words in section["paragraphs"]:
            self.line(words)
        for item in section["items"]:
            found = self.line(f"{ISOLATE}{item['number']}{END}  ", STRONG)
            write(found, item["text"], "fa")
            for note in item["notes"]:
                self.line(note, Face(size=10))

    def people(self, title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Write the table of signatures."""
        self.line(title, STRONG, "Heading 1")
        table = self.word.add_table(rows=len(rows) + 1, cols=len(columns))
        lines = dict.fromkeys(SIDES, (4, RULE))
        settle_table(table, "fa", shares=SHARES[: len(columns)], width=WIDTH.twips, lines=lines)
        for row, said in zip(table.rows, (columns, *rows), strict=True):
            for cell, words in zip(row.cells, said, strict=True):
                turn(cell.paragraphs[0], "fa")
                write(cell.paragraphs[0], words, "fa", Face(size=9, bold=said is columns))
        mark_header(table)
        for row in table.rows[1:]:  # a hand needs room to sign
            row.height_rule, row.height = WD_ROW_HEIGHT_RULE.AT_LEAST, Mm(12)

    def signers(self, signers: Sequence[str]) -> None:
        """Write who signs, one beside the other; a single one at the far end of the line."""
        if not signers:
            return
        self.line("")
        places = ["", signers[0]] if len(signers) == 1 else list(signers)
        table = self.word.add_table(rows=1, cols=len(places))
        settle_table(table, "fa", shares=(1,) * len(places), width=WIDTH.twips)
        table.rows[0].height_rule, table.rows[0].height = WD_ROW_HEIGHT_RULE.AT_LEAST, Mm(22)
        for cell, words in zip(table.rows[0].cells, places, strict=True):
            turn(cell.paragraphs[0], "fa")
            write(cell.paragraphs[0], words, "fa", STRONG)
            cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER

    def footer(self, words: str) -> None:
        """Write the line at the foot of each page."""
        line = self.word.sections[0].footer.paragraphs[0]
        turn(line, "fa")
        write(line, f"{words} · ", "fa", SMALL)
        write_field(line, "PAGE", "fa", Face(size=9, colour=INK_2, font=FOOTER_FONT))

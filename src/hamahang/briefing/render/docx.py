"""A briefing as a Word document: right to left throughout, its font inside, drawings as pictures with words."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, Twips
from docx.table import _Cell as WordCell
from docx.text.paragraph import Paragraph as WordParagraph

from hamahang.briefing.render import words
from hamahang.briefing.render.pdf import ROOM, example_of, pages_of, picture
from hamahang.briefing.render.word_files import embed_fonts, fix_properties, saved
from hamahang.briefing.render.word_script import (
    FOOTER_FONT,
    PARAGRAPH_ORDER,
    Face,
    border,
    make,
    mark_header,
    put,
    settle_table,
    shape_style,
    turn,
    write,
    write_field,
    write_link,
)
from hamahang.briefing.render.words import say
from hamahang.domain.briefing import (
    NOTHING,
    ChartBlock,
    Document,
    FigureItem,
    FigureRow,
    FigureRun,
    Heading,
    Paragraph,
    TableBlock,
)
from hamahang.domain.calendar import say_day
from hamahang.domain.text import Text

INK, INK_2, ACCENT, RULE = "1D2733", "55616E", "0F5C63", "CFC7B6"
WARN, WARN_SOFT = "875100", "FBF0DC"
WIDTH, MARGIN = Mm(210 - 2 * 22), Mm(22)
SMALL = Face(size=8.5, colour=INK_2)
STRONG = Face(bold=True)
CODE = Face(size=7.5, colour=ACCENT, is_code=True)
ACROSS = 4
WORD_ROOM = 0.94  # of a page of the PDF: Word breaks lines and pages by its own measure
FIGURE_LINES = (Pt(13), Pt(25), Pt(12), Pt(12))  # label, value, level of proof, code
SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")


def render(document: Document, *, language: str, base_url: str) -> bytes:
    """Return the briefing as a Word file; the same document gives the same bytes."""
    page = Page(docx.Document(), language, base_url)
    page.set_up()
    page.write_head(document)
    scales = pages_of(document, language=language, base_url=base_url, room=ROOM * WORD_ROOM).scales
    for block, scale in zip(document.blocks, scales[1:], strict=False):  # the head comes before, the notes after
        page.write_block(block, scale)
    page.write_notes(document)
    page.write_footer(document)
    title, subject = say(document.title, language), say(document.subtitle, language)
    fix_properties(page.word, title=title, subject=subject, day=document.day, language=language)
    embed_fonts(page.word, with_persian_page_numbers=language == "fa")
    return saved(page.word)


class Page:
    """A Word document being written in one language."""

    def __init__(self, word: WordDocument, language: str, base_url: str) -> None:
        self.word = word
        self.language = language
        self.base_url = base_url

    def set_up(self) -> None:
        """Lay out the sheet and the styles."""
        section = self.word.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = section.top_margin = MARGIN
        section.bottom_margin = Mm(24)
        if self.language == "fa":
            section._sectPr.append(make("w:bidi"))
        styles: Any = self.word.styles
        shape_style(styles["Normal"], size=10.5, bold=False, colour=INK, before=0, after=6, line=17.5)
        shape_style(styles["Title"], size=19, bold=True, colour=INK, before=0, after=2, line=30)
        shape_style(styles["Heading 1"], size=13.5, bold=True, colour=INK, before=16, after=4, line=21)
        shape_style(styles["Heading 2"], size=11, bold=True, colour=INK, before=12, after=3, line=18)
        frame = styles["Title"].element.pPr.find(qn("w:pBdr"))
        if frame is not None:
            styles["Title"].element.pPr.remove(frame)

    def paragraph(self, style: str | None = None) -> WordParagraph:
        """Add an empty paragraph that runs as the language does."""
        found = self.word.add_paragraph(style=style)
        turn(found, self.language)
        return found

    def write_head(self, document: Document) -> None:
        """Write title, subtitle, place and day, with a rule below."""
        write(self.paragraph("Title"), say(document.title, self.language), self.language, Face(size=19, bold=True))
        if document.subtitle[self.language]:
            write(self.paragraph(), say(document.subtitle, self.language), self.language, Face(size=11, colour=INK_2))
        day = say_day(document.day, self.language)
        as_of = words.AS_OF.format(day=Text(day, day))[self.language]
        line = self.paragraph()
        place = say(document.place, self.language)
        write(line, " · ".join(part for part in (place, as_of) if part), self.language, Face(bold=True, colour=ACCENT))
        rule(line, "bottom", width=12, colour=ACCENT)
        if document.notice[self.language]:
            notice = self.paragraph()
            put(notice._p.get_or_add_pPr(), make("w:shd", val="clear", color="auto", fill=WARN_SOFT), PARAGRAPH_ORDER)
            write(notice, say(document.notice, self.language), self.language, Face(size=9, bold=True, colour=WARN))

    def write_block(self, block: object, scale: float) -> None:
        """Write one block. scale: the share of the width that a drawing takes, as in the PDF."""
        if isinstance(block, Heading):
            heading = self.paragraph(f"Heading {min(block.level, 2)}")
            write(heading, say(block.text, self.language), self.language, STRONG)
        elif isinstance(block, Paragraph):
            self.write_paragraph(block)
        elif isinstance(block, FigureRow):
            self.write_figures(block)
        elif isinstance(block, TableBlock):
            self.write_table(block)
        elif isinstance(block, ChartBlock):
            self.write_drawing(block, scale)

    def write_paragraph(self, block: Paragraph) -> None:
        """Write a sentence; each figure opens its list and is followed by its code."""
        line = self.paragraph()
        for run in block.runs:
            if isinstance(run, FigureRun):
                address = words.address_of(run.code, self.base_url)
                face = Face(bold=True, colour=ACCENT)
                write_link(line, words.unbroken(say(run.text, self.language)), address, self.language, face)
                write(line, "\u202f", self.language)
                write_link(
                    line, run.code, address, self.language, Face(size=11, colour=ACCENT, raised=True, is_code=True)
                )
            else:
                write(line, say(run, self.language), self.language)

    def write_figures(self, row: FigureRow) -> None:
        """Write the big figures, four across."""
        across = min(ACROSS, max(len(row.figures), 1))
        table = self.word.add_table(rows=-(-len(row.figures) // across), cols=across)
        settle_table(
            table, self.language, shares=[1] * across, width=WIDTH.twips, lines=dict.fromkeys(SIDES, (4, RULE))
        )
        for index, figure in enumerate(row.figures):
            self.write_figure(table.cell(index // across, index % across), figure)
        for place in range(len(row.figures), len(table.rows) * across):
            turn(table.cell(place // across, place % across).paragraphs[0], self.language)
        self.space(4)

    def write_figure(self, cell: WordCell, figure: FigureItem) -> None:
        """Write one big figure: what it counts, its value and unit, its level of proof, its code."""
        language = self.language
        lines = [cell.paragraphs[0], *(cell.add_paragraph() for _ in range(3))]
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.BOTTOM  # labels of one and of two lines, values level
        for line, pitch in zip(lines, FIGURE_LINES, strict=True):
            turn(line, language)
            line.paragraph_format.space_after = Pt(1)
            line.paragraph_format.line_spacing = pitch
        lines[0].paragraph_format.space_before = lines[-1].paragraph_format.space_after = Pt(3)
        value, unit = words.value_and_unit(figure, language)
        write(lines[0], words.begun(figure.label, language), language, SMALL)
        write(lines[1], value, language, Face(size=18, bold=True))
        write(lines[1], "\u00a0" + unit.replace(" ", "\u00a0"), language, SMALL)
        write(lines[2], words.begun(figure.level, language), language, Face(size=7.5, colour=INK_2))
        write_link(lines[3], figure.code, words.address_of(figure.code, self.base_url), language, CODE)

    def caption(self, title: Text, code: str = "") -> None:
        """Write the title above a table or a drawing, kept with it."""
        line = self.paragraph()
        line.paragraph_format.keep_with_next = True
        line.paragraph_format.space_before = Pt(6)
        line.paragraph_format.space_after = Pt(3)
        write(line, say(title, self.language), self.language, STRONG)
        if code:
            write(line, "\u00a0\u00a0", self.language)
            write_link(line, code, words.address_of(code, self.base_url), self.language, CODE)

    def write_table(self, block: TableBlock) -> None:
        """Write a table; its heading is repeated on every page."""
        self.caption(block.title, block.code)
        table = self.word.add_table(rows=0, cols=len(block.columns))
        shares = [2 if column.kind.is_numeric else 3 for column in block.columns]
        settle_table(table, self.language, shares=shares, width=WIDTH.twips)
        heads = [words.column_title(column, self.language) for column in block.columns]
        rows = [heads, *(words.row_words(row, block, self.language) for row in block.rows)]
        totals = words.totals_words(block, self.language)
        rows += [totals] if totals else []
        for index, cells in enumerate(rows):
            is_head, is_total = index == 0, bool(totals) and index == len(rows) - 1
            face = Face(size=8.5, bold=True, colour=INK_2) if is_head else Face(size=9.5, bold=is_total)
            sides = {"bottom": (8 if is_head else 4, INK_2 if is_head else RULE)} | (
                {"top": (8, INK_2)} if is_total else {}
            )
            for cell, column, content in zip(table.add_row().cells, block.columns, cells, strict=True):
                line = cell.paragraphs[0]
                # the last digit of a number stands to the right in both scripts: where a Persian line begins
                turn(line, self.language, to_end=column.kind.is_numeric and self.language == "en")
                line.paragraph_format.space_before = line.paragraph_format.space_after = Pt(1.2)
                line.paragraph_format.line_spacing = Pt(14.5)
                write(line, content, self.language, face)
                border(cell._tc.get_or_add_tcPr(), "w:tcBorders", sides)
        mark_header(table)
        self.remark(block.note)

    def write_drawing(self, block: ChartBlock, scale: float) -> None:
        """Write a drawing as a picture, with the words that stand for it."""
        self.caption(block.title)
        line = self.paragraph()
        line.paragraph_format.line_spacing = 1.0  # a line of fixed height would cut the picture off
        line.paragraph_format.space_after = Pt(2)
        shape = line.add_run().add_picture(
            BytesIO(picture(block.svg[self.language])), width=Twips(round(WIDTH.twips * scale))
        )
        for side in ("distT", "distB", "distL", "distR"):  # unsaid, LibreOffice takes an eighth of an inch and clips
            shape._inline.set(side, "0")
        properties = shape._inline.docPr
        properties.set("descr", say(block.alt, self.language))
        properties.set("title", say(block.title, self.language))
        self.remark(block.note)

    def remark(self, note: Text) -> None:
        """Write the small words below a table or a drawing."""
        if note[self.language]:
            self.small_print(note)
        else:
            self.space(2)

    def small_print(self, said: Text) -> WordParagraph:
        """Write small words on a line of their own."""
        line = self.paragraph()
        line.paragraph_format.line_spacing = Pt(14)
        line.paragraph_format.space_after = Pt(3)
        write(line, say(said, self.language), self.language, SMALL)
        return line

    def space(self, points: float) -> WordParagraph:
        """Leave room; a table also needs a paragraph between itself and the next one."""
        line = self.paragraph()
        line.paragraph_format.space_after = Pt(points)
        line.paragraph_format.line_spacing = Pt(6)
        return line

    def write_notes(self, document: Document) -> None:
        """Write the notes and how a figure is opened."""
        rule(self.space(4), "bottom", width=4, colour=RULE)
        for note in document.notes:
            self.small_print(note)
        example = example_of(document, self.base_url)
        if example:
            line = self.small_print(NOTHING)
            write(line, words.HOW_TO_OPEN[self.language] + " ", self.language, SMALL)
            write_link(line, example, example, self.language, Face(size=8.5, colour=ACCENT, is_code=True))

    def write_footer(self, document: Document) -> None:
        """Write the running foot: title and day, then the page's number, counted by Word."""
        language = self.language
        line = self.word.sections[0].footer.paragraphs[0]
        turn(line, language)
        tabs = make("w:tabs")
        for position in ("4680", "9360", "4513", "9026"):  # the stops of the built-in footer style
            tabs.append(make("w:tab", val="clear", pos=position))
        tabs.append(make("w:tab", val="right", pos=str(WIDTH.twips)))
        put(line._p.get_or_add_pPr(), tabs, PARAGRAPH_ORDER)
        rule(line, "top", width=4, colour=RULE)
        write(line, f"{say(document.title, language)} · {say_day(document.day, language)}\t", language, SMALL)
        numbers = Face(size=8.5, colour=INK_2, font=FOOTER_FONT) if language == "fa" else SMALL
        pieces: dict[str, Callable[[], None]] = {
            "page": lambda: write_field(line, "PAGE", language, numbers),
            "pages": lambda: write_field(line, "NUMPAGES", language, numbers),
        }
        for piece in words.PAGE_OF[language].replace("}", "{").split("{"):
            if piece in pieces:
                pieces[piece]()
            elif piece:
                write(line, piece, language, SMALL)


def rule(line: WordParagraph, side: str, *, width: int, colour: str) -> None:
    """Draw a line above or below a paragraph."""
    holder = make("w:pPr")
    border(holder, "w:pBdr", {side: (width, colour)})
    put(line._p.get_or_add_pPr(), holder[0], PARAGRAPH_ORDER)

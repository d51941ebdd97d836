"""Briefings as files: read back, right to left, literal, and the same bytes every time."""

import io
import json
import re
import subprocess
import sys
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import docx as word_reader
import openpyxl
import pypdf
import pytest
import typst
from docx.oxml.ns import qn

from hamahang.briefing.drawing.measure import text_width
from hamahang.briefing.render import docx, pdf, words, xlsx
from hamahang.domain.briefing import (
    CODE_ALPHABET,
    NOTHING,
    Column,
    Document,
    FigureItem,
    FigureRow,
    Heading,
    Kind,
    Paragraph,
    TableBlock,
    UnevenTable,
    short_code,
)
from hamahang.domain.money import MoneyUnit
from hamahang.domain.text import Text
from tests.briefing import sample

LANGUAGES = ("fa", "en")
RENDERERS = {"pdf": pdf, "docx": docx, "xlsx": xlsx}
ROOT = Path(__file__).parents[2]


def rendered(kind: str, language: str, document: Document | None = None) -> bytes:
    content: bytes = RENDERERS[kind].render(document or sample.document(), language=language, base_url=sample.BASE_URL)
    return content


def pages(language: str) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(rendered("pdf", language))).pages]


def word(language: str) -> word_reader.document.Document:
    return word_reader.Document(io.BytesIO(rendered("docx", language)))


def book(language: str, document: Document | None = None) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(rendered("xlsx", language, document)))


def of_blocks(*blocks: object) -> Document:
    return Document(sample.TITLE, Text("", ""), Text("", ""), sample.DAY, blocks)


@pytest.mark.parametrize("kind", RENDERERS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_briefing_gives_the_same_bytes_in_another_process(kind, language):
    other = subprocess.run(
        [sys.executable, "-m", "tests.briefing.sample", kind, language],
        cwd=ROOT,
        env={"PYTHONPATH": f"{ROOT / 'src'}", "PYTHONHASHSEED": "7", "TZ": "Asia/Tehran"},
        capture_output=True,
        check=True,
    )

    assert other.stdout == rendered(kind, language)


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_the_container_keeps_no_clock_time(kind):
    with ZipFile(io.BytesIO(rendered(kind, "fa"))) as container:
        assert {entry.date_time for entry in container.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = container.read("docProps/core.xml").decode()

    assert re.findall(r"\d{4}-\d{2}-\d{2}T", core) == ["2011-07-01T"] * 2


def test_the_pdf_is_tagged_in_its_language_and_dated_by_the_day_it_reports_on():
    for language, direction in (("fa", "/R2L"), ("en", "/L2R")):
        reader = pypdf.PdfReader(io.BytesIO(rendered("pdf", language)))
        root = reader.trailer["/Root"]

        assert root["/MarkInfo"]["/Marked"].value is True
        assert root["/Lang"] == language
        assert root["/ViewerPreferences"]["/Direction"] == direction
        assert reader.metadata.title == sample.TITLE[language]
        assert reader.metadata.creation_date.replace(tzinfo=None) == datetime(2011, 7, 1)  # noqa: DTZ001
        assert "pdfuaid:part" in root["/Metadata"].get_data().decode()


def test_every_figure_of_the_pdf_opens_its_list():
    reader = pypdf.PdfReader(io.BytesIO(rendered("pdf", "fa")))
    links = {note.get_object()["/A"]["/URI"] for page in reader.pages for note in page.get("/Annots", [])}

    codes = [figure.code for figure in sample.document().figures()]
    assert links == {f"{sample.BASE_URL}/f/{code}" for code in codes}


def test_the_persian_pdf_has_persian_digits_down_to_its_page_numbers():
    whole = "\n".join(pages("fa"))
    plain = re.sub(r"[a-z0-9]{8}\b|#panic.*|=HYPERLINK\S*", "", whole)

    assert not re.search("[0-9]", plain)
    assert "صفحهٔ ۱ از ۲" in pages("fa")[0]
    assert "صفحهٔ ۲ از ۲" in pages("fa")[1]


def test_the_english_pdf_reads_as_written():
    whole = "\n".join(pages("en"))

    assert "In the province 8 industrial estates" in whole
    assert "Total 56 2,206.5" in whole
    assert "page 1 of 2" in whole
    assert not re.search("[۰-۹]", re.sub(r"[آ-ی].*", "", whole))


def of_days() -> Document:
    """Return a table of as many columns as share the line, one of days in the middle."""
    said, day = Column(Text(fa="سطح اثبات", en="Level of proof")), Column(Text(fa="تا", en="By"), Kind.DAY)
    row = ("واحدهای راکد", "شرکت شهرک‌ها", sample.DAY, "target", "3 units", "in an official list", 10)
    columns = (said, said, day, said, said, said, Column(said.title, Kind.PERCENT))
    return of_blocks(TableBlock(title=sample.TITLE, columns=columns, rows=(row,)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_day_among_many_columns_touches_no_neighbour_in_the_pdf(language):
    starts: dict[str, float] = {}

    def note(said: str, page_at: list[float], at: list[float], *_: object) -> None:
        starts[said.strip()] = page_at[4] + at[4]

    pypdf.PdfReader(io.BytesIO(rendered("pdf", language, of_days()))).pages[0].extract_text(visitor_text=note)
    day = next(said for said in starts if said.endswith(("-07-01", "۰۹۳۱")) and len(said) == 10)
    left, right = sorted((starts[said], said) for said in (day, "target"))

    assert left[0] + text_width(left[1], size=9.5) < right[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_day_among_many_columns_stays_on_one_line_in_word(language):
    file = word_reader.Document(io.BytesIO(rendered("docx", language, of_days())))
    cell = file.tables[0].rows[1].cells[2]

    assert text_width(cell.text, size=9.5) < cell.width.pt - 2 * 5.4  # the margins of a cell


def test_hostile_words_print_literally_in_the_pdf():
    assert sample.HOSTILE in "\n".join(pages("en")).replace("\n ", "\n")


@pytest.mark.parametrize("kind", RENDERERS)
def test_hostile_titles_and_control_signs_break_nothing(kind):
    hostile = Text(sample.HOSTILE + "\x00\x0b\u202e", sample.HOSTILE + "\x00\x0b\u202e")
    table = TableBlock(hostile, (Column(hostile),), ((hostile,), ("\x07=1+1",)), note=hostile)
    document = Document(hostile, hostile, hostile, sample.DAY, (Heading(hostile), Paragraph((hostile,)), table, table))

    assert rendered(kind, "fa", document)


@pytest.mark.parametrize("kind", RENDERERS)
def test_an_empty_briefing_is_still_a_file(kind):
    assert rendered(kind, "fa", of_blocks())


def test_a_drawing_becomes_a_picture_with_every_language():
    for language in LANGUAGES:
        assert pdf.picture(sample.bars(language)).startswith(b"\x89PNG")


def test_every_paragraph_run_table_and_section_of_the_persian_word_file_runs_right_to_left():
    document = word("fa")
    body = document.element.body

    assert body.find(qn("w:sectPr")).find(qn("w:bidi")) is not None
    assert all(table.find(qn("w:tblPr")).find(qn("w:bidiVisual")) is not None for table in body.iter(qn("w:tbl")))
    assert all(line.find(f"{qn('w:pPr')}/{qn('w:bidi')}") is not None for line in body.iter(qn("w:p")))
    for run in body.iter(qn("w:r")):
        said = "".join(text.text or "" for text in run.iter(qn("w:t")))
        if re.search("[آ-ی۰-۹]", said):
            assert run.find(f"{qn('w:rPr')}/{qn('w:rtl')}") is not None


def test_the_english_word_file_runs_left_to_right():
    xml = word("en").element.xml

    assert "w:bidi/>" not in xml
    assert "w:bidiVisual" not in xml
    assert "w:rtl" not in xml


def test_the_word_file_says_what_the_briefing_says():
    document = word("fa")
    lines = [line.text for line in document.paragraphs]

    assert lines[0] == sample.TITLE.fa
    assert any(line.startswith("در استان ۸\u00a0شهرک\u00a0صنعتی") for line in lines)
    assert sample.HOSTILE in lines
    cells = [[cell.text for cell in row.cells] for row in document.tables[1].rows]
    assert cells[0][:3] == ["شهرستان", "پرداخت", f"مبلغ ({MoneyUnit.BILLION_RIAL.label.fa})"]
    assert cells[1][:4] == ["ایلام", "۷", "۹۷۰", "۱۲٫۴٪"]
    assert cells[-1] == ["جمع", "۵۶", "۲٬۲۰۶٫۵", "", ""]


def test_the_notice_stands_below_the_title_of_every_file():
    document = replace(sample.document(), notice=Text("نام‌ها ساختگی است!", "Names are invented!"))

    first = pypdf.PdfReader(io.BytesIO(rendered("pdf", "en", document))).pages[0].extract_text()
    lines = [line.text for line in word_reader.Document(io.BytesIO(rendered("docx", "fa", document))).paragraphs]

    assert first.index("invented!") < first.index("Active industrial estates")
    assert lines[3] == document.notice.fa
    assert all(sheet["A3"].value == document.notice.fa for sheet in book("fa", document).worksheets)


def test_the_unit_of_an_amount_of_money_is_set_small_like_any_other():
    money = FigureItem(sample.TITLE, Text("۲٬۲۰۶ میلیارد ریال", "2,206 billion rials"), NOTHING, NOTHING, "abcdefgh")
    persons = FigureItem(sample.TITLE, Text("۴۱۷", "417"), Text("نفر", "persons"), NOTHING, "abcdefgh")

    assert words.value_and_unit(money, "fa") == ("۲٬۲۰۶", "میلیارد ریال")
    assert words.value_and_unit(money, "en") == ("2,206", "billion rials")
    assert words.value_and_unit(persons, "en") == ("417", "persons")


@pytest.mark.parametrize(("language", "side"), [("fa", None), ("en", "right")])
def test_the_last_digits_of_numbers_stand_to_the_right_in_word(language, side):
    amount = word(language).tables[1].rows[1].cells[2].paragraphs[0]._p.pPr.find(qn("w:jc"))

    assert (None if amount is None else amount.get(qn("w:val"))) == side


def test_pictures_in_word_have_words_that_stand_for_them():
    described = [node.get("descr") for node in word("fa").element.body.iter(qn("wp:docPr"))]

    assert described == ["۴۱۷ از ۲٬۰۰۰ شغل", "سرمایه در گردش ۱۷", "نقشهٔ تسهیلات"]


def test_figures_in_word_open_their_lists():
    links = {rel.target_ref for rel in word("fa").part.rels.values() if rel.is_external}

    assert links == {f"{sample.BASE_URL}/f/{figure.code}" for figure in sample.document().figures()}


def test_the_word_file_carries_its_font():
    with ZipFile(io.BytesIO(rendered("docx", "fa"))) as container:
        names = container.namelist()
        table = container.read("word/fontTable.xml").decode()
        veiled = container.read("word/fonts/font1.odttf")
    key = re.search(r'embedRegular [^>]*fontKey="\{([^}]+)\}', table) or re.search(r'fontKey="\{([^}]+)\}', table)
    assert key is not None
    crossing = bytes.fromhex(key[1].replace("-", ""))[::-1] * 2
    plain = bytes(one ^ two for one, two in zip(veiled[:32], crossing, strict=True)) + veiled[32:]

    assert len([name for name in names if name.endswith(".odttf")]) == 3
    assert plain == (pdf.FONTS / "Vazirmatn-Regular.ttf").read_bytes()


def test_properties_in_word_stand_in_the_order_of_the_schema():
    body = word("fa").element.body
    order = ["rStyle", "rFonts", "b", "bCs", "color", "sz", "szCs", "vertAlign", "rtl", "lang"]
    for properties in body.iter(qn("w:rPr")):
        places = [order.index(child.tag.split("}")[1]) for child in properties]
        assert places == sorted(places)
    order = ["pStyle", "keepNext", "keepLines", "pBdr", "shd", "tabs", "bidi", "spacing", "ind", "jc", "rPr"]
    for properties in body.iter(qn("w:pPr")):
        places = [order.index(child.tag.split("}")[1]) for child in properties]
        assert places == sorted(places)


def test_the_persian_workbook_runs_right_to_left_with_real_numbers_in_persian_digits():
    found = book("fa")
    sheet = found.worksheets[1]
    rows = {row[0].value: row for row in sheet.iter_rows()}

    assert all(each.sheet_view.rightToLeft for each in found.worksheets)
    assert rows["ایلام"][2].value == 970 * sample.BILLION
    assert rows["ایلام"][2].number_format == "[$-3000429]#,##0"
    assert rows["ایلام"][3].value == pytest.approx(0.124)
    assert rows["ایلام"][3].number_format == "[$-3000429]0.0%"
    assert rows["جمع"][2].value == 2206 * sample.BILLION + 500_000_000
    assert rows["شهرستان"][2].value == f"مبلغ ({MoneyUnit.RIAL.label.fa})"


def test_the_english_workbook_runs_left_to_right():
    assert not any(sheet.sheet_view.rightToLeft for sheet in book("en").worksheets)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_workbook_has_no_formula(language):
    with ZipFile(io.BytesIO(rendered("xlsx", language))) as container:
        sheets = [container.read(name) for name in container.namelist() if name.startswith("xl/worksheets/sheet")]

    assert not [sheet for sheet in sheets if b"<f>" in sheet or b"<f " in sheet]
    cells = [cell.value for row in book(language).worksheets[1].iter_rows() for cell in row]
    assert sample.EQUALS in cells


def test_the_sheet_of_figures_lists_each_code_once_with_its_exact_value():
    sheet = book("fa").worksheets[0]
    rows = {row[0].value: [cell.value for cell in row] for row in sheet.iter_rows()}
    figure = sample.document().figures()[1]

    assert rows[figure.code][1:7] == [
        figure.label.fa,
        2206 * sample.BILLION,
        "۲٬۲۰۶",
        "میلیارد ریال",
        "سند بانک",
        "مبلغ پرداخت‌ها",
    ]
    assert rows[figure.code][7] == f"{sample.BASE_URL}/f/{figure.code}"


def test_sheets_of_like_named_tables_get_names_of_their_own():
    table = TableBlock(Text("x" * 40 + "[1]", ""), (Column(Text("ا", "a")),), ())
    names = book("fa", of_blocks(table, table, table)).sheetnames

    assert len({name.casefold() for name in names}) == 4
    assert max(map(len, names)) <= 31


def test_a_number_too_long_for_a_workbook_is_kept_whole_as_words():
    column = Column(Text("مبلغ", "Amount"), Kind.RIALS)
    sheet = book("en", of_blocks(TableBlock(Text("ت", "t"), (column,), ((12_345_678_901_234_567,),)))).worksheets[1]

    assert "12345678901234567" in [cell.value for row in sheet.iter_rows() for cell in row]


def test_amounts_are_printed_in_the_unit_of_their_column():
    column = Column(Text("مبلغ", "Amount"), Kind.RIALS, MoneyUnit.MILLION_RIAL)

    assert words.cell_words(2_206_000_000, column, "en") == "2,206"
    assert words.cell_words(2_206_050_000, column, "fa") == "۲٬۲۰۶٫۱"
    assert words.cell_words(-1_040_000, column, "en") == "-1"
    assert words.cell_words(None, column, "fa") == "—"
    assert words.cell_words(Decimal("15.7"), Column(Text("", ""), Kind.PERCENT), "fa") == "۱۵٫۷٪"


def test_a_row_of_another_length_than_its_table_is_refused():
    with pytest.raises(UnevenTable):
        TableBlock(Text("ت", "t"), (Column(Text("ا", "a")),), ((1, 2),))


def test_short_codes_are_eight_clear_signs_and_seldom_meet():
    codes = {short_code(f"tir10:{number}") for number in range(20_000)}

    assert len(codes) == 20_000
    assert all(len(code) == 8 and set(code) <= set(CODE_ALPHABET) for code in codes)
    assert not set("01ilo") & set(CODE_ALPHABET)
    assert short_code("tir10") == short_code("tir10")


def test_a_figure_that_stands_twice_is_listed_once():
    figure = FigureItem(sample.TITLE, Text("۱", "1"), Text("", ""), Text("", ""), "abcdefgh")

    assert of_blocks(FigureRow((figure,)), FigureRow((figure,))).figures() == (figure,)


def test_our_measure_of_words_is_near_what_the_font_says():
    said = ["اردیبهشت", "شیروان و چرداول", "۲٬۰۰۰ تعهد", "کمبود سرمایه در گردش", "Darreh Shahr", "2,206 billion"]
    source = b"""#set page(width: auto, height: auto)
#set text(font: "Vazirmatn", size: 100pt)
#context [#metadata(json(bytes(sys.inputs.said)).map(words => measure(text(words)).width / 1pt)) <widths>]"""
    found = json.loads(
        typst.query(
            source,
            "<widths>",
            field="value",
            one=True,
            font_paths=pdf.fonts(),
            sys_inputs={"said": json.dumps(said)},
        )
    )

    for one, width in zip(said, found, strict=True):
        assert text_width(one, size=100) == pytest.approx(width, rel=0.12)


def test_xml_parts_of_the_word_file_are_well_formed():
    with ZipFile(io.BytesIO(rendered("docx", "fa"))) as container:
        for name in container.namelist():
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(container.read(name))  # noqa: S314 - our own file

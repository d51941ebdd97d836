"""Open documents: what they hide, merge, repeat and compute is seen, however their XML is laid out."""

import zipfile
from pathlib import Path

import pytest

from hamahang.domain.calendar import read_month
from hamahang.domain.lists.intake import Sheet
from hamahang.intake.kinds import kind_of_content
from hamahang.intake.workbook import UnreadableFile, read_sheets

SPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"))
)
SPACES += ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'


def cell(text: str, more: str = "") -> str:
    return f'<table:table-cell office:value-type="string" {more}><text:p>{text}</text:p></table:table-cell>'


def row(*cells: str, more: str = "") -> str:
    return f"<table:table-row {more}>\n  " + "\n  ".join(cells) + "\n</table:table-row>"


def content(rows: str, *, styles: str = "", style: str = "", root: str = "document-content") -> str:
    body = f"<office:body><office:spreadsheet>\n{rows}\n</office:spreadsheet></office:body>"
    if "<table:table " not in rows:
        body = body.replace(rows, f'<table:table table:name="واحدها" {style}>{rows}</table:table>')
    styles = f"<office:automatic-styles>{styles}</office:automatic-styles>"
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<office:{root} {SPACES}>{styles}{body}</office:{root}>'


def document(path: Path, xml: str, more: dict[str, str] | None = None) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", xml)
        for name, text in (more or {}).items():
            archive.writestr(name, text)
    return path


def one(path: Path) -> Sheet:
    (sheet,) = read_sheets(path)
    return sheet


def texts(sheet: Sheet) -> list[list[str]]:
    return [[found.text for found in line.cells.values()] for line in sheet.rows]


def refusal(path: Path) -> str:
    with pytest.raises(UnreadableFile) as refused:
        read_sheets(path)
    return refused.value.code


def test_a_document_whose_elements_are_set_out_in_lines_is_read(tmp_path: Path) -> None:
    path = document(tmp_path / "a.ods", content(row(cell("نام"), cell("شهر")) + "\n" + row(cell("آجر"), cell("ایلام"))))

    assert texts(one(path)) == [["نام", "شهر"], ["آجر", "ایلام"]]


def test_numbers_days_truths_and_lines_of_a_cell_are_read(tmp_path: Path) -> None:
    number = '<table:table-cell office:value-type="float" office:value="12.50"><text:p>۱۲٫۵</text:p></table:table-cell>'
    day = '<table:table-cell office:value-type="date" office:date-value="2011-06-26T00:00:00"/>'
    truth = '<table:table-cell office:value-type="boolean" office:boolean-value="true"/>'
    spaced = (
        '<table:table-cell office:value-type="string"><office:annotation><text:p>یادداشت</text:p></office:annotation>'
    )
    spaced += '<text:p>یک<text:s text:c="2"/><text:span>دو</text:span></text:p><text:p>سه</text:p></table:table-cell>'

    (line,) = one(document(tmp_path / "a.ods", content(row(number, day, truth, spaced)))).rows

    assert [(found.text, found.kind) for found in line.cells.values()] == [
        ("12.5", "number"), ("2011-06-26", "day"), ("TRUE", "truth"), ("یک  دو\nسه", "text")
    ]  # fmt: skip


def test_hidden_rows_columns_and_sheets_are_told(tmp_path: Path) -> None:
    columns = '<table:table-column table:number-columns-repeated="2"/><table:table-column table:visibility="collapse"/>'
    hidden = row(cell("الف"), cell("ب"), cell("پ"), more='table:visibility="filter"')
    styles = '<style:style style:name="ta1"><style:table-properties table:display="false"/></style:style>'
    path = document(tmp_path / "a.ods", content(columns + hidden, styles=styles, style='table:style-name="ta1"'))

    sheet = one(path)

    assert (sheet.is_hidden, sheet.hidden_columns, sheet.rows[0].is_hidden) == (True, ("C",), True)


def test_cells_merged_downwards_hold_for_each_row_they_stand_beside(tmp_path: Path) -> None:
    top = row(cell("ایلام", 'table:number-rows-spanned="2"'), cell("آجر"))
    below = row("<table:covered-table-cell/>", cell("گچ"))

    sheet = one(document(tmp_path / "a.ods", content(top + below)))

    assert sheet.merged == ((1, "A", 2, "A"),)
    assert sheet.rows[1].cells["A"].text == "ایلام"
    assert sheet.rows[1].cells["A"].note == "filled_down"


def test_a_formula_without_a_value_and_an_error_are_told(tmp_path: Path) -> None:
    silent = '<table:table-cell table:formula="of:=[.A1]*2"/>'
    wrong = '<table:table-cell table:formula="of:=1/0" office:value-type="string" calcext:value-type="error">'
    wrong += "<text:p>#DIV/0!</text:p></table:table-cell>"

    (line,) = one(document(tmp_path / "a.ods", content(row(cell("آجر"), silent, wrong)))).rows

    assert [(found.text, found.kind) for found in line.cells.values()] == [
        ("آجر", "text"), ("", "formula"), ("#DIV/0!", "error")
    ]  # fmt: skip


def test_rows_and_cells_repeated_are_counted_and_blank_ones_take_no_room(tmp_path: Path) -> None:
    twice = row(cell("آجر", 'table:number-columns-repeated="2"'), more='table:number-rows-repeated="3"')
    blank = row(
        '<table:table-cell table:number-columns-repeated="16384"/>', more='table:number-rows-repeated="1048000"'
    )

    sheet = one(document(tmp_path / "a.ods", content(twice + blank)))

    assert [line.number for line in sheet.rows] == [1, 2, 3]
    assert texts(sheet) == [["آجر", "آجر"]] * 3


@pytest.mark.parametrize(
    "rows",
    [
        row(cell("آجر", 'table:number-columns-repeated="16384"')),
        row(cell("آجر"), more='table:number-rows-repeated="1048576"'),
        row('<table:table-cell table:number-columns-repeated="5000"/>', cell("آجر")),
    ],
)
def test_cells_without_end_are_refused(tmp_path: Path, rows: str) -> None:
    assert refusal(document(tmp_path / "a.ods", content(rows))) == "too_far"


def test_a_document_type_is_refused_in_what_is_read_and_passed_over_in_programs(tmp_path: Path) -> None:
    good, kind = content(row(cell("آجر"), cell("گچ"))), "<!DOCTYPE library PUBLIC 'x' 'library.dtd'>"
    bad = good.replace("?>", '?><!DOCTYPE a [<!ENTITY b "c">]>', 1)

    assert texts(one(document(tmp_path / "a.ods", good, {"Basic/script-lb.xml": kind}))) == [["آجر", "گچ"]]
    assert refusal(document(tmp_path / "b.ods", bad)) == "forbidden_xml"


def test_a_document_locked_with_a_password_says_so(tmp_path: Path) -> None:
    manifest = {"META-INF/manifest.xml": "<manifest:encryption-data/>"}

    assert refusal(document(tmp_path / "a.ods", "not to be read", manifest)) == "encrypted"


def test_a_table_inside_a_drawing_is_no_sheet(tmp_path: Path) -> None:
    inner = f'<table:table table:name="chart">{row(cell("نمودار"))}</table:table>'
    outer = f'<table:table table:name="واحدها"><table:shapes>{inner}</table:shapes>{row(cell("آجر"))}</table:table>'

    sheet = one(document(tmp_path / "a.ods", content(outer)))

    assert (sheet.name, texts(sheet)) == ("واحدها", [["آجر"]])


def test_a_flat_document_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.fods"
    path.write_text(content(row(cell("آجر"), cell("گچ")), root="document"), encoding="utf-8")

    assert kind_of_content(path) == "flat"
    assert texts(one(path)) == [["آجر", "گچ"]]


def test_a_text_file_may_begin_with_the_letters_of_an_archive(tmp_path: Path) -> None:
    for head in ("pk,title", "MZ;title", "mzab,title"):
        path = tmp_path / "a.csv"
        path.write_text(f"{head}\n1,2\n", encoding="utf-8")

        assert kind_of_content(path) == "csv", head


def test_a_date_that_is_no_day_is_a_text(tmp_path: Path) -> None:
    days = ("0001-01-01", "2011-13-45", "99999-01-01", "")
    cells = [f'<table:table-cell office:value-type="date" office:date-value="{day}"/>' for day in days]

    (line,) = one(document(tmp_path / "a.ods", content(row(cell("آجر"), *cells)))).rows

    assert [(found.text, found.kind) for found in line.cells.values()][1:] == [
        ("0001-01-01", "day"), ("2011-13-45", "text"), ("99999-01-01", "text")
    ]  # fmt: skip
    assert read_month("0001-01-01", is_day=True) is None

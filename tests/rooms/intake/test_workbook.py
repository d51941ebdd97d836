"""Files as they come: hostile ones are answered with a reason, messy ones are read, nothing kills the server."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from hamahang.intake.reasons import reason
from hamahang.intake.workbook import UnreadableFile, read_sheets

HEADINGS = ["نام", "نوع", "شهرستان", "وضعیت", "تاریخ وضعیت"]
ROW = ["شهرک صنعتی تازه", "شهرک صنعتی", "ایلام", "فعال", "1390/01/01"]


def workbook(path: Path, rows: list[list[object]] | None = None) -> Path:
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("برگه")
    for number, row in enumerate(rows or [HEADINGS, ROW]):
        for column in range(len(row)):
            sheet.write(number, column, row[column])
    book.close()
    return path


def rewritten(path: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    """Return the workbook with one part changed."""
    made = path.with_name("changed.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            data = old.read(entry)
            new.writestr(entry.filename, change(data) if entry.filename == part else data)
    return made


SHEET = "xl/worksheets/sheet1.xml"


def test_a_workbook_is_read_with_its_rows_and_letters(tmp_path: Path) -> None:
    (sheet,) = read_sheets(workbook(tmp_path / "a.xlsx"))

    assert sheet.name == "برگه"
    assert [cell.text for cell in sheet.rows[1].cells.values()] == ROW
    assert list(sheet.rows[1].cells) == ["A", "B", "C", "D", "E"]


def test_an_old_xls_and_an_ods_are_read(tmp_path: Path) -> None:
    import xlwt
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import Table, TableCell, TableRow
    from odf.text import P

    old = xlwt.Workbook()
    sheet = old.add_sheet("یک")
    for column, text in enumerate(HEADINGS):
        sheet.write(0, column, text)
    old.save(str(tmp_path / "a.xls"))
    document = OpenDocumentSpreadsheet()
    table, row = Table(name="یک"), TableRow()
    for text in HEADINGS:
        cell = TableCell(valuetype="string")
        cell.addElement(P(text=text))
        row.addElement(cell)
    table.addElement(row)
    document.spreadsheet.addElement(table)
    document.save(str(tmp_path / "a.ods"))

    for name in ("a.xls", "a.ods"):
        (read,) = read_sheets(tmp_path / name)
        assert [cell.text for cell in read.rows[0].cells.values()] == HEADINGS, name


@pytest.mark.parametrize(
    ("encoding", "separator"),
    [("utf-8", ","), ("utf-8-sig", ";"), ("utf-16", "\t"), ("cp1256", ","), ("utf-8", "|"), ("utf-8", "،")],
)
def test_csv_is_read_in_the_encodings_and_separators_of_offices(tmp_path: Path, encoding: str, separator: str) -> None:
    path = tmp_path / "a.csv"
    text = "\n".join(separator.join(line) for line in (HEADINGS, ROW))
    path.write_bytes((text.replace("ی", "ي").replace("ک", "ك") if encoding == "cp1256" else text).encode(encoding))

    (sheet,) = read_sheets(path)

    assert len(sheet.rows) == 2
    assert len(sheet.rows[1].cells) == 5


def bomb(path: Path) -> Path:
    return rewritten(workbook(path), SHEET, lambda data: data + b" " * (60 << 20))


def far_cell(path: Path) -> Path:
    cell = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    return rewritten(workbook(path), SHEET, lambda data: data.replace(b"</sheetData>", cell))


def entities(path: Path) -> Path:
    head = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    return rewritten(workbook(path), SHEET, lambda data: data.replace(b"<worksheet", head + b"<worksheet", 1))


def traversal(path: Path) -> Path:
    made = workbook(path)
    with zipfile.ZipFile(made, "a") as archive:
        archive.writestr("../../evil.xml", "<x/>")
    return made


def cut_off(path: Path) -> Path:
    made = workbook(path)
    made.write_bytes(made.read_bytes()[:900])
    return made


def holding(content: bytes) -> Callable[[Path], Path]:
    def make(path: Path) -> Path:
        path.write_bytes(content)
        return path

    return make


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (bomb, "bomb"),
        (far_cell, "too_far"),
        (entities, "forbidden_xml"),
        (traversal, "path_trick"),
        (cut_off, "broken"),
        (holding(b""), "empty"),
        (holding(b"MZ\x90\x00 a program"), "unknown"),
        (holding(b"<html><script>alert(1)</script>"), "page_without_table"),
        (holding(b"PK\x03\x04 not a zip at all"), "broken"),
        (holding('نام,نوع\n"باز مانده,۱\n'.encode()), "unclosed_quote"),
        (holding("نام,نوع\n".encode() * 3 + ("نام".encode() + b"\xff\xfe\n") * 9), "encoding"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_hostile_file_is_answered_with_its_reason_and_repair(
    tmp_path: Path, make: Callable[[Path], Path], code: str
) -> None:
    with pytest.raises(UnreadableFile) as refused:
        read_sheets(make(tmp_path / "a.xlsx"))

    assert refused.value.code == code
    assert refused.value.message == reason(code, refused.value.row)


def test_what_readers_drop_in_silence_is_seen(tmp_path: Path) -> None:
    def damage(data: bytes) -> bytes:
        data = data.replace(b'<c r="A2" t="s"><v>', b'<c r="A2" t="e"><v>#REF!</v></c><c r="H2" t="s"><v>', 1)
        return data.replace(b'<row r="2"', b'<row r="2" hidden="1"', 1)

    (sheet,) = read_sheets(rewritten(workbook(tmp_path / "a.xlsx"), SHEET, damage))

    assert (sheet.rows[1].cells["A"].kind, sheet.rows[1].cells["A"].text) == ("error", "#REF!")
    assert sheet.rows[1].is_hidden


def test_a_formula_without_a_stored_value_is_seen(tmp_path: Path) -> None:
    def strip(data: bytes) -> bytes:
        return data.replace(b'<c r="A2" t="s"><v>5</v>', b'<c r="A2"><f>1+1</f>', 1)

    (sheet,) = read_sheets(rewritten(workbook(tmp_path / "a.xlsx"), SHEET, strip))

    assert sheet.rows[1].cells["A"].kind == "formula"


def test_a_value_merged_downwards_belongs_to_each_row(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    sheet.merge_range(1, 0, 3, 0, "ایلام")
    for row in range(1, 4):
        sheet.write(row, 1, row)
    book.close()

    (read,) = read_sheets(path)

    assert [row.cells["A"].text for row in read.rows] == ["ایلام"] * 3
    assert read.rows[1].cells["A"].note == "filled_down"

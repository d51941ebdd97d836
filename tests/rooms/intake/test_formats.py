"""Every form in which offices save a list is read, told by its content; what only pretends to be one is refused."""

import io
import struct
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from hamahang.domain.lists.intake import Sheet
from hamahang.intake.kinds import kind_of_content
from hamahang.intake.workbook import UnreadableFile, read_sheets

HEADINGS = ["نام واحد", "شهرستان", "شاغلان"]
ROWS = [HEADINGS, ["آجر زاگرس", "ایلام", "12"], ["گچ مانشت", "مهران", "7"]]


def texts(sheet: Sheet) -> list[list[str]]:
    return [[cell.text for cell in row.cells.values()] for row in sheet.rows]


def workbook(rows: list[list[str]] = ROWS, *, first_column: int = 0) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet("واحدها")
    for number, row in enumerate(rows):
        for at, text in enumerate(row):
            sheet.write(number, first_column + at, text)
    book.close()
    return out.getvalue()


def saved(path: Path, data: bytes | str, encoding: str = "utf-8") -> Path:
    path.write_bytes(data.encode(encoding) if isinstance(data, str) else data)
    return path


def packed(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def refusal(path: Path) -> tuple[str, int]:
    with pytest.raises(UnreadableFile) as refused:
        read_sheets(path)
    assert refused.value.message.fa
    assert refused.value.message.en
    return refused.value.code, refused.value.row


# --- workbooks ---


def test_a_workbook_is_known_by_its_content_whatever_its_name(tmp_path: Path) -> None:
    for name in ("a.csv", "a.xls", "a", "a.pdf"):
        (sheet,) = read_sheets(saved(tmp_path / name, workbook()))
        assert texts(sheet) == ROWS, name


def test_cells_keep_their_letters_when_the_first_columns_are_blank(tmp_path: Path) -> None:
    (sheet,) = read_sheets(saved(tmp_path / "a.xlsx", workbook(first_column=2)))

    assert list(sheet.rows[0].cells) == ["C", "D", "E"]


def record(kind: int, data: bytes = b"") -> bytes:
    """Return a record of a binary workbook: its kind and its size in seven bits a byte, then its data."""
    numbers = b""
    for value in (kind, len(data)):
        while value > 0x7F:
            numbers += bytes([value & 0x7F | 0x80])
            value >>= 7
        numbers += bytes([value])
    return numbers + data


def wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def binary_workbook(path: Path) -> Path:
    """Write the smallest binary workbook (.xlsb): one sheet of texts."""
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    rels = f'<Relationships xmlns="{package}"><Relationship Id="rId1" Type="{office}/%s" Target="%s"/></Relationships>'
    book = (
        record(0x8F)
        + record(0x9C, struct.pack("<II", 0, 1) + wide("rId1") + wide("واحدها"))
        + record(0x90)
        + record(0x9D)
    )
    sheet = record(0x94, struct.pack("<IIII", 0, 2, 0, 2)) + record(0x91)
    for number, row in enumerate(ROWS):
        sheet += record(0x00, struct.pack("<I", number) + bytes(13))
        for at, text in enumerate(row):
            sheet += record(0x06, struct.pack("<II", at, 0) + wide(text))
    return packed(
        path,
        {
            "[Content_Types].xml": b"<Types/>",
            "_rels/.rels": (rels % ("officeDocument", "xl/workbook.bin")).encode(),
            "xl/workbook.bin": book,
            "xl/_rels/workbook.bin.rels": (rels % ("worksheet", "worksheets/sheet1.bin")).encode(),
            "xl/worksheets/sheet1.bin": sheet + record(0x92),
        },
    )


def test_a_binary_workbook_is_read(tmp_path: Path) -> None:
    (sheet,) = read_sheets(binary_workbook(tmp_path / "a.xlsb"))

    assert (sheet.name, texts(sheet)) == ("واحدها", ROWS)


def test_a_workbook_whose_parts_are_in_two_byte_letters_is_read(tmp_path: Path) -> None:
    made = tmp_path / "wide.xlsx"
    with zipfile.ZipFile(io.BytesIO(workbook())) as old, zipfile.ZipFile(made, "w") as new:
        for entry in old.infolist():
            data = old.read(entry)
            if "sheet1" in entry.filename:
                data = b"\xff\xfe" + data.decode().replace("UTF-8", "UTF-16").encode("utf-16-le")
            new.writestr(entry.filename, data)

    (sheet,) = read_sheets(made)

    assert texts(sheet) == ROWS


@pytest.mark.parametrize("step", [b"<x>", b'<x a="1">', b"<x\n>"])
def test_endless_nesting_is_refused(tmp_path: Path, step: bytes) -> None:
    made = tmp_path / "deep.xlsx"
    with zipfile.ZipFile(io.BytesIO(workbook())) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            data = old.read(entry)
            if "sheet1" in entry.filename:
                data = data.replace(b"</sheetData>", step * 60_000 + b"</x>" * 60_000 + b"</sheetData>")
            new.writestr(entry.filename, data)

    assert refusal(made)[0] == "too_deep"


def test_a_symbolic_link_in_a_workbook_is_not_followed(tmp_path: Path) -> None:
    made = saved(tmp_path / "a.xlsx", workbook())
    link = zipfile.ZipInfo("xl/media/link")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(made, "a") as archive:
        archive.writestr(link, "/etc/passwd")

    (sheet,) = read_sheets(made)

    assert texts(sheet) == ROWS


def test_a_cell_beyond_all_measure_is_named_by_its_row(tmp_path: Path) -> None:
    text = workbook([HEADINGS, ["x", "آ", "1"]])
    made = tmp_path / "long.xlsx"
    with zipfile.ZipFile(io.BytesIO(text)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry.filename, old.read(entry).replace("آ</t>".encode(), "آ".encode() * 40_000 + b"</t>"))

    assert refusal(made) == ("cell_too_long", 2)


def test_hidden_columns_and_merged_headings_are_told(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    sheet.merge_range(0, 1, 0, 2, "گروه")
    sheet.set_column(3, 3, None, None, {"hidden": True})
    sheet.write_row(1, 0, ["a", "b", "c", "d"])
    book.add_worksheet("دوم").hide()
    book.close()

    first, second = read_sheets(path)

    assert (first.merged, first.hidden_columns) == (((1, "B", 1, "C"),), ("D",))
    assert (first.is_hidden, second.is_hidden) == (False, True)


def test_numbers_are_written_in_full_and_those_that_lost_digits_are_marked(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    for row, number in enumerate((12, 0.00001, 1e15, 9007199254740993, 1e30)):
        sheet.write_number(row, 0, number)
    sheet.write_boolean(5, 0, True)
    book.close()

    (read,) = read_sheets(path)

    cells = [row.cells["A"] for row in read.rows]
    assert [cell.text for cell in cells[:3]] == ["12", "0.00001", "1000000000000000"]
    assert [cell.note for cell in cells[:5]] == ["", "", "", "inexact", "inexact"]
    assert (cells[5].text, cells[5].kind) == ("TRUE", "truth")


def test_rows_are_read_again_as_often_as_asked_and_by_their_place(tmp_path: Path) -> None:
    rows = [HEADINGS, *([f"واحد {at}", "ایلام", str(at)] for at in range(1_000))]

    (sheet,) = read_sheets(saved(tmp_path / "a.xlsx", workbook(rows)))

    assert len(sheet.rows) == 1_001
    assert [row.number for row in sheet.rows] == list(range(1, 1_002))
    assert sheet.rows[-1].cells["A"].text == "واحد 999"
    assert [row.number for row in sheet.rows[500:502]] == [501, 502]
    assert [row.number for row in sheet.rows[:6:3]] == [1, 4]
    assert texts(sheet)[1] == texts(sheet)[1]
    with pytest.raises(IndexError):
        sheet.rows[1_001]


# --- pages and XML under a spreadsheet's name ---

PAGE = """<html><head><meta charset="utf-8"><title>گزارش</title><script>var x = "<table>";</script></head><body>
<table><tr><td>منو</td></tr></table>
<table border=1><tr><th colspan=2>مشخصات</th><th rowspan=2>شاغلان</th></tr><tr><th>نام واحد<th>شهرستان</tr>
<tr><td>آجر<br>زاگرس</td><td rowspan="2">ایلام</td><td>۱۲</td></tr><tr><td>گچ &amp; آهک</td><td>7</td></tr></table>
</body></html>"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1256"])
def test_a_page_saved_as_a_workbook_gives_its_tables(tmp_path: Path, encoding: str) -> None:
    text = PAGE if encoding != "cp1256" else PAGE.replace("ی", "ي").replace("ک", "ك").replace("۱۲", "12")

    (sheet,) = read_sheets(saved(tmp_path / "report.xls", text, encoding))

    assert sheet.merged == ((1, "A", 1, "B"), (1, "C", 2, "C"), (3, "B", 4, "B"))
    assert texts(sheet)[2][0] == "آجر\nزاگرس"
    assert sheet.rows[3].cells["A"].text in ("گچ & آهک", "گچ & آهك")
    assert (sheet.rows[3].cells["B"].note, len(sheet.rows)) == ("filled_down", 4)


XML = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Worksheet ss:Name="واحدها"><Table>
<Row><Cell><Data ss:Type="String">نام واحد</Data></Cell>
<Cell ss:Index="3"><Data ss:Type="String">شاغلان</Data></Cell></Row>
<Row ss:Index="4" ss:Hidden="1"><Cell ss:MergeDown="1"><Data ss:Type="String">آجر</Data></Cell>
<Cell ss:Index="3"><Data ss:Type="Number">12</Data></Cell>
<Cell><Data ss:Type="DateTime">2011-06-26T00:00:00</Data></Cell></Row>
<Row><Cell ss:Index="3" ss:Formula="=1+1"></Cell></Row>
</Table></Worksheet></Workbook>"""


def test_a_workbook_in_the_xml_of_2003_is_read(tmp_path: Path) -> None:
    (sheet,) = read_sheets(saved(tmp_path / "a.xls", XML))

    assert sheet.name == "واحدها"
    assert [(row.number, sorted(row.cells), row.is_hidden) for row in sheet.rows] == [
        (1, ["A", "C"], False), (4, ["A", "C", "D"], True), (5, ["A", "C"], False)
    ]  # fmt: skip
    assert (sheet.rows[1].cells["C"].kind, sheet.rows[1].cells["D"].text) == ("number", "2011-06-26")
    assert (sheet.rows[2].cells["A"].note, sheet.rows[2].cells["C"].kind) == ("filled_down", "formula")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"<html><table><tr><td>x</td></tr></table></html>", "page_without_table"),
        (b"<!DOCTYPE html><html><body><p>sign in</p></body></html>", "page_without_table"),
        (b"<script>alert(1)</script>" + b"PK\x03\x04", "unknown"),
        (b"<html><table><tr><td>a</td><td>b</td></tr></table>\x00PK\x03\x04</html>", "unknown"),
        (b"<?xml version='1.0'?><feed/>", "unknown"),
        (XML.replace("?>\n<W", '?><!DOCTYPE x [<!ENTITY a "b">]>\n<W').encode(), "broken"),
        (b"<html>" + b"<table><tr><td>" * 100 + b"</html>", "too_deep"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2040), "locked"),
        (b"%PDF-1.4", "unknown"),
    ],
)
def test_what_is_no_list_is_refused_with_its_reason(tmp_path: Path, data: bytes, code: str) -> None:
    assert refusal(saved(tmp_path / "a.xls", data))[0] == code


# --- archives ---


def test_an_archive_gives_the_lists_in_it_under_their_names(tmp_path: Path) -> None:
    members = {
        "ایلام/۱.xlsx": workbook(),
        "mehran.csv": "نام,شهر\nالف,ب\n".encode(),
        "photo.jpg": b"\xff\xd8",
        "__MACOSX/._a": b"x",
    }

    first, second = read_sheets(packed(tmp_path / "lists.zip", members))

    assert (first.name, second.name) == ("ایلام/۱.xlsx › واحدها", "mehran.csv")
    assert texts(first) == ROWS


@pytest.mark.parametrize(
    ("members", "code"),
    [
        ({"readme.pdf": b"%PDF"}, "no_list_inside"),
        ({"a.xlsx": workbook(), "../../evil.xlsx": workbook()}, "path_trick"),
        ({"/etc/evil.csv": b"a,b"}, "path_trick"),
        ({"b.7z": b"7z\xbc\xaf\x27\x1c" + bytes(40)}, "nested_archive"),
        ({f"{at}.csv": b"a,b\n1,2\n" for at in range(60)}, "too_many_members"),
        ({"a.csv": b"a" * 30_000_000}, "bomb"),
        ({"program.csv": b"MZ\x90\x00"}, "unknown"),
    ],
    ids=["no list", "leads outside", "absolute", "7z inside", "too many", "bomb", "program"],
)
def test_an_archive_that_is_a_trick_is_refused(tmp_path: Path, members: dict[str, bytes], code: str) -> None:
    assert refusal(packed(tmp_path / "lists.zip", members))[0] == code


def test_an_archive_in_an_archive_is_refused(tmp_path: Path) -> None:
    inner = packed(tmp_path / "inner.zip", {"a.csv": b"a,b\n1,2\n"}).read_bytes()

    assert refusal(packed(tmp_path / "outer.zip", {"inner.zip": inner}))[0] == "nested_archive"


# --- kinds ---


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"a,b\n", "csv"),
        (b"  <TABLE>", "html"),
        ("\ufeff<html>".encode("utf-16"), "html"),
        (b"\xef\xbb\xbf<!doctype html>", "html"),
    ],
)
def test_a_kind_is_told_by_the_first_bytes(tmp_path: Path, data: bytes, kind: str) -> None:
    assert kind_of_content(saved(tmp_path / "x", data)) == kind


def test_an_xml_workbook_whose_numbers_are_none_keeps_them_as_they_are(tmp_path: Path) -> None:
    cells = "".join(f'<Cell><Data ss:Type="Number">{text}</Data></Cell>' for text in ("12", "1e400", "NaN", "دوازده"))
    name = "urn:schemas-microsoft-com:office:spreadsheet"
    xml = f'<?xml version="1.0"?><Workbook xmlns="{name}" xmlns:ss="{name}"><Worksheet ss:Name="a"><Table><Row>'
    path = saved(tmp_path / "a.xls", f"{xml}{cells}</Row></Table></Worksheet></Workbook>")

    (sheet,) = read_sheets(path)

    assert [(cell.text, cell.kind) for cell in sheet.rows[0].cells.values()] == [
        ("12", "number"), ("1e400", "text"), ("NaN", "text"), ("دوازده", "text")
    ]  # fmt: skip


def test_a_cell_that_makes_an_endless_field_of_blank_ones_is_refused_at_once(tmp_path: Path) -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet()
    sheet.write(0, 0, "آجر")
    sheet.write(59_999, 400, "دور")
    book.close()

    assert refusal(saved(tmp_path / "a.xlsx", out.getvalue())) == ("too_far", 60_000)

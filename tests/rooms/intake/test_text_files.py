"""Text files of offices: any encoding, separator and line end; what is broken in them spoils its own cell only."""

from pathlib import Path

import pytest

from hamahang.intake.workbook import read_sheets
from tests.rooms.intake.test_formats import ROWS, refusal, saved, texts

LINES = [",".join(row) for row in ROWS]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("\n".join(LINES), "utf-8"),
        ("\ufeff" + "\r\n".join(LINES), "utf-16-le"),
        ("\ufeff" + "\r\n".join(LINES), "utf-16-be"),
        ("\r\n".join(LINES), "utf-16-le"),
        ("\r".join(LINES), "utf-8-sig"),
        ("sep=;\r\n" + "\r\n".join(LINES).replace(",", ";"), "utf-8"),
        ("\n".join(LINES).replace(",", "؛"), "utf-8"),
        ("\n".join(LINES).replace(",", "\t"), "utf-8"),
        ("\n".join(LINES).replace(",", "|"), "utf-8"),
    ],
)
def test_texts_are_read_in_their_encodings_separators_and_line_ends(tmp_path: Path, text: str, encoding: str) -> None:
    (sheet,) = read_sheets(saved(tmp_path / "a.csv", text, encoding))

    assert texts(sheet) == ROWS


@pytest.mark.parametrize("page", ["cp1256", "cp720"])
def test_the_old_arabic_pages_of_windows_and_dos_are_told_apart(tmp_path: Path, page: str) -> None:
    rows = [["الاسم", "المدينة"], ["معمل الطابوق", "بغداد"], ["مصنع الاسمنت", "البصرة"]]

    (sheet,) = read_sheets(saved(tmp_path / "a.csv", "\n".join(",".join(row) for row in rows), page))

    assert texts(sheet) == rows


def test_a_western_list_is_read_in_its_page(tmp_path: Path) -> None:
    text = "Société;Ville;Effectif\nForges Alès;Besançon;1,5\nCôte d'Or Métaux;Châlons;2,5\n"

    (sheet,) = read_sheets(saved(tmp_path / "a.csv", text, "cp1252"))

    assert texts(sheet)[1] == ["Forges Alès", "Besançon", "1,5"]


def test_two_files_glued_together_are_read_each_in_its_own_encoding(tmp_path: Path) -> None:
    glued = "\n".join(LINES).encode() + "\nآجر,ايلام,3\n".encode("cp1256")

    (sheet,) = read_sheets(saved(tmp_path / "a.csv", glued))

    assert texts(sheet)[-1] == ["آجر", "ايلام", "3"]


def test_a_broken_byte_spoils_its_own_cell_only(tmp_path: Path) -> None:
    data = "\n".join(LINES).encode().replace(b",12", b",12\xff\x80")

    (sheet,) = read_sheets(saved(tmp_path / "a.csv", data))

    assert texts(sheet)[1][2] == "12\ufffd\ufffd"
    assert texts(sheet)[2] == ROWS[2]


def test_a_zero_byte_is_taken_out_and_said(tmp_path: Path) -> None:
    data = "\n".join(LINES).encode().replace("مانشت".encode(), "مان\0شت".encode())

    (sheet,) = read_sheets(saved(tmp_path / "a.csv", data))

    cell = sheet.rows[2].cells["A"]
    assert (cell.text, cell.note) == ("گچ مانشت", "control")


def test_lines_quotes_and_separators_inside_a_cell_stay_in_it(tmp_path: Path) -> None:
    text = 'نام,یادداشت\n"آجر, ""زاگرس""","خط یک\nخط دو؛ ادامه"\nگچ,x\n'

    (sheet,) = read_sheets(saved(tmp_path / "a.csv", text))

    assert texts(sheet)[1:] == [['آجر, "زاگرس"', "خط یک\nخط دو؛ ادامه"], ["گچ", "x"]]


def test_a_quotation_never_closed_is_refused_by_its_row(tmp_path: Path) -> None:
    text = "\n".join([*LINES, '"باز,ایلام,1', *LINES[1:]])

    assert refusal(saved(tmp_path / "a.csv", text)) == ("unclosed_quote", 4)


def test_a_cell_of_megabytes_is_refused_by_its_row(tmp_path: Path) -> None:
    assert refusal(saved(tmp_path / "a.csv", "نام,شهر\n1," + "ا" * 1_000_000)) == ("cell_too_long", 2)


def test_the_width_of_each_row_is_kept(tmp_path: Path) -> None:
    (sheet,) = read_sheets(saved(tmp_path / "a.csv", "a,b,c\n1,2\n1,2,3,4\n1,,\n"))

    assert [row.width for row in sheet.rows] == [3, 2, 4, 3]

"""What is in a file, known list or not: tables, columns and the fields they seem to hold."""

from pathlib import Path

import pytest
import xlsxwriter

from hamahang.intake.inspecting import describe, inspect_file
from hamahang.intake.workbook import UnreadableFile

KEYS = {"sheet", "first_row", "last_row", "header_rows", "columns", "totals_rows"}


def units(path: Path) -> Path:
    """Write a list of units as an office sends it: a title, a header of two lines, a total."""
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("واحدها")
    sheet.merge_range(0, 0, 0, 4, "فهرست واحدها")
    sheet.merge_range(2, 0, 3, 0, "ردیف")
    sheet.merge_range(2, 1, 2, 2, "مشخصات")
    sheet.merge_range(2, 3, 2, 4, "وضعیت")
    sheet.write_row(3, 1, ["شناسه ملی", "نام واحد", "شاغلین", "تاریخ پروانه"])
    for at in range(5):
        sheet.write_row(4 + at, 0, [at + 1, "10380284790", f"آجر {at}", 10, "1390/04/05"])
    sheet.write_row(9, 0, ["جمع کل", "", "", 50])
    book.close()
    return path


def test_a_list_of_ours_is_found_with_its_fields(tmp_path: Path) -> None:
    (table,) = inspect_file(units(tmp_path / "a.xlsx"))

    assert set(table) == KEYS
    assert (table["sheet"], table["header_rows"], table["totals_rows"]) == ("واحدها", [3, 4], [10])
    assert (table["first_row"], table["last_row"]) == (5, 9)
    fields = {column["letter"]: column["field"] for column in table["columns"]}
    assert fields == {"A": "row_no", "B": "national_id", "C": "name", "D": "employees", "E": "licence_on"}
    assert all(0 < column["confidence"] <= 1 for column in table["columns"])


def test_a_list_of_another_country_is_found_and_what_fits_no_field_stays_open(tmp_path: Path) -> None:
    path = tmp_path / "plants.csv"
    head = "Plant;Postcode;Furnaces;E-mail;Built\n"
    path.write_text(head + "".join(f"Works {at};LS{at} 4AP;{at};w{at}@works.uk;1990-01-0{at}\n" for at in range(1, 8)))

    (table,) = inspect_file(path)

    found = {column["header"]: column["field"] for column in table["columns"]}
    assert (table["header_rows"], table["first_row"], table["last_row"]) == ([1], 2, 8)
    assert (found["Postcode"], found["E-mail"], found["Furnaces"]) == ("postcode", "email", None)


def test_a_file_without_tables_has_none_and_one_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    letter, program = tmp_path / "a.csv", tmp_path / "b.csv"
    letter.write_text("Dear all\nplease find the list\n")
    program.write_bytes(b"MZ\x90\x00")

    assert inspect_file(letter) == []
    with pytest.raises(UnreadableFile):
        inspect_file(program)


def test_what_was_found_is_told_in_both_languages(tmp_path: Path) -> None:
    text = "\n".join(describe(inspect_file(units(tmp_path / "a.xlsx"))))

    assert "سطرهای ۵ تا ۹" in text
    assert "سرستون در ۳، ۴" in text
    assert "rows 5–9, header in 3, 4, totals in 10" in text
    assert "national_id (1.00)" in text
    assert "no table" in "\n".join(describe([]))

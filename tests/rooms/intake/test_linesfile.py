"""Concealed lists as they are kept: whoever sends a file that looks like one is believed in nothing."""

from pathlib import Path

import pytest

from hamahang.intake.concealing import read_key
from hamahang.intake.linesfile import MARK
from hamahang.intake.workbook import UnreadableFile, read_sheets

SHEET = b'{"sheet":"a","is_hidden":false,"hidden_columns":["B"],"merged":[[1,1,2,1]]}\n'


def lines(path: Path, *more: bytes) -> Path:
    path.write_bytes(MARK + b"".join(more))
    return path


def test_the_rows_are_read_as_they_were_kept(tmp_path: Path) -> None:
    path = lines(
        tmp_path / "list",
        SHEET,
        '[1,0,["کد",["1390-03-01","day"],null,["12","number"]]]\n'.encode(),
        b'[4,1,["x"],3]\n',
    )

    (sheet,) = read_sheets(path)

    assert (sheet.name, sheet.hidden_columns, sheet.merged) == ("a", ("B",), ((1, "A", 2, "A"),))
    first, second = sheet.rows
    assert {at: (cell.text, cell.kind) for at, cell in first.cells.items()} == {
        "A": ("کد", "text"), "B": ("1390-03-01", "day"), "D": ("12", "number"),
    }  # fmt: skip
    assert (second.number, second.is_hidden, second.width) == (4, True, 3)


@pytest.mark.parametrize(
    "line",
    [
        b"[1,0,[]]\n",  # a row of no sheet
        SHEET + b"[1,0]\n", SHEET + b"[1,0,{}]\n", SHEET + b'["1",0,[]]\n', SHEET + b"[-1,0,[]]\n",
        SHEET + b"[1,0,[7]]\n", SHEET + b'[1,0,[["x"]]]\n', SHEET + b'[1,0,[["x","formula","",""]]]\n',
        SHEET + b'[1,0,[["1e99999999","number"]]]\n', SHEET + b'[1,0,[["1390/1/1","day"]]]\n',
        SHEET + b'[1,0,[["x","nothing"]]]\n', SHEET + b'[1,0,["' + b"x" * 40_000 + b'"]]\n',
        SHEET + b"not json\n", SHEET + b"[" * 100_000 + b"\n", b'{"sheet":7}\n',
        b'{"sheet":"a","merged":[[0,1,1,1]]}\n',
        b'{"sheet":"a","hidden_columns":[1]}\n', b"7\n", b'{"refused":"no such reason"}\n',
    ],
)  # fmt: skip
def test_a_line_that_is_none_of_ours_is_refused(tmp_path: Path, line: bytes) -> None:
    with pytest.raises(UnreadableFile) as refused:
        read_sheets(lines(tmp_path / "list", line))

    assert refused.value.code == "broken"


@pytest.mark.parametrize("row", [b"[2000000,0,[]]\n", b"[1,0,[" + b"null," * 20_000 + b"null]]\n"])
def test_a_row_too_far_away_is_refused(tmp_path: Path, row: bytes) -> None:
    with pytest.raises(UnreadableFile) as refused:
        read_sheets(lines(tmp_path / "list", SHEET, row))

    assert refused.value.code == "too_far"


def test_the_reason_why_a_file_was_not_read_is_kept_with_it(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile) as refused:
        read_sheets(lines(tmp_path / "list", b'{"refused":"encrypted","row":3,"one":"00"}\n'))

    assert (refused.value.code, refused.value.row) == ("encrypted", 3)


@pytest.mark.django_db
def test_two_that_begin_together_have_one_key(tmp_path: Path) -> None:
    key = tmp_path / "home" / "person-key"

    assert read_key(key) == read_key(key) == key.read_bytes()
    assert [path.name for path in key.parent.iterdir()] == ["person-key"]

"""`hamahang import inspect FILE`: needs no database, stores nothing, and stands beside the other words of import."""

import json
from pathlib import Path

import pytest

from hamahang.cli.main import main

TEXT = "نام واحد,شهرستان,شاغلان\nآجر,ایلام,12\nگچ,مهران,7\nآهک,ایلام,9\nجمع,,28\n"


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    path = tmp_path / "a.csv"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_the_tables_of_a_file_are_given_as_json(listed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "inspect", str(listed), "--json"]) == 0

    (table,) = json.loads(capsys.readouterr().out)
    assert (table["sheet"], table["first_row"], table["last_row"]) == ("", 2, 4)
    assert (table["header_rows"], table["totals_rows"]) == ([1], [5])
    assert table["columns"][0] == {"letter": "A", "header": "نام واحد", "field": "name", "confidence": 1.0}


def test_the_tables_of_a_file_are_told_to_a_person(listed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "inspect", str(listed)]) == 0

    out = capsys.readouterr().out
    assert "rows 2–4, header in 1, totals in 5" in out
    assert "سطرهای ۲ تا ۴" in out


def test_a_file_that_is_not_there_or_no_list_is_refused_in_both_languages(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    program = tmp_path / "b.xlsx"
    program.write_bytes(b"MZ\x90\x00")

    assert main(["import", "inspect", str(tmp_path / "none.xlsx")]) == 1
    assert main(["import", "inspect", str(program)]) == 1
    said = capsys.readouterr().err
    assert "There is no file" in said
    assert "neither Excel" in said


def test_inspect_needs_one_file(listed: Path) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["import", "inspect", str(listed), str(listed)])

    assert ended.value.code == 2

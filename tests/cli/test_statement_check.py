"""`hamahang statement check`: the fixed form, a folder of texts, and what a person reads."""

import json
from pathlib import Path
from typing import Any

import pytest

from hamahang.cli.main import main
from tests.province import Province

pytestmark = pytest.mark.django_db
TEXT = (
    "رئیس سازمان صنایع و معادن استان ایلام گفت: ۱۱ شهرک صنعتی فعال در استان است. "
    "تا پایان سال ۹۰ ایجاد ۲۰۰۰ شغل جدید تعهد شده است. "
    "بیش از ۲۲۰۰ میلیارد ریال تسهیلات از محل قانون هدفمندسازی یارانه‌ها پرداخت شده است."
)


def printed(capsys: Any, *words: str) -> dict[str, Any]:
    assert main(["statement", "check", *words, "--day", "1390-04-10", "--json"]) == 0
    read: dict[str, Any] = json.loads(capsys.readouterr().out)
    return read


def test_each_claim_has_its_verdict_indicator_ours_and_difference(province: Province, tmp_path: Path, capsys: Any):
    path = tmp_path / "report.txt"
    path.write_text(TEXT, encoding="utf-8")

    read = printed(capsys, str(path))

    estates, jobs, paid = read["claims"]
    assert TEXT[estates["start"] : estates["end"]] == "۱۱"
    assert {name: estates[name] for name in ("verdict", "indicator", "ours", "difference")} == {
        "verdict": "overstated", "indicator": "active_estates", "ours": 8, "difference": 3,
    }  # fmt: skip
    assert (jobs["verdict"], jobs["indicator"], jobs["ours"]) == ("supported", "jobs_committed", 2_000)
    assert (paid["verdict"], paid["ours"], paid["difference"]) == ("supported", 2_206 * 10**9, -6 * 10**9)
    assert {"claims", "unread", "inside", "numbers", "warnings", "promises"} <= set(read)
    assert [warning["kind"] for warning in read["warnings"]] == ["implausible_share"]
    (promise,) = read["promises"]
    assert (promise["low"], promise["due_on"], promise["reached"]) == (2_000, "1390-12-29", 417)


def test_a_folder_gives_the_table_of_promises_and_what_lies_between(province: Province, tmp_path: Path, capsys: Any):
    first = "هدف ایجاد شغل ایلام در سال ۱۳۹۰ تعداد ۲۵۰۰ نفر است."
    (tmp_path / "1389-12-01 first.txt").write_text(first, encoding="utf-8")
    (tmp_path / "second.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "notes.md").write_text("۹ شهرک صنعتی فعال", encoding="utf-8")

    read = printed(capsys, str(tmp_path))

    assert [text["file"] for text in read["texts"]] == ["1389-12-01 first.txt", "second.txt"]
    assert read["texts"][0]["day"] == "1389-12-01"
    assert sorted(promise["low"] for promise in read["promises"]) == [2_000, 2_500]
    assert [clash["kind"] for clash in read["between"]] == ["target_changed"]
    assert read["between"][0]["texts"][0]["file"] == "1389-12-01 first.txt"


def test_a_file_of_a_folder_that_cannot_be_read_is_named_and_the_others_are_checked(
    province: Province, tmp_path: Path, capsys: Any
):
    (tmp_path / "a.txt").write_text("", encoding="utf-8")
    (tmp_path / "b.txt").write_text(TEXT, encoding="utf-8")

    status = main(["statement", "check", str(tmp_path), "--day", "1390-04-10"])

    told = capsys.readouterr()
    assert status == 1
    assert "a.txt: The file is empty" in told.err
    assert "→ b.txt · ۲۰۰۰ شغل جدید · " in told.out


def test_a_person_reads_verdict_and_sentence_in_both_languages(province: Province, tmp_path: Path, capsys: Any):
    path = tmp_path / "report.txt"
    path.write_text(TEXT, encoding="utf-8")

    assert main(["statement", "check", str(path), "--day", "1390-04-10"]) == 0

    out = capsys.readouterr().out
    assert "بیشتر از ثبت ما / overstated" in out
    assert "۸ شهرک صنعتی فعال" in out
    assert "24 percent" in out


def test_a_file_that_is_not_there_is_refused(province: Province, tmp_path: Path, capsys: Any):
    assert main(["statement", "check", str(tmp_path / "no.txt")]) == 1
    assert "could not be opened" in capsys.readouterr().err


def test_a_person_reads_what_became_of_each_promise_of_a_folder(province: Province, tmp_path: Path, capsys: Any):
    (tmp_path / "1389-12-01.txt").write_text("هدف ایجاد شغل ایلام در سال ۱۳۹۰ تعداد ۲۵۰۰ نفر است.", encoding="utf-8")

    assert main(["statement", "check", str(tmp_path), "--day", "1391-02-01"]) == 0

    out = capsys.readouterr().out
    assert "وعده‌ها / promises" in out
    assert "not kept" in out


def test_a_day_that_has_not_come_and_a_folder_without_texts_are_refused(tmp_path: Path, capsys: Any):
    assert main(["statement", "check", str(tmp_path), "--day", "1499-01-01"]) == 1
    assert "has not come" in capsys.readouterr().err
    assert main(["statement", "check", str(tmp_path)]) == 1
    assert "No text lies in the folder" in capsys.readouterr().err

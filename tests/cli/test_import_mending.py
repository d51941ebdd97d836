"""A list is read by a sender's form, mended and looked at from the command line, as in the page."""

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from hamahang.cli.main import main
from hamahang.register.models import InsuredMonth
from tests import factories
from tests.rooms.intake.insured import FIRST, SECOND, row, write

pytestmark = pytest.mark.django_db(transaction=True)
FORM = {
    "what": "hamahang sender form", "version": 1, "source": "units", "sender": "شرکت شهرک‌ها", "money": "",
    "fields": {"رمز": "licence_no", "عنوان بنگاه": "name", "حوزه": "county", "چگونگی": "status", "از کی": "status_on"},
    "pieces": {},
}  # fmt: skip


@pytest.fixture
def workbook(tmp_path: Path, settings: Any) -> Path:
    settings.MEDIA_ROOT = tmp_path / "files"
    factories.county(name="ایلام", name_key="ایلام")
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "برگه"
    sheet.append(("رمز", "عنوان بنگاه", "حوزه", "چگونگی", "از کی"))
    sheet.append(("71/1", "آجر الف", "ایلام", "فعال", "1390/12/30"))
    book.save(tmp_path / "units.xlsx")
    (tmp_path / "form.json").write_text(json.dumps(FORM), encoding="utf-8")
    return tmp_path / "units.xlsx"


def run(capsys: Any, *words: object) -> tuple[int, str, str]:
    status = main(["import", *map(str, words)])
    out, err = capsys.readouterr()
    return status, out, err


def test_from_the_form_to_the_register(workbook: Path, capsys: Any) -> None:
    words = (workbook, "--source", "units", "--form", workbook.parent / "form.json")
    status, out, err = run(capsys, *words, "--json")
    assert not err
    assert (status, json.loads(out)["counts"]["REFUSED"]) == (1, 1)

    status, out, _ = run(capsys, *words, "--cell", "E2=1390/12/29", "--look")
    assert "ACTIVE" in out
    assert "NEW" in out

    status, out, _ = run(capsys, *words, "--apply", "--json")
    said = json.loads(out)
    assert (status, said["state"]) == (0, "APPLIED")
    assert said["account"] == {
        "rows": 2, "created": 1, "corrected": 0, "kept": 0, "same": 0, "parked": 0, "ignored": 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    "words", [("--cell", "nowhere"), ("--cell", "دیگر!E2=x"), ("--unit", "2=71/1"), ("--cell", "2=x"), ("--form", "no")]
)
def test_what_cannot_be_mended_is_told(workbook: Path, capsys: Any, words: tuple[str, str]) -> None:
    form = ("--form", workbook.parent / "form.json") if words[0] != "--form" else ()

    status, _, err = run(capsys, workbook, "--source", "units", *form, *words)

    assert status == 1
    assert err.strip()


def test_a_unit_is_told(workbook: Path, capsys: Any, tmp_path: Path) -> None:
    unit = factories.unit(licence_no="71/9", name="کاشی", name_key="کاشی")
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(("نام واحد", "شهرستان", "پایان ماه", "وضعیت", "شاغلان"))
    sheet.append(("سرامیک ناشناس", "ایلام", "1390/03/31", "فعال", 7))
    book.save(tmp_path / "returns.xlsx")

    words = (tmp_path / "returns.xlsx", "--source", "returns", "--json")
    assert json.loads(run(capsys, *words)[1])["counts"]["REFUSED"] == 1
    status, out, _ = run(capsys, *words, "--unit", "2=71/9", "--apply")

    assert (status, json.loads(out)["state"]) == (0, "APPLIED")
    assert unit.statuses.count() == 1


def test_an_insurance_list_sent_as_another_kind_is_mended_and_applied(
    tmp_path: Path, settings: Any, capsys: Any
) -> None:
    settings.MEDIA_ROOT, settings.PERSON_KEY = tmp_path / "files", tmp_path / "person-key"
    factories.unit(licence_no="پ/1", name="نساجی ایلام")
    path = write(tmp_path / "list.xlsx", [row(FIRST), row("4500123459", days=3)])

    status, out, err = run(capsys, path, "--source", "returns", "--apply")
    assert status == 1
    assert "insured" in out
    assert "was not applied" in err
    status, out, _ = run(capsys, path, "--source", "returns", "--cell", f"E3={SECOND}", "--apply", "--json")
    assert (status, json.loads(out)["state"], json.loads(out)["source"]) == (0, "APPLIED", "insured")
    assert InsuredMonth.objects.count() == 2
    status, out, _ = run(capsys, path, "--source", "insured", "--apply", "--json")
    assert (status, json.loads(out)["state"]) == (0, "APPLIED")

    settings.PERSON_KEY.unlink()
    status, _, err = run(capsys, path, "--source", "insured", "--cell", f"E3={FIRST}")
    assert status == 1
    assert SECOND not in out + err


def test_a_list_is_recognised_and_a_row_left_out_of_it(workbook: Path, capsys: Any, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(("شماره پروانه", "نام واحد", "شهرستان", "وضعیت", "تاریخ وضعیت"))
    sheet.append(("71/1", "آجر الف", "ایلام", "فعال", "1390/12/01"))
    sheet.append(("71/2", "آجر ب", "ایلام", "فعال", "1390/12/01"))
    book.save(tmp_path / "plain.xlsx")

    status, out, _ = run(capsys, tmp_path / "plain.xlsx", "--leave-out", "3=به استان دیگری رفته", "--json")

    said = json.loads(out)
    assert (status, said["source"], said["counts"]["ACCEPTED"], said["counts"]["IGNORED"]) == (0, "units", 1, 2)
    status, _, err = run(capsys, workbook)
    assert status != 0
    assert "--source" in err
    for words in ("9=x", "3="):
        status, _, err = run(capsys, tmp_path / "plain.xlsx", "--leave-out", words)
        assert status != 0
        assert "not left out" in err

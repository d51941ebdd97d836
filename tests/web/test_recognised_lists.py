"""A list that is sent without saying what it is: recognised, read as another kind, and single rows left out of it."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from hamahang.intake.models import Batch
from tests import factories
from tests.personas import persona

pytestmark = pytest.mark.django_db
HEADINGS = ("شماره پروانه", "نام واحد", "شهرستان", "وضعیت", "تاریخ وضعیت", "مرد", "زن", "تعداد شاغلان")
ROWS = (
    ("71/1", "آجر الف", "ایلام", "فعال", "1390/02/01", 8, 4, 12),
    ("71/2", "آجر ب", "ایلام", "فعال", "1390/02/02", 5, 4, 8),
)


@pytest.fixture
def expert(client: Client, settings: Any, tmp_path: Path) -> Client:
    settings.MEDIA_ROOT = tmp_path / "files"
    factories.county(name="ایلام", name_key="ایلام")
    client.force_login(persona("STATISTICS"))
    return client


@pytest.fixture
def content(tmp_path: Path) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (HEADINGS, *ROWS):
        sheet.append(row)
    book.save(tmp_path / "a.xlsx")
    return (tmp_path / "a.xlsx").read_bytes()


def send(client: Client, content: bytes, source: str = "") -> Batch:
    client.post(reverse("upload"), {"source": source, "file": SimpleUploadedFile("a.xlsx", content)})
    return Batch.objects.latest("pk")


def test_a_list_is_recognised_by_its_headings_and_a_wrong_sum_stops_its_row(expert: Client, content: bytes) -> None:
    batch = send(expert, content)

    assert (batch.source, batch.counts["ACCEPTED"], batch.counts["REFUSED"]) == ("units", 1, 1)
    assert [problem["code"] for row in batch.rows.filter(outcome="REFUSED") for problem in row.problems] == [
        "wrong_sum"
    ]


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02" * 50, b"fruit,colour\napple,red\n"])
def test_what_is_no_list_is_answered_with_a_page(expert: Client, content: bytes) -> None:
    batch = send(expert, content)

    assert batch.problems
    assert expert.get(reverse("batch", args=[batch.pk])).status_code == 200


def test_a_list_sent_as_another_kind_is_read_as_its_own(expert: Client, content: bytes) -> None:
    wrong = send(expert, content, "resolutions")
    page = expert.get(reverse("batch", args=[wrong.pk])).content.decode()
    assert reverse("batch-as", args=[wrong.pk]) in page

    expert.post(reverse("batch-as", args=[wrong.pk]), {"source": "units"})

    assert Batch.objects.latest("pk").source == "units"
    wrong.refresh_from_db()
    assert wrong.state == "REJECTED"
    assert expert.post(reverse("batch-as", args=[wrong.pk]), {"source": "payments"}).status_code == 302
    assert Batch.objects.count() == 2


def test_a_row_is_left_out_by_its_number_and_taken_in_again(expert: Client, content: bytes) -> None:
    batch = send(expert, content)
    mend = reverse("batch-mend", args=[batch.pk])

    expert.post(mend, {"leave_row": "۲", "reason": "واحد دیگری است"})
    page = expert.get(reverse("batch", args=[batch.pk])).content.decode()

    row = batch.rows.get(row=2)
    assert row.outcome == "IGNORED"
    assert "واحد دیگری است" in page
    expert.post(mend, {"take_in": str(row.pk)})
    assert batch.rows.get(row=2).outcome == "ACCEPTED"


@pytest.mark.parametrize(
    "parts", [{"leave_row": "99", "reason": "x"}, {"leave_row": "2"}, {"leave_row": "1", "reason": "x"}]
)
def test_no_row_or_no_reason_leaves_nothing_out(expert: Client, content: bytes, parts: dict[str, str]) -> None:
    batch = send(expert, content)

    expert.post(reverse("batch-mend", args=[batch.pk]), parts)

    assert batch.rows.filter(outcome="IGNORED").count() == 1
    assert batch.rows.get(row=2).outcome == "ACCEPTED"


def test_a_file_that_cannot_be_read_asks_for_a_mended_one_and_for_nothing_else(expert: Client) -> None:
    batch = send(expert, b"")

    page = expert.get(reverse("batch", args=[batch.pk])).content.decode()

    assert batch.state == "UNREADABLE"
    assert "فرستادن فایل درست‌شده" in page
    assert reverse("batch-as", args=[batch.pk]) not in page


def test_a_column_that_the_file_lacks_is_missed_once_and_not_in_each_row(expert: Client) -> None:
    text = "شماره پروانه,نام واحد,شهرستان,وضعیت\n71/1,آجر الف,ایلام,فعال\n71/2,آجر ب,ایلام,تندرست\n"
    batch = send(expert, text.encode())

    page = expert.get(reverse("batch", args=[batch.pk])).content.decode()

    assert page.count("ستون «تاریخ وضعیت»") == 1
    assert "تندرست" in page
    assert "بررسی‌شده، باید درست شود" in page


def test_the_kind_that_lacks_least_is_guessed_and_a_column_that_counts_rows_is_no_budget_line(expert: Client) -> None:
    headings = "ردیف,شناسه ملی,نام واحد,شهرستان,برنامه,مبلغ درخواستی,تاریخ وضعیت,وضعیت\n"
    rows = "".join(f"{n},10199437194,آجر {n},ایلام,هدفمندی,{n}000000,1390/02/01,فعال\n" for n in (1, 2, 3))

    batch = send(expert, (headings + rows).encode())

    # of a request the line and the day are missing, of a unit its licence alone
    assert [problem["field"] for problem in batch.problems if problem["code"] == "missing_column"] == ["licence_no"]
    assert batch.source == "units"


def test_a_county_that_is_misspelt_is_proposed_and_a_second_row_is_told_by_its_solar_day(expert: Client) -> None:
    rows = "71/1,آجر الف,ایلامم,فعال,1390/02/01\n71/2,آجر ب,ایلام,فعال,1390/02/01\n71/2,آجر ب,ایلام,فعال,1390/02/01\n"
    batch = send(expert, ("شماره پروانه,نام واحد,شهرستان,وضعیت,تاریخ وضعیت\n" + rows).encode())

    county, second = (row.problems[0] for row in batch.rows.filter(outcome="REFUSED"))

    assert (county["code"], county["candidates"]) == ("unknown_county", ["ایلام"])
    assert "همین سطر («71/2 · 1390/02/01») در سطر ۳ هم آمده است" in second["message"]["fa"]

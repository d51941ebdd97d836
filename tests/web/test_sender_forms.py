"""A sender's form written in the page without a file: its next list is read by it."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from hamahang.intake.models import SenderForm
from tests import factories
from tests.personas import persona
from tests.province import check

pytestmark = pytest.mark.django_db


@pytest.fixture
def expert(client: Client) -> Client:
    client.force_login(persona("STATISTICS"))
    return client


def send(client: Client, **parts: str) -> Any:
    told = {name.replace("heading_", "heading:"): text for name, text in parts.items()}
    return client.post(reverse("sender-form-new"), {"source": "units", **told})


def test_the_page_asks_for_the_kind_of_list_and_then_for_its_headings(expert: Client) -> None:
    assert "select" in expert.get(reverse("sender-form-new")).content.decode()

    page = expert.get(reverse("sender-form-new"), {"source": "payments"}).content.decode()

    assert 'name="heading:amount"' in page
    assert 'name="money"' in page


def test_headings_written_down_are_those_the_next_list_is_read_by(expert: Client, tmp_path: Path) -> None:
    factories.county(name="ایلام", name_key="ایلام")
    texts = ("رمز بنگاه", "عنوان آن", "حوزه", "چگونگی", "از کی")
    headings = dict(zip(("licence_no", "name", "county", "status", "status_on"), texts, strict=True))
    told = {f"heading_{name}": text for name, text in headings.items()}
    answer = send(expert, sender="شرکت شهرک‌ها", skipped="شماره", **told)
    assert answer.status_code == 302
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append([*headings.values(), "شماره"])
    sheet.append(["71/1", "آجر الف", "ایلام", "فعال", "1390/02/01", 5])
    book.save(tmp_path / "a.xlsx")

    batch = check(tmp_path / "a.xlsx", "units", store=tmp_path / "files")

    assert (batch.counts["ACCEPTED"], batch.counts["REFUSED"]) == (1, 0)
    assert [problem["code"] for problem in batch.problems] == ["unused_columns", "known_form"]


@pytest.mark.parametrize(
    "parts",
    [
        {"heading_name": "عنوان"},
        {"sender": "بانک"},
        {"sender": "بانک", "heading_name": "عنوان", "heading_county": "عنوان"},
        {"sender": "بانک", "heading_name": "عنوان | نام کامل", "skipped": "نام  كامل"},
    ],
)
def test_a_form_that_cannot_be_is_refused_and_what_was_written_stays(expert: Client, parts: dict[str, str]) -> None:
    answer = send(expert, **parts)

    assert answer.status_code == 400
    assert all(text in answer.content.decode() for text in parts.values())
    assert not SenderForm.objects.exists()

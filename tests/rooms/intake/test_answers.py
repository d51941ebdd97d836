"""What a file does not say is asked once for all its rows: the unit of its amounts, and what has no column."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from hamahang.domain.lists.intake import Answers
from hamahang.domain.money import MoneyUnit
from hamahang.intake.actions import apply_batch
from hamahang.intake.mending import mend_batch
from hamahang.intake.models import Batch, ReceivedRow
from hamahang.projects.models import InvestmentProject
from tests import factories
from tests.personas import persona
from tests.province import NOW, check

pytestmark = pytest.mark.django_db
HEADINGS = ("شماره طرح", "عنوان طرح", "برنامه", "سرمایه‌گذاری", "تاریخ تصویب")
ROWS = (
    ("ط/1", "طرح الف", "طرح آمایش", "120", "1390/01/20"),
    ("ط/2", "طرح ب", "طرح آمایش", "80", "1390/02/20"),
)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "files"


@pytest.fixture
def batch(tmp_path: Path, store: Path) -> Batch:
    """A list of projects whose title alone names the county, and whose amounts name no unit."""
    factories.county(name="ایلام", name_key="ایلام")
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("طرح‌های شهرستان ایلام",), HEADINGS, *ROWS):
        sheet.append(row)
    book.save(tmp_path / "projects.xlsx")
    found: Batch = check(tmp_path / "projects.xlsx", "projects", store=store)
    return found


def answered(batch: Batch, store: Path, **told: Any) -> Batch:
    return mend_batch(batch=batch, cells={}, answers=Answers(**told), store=store, by="amar", at=NOW)


def test_what_is_not_said_is_a_problem_of_every_row(batch: Batch) -> None:
    codes = {problem["code"] for row in ReceivedRow.objects.filter(outcome="REFUSED") for problem in row.problems}

    assert "no_unit" in codes
    assert [problem["field"] for problem in batch.problems if problem["code"] == "missing_column"] == ["county"]


def test_told_once_every_row_is_good_and_the_amounts_are_in_that_unit(batch: Batch, store: Path) -> None:
    told = answered(batch, store, money=MoneyUnit.BILLION_RIAL, given={"county": "ایلام"})

    assert told.counts["REFUSED"] == 0
    assert told.problems == [] or all(problem["severity"] != "error" for problem in told.problems)
    apply_batch(batch=told, store=store, by="amar", at=NOW)
    found = InvestmentProject.objects.order_by("number").values_list("number", "investment", "county__name")
    assert list(found) == [("ط/1", 120 * 10**9, "ایلام"), ("ط/2", 80 * 10**9, "ایلام")]


def test_an_answer_is_taken_back_by_another(batch: Batch, store: Path) -> None:
    answered(batch, store, money=MoneyUnit.BILLION_RIAL, given={"county": "ایلام"})

    again = answered(batch, store, given={"county": "عیلان"})

    codes = {problem["code"] for row in ReceivedRow.objects.filter(batch=again) for problem in row.problems}
    assert {"no_unit", "unknown_county"} <= codes


def test_a_column_of_the_file_is_not_overruled(batch: Batch, store: Path) -> None:
    answered(batch, store, money=MoneyUnit.RIAL, given={"county": "ایلام", "title": "دیگر", "no_such_field": "x"})

    apply_batch(batch=batch, store=store, by="amar", at=NOW)
    assert set(InvestmentProject.objects.values_list("title", flat=True)) == {"طرح الف", "طرح ب"}


def test_the_page_asks_once_and_takes_the_answer(batch: Batch, store: Path, client: Client, settings: Any) -> None:
    settings.MEDIA_ROOT = store
    client.force_login(persona("STATISTICS"))
    page = client.get(reverse("batch", args=[batch.pk])).content.decode()
    assert 'name="money"' in page
    assert 'name="given:county"' in page

    said = {"money": "MILLION_RIAL", "given:county": "ایلام"}
    after = client.post(reverse("batch-mend", args=[batch.pk]), said, follow=True).content.decode()

    batch.refresh_from_db()
    assert (batch.answers["money"], batch.answers["given"]) == ("MILLION_RIAL", {"county": "ایلام"})
    assert batch.counts["REFUSED"] == 0
    assert 'value="ایلام"' in after
    assert client.post(reverse("batch-mend", args=[batch.pk]), {"money": "EURO"}).status_code == 302

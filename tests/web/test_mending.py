"""A statistics expert mends a list in the browser, without scripts: writes in cells, picks suggestions, tells units."""

import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from hamahang.intake.actions import apply_batch
from hamahang.intake.models import Batch, Correction, LinkDecision, ReceivedRow
from hamahang.register.models import Unit
from tests.personas import persona
from tests.province import NOW, Province, check

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def stored_here(province: Province, settings: Any) -> None:
    settings.MEDIA_ROOT = province.store


@pytest.fixture
def expert(client: Client) -> Client:
    client.force_login(persona("STATISTICS"))
    return client


@pytest.fixture
def batch(province: Province) -> Batch:
    """The example's list of units, whose refused rows were parked."""
    return Batch.objects.select_related("file").get(source="units")


def page(client: Client, batch: Batch) -> str:
    return client.get(reverse("batch", args=[batch.pk])).content.decode()


def post(client: Client, batch: Batch, parts: dict[str, str]) -> str:
    return client.post(reverse("batch-mend", args=[batch.pk]), parts, follow=True).content.decode()


def refused(batch: Batch, code: str) -> tuple[ReceivedRow, dict[str, Any]]:
    for row in ReceivedRow.objects.filter(batch=batch, outcome="REFUSED"):
        for problem in row.problems:
            if problem["code"] == code:
                return row, problem
    raise AssertionError(f"no row with {code}")


def received(path: Path, source: str, store: Path, *rows: tuple[str, ...]) -> Batch:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    book.save(path)
    batch: Batch = check(path, source, store=store)
    return batch


def test_a_cell_is_written_anew_and_its_row_can_then_be_applied(expert: Client, batch: Batch) -> None:
    row, problem = refused(batch, "impossible_day")
    place = f"{row.pk}:{problem['cell']}"
    assert f'name="cell:{place}"' in page(expert, batch)
    units = Unit.objects.count()

    said = post(expert, batch, {f"cell:{place}": "1389/12/29", f"was:{place}": problem["value"]})

    assert "دوباره بررسی شد" in said
    assert Correction.objects.get().read == problem["value"]
    assert reverse("batch-apply", args=[batch.pk]) in said
    expert.post(reverse("batch-apply", args=[batch.pk]), {"without_bad_rows": "yes"})
    assert Unit.objects.count() == units + 1


def test_a_form_sent_as_it_stood_changes_nothing(expert: Client, batch: Batch) -> None:
    form = dict(re.findall(r'name="((?:cell|was):[^"]+)" value="([^"]*)"', page(expert, batch)))
    assert form

    said = post(expert, batch, form)

    assert "چیزی نوشته نشده بود" in said
    assert not Correction.objects.exists()


def test_a_suggestion_is_picked_by_its_button(expert: Client, province: Province, tmp_path: Path) -> None:
    headings = ("شماره پروانه", "نام واحد", "شهرستان", "وضعیت", "تاریخ وضعیت", "ظرفیت")
    said = ("new/1", "آجر نو", "ایلام", "فعال", "1390/02/01", "۷/۱۵")
    batch = received(tmp_path / "new.xlsx", "units", province.store, headings, said)
    row = ReceivedRow.objects.get(batch=batch, outcome="REFUSED")
    picks = re.findall(r'name="pick" value="([^"]+)"', page(expert, batch))
    assert len(picks) >= 2

    post(expert, batch, {"pick": picks[0], f"was:{row.pk}:F2": "۷/۱۵", f"cell:{row.pk}:F2": "۷/۱۵"})

    assert not ReceivedRow.objects.filter(batch=batch, outcome="REFUSED").exists()


def test_a_unit_is_told_by_its_licence_number(expert: Client, province: Province, tmp_path: Path) -> None:
    unit = Unit.objects.exclude(estate=None).select_related("estate__county").first()
    assert unit is not None
    assert unit.estate is not None
    headings = ("شماره پرونده", "نام واحد", "شهرک", "شهرستان", "علت اصلی", "تاریخ شناسایی")
    said = ("پ/1", "ناشناس", unit.estate.name, unit.estate.county.name, "بازار و فروش", "1390/02/01")
    batch = received(tmp_path / "idle.xlsx", "idle", province.store, headings, said)
    row = ReceivedRow.objects.get(batch=batch, outcome="REFUSED")
    assert "کدام واحد" in page(expert, batch)

    wrong = post(expert, batch, {f"licence:{row.pk}": "no-such"})
    assert "هیچ واحدی پروانهٔ" in wrong
    post(expert, batch, {"reason": "تلفنی پرسیده شد", f"licence:{row.pk}": unit.licence_no})

    decision = LinkDecision.objects.get()
    assert (decision.unit_id, decision.reason) == (unit.pk, "تلفنی پرسیده شد")
    assert not ReceivedRow.objects.filter(batch=batch, outcome="REFUSED").exists()
    apply_batch(batch=batch, store=province.store, by="amar", at=NOW)


def test_what_is_not_a_cell_of_the_list_is_not_kept(expert: Client, batch: Batch) -> None:
    row, _ = refused(batch, "impossible_day")

    for name in (f"cell:{row.pk}:", f"cell:{row.pk}:F3;--", "cell:99999999:F3", "cell::", f"cell:{row.pk}"):
        assert expert.post(reverse("batch-mend", args=[batch.pk]), {name: "x"}).status_code == 302

    assert not Correction.objects.exists()


def test_a_list_whose_file_was_lost_says_so(expert: Client, batch: Batch, settings: Any, tmp_path: Path) -> None:
    row, problem = refused(batch, "impossible_day")
    settings.MEDIA_ROOT = tmp_path

    said = post(expert, batch, {f"cell:{row.pk}:{problem['cell']}": "1389/12/29"})

    assert "دیگر باز نیست" in said
    assert not Correction.objects.exists()


def test_an_auditor_sees_the_list_and_cannot_mend_it(client: Client, batch: Batch) -> None:
    client.force_login(persona("AUDITOR"))

    assert reverse("batch-mend", args=[batch.pk]) not in page(client, batch)
    assert client.post(reverse("batch-mend", args=[batch.pk]), {}).status_code == 403


def test_who_is_kept_to_one_county_is_not_told_of_units_elsewhere(
    client: Client, province: Province, tmp_path: Path
) -> None:
    elsewhere = Unit.objects.exclude(county__code="1605").select_related("estate__county").exclude(estate=None).first()
    assert elsewhere is not None
    assert elsewhere.estate is not None
    client.force_login(persona("STATISTICS", places="1605"))
    headings = ("شماره پرونده", "نام واحد", "شهرک", "شهرستان", "علت اصلی", "تاریخ شناسایی")
    said = ("پ/1", "ناشناس", elsewhere.estate.name, elsewhere.estate.county.name, "بازار و فروش", "1390/02/01")
    batch = received(tmp_path / "idle.xlsx", "idle", province.store, headings, said)
    row = ReceivedRow.objects.get(batch=batch, outcome="REFUSED")

    answer = post(client, batch, {f"licence:{row.pk}": elsewhere.licence_no})

    assert "هیچ واحدی پروانهٔ" in answer
    assert not LinkDecision.objects.exists()

"""A list of mines: the mines with their documents, and their status; the same list twice changes nothing."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from hamahang.accounts.queries import EVERYTHING
from hamahang.domain.indicators import ALL
from hamahang.indicators import queries as figures
from hamahang.intake.actions import apply_batch, check_batch, receive_file
from hamahang.intake.models import ReceivedRow
from hamahang.intake.sources import source_named
from hamahang.intake.undoing import undo_batch
from hamahang.ledger import queries as ledger
from hamahang.ledger.verification import verify_records
from hamahang.register.models import Mine, MineStatus
from tests import factories
from tests.province import NOW

pytestmark = pytest.mark.django_db
HEADINGS = (
    "شماره پروانه", "نام معدن", "نوع سند", "ماده معدنی", "شهرستان", "دارنده", "ذخیره قطعی", "استخراج سالانه", "وضعیت",
    "تاریخ وضعیت", "شاغلان", "اعتبار تا", "حقوق دولتی (میلیون ریال)", "نام مسئول فنی معدن",
)  # fmt: skip
ROWS = (
    ("م/1", "گچ صالح", "پروانه بهره‌برداری", "گچ", "ایلام", "گچ صالح", "1200000", "75000", "فعال", "1390/02/01", 12,
     "1395/01/01", "85", "پریناز گودرزی"),
    ("م/2", "آهک دره", "گواهی کشف", "سنگ آهک", "ایلام", "", "۵۰۰٬۰۰۰", "", "در حال تجهیز", "1390/02/01", "", "", ""),
    ("م/3", "قیر مهران", "پروانه اکتشاف", "قیر طبیعی", "ایلام", "", "", "", "نامعلوم", "1390/02/01", "", "", ""),
)  # fmt: skip


@pytest.fixture
def batch(tmp_path: Path) -> Any:
    factories.county(name="ایلام", name_key="ایلام")
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (HEADINGS, *ROWS):
        sheet.append(row)
    book.save(tmp_path / "mines.xlsx")
    source = source_named("mines")
    received = receive_file(
        chunks=[(tmp_path / "mines.xlsx").read_bytes()], name="mines.xlsx", store=tmp_path / "files", limit=10**7,
        source=source, by="amar", at=NOW,
    )  # fmt: skip
    checked = check_batch(file=received, source=source, store=tmp_path / "files", by="amar", at=NOW)
    return apply_batch(batch=checked, store=tmp_path / "files", without_bad_rows=True, by="amar", at=NOW)


def active(day: date) -> Any:
    return figures.compute("mines_active", asof=ledger.as_of(day=day), scope=ALL, reach=EVERYTHING).value


def test_mines_and_their_status_are_recorded(batch: Any) -> None:
    gypsum = Mine.objects.get(licence_no="م/1")

    assert (gypsum.document, gypsum.reserve, gypsum.royalty) == ("EXPLOITATION", Decimal(1_200_000), 85_000_000)
    assert gypsum.company is not None
    assert gypsum.valid_until == date(2016, 3, 20)
    assert Mine.objects.get(licence_no="م/2").reserve == Decimal(500_000)
    assert set(MineStatus.objects.values_list("mine__licence_no", "status", "persons")) == {
        ("م/1", "ACTIVE", 12), ("م/2", "BEING_EQUIPPED", None),
    }  # fmt: skip
    (refused,) = ReceivedRow.objects.filter(batch=batch, outcome="REFUSED")
    assert [problem["code"] for problem in refused.problems] == ["unknown_choice"]


def test_active_mines_are_counted_as_of_a_day(batch: Any) -> None:
    assert active(date(2011, 4, 20)) == 0
    assert active(date(2011, 4, 21)) == 1


def test_a_list_of_mines_is_taken_back(batch: Any) -> None:
    undo_batch(batch=batch, by="amar", at=NOW)

    assert not Mine.objects.filter(voided_entry=None).exists()
    assert not MineStatus.objects.filter(voided_entry=None).exists()
    assert verify_records() is None


def test_the_name_of_a_technical_supervisor_is_dropped_before_the_list_is_kept(batch: Any, tmp_path: Path) -> None:
    (kept,) = (tmp_path / "files").iterdir()

    assert "گودرزی" not in kept.read_text(encoding="utf-8")
    assert "گچ صالح" in kept.read_text(encoding="utf-8")
    assert "گودرزی" not in str(list(ReceivedRow.objects.filter(batch=batch).values_list("cells", "problems")))

"""Each further kind of list becomes records: a good row is written, the same list again changes nothing."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from hamahang.casework.models import CaseMeasure, CaseStage
from hamahang.domain.calendar import read_day
from hamahang.domain.proof import Proof
from hamahang.intake.models import Batch, ReceivedRow
from hamahang.ledger import queries as ledger
from hamahang.ledger.verification import verify_records
from hamahang.projects.models import ProgressObservation
from hamahang.register.models import HeadCount, Licence, Unit, UnitStatus
from hamahang.support.models import BankPayment, Disbursement
from hamahang.territory.models import Infrastructure, Observation, Surrounding
from tests import factories
from tests.province import check, take_in

pytestmark = pytest.mark.django_db
UNIT = ("شماره پرونده", "نام واحد", "شماره پروانه", "شهرستان")


@pytest.fixture
def unit() -> Unit:
    county = factories.county(name="ایلام", name_key="ایلام")
    return factories.unit(licence_no="71/1", name="آجر الف", name_key="الف اجر", county=county)


def workbook(path: Path, *rows: tuple[Any, ...], sheet_name: str = "فهرست") -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = sheet_name
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


def taken_in(tmp_path: Path, source: str, *rows: tuple[Any, ...]) -> None:
    """Take a list in, and the same rows in another file once more: the second changes nothing."""
    store = tmp_path / "files"
    take_in(workbook(tmp_path / "a.xlsx", *rows), source, store=store, without_bad_rows=False)
    head = ledger.head()
    other = workbook(tmp_path / "b.xlsx", *rows, sheet_name="بار دوم")
    again: Batch = take_in(other, source, store=store, without_bad_rows=False)
    assert (again.counts["UNCHANGED"], ledger.head()) == (len(rows) - 1, head)
    assert verify_records() is None


def test_licences_are_written_with_the_jobs_they_name(unit: Unit, tmp_path: Path) -> None:
    taken_in(
        tmp_path,
        "licences",
        ("شماره مجوز صادره", "نوع مجوز", "تاریخ صدور", "شماره پروانه", "نام واحد", "شهرستان", "اشتغال اسمی"),
        ("م/8", "جواز تأسیس", "1388/05/01", "71/1", "آجر الف", "ایلام", 30),
        ("71/1", "پروانه بهره‌برداری", "1389/05/01", "71/1", "آجر الف", "ایلام", 25),
    )

    assert list(Licence.objects.order_by("since_on").values_list("unit", "number", "kind", "proof")) == [
        (unit.pk, "م/8", "PERMIT", Proof.PERMIT),
        (unit.pk, "71/1", "NEW", Proof.LICENCE),
    ]
    assert list(HeadCount.objects.order_by("since_on").values_list("persons", "proof")) == [
        (30, Proof.PERMIT),
        (25, Proof.LICENCE),
    ]


def test_a_monthly_return_is_what_the_unit_declares(unit: Unit, tmp_path: Path) -> None:
    taken_in(
        tmp_path,
        "returns",
        ("شماره پروانه", "نام واحد", "شهرستان", "پایان ماه", "وضعیت", "شاغلان", "درصد استفاده از ظرفیت"),
        ("71/1", "آجر الف", "ایلام", "1390/03/31", "نیمه‌فعال", 12, 40),
        ("71/1", "آجر الف", "ایلام", "1390/04/31", "راکد", None, 0),
    )

    statuses = UnitStatus.objects.order_by("since_on").values_list("status", "proof", "capacity_use")
    assert list(statuses) == [("UNDERUSED", Proof.DECLARED, Decimal(40)), ("IDLE", Proof.DECLARED, Decimal(0))]
    assert list(HeadCount.objects.values_list("persons", "since_on")) == [(12, read_day("1390-03-31"))]


def test_a_referral_dates_the_stage_of_the_units_case(unit: Unit, tmp_path: Path) -> None:
    taken_in(
        tmp_path,
        "referrals",
        ("شماره معرفی‌نامه", "تاریخ معرفی", "شماره پروانه", "نام واحد", "شهرستان"),
        ("120/5", "1390/03/01", "71/1", "آجر الف", "ایلام"),
    )

    stage = CaseStage.objects.select_related("case").get()
    assert (stage.case.kind, stage.case.unit_id, stage.stage, stage.letter_no) == (
        "AFFECTED",
        unit.pk,
        "REFERRED",
        "120/5",
    )


def test_a_diagnosis_form_names_cause_measure_and_restart(unit: Unit, tmp_path: Path) -> None:
    taken_in(
        tmp_path,
        "diagnosis",
        (
            "شماره پرونده",
            "نام واحد",
            "شماره پروانه",
            "شهرستان",
            "تاریخ عارضه‌یابی",
            "علت اصلی",
            "اقدام",
            "تاریخ راه‌اندازی",
        ),
        ("پ/1", "آجر الف", "71/1", "ایلام", "1390/02/01", "بازار و فروش", "بازسازی", "1390/03/15"),
    )

    assert set(CaseStage.objects.values_list("stage", flat=True)) == {"DIAGNOSIS", "RESTARTED"}
    assert CaseMeasure.objects.select_related("case").get().case.main_cause == "MARKET"


def test_an_obstacle_is_a_case_from_its_day_to_its_removal(unit: Unit, tmp_path: Path) -> None:
    taken_in(
        tmp_path,
        "obstacles",
        (
            "شماره پرونده",
            "نام واحد",
            "شماره پروانه",
            "شهرستان",
            "تاریخ طرح",
            "مانع",
            "تاریخ ارجاع",
            "شماره نامه",
            "تاریخ رفع",
        ),
        ("م/1", "آجر الف", "71/1", "ایلام", "1390/01/20", "انرژی", "1390/02/01", "9/1", "1390/03/01"),
    )

    stages = CaseStage.objects.order_by("since_on").values_list("stage", "letter_no", "case__kind")
    assert list(stages) == [("IDENTIFIED", "", "OBSTACLE"), ("REFERRED", "9/1", "OBSTACLE"), ("CLOSED", "", "OBSTACLE")]


def test_an_inspection_is_progress_that_was_seen(tmp_path: Path) -> None:
    project = factories.project(number="ط/1")
    taken_in(
        tmp_path,
        "inspections",
        ("شماره طرح", "عنوان طرح", "تاریخ بازدید", "پیشرفت فیزیکی"),
        ("ط/1", "طرح", "1390/02/01", "15.5"),
    )

    seen = ProgressObservation.objects.get()
    assert (seen.project_id, seen.percent, seen.proof) == (project.pk, Decimal("15.50"), Proof.SEEN)


def test_an_inspection_of_no_known_project_is_refused_at_its_cell(tmp_path: Path) -> None:
    path = workbook(tmp_path / "i.xlsx", ("شماره طرح", "تاریخ بازدید", "پیشرفت"), ("ط/9", "1390/02/01", 10))

    batch = check(path, "inspections", store=tmp_path / "files")

    problems = ReceivedRow.objects.get(batch=batch, outcome="REFUSED").problems
    assert [(problem["code"], problem["cell"]) for problem in problems] == [("unknown_project", "A2")]


def test_infrastructure_belongs_to_its_county(unit: Unit, tmp_path: Path) -> None:
    taken_in(
        tmp_path,
        "infrastructure",
        ("نام زیرساخت", "نوع", "شهرستان", "ظرفیت", "واحد ظرفیت"),
        ("پست ۶۳ ایلام", "پست برق", "ایلام", 30, "مگاولت‌آمپر"),
    )

    assert list(Infrastructure.objects.values_list("kind", "county", "capacity")) == [
        ("POWER", unit.county_id, Decimal(30))
    ]


def test_a_banks_own_list_stands_beside_our_payments_and_changes_none(tmp_path: Path) -> None:
    ours = factories.disbursement()

    taken_in(
        tmp_path,
        "bank_payments",
        ("بانک", "شماره پرونده بانک", "شماره سند", "نام گیرنده", "مبلغ (میلیون ریال)", "تاریخ سند"),
        ("بانک ملی", "ف/۱", "۷", "آجر الف", 12, "1390/05/01"),
        ("بانک ملی", "ف/۱", None, "آجر الف", 3, "1390/05/02"),
    )

    rows = BankPayment.objects.order_by("paid_on").values_list("file_no", "document_no", "amount", "name")
    assert list(rows) == [("ف/۱", "۷", 12_000_000, "آجر الف"), ("ف/۱", "", 3_000_000, "آجر الف")]
    assert list(Disbursement.objects.all()) == [ours]


HEADINGS_OF_OBSERVATIONS = (
    "شاخص", "استان", "شهرستان", "سال", "مقدار", "یکا", "مبنا", "منبع", "نسخه تعریف", "گسست سری", "جمع‌پذیر", "نوع آمار",
    "جهت",
)  # fmt: skip


def test_observations_of_provinces_and_counties_keep_all_that_is_said_of_them(unit: Unit, tmp_path: Path) -> None:
    factories.province(code="16", name="ایلام", name_key="ایلام")
    taken_in(
        tmp_path,
        "observations",
        HEADINGS_OF_OBSERVATIONS,
        ("رشد تولید", "استان ایلام", None, 1390, "-2.5", "درصد", "با نفت", "کتاب", "۱۳۷۶", "بله", "خیر", "برآورد", "+"),
        ("شاغلان", None, "ایلام", 1390, 41000, "نفر", None, "سرشماری", None, None, "بله", "سرشماری", "بیشتر بهتر"),
    )  # fmt: skip

    growth, workers = Observation.objects.order_by("pk")
    assert (growth.value, growth.county, growth.province.code, growth.basis) == (Decimal("-2.5"), None, "16", "با نفت")
    assert (growth.definition, growth.is_break, growth.confidence, growth.more) == ("۱۳۷۶", True, "ESTIMATE", True)
    assert (growth.since_on, growth.until_on) == (read_day("1390-01-01"), read_day("1390-12-29"))
    assert (workers.county_id, workers.province_id, workers.is_additive) == (
        unit.county_id, unit.county.province_id, True,
    )  # fmt: skip


def test_an_observation_without_its_area_or_period_is_refused_at_its_cell(unit: Unit, tmp_path: Path) -> None:
    factories.province(code="16", name="ایلام", name_key="ایلام")
    path = workbook(
        tmp_path / "o.xlsx",
        HEADINGS_OF_OBSERVATIONS,
        ("الف", None, None, 1390, 1, "نفر", None, "سالنامه"),
        ("ب", "ناکجا", None, 1390, 1, "نفر", None, "سالنامه"),
        ("پ", "ایلام", None, 90, 1, "نفر", None, "سالنامه"),
        ("ت", "ایلام", None, None, 1, "نفر", None, "سالنامه"),
    )

    batch = check(path, "observations", store=tmp_path / "files")

    refused = ReceivedRow.objects.filter(batch=batch, outcome="REFUSED").order_by("row")
    assert [[problem["cell"] for problem in row.problems] for row in refused] == [["B2"], ["B3"], ["D4"], ["D5"]]


def test_what_lies_around_an_estate_is_kept_with_its_distance(unit: Unit, tmp_path: Path) -> None:
    estate = factories.estate(name="شهرک صنعتی ایلام", name_key="ایلام", county=unit.county)
    taken_in(
        tmp_path,
        "surroundings",
        ("شهرک صنعتی", "شهرستان", "نوع پیرامون", "نام پیرامون", "فاصله", "مسیر", "نام ماده", "تن در سال", "از تاریخ"),
        ("ایلام", "ایلام", "معدن", "معدن رس", "12.5", "به راه", "خاک رس", 90000, "1390/01/01"),
        ("ایلام", "ایلام", "منطقه حفاظت شده", "مانشت", 4, "هوایی", None, None, "1390/01/01"),
    )  # fmt: skip

    clay, park = Surrounding.objects.order_by("pk")
    assert (clay.estate_id, clay.kind, clay.material) == (estate.pk, "MATERIAL", "خاک رس")
    assert (clay.km, clay.amount) == (Decimal("12.5"), Decimal(90_000))
    assert (park.kind, park.is_straight) == ("PROTECTED", True)

"""Lists of permits, of inspections by component, and of capacities with their day; each once more changes nothing."""

from decimal import Decimal
from pathlib import Path

import pytest

from hamahang.domain.calendar import read_day
from hamahang.domain.ledger import AsOf
from hamahang.domain.proof import Proof
from hamahang.intake.models import ReceivedRow
from hamahang.projects import following, queries
from hamahang.projects.models import ExpectedOperation, Inspection, ProgressObservation, UtilityNeed
from hamahang.register import licensing
from hamahang.register.models import HeadCount, LicenceTerms, Unit
from hamahang.territory.models import County, InfrastructureCapacity
from tests import factories
from tests.province import check
from tests.rooms.intake.test_sources import taken_in, workbook

pytestmark = pytest.mark.django_db
PERMIT = (
    "شماره جواز تأسیس", "تاریخ صدور جواز", "نوع جواز", "عنوان طرح", "شماره پروانه واحد", "شماره طرح", "شهرستان",
    "محصول", "ظرفیت", "واحد ظرفیت", "زمین (مترمربع)", "برق (مگاوات)", "نیروی انسانی", "سرمایه ثابت (ریال)",
)  # fmt: skip


@pytest.fixture
def county() -> County:
    return factories.county(name="ایلام", name_key="ایلام")


def test_a_permit_of_an_unknown_place_puts_it_into_the_register_as_being_built(county: County, tmp_path: Path) -> None:
    row = ("ج/1", "1389/05/01", "الف", "گچ مانشت", "", "", "ایلام", "گچ", 1200, "تن", 20000, "2.5", 35, 90000000000)
    taken_in(tmp_path, "permits", PERMIT, row)

    unit = Unit.objects.get()
    assert (unit.name, unit.licence_no) == ("گچ مانشت", "ج/1")
    terms = LicenceTerms.objects.get()
    assert (terms.grade, terms.land, terms.power) == ("A", Decimal(20_000), Decimal("2.5"))
    assert terms.fixed_capital == 90_000_000_000
    assert HeadCount.objects.get().persons == 35
    assert dict(UtilityNeed.objects.values_list("utility", "amount")) == {"POWER": Decimal("2.5"), "LAND": 20_000}
    day = read_day("1390-04-10")
    assert [row.number for row in licensing.good(AsOf(day))] == ["ج/1"]
    assert licensing.good(AsOf(read_day("1390-05-02"))).count() == 0


def test_a_permit_of_a_project_is_the_projects_and_its_needs_too(county: County, tmp_path: Path) -> None:
    project = factories.project(number="ط/1", county=county)
    unit = factories.unit(licence_no="71/1", name="گچ مانشت", name_key="گچ مانشت", county=county)
    row = ("ج/1", "1389/05/01", "ب", "گچ مانشت", "71/1", "ط/1", "ایلام", "گچ", "", "", "", "2.5", "", "")
    taken_in(tmp_path, "permits", PERMIT, row)

    project.refresh_from_db()
    assert project.unit == unit
    assert UtilityNeed.objects.get().project == project
    assert "PERMIT" in following.whole(project, AsOf(read_day("1389-06-01"))).way.has


def test_inspections_by_component_have_a_total_of_their_own_and_keep_the_lists(county: County, tmp_path: Path) -> None:
    project = factories.project(number="ط/1", county=county)
    taken_in(
        tmp_path,
        "inspections",
        (
            "شماره طرح",
            "تاریخ بازدید",
            "پیشرفت فیزیکی",
            "پیشرفت زمین",
            "پیشرفت ساختمان",
            "پیش‌بینی بهره‌برداری",
            "دلیل تأخیر",
        ),
        ("ط/1", "1390/02/01", "30", 100, 60, "1391/06/01", ""),
        ("ط/1", "1390/06/01", "45", 100, 80, "1391/12/01", "نبود ارز"),
    )

    observed = ProgressObservation.objects.order_by("since_on", "proof").values_list("percent", "proof")
    assert list(observed) == [
        (Decimal(30), Proof.LISTED), (Decimal(31), Proof.SEEN), (Decimal(45), Proof.LISTED), (Decimal(38), Proof.SEEN),
    ]  # fmt: skip
    assert [row.percent for row in queries.progress(AsOf(read_day("1390-07-01")))] == [Decimal(38)]
    assert list(ExpectedOperation.objects.values_list("reason", flat=True)) == ["", "نبود ارز"]
    assert Inspection.objects.filter(project=project).count() == 2


def test_a_component_that_is_no_whole_percent_is_refused_at_its_cell(county: County, tmp_path: Path) -> None:
    factories.project(number="ط/1", county=county)
    headings = ("شماره طرح", "تاریخ بازدید", "پیشرفت فیزیکی", "پیشرفت زمین")
    path = workbook(tmp_path / "a.xlsx", headings, ("ط/1", "1390/02/01", "30", "62.5"))
    batch = check(path, "inspections", store=tmp_path / "files")

    problems = ReceivedRow.objects.get(batch=batch, outcome="REFUSED").problems
    assert [problem["cell"] for problem in problems if problem["severity"] == "error"] == ["D2"]


def test_projects_come_with_their_sector_and_the_day_they_are_to_operate(county: County, tmp_path: Path) -> None:
    taken_in(
        tmp_path,
        "projects",
        (
            "شماره طرح",
            "عنوان طرح",
            "شهرستان",
            "برنامه",
            "سرمایه ثابت (ریال)",
            "تاریخ تصویب",
            "کد ISIC",
            "موعد بهره‌برداری",
            "مرحله",
        ),
        ("ط/9", "سیمان دوم", "ایلام", "طرح آمایش", 900000000000, "1389/02/01", "2394", "1391/06/31", "نصب ماشین‌آلات"),
    )

    project = queries.projects_by_number()["ط/9"]
    day = AsOf(read_day("1390-01-01"))
    assert (project.isic, following.whole(project, day).way.stage) == ("2394", "EQUIPPING")
    assert following.dates_of(day, [project.pk])[project.pk].owner == read_day("1391-06-31")


def test_infrastructure_of_an_estate_comes_with_its_capacity_from_a_day(county: County, tmp_path: Path) -> None:
    factories.estate(name="شهرک صنعتی ایلام", name_key="ایلام", county=county)
    taken_in(
        tmp_path,
        "infrastructure",
        ("نام زیرساخت", "نوع", "شهرستان", "شهرک صنعتی", "ظرفیت", "واحد ظرفیت", "از تاریخ"),
        ("پست ۶۳", "پست برق", "ایلام", "ایلام", 2500, "کیلووات", "1389/07/01"),
    )

    capacity = InfrastructureCapacity.objects.get()
    assert (capacity.amount, capacity.since_on) == (Decimal("2.5"), read_day("1389-07-01"))

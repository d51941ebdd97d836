"""A list of monthly returns: several products of a unit, what contradicts itself, months that are not over."""

from decimal import Decimal
from pathlib import Path

import pytest

from hamahang.domain.calendar import read_day
from hamahang.register.models import HeadCount, MonthlyOutput, MonthlyReturn, Unit, UnitStatus
from tests import factories
from tests.province import take_in
from tests.rooms.intake.test_sources import taken_in, workbook

pytestmark = pytest.mark.django_db
HEAD = (
    "شماره پروانه", "نام واحد", "شهرستان", "پایان ماه", "وضعیت", "شاغلان", "شاغلان زن", "شاغلان مرد", "شیفت",
    "روزهای توقف", "علت توقف", "محصول", "مقدار تولید", "واحد سنجش", "تاریخ ارسال",
)  # fmt: skip


@pytest.fixture
def unit() -> Unit:
    county = factories.county(code="1601", name="ایلام", name_key="ایلام")
    return factories.unit(licence_no="71/1", name="آجر الف", name_key="آجر الف", county=county)


def row(*values: object) -> tuple[object, ...]:
    return ("71/1", "آجر الف", "ایلام", *values)


def test_the_products_of_a_unit_stand_on_rows_of_their_own_and_make_one_return(unit: Unit, tmp_path: Path) -> None:
    taken_in(
        tmp_path,
        "returns",
        HEAD,
        row("1390/03/31", "فعال", 12, 5, 7, 2, 3, "بازار و فروش", "آجر", 120, "هزار قالب", "1390/04/08"),
        row("1390/03/31", "فعال", None, None, None, None, None, None, "سفال", 4.5, "تن", None),
    )

    report = MonthlyReturn.objects.get()
    assert (report.persons, report.women, report.men, report.shifts) == (12, 5, 7, 2)
    assert (report.stop_days, report.stop_cause, report.channel) == (3, "MARKET", "LIST")
    assert (report.since_on, report.sent_on) == (read_day("1390-03-31"), read_day("1390-04-08"))
    made = MonthlyOutput.objects.order_by("pk").values_list("product", "quantity", "measure")
    assert list(made) == [("آجر", Decimal(120), "هزار قالب"), ("سفال", Decimal("4.5"), "تن")]
    assert UnitStatus.objects.count() == HeadCount.objects.count() == 1


@pytest.mark.parametrize(
    "values",
    [
        ("1390/03/31", "فعال", 12, 5, 6),  # women and men make eleven
        ("1390/03/31", "فعال", 12, None, None, None, 3),  # days without work and no cause
        ("1450/03/31", "فعال", 12),  # a month that is not over
        ("1390/03/31", "راکد", 0, None, None, None, None, None, "آجر", 12),  # idle, and made something
        ("1390/03/31", "فعال", 2, None, None, None, None, None, None, 12),  # of which product?
    ],
)
def test_a_row_that_contradicts_itself_is_refused_at_its_cell(
    unit: Unit, tmp_path: Path, values: tuple[object, ...]
) -> None:
    whole = row(*values, *[None] * (len(HEAD) - 3 - len(values)))

    path = workbook(tmp_path / "a.xlsx", HEAD, whole, row("1390/02/31", "فعال", 9, *[None] * 9))
    batch = take_in(path, "returns", store=tmp_path / "files")

    assert batch.counts["REFUSED"] == 1
    assert [report.persons for report in MonthlyReturn.objects.all()] == [9]

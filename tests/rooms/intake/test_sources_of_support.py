"""The lists of support become records: programmes and lines of the register, requests, money, repayments and bills."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from hamahang.accounts.queries import EVERYTHING
from hamahang.domain.calendar import read_day
from hamahang.domain.credit.postings import Account
from hamahang.domain.ledger import AsOf
from hamahang.domain.months import Month
from hamahang.domain.severity import year_of_bills
from hamahang.intake.models import ReceivedRow
from hamahang.intake.sources import informed, source_named
from hamahang.intake.template import template_workbook
from hamahang.intake.undoing import undo_batch
from hamahang.ledger import queries as ledger
from hamahang.ledger.verification import verify_records
from hamahang.register.models import Unit
from hamahang.support import eligible, funnels, programmes, repaying
from hamahang.support.models import (
    Allocation,
    CreditFacility,
    Disbursement,
    EnergyBill,
    Posting,
    Repayment,
    RequestStage,
    SupportRequest,
)
from tests import factories
from tests.factories import AT
from tests.province import NOW, check, take_in
from tests.rooms.intake.test_sources import taken_in, workbook
from tests.rooms.support import crediting

pytestmark = pytest.mark.django_db
HOLDER = ("71/1", "آجر الف", "ایلام")
PAYMENT = (
    *("شماره سند", "بانک", "شماره تسهیلات", "شماره پروانه", "نام واحد", "شهرستان", "برنامه", "ردیف"),
    *("مبلغ مصوب (ریال)", "مبلغ پرداختی (ریال)", "تاریخ پرداخت"),
)
REQUEST = (
    *("شماره درخواست", "شماره پروانه", "نام واحد", "شهرستان", "برنامه", "ردیف", "مبلغ درخواستی (ریال)", "تاریخ ثبت‌نام"),
    *("مرحله", "تاریخ مرحله", "مبلغ مرحله (ریال)", "بانک", "شماره پرونده بانک", "شماره نامه"),
)
ALLOCATION = (
    *("شماره ابلاغ", "تاریخ ابلاغ", "برنامه", "ردیف", "شهرستان", "از تاریخ", "تا تاریخ"),
    *("مبلغ ابلاغ (میلیارد ریال)", "تاریخ برگشت"),
)
REPAYMENT = ("بانک", "شماره تسهیلات", "شماره سند وصول", "مبلغ وصولی (ریال)", "تاریخ وصول")
BILL = ("شماره پروانه", "نام واحد", "شهرستان", "حامل انرژی", "ماه مصرف", "مقدار مصرف", "مبلغ قبض (ریال)")


@pytest.fixture
def unit() -> Unit:
    county = factories.county(name="ایلام", name_key="ایلام")
    return factories.unit(licence_no="71/1", name="آجر الف", name_key="الف اجر", county=county, isic="2392")


@pytest.fixture
def line() -> Any:
    """Return a line of a programme that was opened in the page."""
    programme = programmes.open_programme(
        code="BAZSAZI90", title="طرح بازسازی صنایع", title_en="Rebuilding of industry", by="rais", at=AT
    )
    programmes.add_line(programme=programme, purpose="REBUILDING", by="rais", at=AT)
    return programmes.add_line(programme=programme, purpose="WORKING_CAPITAL", by="rais", at=AT)


def faults(tmp_path: Path, source: str, *rows: tuple[Any, ...]) -> Iterator[tuple[str, str]]:
    """Yield the problems that stop the rows of a list: the cell and what is said in English."""
    batch = check(workbook(tmp_path / "bad.xlsx", *rows), source, store=tmp_path / "files")
    for row in ReceivedRow.objects.filter(batch=batch, outcome="REFUSED").order_by("row"):
        yield from ((found["cell"], found["message"]["en"]) for found in row.problems if found["severity"] == "error")


def undone(tmp_path: Path, source: str, *rows: tuple[Any, ...]) -> None:
    """Take a list in and back, in again and back again."""
    store = tmp_path / "files"
    for _ in range(2):
        batch = take_in(workbook(tmp_path / "u.xlsx", *rows), source, store=store, without_bad_rows=False)
        assert batch.state == "APPLIED"
        undo_batch(batch=batch, by="amar", at=NOW, reason="اشتباه بود")
    assert verify_records() is None


# --- programmes and lines of the register ---


@pytest.mark.parametrize("said", ["طرح بازسازی صنایع", "طرح  بازسازي صنايع", "BAZSAZI90", "bazsazi90"])
def test_money_of_a_programme_opened_in_the_page_is_taken_in(said: str, unit: Unit, line: Any, tmp_path: Path) -> None:
    row = ("1", "بانک ملی", "ت/1", *HOLDER, said, "سرمایه در گردش", 900, 400, "1390/02/01")

    taken_in(tmp_path, "payments", PAYMENT, row)

    assert CreditFacility.objects.get().line == line


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("بازسازی و نوسازی", "REBUILDING"),
        ("سرمایه در گردش", "WORKING_CAPITAL"),
        ("کمک بلاعوض", "GRANT"),
        ("یارانه سود", "SUBSIDY"),
        ("INTEREST SUBSIDY", "SUBSIDY"),
        ("WORKING_CAPITAL", "WORKING_CAPITAL"),
    ],
)
def test_each_line_is_known_by_its_name_and_by_its_code(
    said: str, code: str, unit: Unit, line: Any, tmp_path: Path
) -> None:
    programmes.add_line(programme=line.programme, purpose="GRANT", by="rais", at=AT)
    programmes.add_line(programme=line.programme, purpose="SUBSIDY", by="rais", at=AT)

    taken_in(
        tmp_path, "payments", PAYMENT, ("1", "بانک ملی", "ت/1", *HOLDER, "BAZSAZI90", said, 900, 400, "1390/02/01")
    )

    assert CreditFacility.objects.get().line.code == code


def test_an_unknown_programme_is_named_at_its_cell_with_those_that_are_open(
    unit: Unit, line: Any, tmp_path: Path
) -> None:
    rows = (PAYMENT, ("1", "بانک ملی", "ت/1", *HOLDER, "طرح ناپیدا", "سوخت", 900, 400, "1390/02/01"))

    [(cell, said)] = faults(tmp_path, "payments", *rows)

    assert cell == "G2"
    assert "open it under “Programmes” first" in said
    assert "طرح بازسازی صنایع" in said


def test_a_line_that_the_programme_does_not_have_is_told_with_those_it_has(
    unit: Unit, line: Any, tmp_path: Path
) -> None:
    rows = (PAYMENT, ("1", "بانک ملی", "ت/1", *HOLDER, "BAZSAZI90", "کمک بلاعوض", 900, 400, "1390/02/01"))

    [(cell, said)] = faults(tmp_path, "payments", *rows)

    assert cell == "H2"
    assert "بازسازی و نوسازی · سرمایه در گردش" in said


def test_a_title_that_two_programmes_bear_is_asked_about_and_their_codes_tell_them_apart(
    unit: Unit, line: Any, tmp_path: Path
) -> None:
    other = programmes.open_programme(
        code="BAZSAZI91", title="طرح بازسازی صنایع", title_en="Rebuilding again", by="rais", at=AT
    )
    programmes.add_line(programme=other, purpose="REBUILDING", by="rais", at=AT)
    row = ("1", "بانک ملی", "ت/1", *HOLDER, "{}", "بازسازی", 900, 400, "1390/02/01")

    [(cell, _)] = faults(tmp_path, "payments", PAYMENT, (*row[:6], "طرح بازسازی صنایع", *row[7:]))
    assert cell == "G2"

    taken_in(tmp_path, "payments", PAYMENT, (*row[:6], "BAZSAZI91", *row[7:]))
    assert CreditFacility.objects.get().line.programme == other


def test_the_template_offers_what_the_register_has(line: Any) -> None:
    source = informed(source_named("requests"))
    choices = {column.name: column.choices for column in source.tables[0].columns}

    assert choices["programme"]["BAZSAZI90"][0] == "طرح بازسازی صنایع"
    assert template_workbook(source)
    assert informed(source_named("bills")) == source_named("bills")


# --- requests ---


def request(number: str | None, *rest: Any, amount: Any = 700, on: str = "1390/01/10") -> tuple[Any, ...]:
    stage = (*rest, *[None] * 6)[:6]
    return (number, *HOLDER, "BAZSAZI90", "سرمایه در گردش", amount, on, *stage)


def test_a_request_is_registered_and_stands_at_the_stage_the_list_says(unit: Unit, line: Any, tmp_path: Path) -> None:
    factories.eligibility_rules(programme=line.programme, valid_from=read_day("1390-01-01"))

    taken_in(
        tmp_path, "requests", REQUEST, request("د/1", "معرفی به بانک", "1390/02/20", 500, "بانک ملی", "پ/77", "120/5")
    )

    made = SupportRequest.objects.get()
    assert (made.number, made.unit, made.line, made.file_no) == ("د/1", unit, line, "پ/77")
    assert made.bank is not None
    assert made.bank.name == "بانک ملی"
    assert made.rules is not None
    stages = RequestStage.objects.order_by("since_on").values_list("stage", "amount", "letter_no")
    assert list(stages) == [("REGISTERED", 700, ""), ("REFERRED", 500, "120/5")]
    (rung,) = [
        r
        for r in funnels.funnel(AsOf(read_day("1390-03-01")), EVERYTHING, programme="BAZSAZI90")[None]
        if r.stage == "REFERRED"
    ]
    assert (rung.number, rung.rials) == (1, 500)


def test_an_amount_that_nobody_granted_is_not_invented(unit: Unit, line: Any, tmp_path: Path) -> None:
    taken_in(tmp_path, "requests", REQUEST, request("د/1", "مصوب کارگروه", "1390/02/20"))

    assert RequestStage.objects.get(stage="GROUP").amount is None


def test_the_list_of_the_next_month_takes_a_request_on_and_doubles_nothing(
    unit: Unit, line: Any, tmp_path: Path
) -> None:
    taken_in(tmp_path, "requests", REQUEST, request(None))
    made = SupportRequest.objects.get()
    assert made.number == "S-1390-1"

    taken_in(tmp_path, "requests", REQUEST, request(None, "تکمیل مدارک", "1390/02/01"))

    assert SupportRequest.objects.get() == made
    assert list(RequestStage.objects.order_by("since_on").values_list("stage", flat=True)) == ["REGISTERED", "COMPLETE"]


def test_requests_without_numbers_are_numbered_one_after_the_other(unit: Unit, line: Any, tmp_path: Path) -> None:
    factories.unit(licence_no="71/2", name="سیمان ب", name_key="ب سیمان", county=unit.county)
    other = (None, "71/2", "سیمان ب", "ایلام", *request(None)[4:])

    taken_in(tmp_path, "requests", REQUEST, request(None), other)

    assert set(SupportRequest.objects.values_list("number", flat=True)) == {"S-1390-1", "S-1390-2"}


@pytest.mark.parametrize(
    ("row", "cell", "said"),
    [
        (request("د/1", "معرفی به بانک", "1390/02/20"), "L2", "write its name"),
        (request("د/1", "تکمیل مدارک"), "J2", "The day of the stage"),
        (request("د/1", None, "1390/02/20"), "I2", "No stage is given"),
        (request("د/1", "تکمیل مدارک", "1389/02/20"), "J2", "lies before"),
        (request("د/1", amount=0), "G2", "The amount is nothing"),
        (request("د/1", amount=-5), "G2", "negative"),
        (request("د/1", amount="=1+1"), "G2", "formula"),
        (request("د/1", "در راه بانک", "1390/02/20"), "I2", "is not known"),
        (request("د/1", on="1390/13/40"), "H2", "not in the calendar"),
    ],
)
def test_what_cannot_be_of_a_request_is_told_at_its_cell(
    row: tuple[Any, ...], cell: str, said: str, unit: Unit, line: Any, tmp_path: Path
) -> None:
    found = list(faults(tmp_path, "requests", REQUEST, row))

    assert [place for place, _ in found] == [cell]
    assert said in found[0][1]


def test_a_second_open_request_of_the_same_line_is_refused_with_the_number_of_the_first(
    unit: Unit, line: Any, tmp_path: Path
) -> None:
    taken_in(tmp_path, "requests", REQUEST, request("د/1"))

    assert [cell for cell, _ in faults(tmp_path, "requests", REQUEST, request("د/2"))] == ["A2"]
    assert [cell for cell, _ in faults(tmp_path, "requests", REQUEST, request("د/1", on="1390/01/11"))] == ["A2"]
    twice = (REQUEST, request("د/1"), request("د/1", on="1390/01/11"))
    assert [cell for cell, _ in faults(tmp_path, "requests", *twice)] == ["A3"]


def test_a_stage_after_the_end_and_the_same_stage_on_another_day_are_asked_about(
    unit: Unit, line: Any, tmp_path: Path
) -> None:
    taken_in(tmp_path, "requests", REQUEST, request("د/1", "منقضی", "1390/03/01"))

    later, same = request("د/1", "تکمیل مدارک", "1390/03/02"), request("د/1", "منقضی", "1390/03/09")
    assert [cell for cell, _ in faults(tmp_path, "requests", REQUEST, later)] == ["I2"]
    assert [cell for cell, _ in faults(tmp_path, "requests", REQUEST, same)] == ["J2"]


def test_what_an_officer_recorded_of_a_request_stays_beside_the_list(unit: Unit, line: Any, tmp_path: Path) -> None:
    from hamahang.support import requesting

    on = read_day("1390-01-10")
    ours = requesting.register_request(unit=unit.pk, line=line, amount=700, on=on, number="د/1", by="tashilat", at=AT)

    take_in(workbook(tmp_path / "r.xlsx", REQUEST, request("د/1", amount=650)), "requests", store=tmp_path / "files")

    assert list(ours.stages.filter(voided_entry=None).values_list("stage", "amount")) == [("REGISTERED", 700)]


def test_a_list_of_requests_is_taken_back_whole(unit: Unit, line: Any, tmp_path: Path) -> None:
    undone(tmp_path, "requests", REQUEST, request("د/1", "تکمیل مدارک", "1390/02/01"))

    assert not SupportRequest.objects.filter(voided_entry=None).exists()
    assert not RequestStage.objects.filter(voided_entry=None).exists()


# --- allocations ---


def allocation(letter: str = "200/1", county: str | None = None, **said: Any) -> tuple[Any, ...]:
    given = {"amount": "1.5", "from": "1390/01/01", "until": "1390/12/29", "lapses": "1390/12/29"} | said
    return (
        *(letter, "1390/02/01", "طرح بازسازی صنایع", "سرمایه در گردش", county),
        *(given["from"], given["until"], given["amount"], given["lapses"]),
    )


def test_money_is_allocated_to_a_line_for_the_province_or_for_a_county(unit: Unit, line: Any, tmp_path: Path) -> None:
    taken_in(tmp_path, "allocations", ALLOCATION, allocation(), allocation(county="ایلام", amount=2))

    rows = Allocation.objects.order_by("amount").values_list("line", "county", "amount", "lapses_on")
    lapses = read_day("1390-12-29")
    assert list(rows) == [(line.pk, None, 1_500_000_000, lapses), (line.pk, unit.county_id, 2_000_000_000, lapses)]


@pytest.mark.parametrize(
    ("row", "cell"),
    [
        (allocation(amount=0), "H2"),
        (allocation(until="1389/12/29"), "G2"),
        (allocation(lapses="1389/12/29"), "I2"),
        (allocation(county="ناکجا"), "E2"),
        (allocation(letter=""), "A2"),
    ],
)
def test_what_cannot_be_of_an_allocation_is_told_at_its_cell(
    row: tuple[Any, ...], cell: str, unit: Unit, line: Any, tmp_path: Path
) -> None:
    assert [place for place, _ in faults(tmp_path, "allocations", ALLOCATION, row)][:1] == [cell]


def test_a_list_of_allocations_is_taken_back_whole(unit: Unit, line: Any, tmp_path: Path) -> None:
    undone(tmp_path, "allocations", ALLOCATION, allocation())

    assert not Allocation.objects.filter(voided_entry=None).exists()


# --- repayments ---


@pytest.fixture
def facility() -> CreditFacility:
    bank = factories.agency(code="melli", name="بانک ملی", name_key="بانک ملی", kind="BANK")
    made = crediting.contracted(bank=bank, number="ت/9")
    crediting.pay(made, 1_200_000)
    return made


def repaid(document: str, amount: Any, on: str = "1390/03/15", number: str = "ت/9") -> tuple[Any, ...]:
    return "بانک ملی", number, document, amount, on


def test_a_repayment_is_posted_as_the_page_posts_it(facility: CreditFacility, tmp_path: Path) -> None:
    twin = crediting.paid_out()
    crediting.repay(twin, 150_000, read_day("1390-03-15"))

    taken_in(tmp_path, "repayments", REPAYMENT, repaid("11", 100_000, "1390/02/15"), repaid("12", 50_000))

    assert list(Repayment.objects.filter(facility=facility).order_by("since_on").values_list("amount", flat=True)) == [
        100_000,
        50_000,
    ]
    for account in (Account.PRINCIPAL, Account.PROFIT, Account.BANK):
        assert crediting.balance(facility, account) == crediting.balance(twin, account)
    crediting.holds()


def test_a_document_that_the_page_recorded_is_not_recorded_again(facility: CreditFacility, tmp_path: Path) -> None:
    crediting.repay(facility, 50_000, read_day("1390-03-15"), document_no="12")
    head = ledger.head()

    batch = take_in(
        workbook(tmp_path / "r.xlsx", REPAYMENT, repaid("12", 50_000)), "repayments", store=tmp_path / "files"
    )

    assert (batch.counts["UNCHANGED"], ledger.head()) == (1, head)
    assert [cell for cell, _ in faults(tmp_path, "repayments", REPAYMENT, repaid("12", 50_001))] == ["C2"]


@pytest.mark.parametrize(
    ("row", "cell", "said"),
    [
        (repaid("1", 50_000, number="ت/8"), "B2", "No facility"),
        (repaid("1", 99_000_000), "D2", "are owed"),
        (repaid("1", 0), "D2", "The amount is nothing"),
        (repaid("1", 50_000, "1389/01/01"), "E2", "before the present table"),
        (repaid("", 50_000), "C2", "must be filled in"),
        (repaid("1", "=SUM(A1)"), "D2", ""),
    ],
)
def test_what_cannot_be_of_a_repayment_is_told_at_its_cell(
    row: tuple[Any, ...], cell: str, said: str, facility: CreditFacility, tmp_path: Path
) -> None:
    [(place, words)] = faults(tmp_path, "repayments", REPAYMENT, row)

    assert place == cell
    assert said in words


def test_rows_that_together_bring_more_than_is_owed_are_told_from_the_first_too_many(
    facility: CreditFacility, tmp_path: Path
) -> None:
    rows = [repaid(str(number), 500_000) for number in range(4)]

    assert [cell for cell, _ in faults(tmp_path, "repayments", REPAYMENT, *rows)] == ["D4", "D5"]


def test_repayments_of_a_facility_without_a_contract_are_refused_at_their_day(tmp_path: Path) -> None:
    bank = factories.agency(code="melli", name="بانک ملی", name_key="بانک ملی", kind="BANK")
    factories.credit_facility(bank=bank, number="ت/9")

    [(cell, said)] = faults(tmp_path, "repayments", REPAYMENT, repaid("1", 50_000))

    assert (cell, "no table of instalments" in said) == ("E2", True)


def test_a_list_of_repayments_is_taken_back_by_reversals(facility: CreditFacility, tmp_path: Path) -> None:
    before = crediting.balance(facility, Account.PRINCIPAL)

    undone(tmp_path, "repayments", REPAYMENT, repaid("11", 150_000))

    assert crediting.balance(facility, Account.PRINCIPAL) == before
    assert not Posting.objects.exclude(voided_entry=None).exists()
    assert not Repayment.objects.filter(voided_entry=None).exists()
    assert repaying.unpaid([facility.pk])[facility.pk][0].principal == 100_000
    crediting.holds()


def test_a_list_of_repayments_is_taken_back_though_the_debt_was_given_a_new_table_since(
    facility: CreditFacility, tmp_path: Path
) -> None:
    rows = workbook(tmp_path / "r.xlsx", REPAYMENT, repaid("11", 150_000))
    batch = take_in(rows, "repayments", store=tmp_path / "files")
    crediting.postpone(facility, 3, read_day("1390-05-01"))

    undo_batch(batch=batch, by="amar", at=NOW)

    crediting.holds()


# --- energy bills ---


def bill(month: str, amount: Any = 10, carrier: str = "برق") -> tuple[Any, ...]:
    return (*HOLDER, carrier, month, 1_000, amount)


def year(carrier: str = "برق", amount: int = 10) -> list[tuple[Any, ...]]:
    return [bill(f"1389/{number:02}", amount, carrier) for number in range(1, 13)]


def test_a_year_of_bills_decides_the_severity_of_a_price_shock(unit: Unit, line: Any, tmp_path: Path) -> None:
    day = read_day("1390-01-15")
    factories.unit_status(unit=unit, since_on=read_day("1388-01-01"))
    for kind, amount in (("COST", 1_200), ("SALES", 1_600), ("ELECTRICITY", 700)):
        factories.stated_sum(unit=unit, kind=kind, amount=amount, since_on=read_day("1388-12-29"))
    factories.price_rise(programme=line.programme, carrier="ELECTRICITY", percent=Decimal(50), valid_from=day)

    taken_in(tmp_path, "bills", BILL, *year())

    [hit] = eligible.severities(AsOf(day), EVERYTHING, line.programme)
    # a tenth of cost is power (12 × 10 of 1200), its price rises by half, the margin is a quarter: 0.1 × 0.5 × 3
    assert hit.place.severity is not None
    assert (hit.place.severity.middle, hit.basis) == (Decimal("0.15"), "ACCOUNTS")
    assert EnergyBill.objects.count() == 12


def test_gas_and_liquid_fuel_are_one_carrier_of_a_shock_and_eleven_months_are_no_year() -> None:
    def months(carrier: str, number: int) -> list[tuple[str, Any, int]]:
        return [(carrier, Month(1389, 12).plus(-back).last, 10) for back in range(number)]

    assert year_of_bills([]) is None
    assert year_of_bills(months("GAS", 11)) is None
    assert year_of_bills(months("GAS", 12) + months("FUEL", 12) + months("ELECTRICITY", 11)) == (
        {"FUEL": 240},
        Month(1389, 12).last,
    )
    assert year_of_bills(months("GAS", 30)) == ({"FUEL": 120}, Month(1389, 12).last)


@pytest.mark.parametrize(
    ("row", "cell"),
    [
        (bill("1389/13"), "E2"),
        (bill("1389/01", -1), "G2"),
        (bill("1389/01", carrier="زغال"), "D2"),
        (("79/9", "ناشناس", "ایلام", "برق", "1389/01", 1, 1), "B2"),
    ],
)
def test_what_cannot_be_of_a_bill_is_told_at_its_cell(
    row: tuple[Any, ...], cell: str, unit: Unit, tmp_path: Path
) -> None:
    assert [place for place, _ in faults(tmp_path, "bills", BILL, row)] == [cell]


def test_a_bill_that_is_sent_again_otherwise_corrects_the_first_and_can_be_taken_back(
    unit: Unit, tmp_path: Path
) -> None:
    taken_in(tmp_path, "bills", BILL, bill("1389/01", 10))

    batch = take_in(workbook(tmp_path / "c.xlsx", BILL, bill("1389/01", 12)), "bills", store=tmp_path / "files")
    assert batch.counts["CORRECTED"] == 1
    undo_batch(batch=batch, by="amar", at=NOW)

    assert EnergyBill.objects.get(voided_entry=None).amount == 10
    undone(tmp_path, "bills", BILL, bill("1389/02", 7, "گاز"))
    assert not Disbursement.objects.exists()

"""A list of payments that goes beyond what a facility may pay is told at its rows, before anything is written."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from hamahang.accounts.models import Agency
from hamahang.domain.calendar import read_day
from hamahang.domain.credit.terms import CreditRefused
from hamahang.domain.refusal import Refused
from hamahang.intake.actions import apply_batch
from hamahang.intake.models import Batch, ReceivedRow
from hamahang.intake.undoing import undo_batch, would_undo
from hamahang.register.models import Unit
from hamahang.support import contracting, paying, queries
from hamahang.support.actions import open_lines
from hamahang.support.models import CreditFacility, Disbursement, Tranche
from tests import factories
from tests.factories import AT
from tests.province import NOW, check, take_in
from tests.rooms.intake.test_sources import workbook
from tests.rooms.intake.test_sources_of_support import HOLDER, PAYMENT, faults
from tests.rooms.support import crediting

pytestmark = pytest.mark.django_db
MELLI = "بانک ملی"


@pytest.fixture
def bank() -> Agency:
    return factories.agency(code="melli", name=MELLI, name_key=MELLI, kind="BANK")


@pytest.fixture
def unit() -> Unit:
    county = factories.county(name="ایلام", name_key="ایلام")
    return factories.unit(licence_no="71/1", name="آجر الف", name_key="الف اجر", county=county, isic="2392")


@pytest.fixture
def facility(bank: Agency, unit: Unit) -> CreditFacility:
    """Return a facility of 1,200,000 rials with a contract of as much, nothing paid."""
    line = open_lines(by="rais", at=AT)["TARGETED_SUBSIDIES", "FUEL"]
    return crediting.contracted(bank=bank, number="ت/1", unit=unit, line=line)


def paid(
    document: str, amount: int, *, approved: int = 1_200_000, on: str = "1390/02/01", number: str = "ت/1"
) -> tuple[Any, ...]:
    return document, MELLI, number, *HOLDER, "هدفمندسازی یارانه‌ها", "سوخت", approved, amount, on


def test_a_payment_above_the_contract_is_told_with_amount_limit_and_repair(
    facility: CreditFacility, tmp_path: Path
) -> None:
    [(cell, said)] = faults(tmp_path, "payments", PAYMENT, paid("1", 1_200_001))

    assert cell == "J2"
    assert "1,200,001 rials" in said
    assert "its contract allows 1,200,000 rials" in said
    assert "record an exception" in said


def test_rows_that_only_together_go_above_are_told_from_the_first_too_many_and_the_rest_is_taken(
    facility: CreditFacility, tmp_path: Path
) -> None:
    rows = [paid("1", 500_000), paid("2", 900_000), paid("3", 700_000), paid("4", 1)]

    assert [cell for cell, _ in faults(tmp_path, "payments", PAYMENT, *rows)] == ["J3", "J5"]
    batch = take_in(workbook(tmp_path / "p.xlsx", PAYMENT, *rows), "payments", store=tmp_path / "files")

    assert batch.counts["CREATED"] == 2
    assert queries.paid_so_far([facility.pk]) == {facility.pk: 1_200_000}
    crediting.holds()


def test_what_was_paid_before_counts_and_an_exception_makes_room(facility: CreditFacility, tmp_path: Path) -> None:
    crediting.pay(facility, 1_000_000)
    row = paid("9", 300_000)
    assert [cell for cell, _ in faults(tmp_path, "payments", PAYMENT, row)] == ["J2"]

    contracting.allow_exception(
        facility=facility, kind="PAYMENT", amount=100_000, reason="مصوبهٔ ستاد", on=crediting.START, by="rais", at=AT
    )

    assert list(faults(tmp_path, "payments", PAYMENT, row)) == []
    take_in(workbook(tmp_path / "p.xlsx", PAYMENT, row), "payments", store=tmp_path / "files")
    crediting.holds()


def test_of_a_new_facility_the_first_row_says_how_much_is_approved(unit: Unit, tmp_path: Path) -> None:
    rows = [paid("1", 600, approved=900), paid("2", 301, approved=2_000), paid("3", 300, approved=900)]

    [(cell, said)] = faults(tmp_path, "payments", PAYMENT, *rows)
    take_in(workbook(tmp_path / "p.xlsx", PAYMENT, *rows), "payments", store=tmp_path / "files")

    assert (cell, "901 rials, and 900 rials are approved" in said) == ("J3", True)
    assert sum(Disbursement.objects.values_list("amount", flat=True)) == CreditFacility.objects.get().approved == 900


def test_a_known_facility_without_a_contract_may_be_approved_more_by_the_list_that_pays_more(
    unit: Unit, tmp_path: Path
) -> None:
    take_in(workbook(tmp_path / "a.xlsx", PAYMENT, paid("1", 900, approved=900)), "payments", store=tmp_path / "files")
    rows = [paid("2", 300, approved=1_200), paid("3", 1, approved=1_200)]

    assert [cell for cell, _ in faults(tmp_path, "payments", PAYMENT, *rows)] == ["J3"]
    assert [cell for cell, _ in faults(tmp_path, "payments", PAYMENT, paid("2", 1, approved=900))] == ["J2"]
    take_in(workbook(tmp_path / "b.xlsx", PAYMENT, *rows), "payments", store=tmp_path / "files")

    assert sum(Disbursement.objects.values_list("amount", flat=True)) == CreditFacility.objects.get().approved == 1_200


def test_a_row_that_lowers_an_earlier_payment_makes_room_wherever_it_stands(unit: Unit, tmp_path: Path) -> None:
    take_in(workbook(tmp_path / "a.xlsx", PAYMENT, paid("1", 900, approved=900)), "payments", store=tmp_path / "files")
    rows = [paid("2", 500, approved=900), paid("1", 400, approved=900)]

    assert list(faults(tmp_path, "payments", PAYMENT, *rows)) == []
    take_in(workbook(tmp_path / "b.xlsx", PAYMENT, *rows), "payments", store=tmp_path / "files")

    crediting.holds()


def test_an_approval_below_the_contract_is_told_at_its_cell(facility: CreditFacility, tmp_path: Path) -> None:
    [(cell, said)] = faults(tmp_path, "payments", PAYMENT, paid("1", 100, approved=1_000_000))

    assert cell == "I2"
    assert "below the contract of facility ت/1, which is 1,200,000 rials" in said


def test_a_payment_that_was_repaid_since_is_not_corrected_by_a_list(facility: CreditFacility, tmp_path: Path) -> None:
    crediting.pay(facility, 1_200_000, document_no="7")
    crediting.repay(facility, 50_000, read_day("1390-03-15"))
    rows = [paid("7", 1_000_000, on="1390/01/15"), paid("7", 1_200_000, on="1390/01/15")]

    assert list(faults(tmp_path, "payments", PAYMENT, rows[1])) == []
    [(cell, said)] = faults(tmp_path, "payments", PAYMENT, rows[0])

    assert (cell, "was repaid or restructured" in said) == ("J2", True)


def test_a_facility_that_was_written_off_is_paid_nothing_by_a_list(facility: CreditFacility, tmp_path: Path) -> None:
    crediting.pay(facility, 600_000)
    crediting.write_off(facility, read_day("1391-01-01"))

    [(cell, said)] = faults(tmp_path, "payments", PAYMENT, paid("8", 100))

    assert (cell, "is closed" in said) == ("C2", True)


@pytest.mark.parametrize(("source", "heading", "row"), [
    ("payments", PAYMENT, paid("1", 0)),
    (
        "bank_payments",
        ("بانک", "شماره پرونده", "شماره سند", "نام مشتری", "مبلغ پرداختی (ریال)", "تاریخ پرداخت"),
        (MELLI, "ت/1", "1", "آجر الف", 0, "1390/02/01"),
    ),
])  # fmt: skip
def test_a_payment_of_nothing_is_told_at_its_cell(
    source: str, heading: tuple[str, ...], row: tuple[Any, ...], unit: Unit, tmp_path: Path
) -> None:
    [(cell, said)] = faults(tmp_path, source, heading, row)

    assert (cell[1:], "The amount is nothing" in said) == ("2", True)


def test_a_payment_of_the_pages_that_the_banks_list_repeats_stays_the_same_payment(
    facility: CreditFacility, tmp_path: Path
) -> None:
    tranche = contracting.plan_tranche(
        facility=facility, amount=1_200_000, percent=Decimal(0), on=crediting.START, by="karshenas", at=AT
    )
    contracting.release_tranche(tranche=tranche, reason="نخستین مرحله", on=crediting.START, by="rais", at=AT)
    crediting.pay(facility, 1_200_000, document_no="7", tranche=tranche)

    batch = take_in(
        workbook(tmp_path / "p.xlsx", PAYMENT, paid("7", 1_200_000, on="1390/01/15")),
        "payments",
        store=tmp_path / "files",
    )

    assert batch.counts["UNCHANGED"] == 1
    assert queries.payment_of_tranche(Tranche.objects.get()) is not None
    crediting.holds()


def test_a_payment_that_a_list_brought_meanwhile_is_not_approved_a_second_time(
    facility: CreditFacility, tmp_path: Path
) -> None:
    entered = crediting.enter(facility, 500_000, document_no="7")
    take_in(workbook(tmp_path / "p.xlsx", PAYMENT, paid("7", 500_000)), "payments", store=tmp_path / "files")

    with pytest.raises(CreditRefused, match="recorded already"):
        paying.approve_payment(payment=entered, on=crediting.START, by="rais", at=AT)


def test_what_no_check_can_know_is_told_when_the_list_is_applied(unit: Unit, tmp_path: Path) -> None:
    store, spring = tmp_path / "files", read_day("1390-01-01")
    later = workbook(tmp_path / "b.xlsx", PAYMENT, paid("1", 900, approved=900))
    batch = check(later, "payments", store=store, period=(spring, read_day("1390-06-31")))
    apply_batch(batch=batch, store=store, by="amar", at=NOW)
    earlier = workbook(tmp_path / "a.xlsx", PAYMENT, paid("2", 300, approved=1_200))
    batch = check(earlier, "payments", store=store, period=(spring, read_day("1390-03-31")))

    # the list of the later day is the stronger: what it says is approved stays
    with pytest.raises(Refused, match=r"1,200 rials asked, 900 rials left"):
        apply_batch(batch=batch, store=store, by="amar", at=NOW)

    assert not ReceivedRow.objects.filter(batch=batch).exclude(effect="").exists()


def test_a_list_whose_facility_was_written_off_since_is_not_taken_back(
    facility: CreditFacility, tmp_path: Path
) -> None:
    for amount in (600_000, 500_000):
        rows = workbook(tmp_path / f"{amount}.xlsx", PAYMENT, paid("7", amount))
        take_in(rows, "payments", store=tmp_path / "files")
    batch = Batch.objects.latest("pk")
    crediting.write_off(facility, read_day("1391-01-01"))

    for look in (would_undo, undo_batch):
        with pytest.raises(Refused, match="is closed"):
            look(batch=batch, by="amar", at=NOW)
    crediting.holds()

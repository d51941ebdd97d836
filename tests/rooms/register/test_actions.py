"""The register: a list of units is recorded once, corrected where it says otherwise, and silent where it is empty."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from hamahang.domain.proof import Proof
from hamahang.ledger import queries as ledger
from hamahang.ledger.bulk import Effect
from hamahang.ledger.verification import verify_records
from hamahang.register.actions import UnitDraft, register_units
from hamahang.register.models import Company, HeadCount, Licence, Product, Unit, UnitStatus
from tests import factories
from tests.factories import AT, DAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def brick() -> UnitDraft:
    return UnitDraft(
        licence_no="71/12",
        name="آجر ماشینی زاگرس",
        county=factories.county().pk,
        status="ACTIVE",
        status_on=DAY,
        company="شرکت زاگرس",
        isic="2392",
        product="آجر",
        capacity=Decimal(40_000),
        capacity_unit="تن",
        licence_kind="NEW",
        licence_on=DAY - timedelta(days=700),
        permit_no="p/9",
        permit_on=DAY - timedelta(days=1_500),
        capacity_use=Decimal("70.5"),
        employees=18,
        nominal_jobs=25,
    )


def record(*drafts: UnitDraft) -> list[Effect]:
    return register_units(drafts=drafts, by="amar", at=AT)


def test_one_row_becomes_a_unit_with_all_it_says(brick: UnitDraft) -> None:
    assert record(brick) == [Effect.CREATED]

    unit = Unit.objects.get()
    assert (unit.licence_no, unit.company.name, unit.isic) == ("71/12", "شرکت زاگرس", "2392")
    assert Product.objects.get().capacity == 40_000
    assert set(Licence.objects.values_list("number", "kind", "proof")) == {
        ("71/12", "NEW", Proof.LICENCE), ("p/9", "PERMIT", Proof.PERMIT),
    }  # fmt: skip
    counts = set(HeadCount.objects.values_list("persons", "proof", "since_on"))
    assert counts == {(25, Proof.LICENCE, brick.licence_on), (18, Proof.LISTED, DAY)}
    assert ledger.head()[0] == unit.entry_id
    assert verify_records() is None


def test_the_same_list_twice_changes_nothing(brick: UnitDraft) -> None:
    drafts = [brick, replace(brick, licence_no="71/13", company="", national_id="10100000001")]
    record(*drafts)
    before = ledger.head()

    assert record(*drafts) == [Effect.UNCHANGED, Effect.UNCHANGED]
    assert ledger.head() == before


def test_an_empty_cell_says_nothing(brick: UnitDraft) -> None:
    record(brick)
    before = ledger.head()
    silent = UnitDraft(
        licence_no=brick.licence_no,
        name=brick.name,
        county=brick.county,
        status=brick.status,
        status_on=brick.status_on,
        capacity_use=brick.capacity_use,
        company=brick.company,
        product=brick.product,
    )

    record(silent)

    unit = Unit.objects.get()
    assert unit.isic == "2392"
    assert Product.objects.get().capacity == 40_000
    assert ledger.head() == before


def test_a_corrected_name_is_kept_beside_the_one_before(brick: UnitDraft) -> None:
    record(brick)

    assert record(replace(brick, name="آجر نسوز زاگرس")) == [Effect.CORRECTED]

    unit = Unit.objects.get()
    change = ledger.changes_of("register.Unit", unit.pk).last()
    assert (unit.name, change.kind) == ("آجر نسوز زاگرس", "CORRECTED")
    assert "آجر ماشینی زاگرس" in change.before
    assert verify_records() is None


def test_a_later_status_stands_beside_the_earlier_one(brick: UnitDraft) -> None:
    record(brick)
    later = DAY + timedelta(days=90)

    assert record(replace(brick, status="IDLE", status_on=later, capacity_use=None)) == [Effect.CREATED]

    assert UnitStatus.objects.filter(voided_entry=None).count() == 2
    holding = UnitStatus.objects.holding(ledger.as_of(day=later), of="unit")
    assert [fact.status for fact in holding] == ["IDLE"]


def test_another_status_of_the_same_day_and_proof_replaces_the_first(brick: UnitDraft) -> None:
    record(brick)

    assert record(replace(brick, status="UNDERUSED")) == [Effect.CORRECTED]

    assert list(UnitStatus.objects.filter(voided_entry=None).values_list("status", flat=True)) == ["UNDERUSED"]
    assert UnitStatus.objects.exclude(voided_entry=None).get().status == "ACTIVE"


def test_a_visit_does_not_void_what_a_list_said(brick: UnitDraft) -> None:
    record(brick)
    record(replace(brick, status="IDLE", status_proof=Proof.SEEN))

    assert UnitStatus.objects.filter(voided_entry=None).count() == 2
    assert UnitStatus.objects.holding(ledger.as_of(day=DAY), of="unit").get().status == "IDLE"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"company": "شرکت زاگرس"}, {"company": "شرکت  زاگرس"}),
        ({"company": "شرکت زاگرس"}, {"company": "شركت زاگرس"}),
        ({"company": "x", "national_id": "10100000001"}, {"company": "y", "national_id": "10100000001"}),
    ],
)
def test_units_of_one_company_share_it(brick: UnitDraft, first: dict[str, Any], second: dict[str, Any]) -> None:
    record(replace(brick, **first), replace(brick, licence_no="71/13", **second))

    assert Company.objects.count() == 1
    assert Unit.objects.values("company").distinct().count() == 1


def test_a_list_of_many_takes_few_statements(brick: UnitDraft, django_assert_max_num_queries: Any) -> None:
    drafts = [replace(brick, licence_no=f"n/{number}", permit_no=f"p/{number}") for number in range(300)]

    with django_assert_max_num_queries(45):
        assert record(*drafts) == [Effect.CREATED] * 300
    assert ledger.verify_chain().fault is None
    assert verify_records() is None

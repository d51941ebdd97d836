"""The territory: estates and zones with their status and utilities, and the shipped tables."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from hamahang.ledger import queries as ledger
from hamahang.ledger.bulk import Effect
from hamahang.ledger.verification import verify_records
from hamahang.territory.actions import EstateDraft, record_estates
from hamahang.territory.models import County, Estate, EstateStatus, EstateUtility, Province
from hamahang.territory.reference import load_reference
from tests import factories
from tests.factories import AT, DAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def estate() -> EstateDraft:
    return EstateDraft(
        name="شهرک صنعتی ایلام",
        kind="ESTATE",
        county=factories.county().pk,
        status="UNDER_CONSTRUCTION",
        status_on=DAY,
        ownership="STATE",
        area_total=Decimal("120.5"),
        utilities=(("POWER", True), ("WATER", True), ("GAS", False), ("PHONE", None)),
    )


def record(*drafts: EstateDraft) -> list[Effect]:
    return record_estates(drafts=drafts, by="amar", at=AT)


def test_what_a_list_is_silent_on_is_not_recorded_as_missing(estate: EstateDraft) -> None:
    assert record(estate) == [Effect.CREATED]

    utilities = dict(EstateUtility.objects.values_list("utility", "is_present"))
    assert utilities == {"POWER": True, "WATER": True, "GAS": False}
    assert verify_records() is None


def test_the_same_list_twice_changes_nothing(estate: EstateDraft) -> None:
    drafts = [estate, replace(estate, name="ناحیه صنعتی سرابله", kind="ZONE")]
    record(*drafts)
    before = ledger.head()

    assert record(*drafts) == [Effect.UNCHANGED] * 2
    assert ledger.head() == before


def test_one_estate_under_two_spellings_stays_one(estate: EstateDraft) -> None:
    record(estate)

    record(replace(estate, name="شهرك صنعتي ايلام"))

    assert Estate.objects.count() == 1


def test_an_estate_that_opens_keeps_the_day_it_was_under_construction(estate: EstateDraft) -> None:
    record(estate)
    opened = DAY + timedelta(days=40)
    record(replace(estate, status="ACTIVE", status_on=opened))

    for day, expected in ((DAY, "UNDER_CONSTRUCTION"), (opened, "ACTIVE")):
        assert EstateStatus.objects.holding(ledger.as_of(day=day), of="estate").get().status == expected


def test_codes_of_estates_are_never_shared(estate: EstateDraft) -> None:
    record(estate, replace(estate, county=factories.county().pk), replace(estate, kind="ZONE"))

    assert len(set(Estate.objects.values_list("code", flat=True))) == 3


def test_the_shipped_tables_are_loaded_once() -> None:
    load_reference(by="tests", at=AT)
    before, counties = ledger.head(), County.objects.count()

    load_reference(by="tests", at=AT)

    assert ledger.head() == before
    assert County.objects.count() == counties > 0
    assert Province.objects.filter(code="16").exists()
    assert verify_records() is None

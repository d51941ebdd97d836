"""What an estate has left of its utilities: capacity by day, promises in their order, two promised the same."""

from datetime import timedelta
from decimal import Decimal

import pytest

from hamahang.domain.ledger import AsOf
from hamahang.domain.utilities import Balance
from hamahang.ledger.bulk import Effect
from hamahang.ledger.verification import verify_records
from hamahang.territory import queries
from hamahang.territory.actions import (
    InfrastructureDraft,
    UtilityRefused,
    promise_utility,
    record_infrastructure,
    set_capacity,
)
from hamahang.territory.models import Estate, UtilityPromise
from tests import factories
from tests.factories import AT, DAY

pytestmark = pytest.mark.django_db
PROJECT = "projects.InvestmentProject"


def left(estate: Estate, days: int = 0, utility: str = "POWER") -> Balance:
    return queries.utilities_left([estate.pk], AsOf(DAY + timedelta(days)))[estate.pk][utility]


def capacity(estate: Estate, amount: str, days: int = 0, name: str = "پست ۶۳") -> None:
    on = DAY + timedelta(days)
    set_capacity(estate=estate, utility="POWER", name=name, amount=Decimal(amount), on=on, by="x", at=AT)


def promise(estate: Estate, number: int, amount: str, days: int = 0, reason: str = "", utility: str = "POWER") -> None:
    promise_utility(
        estate=estate, utility=utility, about=PROJECT, about_id=number, holder=f"طرح {number}", amount=Decimal(amount),
        on=DAY + timedelta(days), reason=reason, by="x", at=AT,
    )  # fmt: skip


def test_what_is_left_is_asked_as_of_any_day() -> None:
    estate = factories.estate()
    capacity(estate, "8")
    promise(estate, 1, "3", 10)
    capacity(estate, "4", 20, "پست دوم")
    promise(estate, 2, "6", 30)
    promise(estate, 1, "1", 40)

    assert [left(estate, days).left for days in (-1, 0, 15, 25, 35, 45)] == [
        None, Decimal(8), Decimal(5), Decimal(9), Decimal(3), Decimal(5),
    ]  # fmt: skip
    assert verify_records() is None


def test_more_than_is_left_is_promised_only_with_a_reason_and_is_then_told() -> None:
    estate = factories.estate()
    capacity(estate, "8")
    promise(estate, 1, "5")
    with pytest.raises(UtilityRefused) as refused:
        promise(estate, 2, "5", 3)
    assert "3" in refused.value.why.en
    promise(estate, 2, "5", 3, reason="پست دوم تا پاییز")

    found = left(estate, 5)
    assert found.is_contested
    assert [(row.promise.about_id, row.lacking) for row in found.rows] == [(1, Decimal(0)), (2, Decimal(2))]
    # less than before is always possible
    promise(estate, 2, "2", 9)
    assert not left(estate, 9).is_contested


def test_a_promise_is_taken_back_by_nothing() -> None:
    estate = factories.estate()
    capacity(estate, "8")
    promise(estate, 1, "5")
    promise(estate, 1, "0", 7)

    assert (left(estate, 6).left, left(estate, 7).left) == (Decimal(3), Decimal(8))
    assert left(estate, 7).rows == ()
    assert UtilityPromise.objects.count() == 2


def test_land_is_the_assignable_area_and_what_nobody_measured_is_not_known() -> None:
    estate = factories.estate(area_assignable=Decimal("12.5"))
    promise(estate, 1, "40000", utility="LAND")
    promise(estate, 1, "40", utility="GAS")

    assert left(estate, 0, "LAND").left == Decimal(85_000)
    assert (left(estate, 0, "GAS").left, left(estate, 0, "GAS").promised) == (None, Decimal(40))


def test_a_list_of_infrastructure_gives_capacities_by_day_in_one_unit() -> None:
    estate = factories.estate()
    given = {"kind": "POWER", "county": estate.county_id, "estate": estate.pk}
    draft = InfrastructureDraft(
        name="پست ایلام", capacity=Decimal(2500), capacity_unit="کیلووات", since_on=DAY, **given
    )
    silent = InfrastructureDraft(name="پست دیگر", capacity=Decimal(3), capacity_unit="دستگاه", since_on=DAY, **given)

    assert record_infrastructure(drafts=[draft, silent], by="x", at=AT) == [Effect.CREATED] * 2
    assert left(estate).left == Decimal("2.5")
    assert record_infrastructure(drafts=[draft, silent], by="x", at=AT) == [Effect.UNCHANGED] * 2


@pytest.mark.parametrize(("utility", "name", "amount"), [("LAND", "زمین", 1), ("POWER", " ", 1), ("POWER", "پست", -1)])
def test_a_source_that_cannot_be_is_refused(utility: str, name: str, amount: int) -> None:
    with pytest.raises(UtilityRefused):
        set_capacity(
            estate=factories.estate(), utility=utility, name=name, amount=Decimal(amount), on=DAY, by="x", at=AT
        )

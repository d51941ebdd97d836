"""Figures of monthly returns, by hand."""

from decimal import Decimal
from typing import Any

import pytest

from hamahang.accounts.queries import EVERYTHING
from hamahang.domain.indicators import ALL
from hamahang.domain.ledger import AsOf
from hamahang.domain.months import Month
from hamahang.domain.returns import Made, Said
from hamahang.indicators import queries
from hamahang.register import confirming, returning
from hamahang.register.models import Unit
from tests import factories
from tests.factories import AT

pytestmark = pytest.mark.django_db
MONTH = Month(1391, 3)


def value(code: str, day: tuple[int, int] = (4, 12)) -> Any:
    asof = AsOf(Month(1391, day[0]).day(day[1]))
    return queries.compute(code, asof=asof, scope=ALL, reach=EVERYTHING).value


def send(unit: Unit, month: Month, persons: int, *made: Made, late: bool = False) -> None:
    said = Said(month=month, status="ACTIVE", persons=persons, made=made)
    sent_on = month.plus(1).day(11 if late else 9)
    returning.send_return(unit=unit.pk, said=said, sent_on=sent_on, channel="PAGE", by="malek", at=AT)


@pytest.fixture
def units() -> list[Unit]:
    made = [factories.unit() for _ in range(4)]
    for unit in made:
        factories.licence(unit=unit, kind="NEW", since_on=Month(1389, 2).day(4))
    return made


def test_what_came_of_the_last_due_month(units: list[Unit]) -> None:
    send(units[0], MONTH, 10)
    send(units[1], MONTH, 20, late=True)
    send(units[2], MONTH.plus(-6), 30)
    confirming.confirm_returns(of=[(units[0].pk, MONTH)], on=MONTH.plus(2).day(3), by="amar", at=AT)

    came = ("returns_received", "returns_on_time", "returns_late", "returns_missing", "returned_jobs")
    assert [value(code) for code in came] == [2, 1, 1, 2, 30]
    # a day before the late one came, and before anything of Khordad was due
    assert [value(code, (4, 10)) for code in came] == [1, 1, 0, 3, 10]
    assert value("returns_received", (4, 9)) == 0
    # what is to be confirmed by 5 Mordad is counted from then on
    assert value("returns_confirmed", (5, 4)) == 0
    assert value("returns_confirmed", (5, 5)) == 1
    # three months are missing of unit 0 and 1 never six; of unit 2 six, of unit 3 all of fifteen
    assert value("units_without_returns") == 2
    assert value("units_without_returns", (4, 9)) == 3


def test_the_persons_of_returns_are_told_by_proof(units: list[Unit]) -> None:
    send(units[0], MONTH, 10)
    send(units[1], MONTH, 20)
    confirming.confirm_returns(of=[(units[0].pk, MONTH)], on=MONTH.plus(1).day(20), by="amar", at=AT)

    rows = queries.rows("returned_jobs", asof=AsOf(MONTH.plus(1).day(25)), scope=ALL, reach=EVERYTHING)

    assert rows.by("level", summed=True) == {5: 10, 3: 20}


def test_the_production_index_by_hand(units: list[Unit]) -> None:
    before = MONTH.plus(-12)
    send(units[0], before, 10, Made("آجر", Decimal(100), "تن"))
    send(units[0], MONTH, 12, Made("آجر", Decimal(120), "تن"))
    send(units[1], before, 30, Made("گچ", Decimal(50), "تن"))
    send(units[1], MONTH, 30, Made("گچ", Decimal(40), "تن"))
    # not counted: no quantity a year before, or in another measure
    send(units[2], MONTH, 30, Made("نان", Decimal(40), "تن"))
    send(units[3], before, 30, Made("شن", Decimal(40), "تن"))
    send(units[3], MONTH, 30, Made("شن", Decimal(40), "کیلو"))

    # (10 × 1.2 + 30 × 0.8) ÷ 40 = 90 %
    assert value("production_index") == Decimal("90.0")

"""Figures of facilities: counted by hand, the same from the kept tables and from the facts, as of any day."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from hamahang.accounts.queries import EVERYTHING, Reach
from hamahang.domain.indicators import ALL
from hamahang.domain.ledger import AsOf
from hamahang.indicators import queries
from hamahang.ledger import queries as ledger
from hamahang.support import repaying, restructuring
from hamahang.support.models import CreditFacility
from tests.factories import AT
from tests.rooms.support.crediting import contracted, day, paid_out, pay, postpone, repay, terms, write_off

pytestmark = pytest.mark.django_db
CLAIMS = ("claims_current", "claims_past_due", "claims_overdue", "claims_doubtful")
ALL_OF_THEM = (
    *CLAIMS, "facilities_contracted", "facilities_contracted_amount", "facilities_repaid", "facilities_outstanding",
    "facilities_restructured", "facilities_written_off", "subsidies_of_profit_due", "instalments_due_this_month",
    "instalments_overdue",
)  # fmt: skip


def value(code: str, on: date, *, entry: int | None = None, reach: Reach = EVERYTHING) -> Any:
    asof = AsOf(on, AT if entry else None, entry)
    return queries.compute(code, asof=asof, scope=ALL, reach=reach).value


@pytest.fixture
def several() -> list[CreditFacility]:
    """One that is late, one postponed, one written off, one half repaid, one contracted alone."""
    late = paid_out(terms(subsidised=Decimal("0.04")))
    moved = paid_out()
    postpone(moved, 12, day(1390, 2, 15))
    lost = paid_out()
    write_off(lost, day(1390, 8, 1))
    kept = paid_out()
    repay(kept, 112_000 + 111_000, day(1390, 3, 15))
    return [late, moved, lost, kept, contracted()]


def test_each_figure_by_hand(several: list[CreditFacility]) -> None:
    on = day(1390, 5, 1)

    assert value("facilities_contracted", on) == 5
    assert value("facilities_contracted_amount", on) == 6_000_000
    assert value("facilities_repaid", on) == 223_000
    # late: all principal, and of the unit's 8 percent 8,000 + 7,333 + 6,667; postponed: 1,200,000 and the 12,000 of one
    # month; the lost one is owed still, with 33,000; the kept one: 1,000,000 and 10,000
    owed = [1_222_000, 1_212_000, 1_233_000, 1_010_000]
    assert value("facilities_outstanding", on) == sum(owed)
    assert value("subsidies_of_profit_due", on) == 4_000 + 3_667 + 3_333
    assert value("facilities_restructured", on) == 1
    assert value("instalments_overdue", on) == 322_000 + 333_000 + 110_000
    # on 15 Mordad: 100,000 each, and profit of the fourth month
    assert value("instalments_due_this_month", on) == 106_000 + 109_000 + 109_000
    # two are 15 Ordibehesht late by more than two months, the kept one less than one; the moved one has time
    assert [value(code, on) for code in CLAIMS] == [1_212_000 + 1_010_000, 1_222_000 + 1_233_000, 0, 0]
    assert value("facilities_written_off", on) == 0
    # twelve instalments are 1,278,000; seven fell due by 1 Aban… with 63,000 of profit
    assert value("facilities_written_off", day(1390, 9, 1)) == 1_200_000 + 57_000


def test_the_kept_tables_and_the_facts_say_the_same(several: list[CreditFacility]) -> None:
    known = ledger.head()[0]

    for on in (day(1390, 8, 1), day(1390, 12, 29), day(1393, 1, 1)):
        for code in ALL_OF_THEM:
            assert value(code, on) == value(code, on, entry=known), (code, on)


def test_classes_add_up_to_what_is_owed_whenever_it_is_asked(several: list[CreditFacility]) -> None:
    for on in (day(1390, 1, 20), day(1390, 4, 16), day(1390, 11, 16), day(1391, 7, 15), day(1392, 12, 1)):
        assert sum(value(code, on) for code in CLAIMS) == value("facilities_outstanding", on)


def test_a_month_end_is_told_the_same_after_a_year_of_reversals(several: list[CreditFacility]) -> None:
    ends = [day(1390, month, 29) for month in (3, 6, 9, 12)]
    known = ledger.head()[0]
    before = [[value(code, on) for code in ALL_OF_THEM] for on in ends]

    late, _, _, kept, alone = several
    repaying.reverse_repayment(repayment=kept.repayments.get(), reason="برگشت", by="rais", at=AT)
    pay(alone, 1_200_000, on=day(1390, 6, 1))
    restructuring.settle(facility=late, on=day(1391, 1, 1), key="settle", by="bank", at=AT)

    assert [[value(code, on, entry=known) for code in ALL_OF_THEM] for on in ends] == before
    assert [[value(code, on) for code in ALL_OF_THEM] for on in ends] != before


def test_a_bank_counts_its_own_facilities_only(several: list[CreditFacility]) -> None:
    late = several[0]
    own = Reach(bank=late.bank.code)

    assert value("facilities_outstanding", day(1390, 5, 1), reach=own) == 1_222_000
    assert value("instalments_overdue", day(1390, 5, 1), reach=own) == 322_000
    assert value("facilities_contracted", day(1390, 5, 1), reach=own) == 1

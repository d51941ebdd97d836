"""Every figure of a filled register, asked by somebody who may list nothing of it."""

import pytest

from hamahang.accounts.queries import EVERYTHING, NOTHING
from hamahang.domain.indicators import ALL, Reduction
from hamahang.indicators import queries
from hamahang.indicators.catalogue import indicators
from hamahang.ledger import queries as ledger
from tests.province import TIR_10, Province


@pytest.mark.django_db
@pytest.mark.parametrize("code", sorted(indicators()))
def test_who_may_list_nothing_counts_nothing_of_a_place(province: Province, code: str) -> None:
    asof = ledger.as_of(day=TIR_10)
    whole = queries.compute(code, asof=asof, scope=ALL, reach=EVERYTHING)
    mine = queries.compute(code, asof=asof, scope=ALL, reach=NOTHING)

    assert mine.rows <= whole.rows
    if indicators()[code].reduction is Reduction.COUNT:
        assert mine.value == mine.rows

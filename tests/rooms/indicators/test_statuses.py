"""The four figures of status, counted together, are the four figures."""

import pytest
from django.core.cache import cache

from hamahang.accounts.queries import EVERYTHING
from hamahang.domain.indicators import Scope
from hamahang.domain.ledger import AsOf
from hamahang.indicators import queries
from tests import factories
from tests.factories import DAY

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("whole", [True, False])
def test_they_say_what_each_says_alone(whole: bool) -> None:
    estate = factories.estate(code="ilam")
    for status in ("ACTIVE", "ACTIVE", "IDLE", "UNDER_CONSTRUCTION"):
        unit = factories.unit(county=estate.county, estate=estate)
        factories.unit_status(unit=unit, status=status, since_on=DAY)
    factories.unit_status(status="IDLE", since_on=DAY)
    asked = {"asof": AsOf(DAY), "scope": Scope() if whole else Scope("estate", "ilam"), "reach": EVERYTHING}

    together = queries.of_statuses(**asked)
    again = queries.of_statuses(**asked)
    cache.clear()

    assert together == again == [queries.compute(code, **asked) for code in queries.OF_STATUS]
    assert [figure.value for figure in together] == [2, 0, 2 if whole else 1, 1]

"""Every figure that counts events, from a day on, in the year that was played after 10 Tir."""

from datetime import date, timedelta

import pytest

from hamahang.accounts.queries import EVERYTHING
from hamahang.domain.calendar import read_day
from hamahang.domain.indicators import ALL
from hamahang.domain.ledger import AsOf
from hamahang.indicators import queries
from hamahang.indicators.catalogue import indicators
from tests.province import Province

EVENTS = sorted(code for code, figure in indicators().items() if figure.is_of_events)
SPANS = (("1390-01-15", "1390-04-10"), ("1390-04-11", "1390-12-29"), ("1390-08-01", "1391-06-31"))


@pytest.mark.django_db
@pytest.mark.parametrize("code", EVENTS)
def test_what_came_since_a_day_is_what_a_figure_of_events_has_more_than_the_day_before(
    played: Province, code: str
) -> None:
    def value(day: date, first: date | None = None) -> int:
        figure, _ = queries.counted(code, asof=AsOf(day), scope=ALL, reach=EVERYTHING, first=first)
        return int(figure.value or 0)

    for first, last in (map(read_day, span) for span in SPANS):
        assert value(last, first) == value(last) - value(first - timedelta(days=1)), (first, last)


def test_figures_of_events_are_added_up() -> None:
    assert all(indicators()[code].reduction.is_added_up for code in EVENTS)

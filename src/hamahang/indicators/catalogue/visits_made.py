"""Visits made."""

from hamahang.domain.indicators import Indicator, Question, Rows
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of
from hamahang.visits import queries as visits


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    return rows_of(question, visits.made(question.asof), _columns.VISIT)


INDICATOR = Indicator(
    code="visits_made",
    title=Text(fa="بازدید انجام‌شده", en="visits made"),
    unit="visit",
    definition=Text(
        fa="بازدیدهایی که تا روز پرسش از واحدها و قطعه‌ها انجام شده است.",
        en="Visits to units and plots made by the asked day.",
    ),
    rows=rows,
    group=_groups.VISITS,
    level=Proof.SEEN,
    by=("county", "estate"),
    parts=("seen",),
    is_of_events=True,
)

"""Units seen on a visit."""

from hamahang.domain.indicators import Indicator, Question, Rows
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of
from hamahang.visits import queries as visits


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    return rows_of(question, visits.latest(question.asof), _columns.SEEN)


INDICATOR = Indicator(
    code="units_seen",
    title=Text(fa="واحد بازدیدشده", en="units seen on a visit"),
    unit="unit",
    definition=Text(
        fa="واحدهایی که تا روز پرسش دست‌کم یک بار بازدید شده‌اند.",
        en="Units that were visited at least once by the asked day.",
    ),
    rows=rows,
    group=_groups.VISITS,
    level=Proof.SEEN,
    by=("county", "estate", "sector"),
)

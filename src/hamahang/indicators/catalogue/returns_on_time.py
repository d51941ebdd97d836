"""Monthly returns that came on time."""

from hamahang.domain.indicators import Indicator, Question, Rows, Time
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of
from hamahang.register import counting


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    return rows_of(question, counting.returns(question.asof, "on_time"), _columns.RETURN)


INDICATOR = Indicator(
    code="returns_on_time",
    title=Text(fa="آمار ماهانهٔ به‌هنگام", en="monthly returns on time"),
    unit="report",
    definition=Text(
        fa="آمارهای واپسین ماهی که مهلتش رسیده است و نخستین بار تا مهلت رسیده‌اند.",
        en="Returns of the last month that is due that first came by their day.",
    ),
    rows=rows,
    group=_groups.RETURNS,
    level=Proof.DECLARED,
    cell="month_end",
    by=("county", "estate", "sector"),
    time=Time.SPAN,
)

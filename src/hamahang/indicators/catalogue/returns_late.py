"""Monthly returns that came late."""

from hamahang.domain.indicators import Indicator, Question, Rows, Time
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of
from hamahang.register import counting


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    return rows_of(question, counting.returns(question.asof, "late"), _columns.RETURN)


INDICATOR = Indicator(
    code="returns_late",
    title=Text(fa="آمار ماهانهٔ دیررسیده", en="monthly returns received late"),
    unit="report",
    definition=Text(
        fa="آمارهای واپسین ماهی که مهلتش رسیده است و پس از مهلت رسیده‌اند.",
        en="Returns of the last month that is due that came after their day.",
    ),
    rows=rows,
    group=_groups.RETURNS,
    level=Proof.DECLARED,
    cell="month_end",
    by=("county", "estate", "sector"),
    time=Time.SPAN,
)

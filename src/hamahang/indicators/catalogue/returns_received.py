"""Monthly returns received."""

from hamahang.domain.indicators import Indicator, Question, Rows, Time
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of
from hamahang.register import counting


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    return rows_of(question, counting.returns(question.asof, "received"), _columns.RETURN)


INDICATOR = Indicator(
    code="returns_received",
    title=Text(fa="آمار ماهانهٔ رسیده", en="monthly returns received"),
    unit="report",
    definition=Text(
        fa="آمارهای واپسین ماهی که مهلتش رسیده است، هرچه تا روز پرسش رسیده باشد.",
        en="Returns of the last month that is due, whatever had come by the asked day.",
    ),
    rows=rows,
    group=_groups.RETURNS,
    level=Proof.DECLARED,
    cell="month_end",
    by=("county", "estate", "sector"),
    time=Time.SPAN,
)

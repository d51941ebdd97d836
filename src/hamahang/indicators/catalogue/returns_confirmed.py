"""Monthly returns that were confirmed."""

from hamahang.domain.indicators import Indicator, Question, Rows, Time
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of
from hamahang.register import counting


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    return rows_of(question, counting.returns(question.asof, "confirmed"), _columns.RETURN)


INDICATOR = Indicator(
    code="returns_confirmed",
    title=Text(fa="آمار ماهانهٔ تأییدشده", en="monthly returns confirmed"),
    unit="report",
    definition=Text(
        fa="آمارهای واپسین ماهی که مهلت تأییدش رسیده است و کارشناس آنها را تأیید کرده است.",
        en="Returns of the last month that was to be confirmed that an expert confirmed.",
    ),
    rows=rows,
    group=_groups.RETURNS,
    level=Proof.CONFIRMED,
    cell="month_end",
    by=("county", "estate", "sector"),
    time=Time.SPAN,
)

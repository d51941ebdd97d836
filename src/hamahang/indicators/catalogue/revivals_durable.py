"""Durable revivals."""

from hamahang.casework import counting
from hamahang.domain.indicators import Indicator, Question, Rows, Time
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    query = counting.standing_in(question.asof, kind="REVIVAL", stages=("DURABLE",))
    return rows_of(question, query, _columns.CASE)


INDICATOR = Indicator(
    code="revivals_durable",
    title=Text(fa="احیای پایدار", en="durable revivals"),
    unit="case",
    definition=Text(
        fa="واحدهایی که دوازده ماه پس از بازگشت به تولید هنوز کار می‌کردند، با بازدید و لیست بیمه.",
        en="Units still at work twelve months after their restart, by a visit and insurance lists.",
    ),
    rows=rows,
    group=_groups.IDLE,
    level=Proof.DURABLE,
    by=("county", "estate", "sector"),
    parts=("cause",),
    time=Time.FLOW,
)

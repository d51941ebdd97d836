"""Withdrawn revivals."""

from hamahang.casework import counting
from hamahang.domain.indicators import Indicator, Question, Rows, Time, Wish
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    query = counting.standing_in(question.asof, kind="REVIVAL", stages=("WITHDRAWN",))
    return rows_of(question, query, _columns.CASE)


INDICATOR = Indicator(
    code="revivals_withdrawn",
    title=Text(fa="انصراف از احیا", en="withdrawn revivals"),
    unit="case",
    definition=Text(
        fa="پرونده‌های احیا که با نامهٔ مالک پایان یافتند.",
        en="Revival cases that ended by a letter of the owner.",
    ),
    rows=rows,
    group=_groups.IDLE,
    level=Proof.LISTED,
    by=("county", "estate", "sector"),
    parts=("cause",),
    time=Time.FLOW,
    wish=Wish.LESS,
)

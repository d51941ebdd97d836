"""Claims of the class overdue."""

from hamahang.domain.credit.claims import ClaimClass
from hamahang.domain.indicators import Indicator, Question, Reduction, Rows, Wish
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of
from hamahang.support import measures


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    return rows_of(question, measures.of_claim(question.asof, ClaimClass.OVERDUE), _columns.FACILITY)


INDICATOR = Indicator(
    code="claims_overdue",
    title=Text(fa="مطالبات معوق", en="overdue claims"),
    unit="rial",
    definition=Text(
        fa="ماندهٔ تسهیلاتی که از سررسید قدیمی‌ترین قسط پرداخت‌نشدهٔ آنها بیش از شش و حداکثر هجده ماه گذشته است.",
        en="What is owed of facilities whose oldest unpaid instalment is more than six and at most eighteen months past its day.",
    ),
    rows=rows,
    group=_groups.SUPPORT,
    reduction=Reduction.SUM,
    cell="approved",
    by=("county", "estate", "sector"),
    wish=Wish.LESS,
)

"""Claims of the class current."""

from hamahang.domain.credit.claims import ClaimClass
from hamahang.domain.indicators import Indicator, Question, Reduction, Rows, Wish
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of
from hamahang.support import measures


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    return rows_of(question, measures.of_claim(question.asof, ClaimClass.CURRENT), _columns.FACILITY)


INDICATOR = Indicator(
    code="claims_current",
    title=Text(fa="مطالبات جاری", en="current claims"),
    unit="rial",
    definition=Text(
        fa="ماندهٔ تسهیلاتی که قدیمی‌ترین قسط پرداخت‌نشدهٔ آنها در روز پرسش حداکثر دو ماه از سررسیدش گذشته یا هنوز سررسید نشده است.",
        en="What is owed of facilities whose oldest unpaid instalment is at most two months past its day, or not due yet, on the asked day.",
    ),
    rows=rows,
    group=_groups.SUPPORT,
    reduction=Reduction.SUM,
    cell="approved",
    by=("county", "estate", "sector"),
    wish=Wish.NEITHER,
)

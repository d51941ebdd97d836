"""Repaid by the units."""

from hamahang.domain.indicators import Indicator, Question, Reduction, Rows
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of
from hamahang.support import measures


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    return rows_of(question, measures.repayments(question.asof), _columns.PAYMENT)


INDICATOR = Indicator(
    code="facilities_repaid",
    title=Text(fa="بازپرداخت تسهیلات", en="facilities repaid"),
    unit="rial",
    definition=Text(
        fa="مجموع آنچه واحدها تا روز پرسش از اصل و سود تسهیلات بازپرداخته‌اند.",
        en="Sum of principal and profit that the units repaid by the asked day.",
    ),
    rows=rows,
    group=_groups.SUPPORT,
    reduction=Reduction.SUM,
    level=Proof.LISTED,
    cell="amount",
    by=("county", "estate", "sector"),
    is_of_events=True,
)

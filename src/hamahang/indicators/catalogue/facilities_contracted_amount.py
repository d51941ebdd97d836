"""Rials of contracts."""

from hamahang.domain.indicators import Indicator, Question, Reduction, Rows
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of
from hamahang.support import measures


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    return rows_of(question, measures.contracts(question.asof), _columns.CONTRACT)


INDICATOR = Indicator(
    code="facilities_contracted_amount",
    title=Text(fa="مبلغ قراردادهای تسهیلات", en="amount of facilities contracted"),
    unit="rial",
    definition=Text(
        fa="مجموع مبلغ قراردادهای تسهیلات تا روز پرسش.",
        en="Sum of the contracts of facilities signed by the asked day.",
    ),
    rows=rows,
    group=_groups.SUPPORT,
    reduction=Reduction.SUM,
    level=Proof.LISTED,
    cell="principal",
    by=("county", "estate", "sector"),
    is_of_events=True,
)

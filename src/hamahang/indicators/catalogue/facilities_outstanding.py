"""Owed by the units."""

from hamahang.domain.indicators import Indicator, Question, Reduction, Rows
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of
from hamahang.support import measures


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    return rows_of(question, measures.owing(question.asof), _columns.FACILITY)


INDICATOR = Indicator(
    code="facilities_outstanding",
    title=Text(fa="ماندهٔ تسهیلات", en="facilities outstanding"),
    unit="rial",
    definition=Text(
        fa="اصل تسهیلات و سود سررسیدشدهٔ آن که در روز پرسش نزد واحدهاست، از جمع سطرهای سند؛ آنچه پرداخت شده و قرارداد ندارد هم شمرده می‌شود.",
        en="Principal, and profit that fell due, that units owe on the asked day, summed from the postings; what was paid without a recorded contract counts too.",
    ),
    rows=rows,
    group=_groups.SUPPORT,
    reduction=Reduction.SUM,
    cell="approved",
    by=("county", "estate", "sector"),
)

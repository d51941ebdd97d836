"""Late instalments."""

from dataclasses import replace

from hamahang.domain.indicators import Indicator, Question, Reduction, Rows, Wish
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of
from hamahang.support import measures


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    return rows_of(question, measures.overdue(question.asof), replace(_columns.INSTALMENT, amount="unpaid"))


INDICATOR = Indicator(
    code="instalments_overdue",
    title=Text(fa="قسط‌های عقب‌افتاده", en="instalments overdue"),
    unit="rial",
    definition=Text(
        fa="ماندهٔ قسط‌هایی که سررسید آنها پیش از روز پرسش گذشته و پرداخت نشده است.",
        en="What is left of the instalments that fell due before the asked day and are not paid.",
    ),
    rows=rows,
    group=_groups.SUPPORT,
    reduction=Reduction.SUM,
    cell="amount",
    by=("county", "estate", "sector"),
    wish=Wish.LESS,
)

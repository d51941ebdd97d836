"""Due this month."""

from hamahang.domain.indicators import Indicator, Question, Reduction, Rows, Time
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of
from hamahang.support import measures


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    return rows_of(question, measures.due_this_month(question.asof), _columns.INSTALMENT)


INDICATOR = Indicator(
    code="instalments_due_this_month",
    title=Text(fa="سررسید قسط‌های این ماه", en="instalments due this month"),
    unit="rial",
    definition=Text(
        fa="مجموع قسط‌هایی که در ماه شمسی روز پرسش سررسید می‌شوند، پرداخت‌شده یا نشده.",
        en="Sum of the instalments that fall due in the solar month of the asked day, paid or not.",
    ),
    rows=rows,
    group=_groups.SUPPORT,
    reduction=Reduction.SUM,
    cell="amount",
    by=("county", "estate", "sector"),
    time=Time.SPAN,
)

"""Money allocated to programmes."""

from dataclasses import replace

from hamahang.domain.indicators import Indicator, Question, Reduction, Rows
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of
from hamahang.support import absorbed


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    return rows_of(question, absorbed.fresh(question.asof), replace(_columns.ALLOCATION, amount="amount"))


INDICATOR = Indicator(
    code="support_allocated",
    title=Text(fa="اعتبار ابلاغ‌شده", en="funds allocated"),
    unit="rial",
    definition=Text(
        fa="اعتبار ابلاغ‌شدهٔ برنامه‌های حمایتی تا روز پرسش؛ ماندهٔ انتقالی دو بار شمرده نمی‌شود.",
        en="Funds notified for support programmes by the asked day; a rest carried on is not counted twice.",
    ),
    rows=rows,
    group=_groups.SUPPORT,
    reduction=Reduction.SUM,
    level=Proof.LISTED,
    cell="amount",
    by=(),
    is_of_events=True,
)

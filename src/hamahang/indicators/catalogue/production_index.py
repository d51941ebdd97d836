"""Production index on the same month of the year before."""

from dataclasses import replace

from hamahang.domain.indicators import Indicator, Question, Reduction, Rows
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of
from hamahang.register import counting


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    return rows_of(question, counting.compared(question.asof), replace(_columns.RETURN, amount="now", base="then"))


INDICATOR = Indicator(
    code="production_index",
    title=Text(fa="شاخص تولید به ماه مشابه سال پیش", en="production index on the same month last year"),
    unit="percent",
    definition=Text(
        fa="مقدار هر محصول در واپسین ماه سررسید به مقدار آن در همان ماه سال پیش، با وزن شاغلان سال پیش؛ تنها برای محصولی که در هر دو ماه آمار دارد. ۱۰۰ یعنی برابر.",
        en="Each product of the last due month to its quantity a year before, weighted by the persons of then; only where both months have a return. 100 means equal.",
    ),
    rows=rows,
    group=_groups.RETURNS,
    reduction=Reduction.RATIO,
    level=Proof.DECLARED,
    cell="quantity",
    by=("county", "estate", "sector"),
)

"""Conversion of permits into licences."""

from dataclasses import replace

from hamahang.domain.indicators import Indicator, Question, Reduction, Rows
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of
from hamahang.register import licensing


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    query = licensing.permits(question.asof)
    return rows_of(question, query, replace(_columns.LICENCE, amount="converted", base="issued"))


INDICATOR = Indicator(
    code="permit_conversion",
    title=Text(fa="نسبت تبدیل جواز به پروانه", en="conversion of permits into licences"),
    unit="percent",
    definition=Text(
        fa="از هر صد جواز صادرشده، آنها که واحدشان پس از آن پروانهٔ بهره‌برداری گرفته است. جوازهای ابطال‌شده از مخرج کم نمی‌شوند؛ هر دو بخش کسر در فهرست است.",
        en="Of a hundred permits issued, those whose unit was given an operating licence since. Cancelled permits stay in the denominator; both parts of the ratio are in the list.",
    ),
    rows=rows,
    group=_groups.LICENCES,
    reduction=Reduction.RATIO,
    level=Proof.PERMIT,
    cell="licence_no",
    by=("county", "estate"),
)

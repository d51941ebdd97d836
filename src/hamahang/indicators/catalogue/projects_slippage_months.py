"""Median slippage of projects."""

from dataclasses import replace

from hamahang.domain.indicators import Indicator, Question, Reduction, Rows
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of
from hamahang.projects import counting


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    query = counting.slippage(question.asof)
    return rows_of(question, query, replace(_columns.PROJECT, amount="months"))


INDICATOR = Indicator(
    code="projects_slippage_months",
    title=Text(fa="میانهٔ لغزش طرح‌ها", en="median slippage of projects"),
    unit="month",
    definition=Text(
        fa="میانهٔ ماه‌هایی که تاریخ بهره‌برداری طرح‌ها از نخستین تاریخ گفته‌شده جابه‌جا شده است؛ برآورد کارشناس بر گفتهٔ مجری مقدم است و برای طرح بهره‌بردار روز آغاز بهره‌برداری.",
        en="Median months by which the operation date of projects has moved from the first one said; the expert holds before the owner, and of one that operates the day it began.",
    ),
    rows=rows,
    group=_groups.PROJECTS,
    reduction=Reduction.MEDIAN,
    level=Proof.DECLARED,
    by=(),
)

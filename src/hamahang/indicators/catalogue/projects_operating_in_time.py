"""Share operating within the stated date."""

from dataclasses import replace

from hamahang.domain.indicators import Indicator, Question, Reduction, Rows
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of
from hamahang.projects import counting


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    query = counting.operating_with_date(question.asof)
    return rows_of(question, query, replace(_columns.PROJECT, amount="in_time", base="all_of_them"))


INDICATOR = Indicator(
    code="projects_operating_in_time",
    title=Text(fa="سهم بهره‌برداری در موعد", en="share operating within the stated date"),
    unit="percent",
    definition=Text(
        fa="از هر صد طرح بهره‌بردار که پیش‌تر تاریخی برایشان گفته شده بود، آنها که تا نخستین تاریخ گفته‌شده به بهره‌برداری رسیدند. هر دو بخش کسر در فهرست است.",
        en="Of a hundred operating projects of which a date was said before, those that operate by the first date said. Both parts of the ratio are in the list.",
    ),
    rows=rows,
    group=_groups.PROJECTS,
    reduction=Reduction.RATIO,
    level=Proof.LISTED,
    by=("county",),
)

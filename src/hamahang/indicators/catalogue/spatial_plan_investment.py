"""Investment of approved spatial-plan projects."""

from dataclasses import replace

from hamahang.domain.indicators import Indicator, Question, Reduction, Rows
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of
from hamahang.projects import queries as projects


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    query = projects.approvals(question.asof, programme="SPATIAL_PLAN")
    return rows_of(question, query, replace(_columns.PROJECT, amount="investment"))


INDICATOR = Indicator(
    code="spatial_plan_investment",
    title=Text(fa="سرمایه‌گذاری طرح‌های مصوب آمایش", en="investment of approved spatial-plan projects"),
    unit="rial",
    definition=Text(
        fa="مجموع سرمایه‌گذاری طرح‌های مصوب آمایش، به ریال.",
        en="Investment of the approved spatial-plan projects, in rials.",
    ),
    rows=rows,
    group=_groups.PROJECTS,
    reduction=Reduction.SUM,
    level=Proof.LISTED,
    cell="investment",
    by=("county",),
    is_of_events=True,
)

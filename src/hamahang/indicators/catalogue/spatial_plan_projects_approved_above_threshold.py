"""Spatial-plan projects approved, above the threshold."""

from hamahang.domain.indicators import Indicator, Question, Rows
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of
from hamahang.projects import queries as projects


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    query = projects.approvals(question.asof, programme="SPATIAL_PLAN")
    line = projects.threshold(question.asof)
    sized = query.none() if line is None else query.filter(investment__gte=line)
    return rows_of(question, sized, _columns.PROJECT)


INDICATOR = Indicator(
    code="spatial_plan_projects_approved_above_threshold",
    title=Text(fa="طرح مصوب آمایش، بالای نصاب", en="spatial-plan projects approved, above the threshold"),
    unit="project",
    definition=Text(
        fa="طرح‌های مصوب آمایش بالای نصاب سرمایه‌گذاری که در روز پرسش برقرار است (در ۱۳۹۰: ۱۰۰ میلیارد ریال).",
        en="Approved spatial-plan projects above the threshold of investment that holds on the asked day (in 1390: 100 billion rials).",
    ),
    rows=rows,
    group=_groups.PROJECTS,
    level=Proof.LISTED,
    cell="investment",
    by=("county",),
    is_of_events=True,
)

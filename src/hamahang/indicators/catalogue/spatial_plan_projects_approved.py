"""Spatial-plan projects approved."""

from hamahang.domain.indicators import Indicator, Question, Rows
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of
from hamahang.projects import queries as projects


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    query = projects.approvals(question.asof, programme="SPATIAL_PLAN")
    return rows_of(question, query, _columns.PROJECT)


INDICATOR = Indicator(
    code="spatial_plan_projects_approved",
    title=Text(fa="طرح مصوب آمایش", en="spatial-plan projects approved"),
    unit="project",
    definition=Text(
        fa="طرح‌های سرمایه‌گذاری آمایش صنعتی و معدنی که تا روز پرسش مصوب شده‌اند.",
        en="Investment projects of the spatial plan approved by the asked day.",
    ),
    rows=rows,
    group=_groups.PROJECTS,
    level=Proof.LISTED,
    cell="approved_on",
    by=("county",),
    is_of_events=True,
)

"""Expected jobs of spatial-plan projects."""

from dataclasses import replace

from hamahang.domain.indicators import Indicator, Question, Reduction, Rows
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of
from hamahang.projects import queries as projects


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    query = projects.approvals(question.asof, programme="SPATIAL_PLAN").filter(expected_jobs__isnull=False)
    return rows_of(question, query, replace(_columns.PROJECT, amount="expected_jobs"))


INDICATOR = Indicator(
    code="spatial_plan_expected_jobs",
    title=Text(fa="اشتغال پیش‌بینی‌شدهٔ طرح‌های آمایش", en="expected jobs of spatial-plan projects"),
    unit="person",
    definition=Text(
        fa="اشتغال پیش‌بینی‌شده در طرح‌های مصوب آمایش؛ با اشتغال تأییدشده جمع نمی‌شود.",
        en="Jobs expected from approved spatial-plan projects; never added to verified jobs.",
    ),
    rows=rows,
    group=_groups.PROJECTS,
    reduction=Reduction.SUM,
    level=Proof.LISTED,
    cell="expected_jobs",
    by=("county",),
    is_of_events=True,
)

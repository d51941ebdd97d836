"""Projects with land."""

from hamahang.domain.indicators import Indicator, Question, Rows
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of
from hamahang.projects import counting


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    query = counting.standing_in(question.asof, "LAND")
    return rows_of(question, query, _columns.PROJECT)


INDICATOR = Indicator(
    code="projects_with_land",
    title=Text(fa="طرح دارای زمین", en="projects with land"),
    unit="project",
    definition=Text(
        fa="طرح‌هایی که در روز پرسش زمین گرفته‌اند و احداث را آغاز نکرده‌اند.",
        en="Projects that took their land over by the asked day and have not begun to build.",
    ),
    rows=rows,
    group=_groups.PROJECTS,
    level=Proof.LISTED,
    cell="stage",
    by=("county",),
)

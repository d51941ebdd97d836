"""Projects in trial production."""

from hamahang.domain.indicators import Indicator, Question, Rows
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of
from hamahang.projects import counting


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    query = counting.standing_in(question.asof, "TRIAL")
    return rows_of(question, query, _columns.PROJECT)


INDICATOR = Indicator(
    code="projects_in_trial",
    title=Text(fa="طرح در تولید آزمایشی", en="projects in trial production"),
    unit="project",
    definition=Text(
        fa="طرح‌هایی که در روز پرسش در تولید آزمایشی‌اند.",
        en="Projects that stand in trial production on the asked day.",
    ),
    rows=rows,
    group=_groups.PROJECTS,
    level=Proof.LISTED,
    cell="stage",
    by=("county",),
)

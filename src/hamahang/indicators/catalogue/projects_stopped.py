"""Projects stopped."""

from hamahang.domain.indicators import Indicator, Question, Rows, Wish
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of
from hamahang.projects import counting


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    query = counting.standing_in(question.asof, "STOPPED")
    return rows_of(question, query, _columns.PROJECT)


INDICATOR = Indicator(
    code="projects_stopped",
    title=Text(fa="طرح متوقف", en="projects stopped"),
    unit="project",
    definition=Text(
        fa="طرح‌هایی که در روز پرسش متوقف‌اند.",
        en="Projects that stand still on the asked day.",
    ),
    rows=rows,
    group=_groups.PROJECTS,
    level=Proof.LISTED,
    cell="stage",
    by=("county",),
    wish=Wish.LESS,
)

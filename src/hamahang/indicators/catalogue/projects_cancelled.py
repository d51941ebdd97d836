"""Projects cancelled."""

from hamahang.domain.indicators import Indicator, Question, Rows, Time, Wish
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of
from hamahang.projects import counting


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    query = counting.standing_in(question.asof, "CANCELLED")
    return rows_of(question, query, _columns.PROJECT)


INDICATOR = Indicator(
    code="projects_cancelled",
    title=Text(fa="طرح لغوشده", en="projects cancelled"),
    unit="project",
    definition=Text(
        fa="طرح‌هایی که تا روز پرسش لغو شده‌اند.",
        en="Projects that were cancelled by the asked day.",
    ),
    rows=rows,
    group=_groups.PROJECTS,
    level=Proof.LISTED,
    cell="stage",
    by=("county",),
    time=Time.FLOW,
    wish=Wish.LESS,
)

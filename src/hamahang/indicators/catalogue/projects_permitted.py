"""Projects with a permit."""

from hamahang.domain.indicators import Indicator, Question, Rows
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of
from hamahang.projects import counting


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    query = counting.standing_in(question.asof, "PERMITTED")
    return rows_of(question, query, _columns.PROJECT)


INDICATOR = Indicator(
    code="projects_permitted",
    title=Text(fa="طرح دارای جواز", en="projects with a permit"),
    unit="project",
    definition=Text(
        fa="طرح‌هایی که در روز پرسش جواز دارند و زمین نگرفته‌اند.",
        en="Projects that have their permit on the asked day and no land yet.",
    ),
    rows=rows,
    group=_groups.PROJECTS,
    level=Proof.LISTED,
    cell="stage",
    by=("county",),
)

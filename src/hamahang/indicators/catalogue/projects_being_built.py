"""Projects being built."""

from hamahang.domain.indicators import Indicator, Question, Rows
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of
from hamahang.projects import queries as projects


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    query = projects.stages(question.asof).filter(stage="BUILDING")
    return rows_of(question, query, _columns.PROJECT)


INDICATOR = Indicator(
    code="projects_being_built",
    title=Text(fa="طرح در حال احداث", en="projects being built"),
    unit="project",
    definition=Text(
        fa="طرح‌هایی که در روز پرسش در مرحلهٔ احداث‌اند.",
        en="Projects that stand in the building stage on the asked day.",
    ),
    rows=rows,
    group=_groups.PROJECTS,
    level=Proof.LISTED,
    cell="stage",
    by=("county",),
)

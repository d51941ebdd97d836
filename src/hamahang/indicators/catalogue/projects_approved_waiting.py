"""Projects approved, without a permit yet."""

from hamahang.domain.indicators import Indicator, Question, Rows, Wish
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of
from hamahang.projects import counting


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    query = counting.standing_in(question.asof, "APPROVED")
    return rows_of(question, query, _columns.PROJECT)


INDICATOR = Indicator(
    code="projects_approved_waiting",
    title=Text(fa="طرح مصوب بی‌جواز", en="projects approved, without a permit yet"),
    unit="project",
    definition=Text(
        fa="طرح‌هایی که در روز پرسش تصویب شده‌اند و هنوز جواز، زمین یا کار ساختمانی ندارند.",
        en="Projects that are approved on the asked day and have neither permit nor land nor any building yet.",
    ),
    rows=rows,
    group=_groups.PROJECTS,
    level=Proof.LISTED,
    cell="stage",
    by=("county",),
    wish=Wish.LESS,
)

"""Projects 60–80 % built."""

from hamahang.domain.indicators import Indicator, Question, Rows
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of
from hamahang.projects import queries as projects


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    query = projects.in_band(question.asof, "60_80")
    return rows_of(question, query, _columns.PROJECT)


INDICATOR = Indicator(
    code="projects_progress_60_80",
    title=Text(fa="طرح با پیشرفت ۶۰ تا ۸۰ درصد", en="projects 60–80 % built"),
    unit="project",
    definition=Text(
        fa="طرح‌های پایان‌نیافته‌ای که آخرین پیشرفت فیزیکی دیده‌شده‌شان دست‌کم ۶۰ و کمتر از ۸۰ درصد است.",
        en="Projects not ended whose last observed physical progress is at least 60 and less than 80 percent.",
    ),
    rows=rows,
    group=_groups.PROJECTS,
    level=Proof.LISTED,
    cell="progress",
    by=("county",),
)

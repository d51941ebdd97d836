"""Projects 0–20 % built."""

from hamahang.domain.indicators import Indicator, Question, Rows
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of
from hamahang.projects import queries as projects


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    query = projects.in_band(question.asof, "0_20")
    return rows_of(question, query, _columns.PROJECT)


INDICATOR = Indicator(
    code="projects_progress_0_20",
    title=Text(fa="طرح با پیشرفت ۰ تا ۲۰ درصد", en="projects 0–20 % built"),
    unit="project",
    definition=Text(
        fa="طرح‌های پایان‌نیافته‌ای که آخرین پیشرفت فیزیکی دیده‌شده‌شان دست‌کم ۰ و کمتر از ۲۰ درصد است.",
        en="Projects not ended whose last observed physical progress is at least 0 and less than 20 percent.",
    ),
    rows=rows,
    group=_groups.PROJECTS,
    level=Proof.LISTED,
    cell="progress",
    by=("county",),
)

"""Projects 20–40 % built."""

from hamahang.domain.indicators import Indicator, Question, Rows
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of
from hamahang.projects import queries as projects


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    query = projects.in_band(question.asof, "20_40")
    return rows_of(question, query, _columns.PROJECT)


INDICATOR = Indicator(
    code="projects_progress_20_40",
    title=Text(fa="طرح با پیشرفت ۲۰ تا ۴۰ درصد", en="projects 20–40 % built"),
    unit="project",
    definition=Text(
        fa="طرح‌های پایان‌نیافته‌ای که آخرین پیشرفت فیزیکی دیده‌شده‌شان دست‌کم ۲۰ و کمتر از ۴۰ درصد است.",
        en="Projects not ended whose last observed physical progress is at least 20 and less than 40 percent.",
    ),
    rows=rows,
    group=_groups.PROJECTS,
    level=Proof.LISTED,
    cell="progress",
    by=("county",),
)

"""Unfinished projects above 60 %."""

from hamahang.domain.indicators import Indicator, Question, Rows, Wish
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of
from hamahang.projects import counting


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    return rows_of(question, counting.unfinished_above(question.asof), _columns.PROJECT)


INDICATOR = Indicator(
    code="projects_unfinished_above_60",
    title=Text(fa="طرح نیمه‌تمام بالای ۶۰ درصد", en="unfinished projects above 60 %"),
    unit="project",
    definition=Text(
        fa="طرح‌های پایان‌نیافته با پیشرفت فیزیکی بیش از ۶۰ درصد؛ شرط حمایت از طرح نیمه‌تمام.",
        en="Projects not ended with physical progress above 60 percent; what support for unfinished projects asks for.",
    ),
    rows=rows,
    group=_groups.PROJECTS,
    level=Proof.LISTED,
    cell="progress",
    by=("county",),
    wish=Wish.LESS,
)

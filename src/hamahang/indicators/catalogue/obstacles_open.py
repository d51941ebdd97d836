"""Open obstacles."""

from hamahang.casework import counting
from hamahang.domain.indicators import Indicator, Question, Rows, Wish
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    return rows_of(question, counting.open_cases(question.asof, kind="OBSTACLE"), _columns.STAGE)


INDICATOR = Indicator(
    code="obstacles_open",
    title=Text(fa="مانع تولید باز", en="open obstacles"),
    unit="case",
    definition=Text(
        fa="موانع تولید که تا روز پرسش رفع یا مختومه نشده‌اند.",
        en="Obstacles neither removed nor closed by the asked day.",
    ),
    rows=rows,
    group=_groups.CASES,
    level=Proof.LISTED,
    by=("county", "estate", "sector"),
    parts=("stage", "cause"),
    wish=Wish.LESS,
)

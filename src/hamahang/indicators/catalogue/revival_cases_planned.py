"""Revival cases with an action plan."""

from hamahang.casework import counting
from hamahang.domain.indicators import Indicator, Question, Rows
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    query = counting.standing_in(question.asof, kind="REVIVAL", stages=("PLANNED", "UNDER_WAY"))
    return rows_of(question, query, _columns.STAGE)


INDICATOR = Indicator(
    code="revival_cases_planned",
    title=Text(fa="پروندهٔ احیا با برنامهٔ اقدام", en="revival cases with an action plan"),
    unit="case",
    definition=Text(
        fa="پرونده‌های احیا که برنامهٔ اقدام آنها تصویب شده یا در دست اقدام است.",
        en="Revival cases whose action plan is adopted or under way.",
    ),
    rows=rows,
    group=_groups.IDLE,
    level=Proof.LISTED,
    by=("county", "estate", "sector"),
    parts=("stage", "cause"),
)

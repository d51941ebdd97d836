"""Projects unblocked."""

from hamahang.casework import counting
from hamahang.domain.indicators import Indicator, Question, Rows
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    query = counting.standing_in(question.asof, kind="PROJECT", stages=("UNBLOCKED",))
    return rows_of(question, query, _columns.CASE)


INDICATOR = Indicator(
    code="projects_unblocked",
    title=Text(fa="طرح رفع‌توقف‌شده", en="projects unblocked"),
    unit="case",
    definition=Text(
        fa="طرح‌هایی که پس از رفع مانع دوباره پیش رفته‌اند.",
        en="Projects that move on again after their obstacle was removed.",
    ),
    rows=rows,
    group=_groups.CASES,
    level=Proof.CONFIRMED,
    by=("county", "estate", "sector"),
    parts=("cause",),
    is_of_events=True,
)

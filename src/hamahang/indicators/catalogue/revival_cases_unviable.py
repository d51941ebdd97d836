"""Revival cases found unviable."""

from hamahang.casework import counting
from hamahang.domain.indicators import Indicator, Question, Rows, Wish
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    query = counting.standing_in(question.asof, kind="REVIVAL", stages=("UNVIABLE", "NOT_REVIVABLE"))
    return rows_of(question, query, _columns.CASE)


INDICATOR = Indicator(
    code="revival_cases_unviable",
    title=Text(fa="پروندهٔ احیای ناشدنی", en="revival cases found unviable"),
    unit="case",
    definition=Text(
        fa="پرونده‌هایی که در غربال ناشدنی یا غیرقابل احیا شناخته شدند.",
        en="Cases found unviable in triage, or not revivable.",
    ),
    rows=rows,
    group=_groups.IDLE,
    level=Proof.LISTED,
    by=("county", "estate", "sector"),
    parts=("cause",),
    wish=Wish.NEITHER,
)

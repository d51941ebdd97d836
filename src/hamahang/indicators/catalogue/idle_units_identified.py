"""Idle units identified."""

from hamahang.casework import queries as casework
from hamahang.domain.indicators import Indicator, Question, Rows, Time, Wish
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    query = casework.reached(question.asof, kind="REVIVAL", stage="IDENTIFIED")
    return rows_of(question, query, _columns.CASE)


INDICATOR = Indicator(
    code="idle_units_identified",
    title=Text(fa="واحد راکد شناسایی‌شده", en="idle units identified"),
    unit="unit",
    definition=Text(
        fa="واحدهای غیرفعال که تا روز پرسش برای احیا شناسایی شده‌اند.",
        en="Idle units identified for revival by the asked day.",
    ),
    rows=rows,
    group=_groups.IDLE,
    level=Proof.LISTED,
    cell="identified_on",
    by=("county", "estate", "sector"),
    parts=("cause",),
    time=Time.FLOW,
    wish=Wish.NEITHER,
)

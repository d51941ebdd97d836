"""Idle units back in production."""

from hamahang.casework import queries as casework
from hamahang.domain.indicators import Indicator, Question, Rows
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    query = casework.reached(question.asof, kind="REVIVAL", stage="RESTARTED")
    return rows_of(question, query, _columns.CASE)


INDICATOR = Indicator(
    code="idle_units_restarted",
    title=Text(fa="واحد بازگشته به تولید", en="idle units back in production"),
    unit="unit",
    definition=Text(
        fa="واحدهای راکد شناسایی‌شده که تا روز پرسش به تولید بازگشته‌اند.",
        en="Identified idle units that were back in production by the asked day.",
    ),
    rows=rows,
    group=_groups.IDLE,
    level=Proof.LISTED,
    cell="restarted_on",
    by=("county", "estate", "sector"),
    parts=("cause",),
    is_of_events=True,
)

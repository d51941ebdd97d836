"""Resolutions in progress."""

from hamahang.board import queries as board
from hamahang.domain.indicators import Indicator, Question, Rows
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    query = board.states(question.asof).filter(state="IN_PROGRESS")
    return rows_of(question, query, _columns.RESOLUTION)


INDICATOR = Indicator(
    code="resolutions_in_progress",
    title=Text(fa="مصوبهٔ در دست اجرا", en="resolutions in progress"),
    unit="resolution",
    definition=Text(
        fa="مصوبه‌هایی که در روز پرسش در دست اجرا هستند.",
        en="Resolutions being carried out on the asked day.",
    ),
    rows=rows,
    group=_groups.BOARD,
    level=Proof.LISTED,
    cell="state",
    by=(),
    parts=("agency",),
)

"""Resolutions passed."""

from hamahang.board import queries as board
from hamahang.domain.indicators import Indicator, Question, Rows, Time
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    return rows_of(question, board.states(question.asof), _columns.PASSED)


INDICATOR = Indicator(
    code="resolutions_passed",
    title=Text(fa="مصوبهٔ ستاد", en="resolutions passed"),
    unit="resolution",
    definition=Text(
        fa="مصوبه‌هایی که تا روز پرسش ابلاغ شده‌اند.",
        en="Resolutions notified by the asked day.",
    ),
    rows=rows,
    group=_groups.BOARD,
    level=Proof.LISTED,
    cell="state",
    by=(),
    parts=("state", "agency"),
    time=Time.FLOW,
)

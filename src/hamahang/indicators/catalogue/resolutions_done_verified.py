"""Resolutions done, verified."""

from hamahang.board import queries as board
from hamahang.domain.indicators import Indicator, Question, Rows
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    query = board.states(question.asof).filter(state="DONE_VERIFIED")
    return rows_of(question, query, _columns.RESOLUTION)


INDICATOR = Indicator(
    code="resolutions_done_verified",
    title=Text(fa="مصوبهٔ اجراشدهٔ تأییدشده", en="resolutions done, verified"),
    unit="resolution",
    definition=Text(
        fa="مصوبه‌هایی که اجرای آنها تأیید شده است.",
        en="Resolutions whose execution was verified.",
    ),
    rows=rows,
    group=_groups.BOARD,
    level=Proof.LISTED,
    cell="state",
    by=(),
    parts=("agency",),
    is_of_events=True,
)

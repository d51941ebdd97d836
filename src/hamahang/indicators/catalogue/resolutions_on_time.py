"""Resolutions done on time."""

from hamahang.board import queries as board
from hamahang.domain.indicators import Indicator, Question, Rows
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    return rows_of(question, board.done_on_time(question.asof), _columns.RESOLUTION)


INDICATOR = Indicator(
    code="resolutions_on_time",
    title=Text(fa="مصوبهٔ اجراشدهٔ به‌هنگام", en="resolutions done on time"),
    unit="resolution",
    definition=Text(
        fa="مصوبه‌های اجراشده (به اظهار یا تأیید) که نخستین اظهار اجرای آنها تا مهلت رسیده است.",
        en="Resolutions done, claimed or verified, that were first said to be done by their deadline.",
    ),
    rows=rows,
    group=_groups.BOARD,
    level=Proof.LISTED,
    cell="state",
    by=(),
    parts=("agency",),
)

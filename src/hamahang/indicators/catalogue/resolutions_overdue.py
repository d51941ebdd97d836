"""Resolutions overdue."""

from hamahang.board import queries as board
from hamahang.domain.indicators import Indicator, Question, Rows, Wish
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    return rows_of(question, board.overdue(question.asof), _columns.RESOLUTION)


INDICATOR = Indicator(
    code="resolutions_overdue",
    title=Text(fa="مصوبهٔ عقب‌افتاده", en="resolutions overdue"),
    unit="resolution",
    definition=Text(
        fa="مصوبه‌های بازی که مهلت آنها پیش از روز پرسش گذشته است.",
        en="Open resolutions whose day passed before the asked day.",
    ),
    rows=rows,
    group=_groups.BOARD,
    level=Proof.LISTED,
    cell="state",
    by=(),
    parts=("state", "agency"),
    wish=Wish.LESS,
)

"""Resolutions not done."""

from hamahang.board import queries as board
from hamahang.domain.indicators import Indicator, Question, Rows, Wish
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    query = board.states(question.asof).filter(state="NOT_DONE")
    return rows_of(question, query, _columns.RESOLUTION)


INDICATOR = Indicator(
    code="resolutions_not_done",
    title=Text(fa="مصوبهٔ اجرانشده", en="resolutions not done"),
    unit="resolution",
    definition=Text(
        fa="مصوبه‌هایی که اجرانشده ثبت شده‌اند و هنوز از سر گرفته نشده‌اند.",
        en="Resolutions recorded as not done and not taken up again.",
    ),
    rows=rows,
    group=_groups.BOARD,
    level=Proof.LISTED,
    cell="state",
    by=(),
    parts=("agency",),
    wish=Wish.LESS,
)

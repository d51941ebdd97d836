"""Resolutions escalated."""

from hamahang.board import queries as board
from hamahang.domain.indicators import Indicator, Question, Rows, Wish
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    query = board.states(question.asof).filter(state="ESCALATED")
    return rows_of(question, query, _columns.RESOLUTION)


INDICATOR = Indicator(
    code="resolutions_escalated",
    title=Text(fa="مصوبهٔ ارجاع‌شده به سطح ملی", en="resolutions escalated"),
    unit="resolution",
    definition=Text(
        fa="مصوبه‌هایی که استان نتوانسته اجرا کند و به ستاد ملی رفته‌اند.",
        en="Resolutions the province could not carry out, sent to the national level.",
    ),
    rows=rows,
    group=_groups.BOARD,
    level=Proof.LISTED,
    cell="state",
    by=(),
    parts=("agency",),
    wish=Wish.LESS,
)

"""Idle mines."""

from hamahang.domain.indicators import Indicator, Question, Rows, Wish
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of
from hamahang.register import mining


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    return rows_of(question, mining.statuses(question.asof).filter(status="INACTIVE"), _columns.MINE)


INDICATOR = Indicator(
    code="mines_inactive",
    title=Text(fa="معدن غیرفعال", en="idle mines"),
    unit="mine",
    definition=Text(
        fa="معادنی که آخرین وضعیتشان تا روز پرسش «غیرفعال» است.",
        en="Mines whose last status by the asked day is idle.",
    ),
    rows=rows,
    group=_groups.MINES,
    level=Proof.LISTED,
    cell="status",
    by=("county",),
    wish=Wish.LESS,
)

"""Mines being equipped."""

from hamahang.domain.indicators import Indicator, Question, Rows
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of
from hamahang.register import mining


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    return rows_of(question, mining.statuses(question.asof).filter(status="BEING_EQUIPPED"), _columns.MINE)


INDICATOR = Indicator(
    code="mines_being_equipped",
    title=Text(fa="معدن در حال تجهیز", en="mines being equipped"),
    unit="mine",
    definition=Text(
        fa="معادنی که آخرین وضعیتشان تا روز پرسش «در حال تجهیز» است.",
        en="Mines whose last status by the asked day is being equipped.",
    ),
    rows=rows,
    group=_groups.MINES,
    level=Proof.LISTED,
    cell="status",
    by=("county",),
)

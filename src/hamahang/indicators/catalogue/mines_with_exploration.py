"""Mines with exploration licences."""

from hamahang.domain.indicators import Indicator, Question, Rows
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of
from hamahang.register import mining


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    return rows_of(question, mining.statuses(question.asof).filter(document="EXPLORATION"), _columns.MINE)


INDICATOR = Indicator(
    code="mines_with_exploration",
    title=Text(fa="پروانهٔ اکتشاف", en="mines with exploration licences"),
    unit="mine",
    definition=Text(
        fa="معادنی که سندشان در روز پرسش «پروانهٔ اکتشاف» است.",
        en="Mines whose document on the asked day is one of the exploration licences.",
    ),
    rows=rows,
    group=_groups.MINES,
    level=Proof.LISTED,
    cell="document",
    by=("county",),
)

"""Mines with a certified reserve."""

from hamahang.domain.indicators import Indicator, Question, Rows
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of
from hamahang.register import mining


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    return rows_of(question, mining.with_reserve(question.asof), _columns.MINE)


INDICATOR = Indicator(
    code="mines_with_reserve",
    title=Text(fa="معدن دارای ذخیرهٔ قطعی", en="mines with a proven reserve"),
    unit="mine",
    definition=Text(
        fa="معادنی که تا روز پرسش سندی ذخیرهٔ قطعی دست‌کم یک مادهٔ آنها را بیش از صفر گفته است.",
        en="Mines of which a document by the asked day says a proven reserve above nothing of at least one mineral.",
    ),
    rows=rows,
    group=_groups.MINES,
    level=Proof.LISTED,
    cell="reserve",
    by=("county",),
)

"""Mines with discovery certificates."""

from hamahang.domain.indicators import Indicator, Question, Rows
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of
from hamahang.register import mining


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    return rows_of(question, mining.statuses(question.asof).filter(document="DISCOVERY"), _columns.MINE)


INDICATOR = Indicator(
    code="mines_with_discovery",
    title=Text(fa="گواهی کشف", en="mines with discovery certificates"),
    unit="mine",
    definition=Text(
        fa="معادنی که سندشان در روز پرسش «گواهی کشف» است.",
        en="Mines whose document on the asked day is one of the discovery certificates.",
    ),
    rows=rows,
    group=_groups.MINES,
    level=Proof.LISTED,
    cell="document",
    by=("county",),
)

"""Median days until the restart."""

from dataclasses import replace

from hamahang.casework import counting
from hamahang.domain.indicators import Indicator, Question, Reduction, Rows
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    query = counting.times_between(question.asof, kind="REVIVAL", first="IDENTIFIED", last=("RESTARTED",))
    return rows_of(question, query, replace(_columns.CASE, amount="days"))


INDICATOR = Indicator(
    code="days_to_restart",
    title=Text(fa="میانهٔ روز تا بازگشت به تولید", en="median days until the restart"),
    unit="day",
    definition=Text(
        fa="میانهٔ روزها از شناسایی تا بازگشت به تولید، برای واحدهای بازگشته.",
        en="Median days from identification to the restart, of the units that came back.",
    ),
    rows=rows,
    group=_groups.IDLE,
    reduction=Reduction.MEDIAN,
    level=Proof.LISTED,
    by=(),
    parts=("cause",),
)

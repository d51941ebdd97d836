"""Median days until the file is opened."""

from dataclasses import replace

from hamahang.casework import counting
from hamahang.domain.indicators import Indicator, Question, Reduction, Rows
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    query = counting.times_between(question.asof, kind="REVIVAL", first="IDENTIFIED", last=("OPENED", "DIAGNOSIS"))
    return rows_of(question, query, replace(_columns.CASE, amount="days"))


INDICATOR = Indicator(
    code="days_to_open",
    title=Text(fa="میانهٔ روز تا تشکیل پرونده", en="median days until the file is opened"),
    unit="day",
    definition=Text(
        fa="میانهٔ روزها از شناسایی واحد راکد تا تشکیل پرونده یا عارضه‌یابی آن.",
        en="Median days from the day an idle unit was identified to its file or diagnosis.",
    ),
    rows=rows,
    group=_groups.IDLE,
    reduction=Reduction.MEDIAN,
    level=Proof.LISTED,
    by=(),
    parts=("cause",),
)

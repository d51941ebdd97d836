"""Median days in diagnosis."""

from dataclasses import replace

from hamahang.casework import counting
from hamahang.domain.indicators import Indicator, Question, Reduction, Rows
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    query = counting.times_between(
        question.asof,
        kind="REVIVAL",
        first="DIAGNOSIS",
        last=("VIABLE", "CONDITIONAL", "UNVIABLE", "PLANNED", "UNDER_WAY", "RESTARTED"),
    )
    return rows_of(question, query, replace(_columns.CASE, amount="days"))


INDICATOR = Indicator(
    code="days_in_diagnosis",
    title=Text(fa="میانهٔ روز در عارضه‌یابی", en="median days in diagnosis"),
    unit="day",
    definition=Text(
        fa="میانهٔ روزها از تشکیل کمیتهٔ عارضه‌یابی تا غربال یا گام پس از آن.",
        en="Median days from the diagnosis committee to the triage or a later step.",
    ),
    rows=rows,
    group=_groups.IDLE,
    reduction=Reduction.MEDIAN,
    level=Proof.LISTED,
    by=(),
    parts=("cause",),
)

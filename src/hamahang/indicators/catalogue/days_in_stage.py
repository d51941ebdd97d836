"""Median days in a stage of a revival case."""

from dataclasses import replace

from hamahang.casework import counting
from hamahang.domain.indicators import Indicator, Question, Reduction, Rows
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    query = counting.times_in_stages(question.asof, kind="REVIVAL")
    return rows_of(question, query, replace(_columns.STAGE, amount="days"))


INDICATOR = Indicator(
    code="days_in_stage",
    title=Text(fa="میانهٔ روز در هر مرحله", en="median days in a stage"),
    unit="day",
    definition=Text(
        fa="میانهٔ روزهایی که پروندهٔ احیا در یک مرحله ماند تا به مرحلهٔ بعد رفت. مرحله‌ای که هنوز پایان نیافته در آن نیست.",
        en="Median days a revival case stayed in a stage until it went on; stages that still last are left out.",
    ),
    rows=rows,
    group=_groups.IDLE,
    reduction=Reduction.MEDIAN,
    level=Proof.LISTED,
    by=(),
    parts=("stage", "cause"),
)

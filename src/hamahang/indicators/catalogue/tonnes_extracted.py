"""Tonnes extracted."""

from hamahang.domain.indicators import Indicator, Question, Reduction, Rows, Time
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of
from hamahang.register import mining


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    return rows_of(question, mining.extractions(question.asof), _columns.EXTRACTED)


INDICATOR = Indicator(
    code="tonnes_extracted",
    title=Text(fa="استخراج معادن", en="tonnes extracted"),
    unit="tonne",
    definition=Text(
        fa="مقدار استخراج معادن که تا روز پرسش گزارش شده است: آخرین گفته از هر معدن، ماده و سال.",
        en="What mines took out as reported by the asked day: the last word on each mine, mineral and year.",
    ),
    rows=rows,
    group=_groups.MINES,
    reduction=Reduction.SUM,
    level=Proof.DECLARED,
    cell="extraction",
    by=("county",),
    time=Time.STOCK,
)

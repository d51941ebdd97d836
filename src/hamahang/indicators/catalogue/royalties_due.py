"""Royalties due."""

from hamahang.domain.indicators import Indicator, Question, Reduction, Rows, Wish
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of
from hamahang.register import mining


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    return rows_of(question, mining.dues(question.asof), _columns.ROYALTY)


INDICATOR = Indicator(
    code="royalties_due",
    title=Text(fa="حقوق دولتی سررسیدشده", en="royalties due"),
    unit="rial",
    definition=Text(
        fa="حقوق دولتی معادن که سررسیدشان تا روز پرسش رسیده است: آخرین گفته از هر معدن و سال.",
        en="Royalties of mines that fell due by the asked day: the last word on each mine and year.",
    ),
    rows=rows,
    group=_groups.MINES,
    reduction=Reduction.SUM,
    level=Proof.LISTED,
    cell="royalty",
    by=("county",),
    wish=Wish.LESS,
)

"""Royalties paid."""

from hamahang.domain.indicators import Indicator, Question, Reduction, Rows
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of
from hamahang.register import mining


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    return rows_of(question, mining.payments(question.asof), _columns.ROYALTY)


INDICATOR = Indicator(
    code="royalties_paid",
    title=Text(fa="حقوق دولتی پرداخت‌شده", en="royalties paid"),
    unit="rial",
    definition=Text(
        fa="آنچه معادن تا روز پرسش بابت حقوق دولتی پرداخته‌اند.",
        en="What mines paid the state as royalties by the asked day.",
    ),
    rows=rows,
    group=_groups.MINES,
    reduction=Reduction.SUM,
    level=Proof.LISTED,
    cell="royalty",
    by=("county",),
    is_of_events=True,
)

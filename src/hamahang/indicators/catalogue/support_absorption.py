"""How much of the allocated money is paid."""

from hamahang.domain.indicators import Indicator, Question, Reduction, Rows
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.joined import JoinedRows
from hamahang.indicators.rows import rows_of
from hamahang.support import absorbed


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    given = rows_of(question, absorbed.fresh(question.asof), _columns.ALLOCATION)
    paid = rows_of(question, absorbed.of_allocated_lines(question.asof), _columns.PAYMENT)
    return JoinedRows((given, paid))


INDICATOR = Indicator(
    code="support_absorption",
    title=Text(fa="جذب اعتبار", en="absorption of funds"),
    unit="percent",
    definition=Text(
        fa="از هر صد ریال اعتبار ابلاغ‌شده، چند ریال تا روز پرسش پرداخت شده است؛ تنها ردیف‌هایی که اعتبار ابلاغ‌شده دارند. هر دو بخش کسر در فهرست است.",
        en="Of a hundred rials allocated, how many are paid by the asked day; only lines that were allocated something. Both parts of the ratio are in the list.",
    ),
    rows=rows,
    group=_groups.SUPPORT,
    reduction=Reduction.RATIO,
    level=Proof.LISTED,
    cell="amount",
    by=(),
)

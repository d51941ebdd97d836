"""Payments only the bank has."""

from hamahang.domain.indicators import Indicator, Question, Rows, Wish
from hamahang.domain.reconciling import Kind
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of
from hamahang.support import matched


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    return rows_of(question, matched.theirs_of(question.asof, Kind.ONLY_THEIRS), _columns.BANK_PAYMENT)


INDICATOR = Indicator(
    code="bank_payments_only_theirs",
    title=Text(fa="پرداخت تنها نزد بانک", en="payments only the bank has"),
    unit="payment",
    definition=Text(
        fa="پرداخت‌های فهرست بانک که نزد ما همتایی ندارند.",
        en="Payments of the banks' lists that have no partner in our record.",
    ),
    rows=rows,
    group=_groups.SUPPORT,
    cell="amount",
    by=(),
    wish=Wish.LESS,
)

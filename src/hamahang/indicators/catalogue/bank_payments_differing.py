"""Bank payments differing."""

from hamahang.domain.indicators import Indicator, Question, Rows, Wish
from hamahang.domain.reconciling import Kind
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of
from hamahang.support import matched


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    return rows_of(question, matched.theirs_of(question.asof, Kind.DIFFERING), _columns.BANK_PAYMENT)


INDICATOR = Indicator(
    code="bank_payments_differing",
    title=Text(fa="پرداخت متفاوت با ثبت ما", en="bank payments differing"),
    unit="payment",
    definition=Text(
        fa="پرداخت‌های فهرست بانک که همتای خود نزد ما را در مبلغ، روز، پرونده یا مالک متفاوت می‌گویند.",
        en="Payments of the banks' lists that say amount, day, file or owner otherwise than our record.",
    ),
    rows=rows,
    group=_groups.SUPPORT,
    cell="amount",
    by=(),
    wish=Wish.LESS,
)

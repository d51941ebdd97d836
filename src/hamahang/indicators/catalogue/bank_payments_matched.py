"""Bank payments matched."""

from hamahang.domain.indicators import Indicator, Question, Rows, Wish
from hamahang.domain.reconciling import Kind
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of
from hamahang.support import matched


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    return rows_of(question, matched.theirs_of(question.asof, Kind.MATCHED), _columns.BANK_PAYMENT)


INDICATOR = Indicator(
    code="bank_payments_matched",
    title=Text(fa="پرداخت برابر با ثبت ما", en="bank payments matched"),
    unit="payment",
    definition=Text(
        fa="پرداخت‌های فهرست بانک که تا روز پرسش با پرداخت‌های ثبت‌شدهٔ ما برابر است.",
        en="Payments of the banks' lists that agree with our record by the asked day.",
    ),
    rows=rows,
    group=_groups.SUPPORT,
    cell="amount",
    by=(),
    wish=Wish.NEITHER,
)

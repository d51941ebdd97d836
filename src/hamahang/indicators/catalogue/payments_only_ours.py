"""Payments that the bank's list lacks."""

from hamahang.domain.indicators import Indicator, Question, Rows, Wish
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of
from hamahang.support import matched


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    query = matched.only_ours(question.asof)
    return rows_of(question, query, _columns.PAYMENT)


INDICATOR = Indicator(
    code="payments_only_ours",
    title=Text(fa="پرداخت تنها نزد ما", en="payments only we have"),
    unit="payment",
    definition=Text(
        fa="پرداخت‌های ثبت‌شدهٔ ما تا آخرین روز فهرست هر بانک که در فهرست آن بانک نیستند.",
        en="Our recorded payments, up to the last day of each bank's list, that the list does not have.",
    ),
    rows=rows,
    group=_groups.SUPPORT,
    level=Proof.LISTED,
    cell="amount",
    by=("county",),
    wish=Wish.LESS,
)

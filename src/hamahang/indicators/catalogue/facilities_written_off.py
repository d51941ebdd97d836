"""Written off."""

from hamahang.domain.credit.postings import Account
from hamahang.domain.indicators import Indicator, Question, Reduction, Rows, Wish
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of
from hamahang.support import measures


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    return rows_of(question, measures.holding(question.asof, Account.WRITTEN_OFF), _columns.FACILITY)


INDICATOR = Indicator(
    code="facilities_written_off",
    title=Text(fa="تسهیلات سوخت‌شده", en="facilities written off"),
    unit="rial",
    definition=Text(
        fa="بدهی سوخت‌شده تا روز پرسش پس از کسر آنچه بعد از آن وصول شده است.",
        en="Debts written off by the asked day, less what came in afterwards.",
    ),
    rows=rows,
    group=_groups.SUPPORT,
    reduction=Reduction.SUM,
    cell="approved",
    by=("county", "estate", "sector"),
    wish=Wish.LESS,
)

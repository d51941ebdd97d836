"""Due from programmes."""

from hamahang.domain.credit.postings import Account
from hamahang.domain.indicators import Indicator, Question, Reduction, Rows, Wish
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of
from hamahang.support import measures


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    return rows_of(question, measures.holding(question.asof, Account.SUBSIDY), _columns.FACILITY)


INDICATOR = Indicator(
    code="subsidies_of_profit_due",
    title=Text(fa="یارانهٔ سود بر عهدهٔ برنامه‌ها", en="subsidies of profit due"),
    unit="rial",
    definition=Text(
        fa="بخش یارانه‌ای سود که تا روز پرسش سررسید شده و برنامه‌ها نپرداخته‌اند.",
        en="The subsidised part of profit that fell due by the asked day and that programmes have not paid.",
    ),
    rows=rows,
    group=_groups.SUPPORT,
    reduction=Reduction.SUM,
    cell="approved",
    by=("county", "estate", "sector"),
    wish=Wish.NEITHER,
)

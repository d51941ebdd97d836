"""Facilities paid, all programmes."""

from hamahang.domain.indicators import Indicator, Question, Reduction, Rows
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of
from hamahang.support import queries as support


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    query = support.disbursements(question.asof)
    return rows_of(question, query, _columns.PAYMENT)


INDICATOR = Indicator(
    code="facilities_paid",
    title=Text(fa="تسهیلات پرداختی، همهٔ برنامه‌ها", en="facilities paid, all programmes"),
    unit="rial",
    definition=Text(
        fa="مجموع پرداخت‌ها از همهٔ برنامه‌ها تا روز پرسش.",
        en="Sum of the payments under all programmes by the asked day.",
    ),
    rows=rows,
    group=_groups.SUPPORT,
    reduction=Reduction.SUM,
    level=Proof.LISTED,
    cell="amount",
    by=("county", "estate", "sector"),
    is_of_events=True,
)

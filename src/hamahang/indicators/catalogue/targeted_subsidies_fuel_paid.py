"""Targeted-subsidies facilities: fuel."""

from hamahang.domain.indicators import Indicator, Question, Reduction, Rows
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of
from hamahang.support import queries as support


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    query = support.disbursements(question.asof, programme="TARGETED_SUBSIDIES", line="FUEL")
    return rows_of(question, query, _columns.PAYMENT)


INDICATOR = Indicator(
    code="targeted_subsidies_fuel_paid",
    title=Text(fa="تسهیلات هدفمندسازی: سوخت", en="targeted-subsidies facilities: fuel"),
    unit="rial",
    definition=Text(
        fa="پرداخت‌های قانون هدفمندسازی از ردیف «سوخت» تا روز پرسش.",
        en="Payments under the targeted-subsidies law from the line “fuel” by the asked day.",
    ),
    rows=rows,
    group=_groups.SUPPORT,
    reduction=Reduction.SUM,
    level=Proof.LISTED,
    cell="amount",
    by=("county", "estate", "sector"),
    is_of_events=True,
)

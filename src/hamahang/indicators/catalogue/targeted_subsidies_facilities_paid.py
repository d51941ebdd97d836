"""Facilities paid under the targeted-subsidies law."""

from hamahang.domain.indicators import Indicator, Question, Reduction, Rows
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of
from hamahang.support import queries as support


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    query = support.disbursements(question.asof, programme="TARGETED_SUBSIDIES")
    return rows_of(question, query, _columns.PAYMENT)


INDICATOR = Indicator(
    code="targeted_subsidies_facilities_paid",
    title=Text(fa="تسهیلات پرداختی قانون هدفمندسازی", en="facilities paid under the targeted-subsidies law"),
    unit="rial",
    definition=Text(
        fa="مجموع پرداخت‌های بانک‌ها به واحدهای تولیدی از محل قانون هدفمندسازی یارانه‌ها (سوخت، برق و سایر) تا روز پرسش، به ریال.",
        en="Sum of the banks' payments to production units under the targeted-subsidies law (fuel, electricity and other) by the asked day, in rials.",
    ),
    rows=rows,
    group=_groups.SUPPORT,
    reduction=Reduction.SUM,
    level=Proof.LISTED,
    cell="amount",
    by=("county", "estate", "sector"),
    is_of_events=True,
)

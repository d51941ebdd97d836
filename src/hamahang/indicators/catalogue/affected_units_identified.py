"""Affected units identified."""

from hamahang.casework import queries as casework
from hamahang.domain.indicators import Indicator, Question, Rows, Time, Wish
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    query = casework.reached(question.asof, kind="AFFECTED", stage="IDENTIFIED")
    return rows_of(question, query, _columns.CASE)


INDICATOR = Indicator(
    code="affected_units_identified",
    title=Text(fa="واحد تأثیرپذیر شناسایی‌شده", en="affected units identified"),
    unit="unit",
    definition=Text(
        fa="واحدهایی که پس از اجرای قانون هدفمندسازی تعطیل شده یا تولید یا پرسنل خود را کاسته‌اند و شناسایی شده‌اند.",
        en="Units found to have closed, cut output or cut staff after the targeted-subsidies law.",
    ),
    rows=rows,
    group=_groups.AFFECTED,
    level=Proof.LISTED,
    cell="identified_on",
    by=("county", "estate", "sector"),
    time=Time.FLOW,
    wish=Wish.NEITHER,
)

"""Unemployment rate by census."""

from hamahang.domain.indicators import Indicator, Question, Reduction, Rows
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _groups
from hamahang.indicators.rows import Columns, rows_of
from hamahang.territory import queries as territory
from hamahang.territory.models import County


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    columns = Columns(entity=County, at="county", amount="unemployed", base="active", county="id", level="proof")
    return rows_of(question, territory.labour(question.asof), columns)


INDICATOR = Indicator(
    code="unemployment_rate_census",
    title=Text(fa="نرخ بیکاری شهرستان‌ها در سرشماری", en="unemployment rate by census"),
    unit="percent",
    definition=Text(
        fa="بیکاران از هر صد نفر جمعیت فعال در آخرین سرشماری پیش از روز پرسش.",
        en="Unemployed in a hundred active persons in the last census before the asked day.",
    ),
    rows=rows,
    group=_groups.JOBS,
    reduction=Reduction.RATIO,
    level=Proof.LISTED,
    cell="unemployed",
)

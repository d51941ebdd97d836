"""Unemployment rate of the province."""

from hamahang.domain.indicators import ALL, Indicator, Question, Reduction, Rows
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators import benchmarks
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    query = benchmarks.benchmarks(question.asof, code="unemployment_rate", scope=question.scope)
    return rows_of(Question(question.asof, ALL, question.reach), query, _columns.BENCHMARK)


INDICATOR = Indicator(
    code="unemployment_rate",
    title=Text(fa="نرخ بیکاری استان", en="unemployment rate of the province"),
    unit="percent",
    definition=Text(
        fa="نرخ بیکاری سالانه به اعلام مرکز آمار ایران برای استان؛ شمرده نمی‌شود، نقل می‌شود.",
        en="Yearly unemployment rate as published by the Statistical Centre of Iran for the province; quoted, not counted.",
    ),
    rows=rows,
    group=_groups.JOBS,
    reduction=Reduction.LATEST,
    level=Proof.LISTED,
    cell="value",
    by=(),
)

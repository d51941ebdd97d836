"""Jobs safeguarded by cases."""

from dataclasses import replace

from hamahang.casework import counting
from hamahang.domain.indicators import Indicator, Question, Reduction, Rows, Time
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    query = counting.outcomes(question.asof)
    return rows_of(question, query, replace(_columns.CASE, amount="jobs_safeguarded"))


INDICATOR = Indicator(
    code="jobs_safeguarded_by_cases",
    title=Text(fa="شغل تثبیت‌شده با پرونده‌ها", en="jobs safeguarded by cases"),
    unit="person",
    definition=Text(
        fa="شغل‌هایی که در نتیجهٔ پرونده‌ها از دست نرفتند؛ سطح اثبات هر سطر نوشته است.",
        en="Jobs kept from being lost in the outcomes of cases; each row states its level of proof.",
    ),
    rows=rows,
    group=_groups.IDLE,
    reduction=Reduction.SUM,
    level=Proof.DECLARED,
    by=("county", "estate", "sector"),
    parts=("cause",),
    time=Time.STOCK,
)

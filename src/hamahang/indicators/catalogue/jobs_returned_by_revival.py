"""Jobs returned by revival."""

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
    return rows_of(question, query, replace(_columns.CASE, amount="jobs_returned"))


INDICATOR = Indicator(
    code="jobs_returned_by_revival",
    title=Text(fa="شغل بازگشته با احیا", en="jobs returned by revival"),
    unit="person",
    definition=Text(
        fa="شغل‌های بازگشته در نتیجهٔ پرونده‌هایی که به رکود بازنگشته‌اند؛ سطح اثبات هر سطر نوشته است.",
        en="Jobs returned in the outcomes of cases that did not relapse; each row states its level of proof.",
    ),
    rows=rows,
    group=_groups.IDLE,
    reduction=Reduction.SUM,
    level=Proof.DECLARED,
    by=("county", "estate", "sector"),
    parts=("cause",),
    time=Time.STOCK,
)

"""Persons employed by the monthly returns."""

from dataclasses import replace

from hamahang.domain.indicators import Indicator, Question, Reduction, Rows
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of
from hamahang.register import counting


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    query = counting.returns(question.asof, "received").filter(persons__isnull=False)
    return rows_of(question, query, replace(_columns.RETURN, amount="persons"))


INDICATOR = Indicator(
    code="returned_jobs",
    title=Text(fa="شاغلان به گفتهٔ آمار ماهانه", en="persons employed by the monthly returns"),
    unit="person",
    definition=Text(
        fa="جمع شاغلان آمارهای واپسین ماهی که مهلتش رسیده است، به تفکیک سطح اثبات: اظهارشده یا تأییدشده.",
        en="Sum of the persons in the returns of the last month that is due, by level of proof: declared or confirmed.",
    ),
    rows=rows,
    group=_groups.RETURNS,
    reduction=Reduction.SUM,
    level=Proof.DECLARED,
    cell="employees",
    by=("county", "estate", "sector"),
)

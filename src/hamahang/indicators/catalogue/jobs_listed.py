"""Jobs listed by national code."""

from hamahang.commitments import queries as commitments
from hamahang.domain.indicators import Indicator, Question, Reduction, Rows
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    query = commitments.evidences(question.asof).filter(proof=4)
    return rows_of(question, query, _columns.EVIDENCE)


INDICATOR = Indicator(
    code="jobs_listed",
    title=Text(fa="اشتغال فهرست‌شده با کد ملی", en="jobs listed by national code"),
    unit="person",
    definition=Text(
        fa="اشتغال فهرست‌شده با کد ملی: شغل‌های جدید و بازگشته که بهترین شاهد آنها در همین سطح است.",
        en="Jobs listed by national code: new and returned jobs whose best evidence is at this very level.",
    ),
    rows=rows,
    group=_groups.JOBS,
    reduction=Reduction.SUM,
    level=Proof.LISTED,
    cell="persons",
)

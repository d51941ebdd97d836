"""Jobs confirmed by phone."""

from hamahang.commitments import queries as commitments
from hamahang.domain.indicators import Indicator, Question, Reduction, Rows
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    query = commitments.evidences(question.asof).filter(proof=5)
    return rows_of(question, query, _columns.EVIDENCE)


INDICATOR = Indicator(
    code="jobs_confirmed",
    title=Text(fa="اشتغال تأییدشده با تماس", en="jobs confirmed by phone"),
    unit="person",
    definition=Text(
        fa="اشتغال تأییدشده با تماس: شغل‌های جدید و بازگشته که بهترین شاهد آنها در همین سطح است.",
        en="Jobs confirmed by phone: new and returned jobs whose best evidence is at this very level.",
    ),
    rows=rows,
    group=_groups.JOBS,
    reduction=Reduction.SUM,
    level=Proof.CONFIRMED,
    cell="persons",
)

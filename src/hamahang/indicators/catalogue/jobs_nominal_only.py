"""Jobs only announced or nominal."""

from hamahang.commitments import queries as commitments
from hamahang.domain.indicators import Indicator, Question, Reduction, Rows, Wish
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    query = commitments.evidences(question.asof).filter(proof__lte=2)
    return rows_of(question, query, _columns.EVIDENCE)


INDICATOR = Indicator(
    code="jobs_nominal_only",
    title=Text(fa="اشتغال فقط اعلام‌شده یا اسمی", en="jobs only announced or nominal"),
    unit="person",
    definition=Text(
        fa="اشتغال فقط اعلام‌شده یا اسمی: شغل‌های جدید و بازگشته که بهترین شاهد آنها در همین سطح است.",
        en="Jobs only announced or nominal: new and returned jobs whose best evidence is at this very level.",
    ),
    rows=rows,
    group=_groups.JOBS,
    reduction=Reduction.SUM,
    level=Proof.ANNOUNCED,
    cell="persons",
    wish=Wish.LESS,
)

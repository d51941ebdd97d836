"""Jobs whose evidence is out of date."""

from hamahang.commitments import queries as commitments
from hamahang.domain.indicators import Indicator, Question, Reduction, Rows, Wish
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    return rows_of(question, commitments.expired(question.asof), _columns.EVIDENCE)


INDICATOR = Indicator(
    code="jobs_evidence_expired",
    title=Text(fa="اشتغال با شاهد کهنه", en="jobs whose evidence is out of date"),
    unit="person",
    definition=Text(
        fa="شغل‌های تأییدشده‌ای که آخرین شاهدشان از زمان اعتبار خود گذشته است: تماس ۱۸۰ روز، بازدید و بیمه ۳۶۵ روز، پایدار ۷۳۰ روز (قرار دفتر).",
        en="Jobs verified whose last evidence is older than it is good for: 180 days for a call, 365 for a visit or a list of insurance, 730 for durable (the office's own rule).",
    ),
    rows=rows,
    group=_groups.JOBS,
    reduction=Reduction.SUM,
    level=Proof.CONFIRMED,
    cell="persons",
    by=("county", "estate", "sector"),
    wish=Wish.LESS,
)

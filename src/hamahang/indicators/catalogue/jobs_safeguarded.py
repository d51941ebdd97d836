"""Jobs safeguarded."""

from hamahang.commitments import queries as commitments
from hamahang.domain.indicators import Indicator, Question, Reduction, Rows
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    query = commitments.evidences(question.asof, kinds=("SAFEGUARDED",)).filter(proof__gte=Proof.CONFIRMED)
    return rows_of(question, query, _columns.EVIDENCE)


INDICATOR = Indicator(
    code="jobs_safeguarded",
    title=Text(fa="شغل تثبیت‌شده", en="jobs safeguarded"),
    unit="person",
    definition=Text(
        fa="شغل‌های حفظ‌شده در واحدهای موجود که دست‌کم با تماس تأیید شده‌اند؛ در تعهد شغل جدید شمرده نمی‌شوند.",
        en="Jobs kept in existing units and confirmed at least by phone; not counted toward the promise of new jobs.",
    ),
    rows=rows,
    group=_groups.JOBS,
    reduction=Reduction.SUM,
    level=Proof.CONFIRMED,
    cell="persons",
)

"""Jobs verified."""

from hamahang.commitments import queries as commitments
from hamahang.domain.indicators import Indicator, Question, Reduction, Rows, Time
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    return rows_of(question, commitments.verified(question.asof), _columns.VERIFIED)


INDICATOR = Indicator(
    code="jobs_verified",
    title=Text(fa="اشتغال تأییدشده", en="jobs verified"),
    unit="person",
    definition=Text(
        fa="شغل‌های جدید و بازگشته که تا روز پرسش دست‌کم با تماس تأیید شده‌اند؛ شغل تثبیت‌شده جدا شمرده می‌شود.",
        en="New and returned jobs confirmed at least by phone by the asked day; safeguarded jobs are counted apart.",
    ),
    rows=rows,
    group=_groups.JOBS,
    reduction=Reduction.SUM,
    level=Proof.CONFIRMED,
    cell="persons",
    by=("county", "estate", "sector"),
    time=Time.FLOW,
)

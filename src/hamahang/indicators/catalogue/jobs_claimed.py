"""Jobs claimed, at any level of proof."""

from hamahang.commitments import queries as commitments
from hamahang.domain.indicators import Indicator, Question, Reduction, Rows
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of


def rows(question: Question) -> Rows:
    """Yield one row for each claim with its best evidence."""
    return rows_of(question, commitments.evidences(question.asof), _columns.EVIDENCE)


INDICATOR = Indicator(
    code="jobs_claimed",
    title=Text(fa="اشتغال در همهٔ سطح‌های اثبات", en="jobs at all levels of proof"),
    unit="person",
    definition=Text(
        fa="شغل‌های جدید و بازگشته‌ای که تا روز پرسش ادعا شده‌اند، با هر سطح اثبات؛ سهم هر سطح در صفحهٔ رقم آمده است.",
        en="New and returned jobs claimed by the asked day, at any level of proof; the page shows each level's share.",
    ),
    rows=rows,
    group=_groups.JOBS,
    reduction=Reduction.SUM,
    level=Proof.ANNOUNCED,
    by=("county", "estate", "sector"),
    cell="persons",
)

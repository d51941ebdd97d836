"""Jobs committed."""

from hamahang.commitments import queries as commitments
from hamahang.domain.indicators import Indicator, Question, Reduction, Rows, Time
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    return rows_of(question, commitments.targets_of_jobs(question.asof), _columns.TARGET)


INDICATOR = Indicator(
    code="jobs_committed",
    title=Text(fa="شغل متعهدشده", en="jobs committed"),
    unit="person",
    definition=Text(
        fa="شغل‌هایی که تا پایان دوره تعهد شده است، بنا بر نسخهٔ هدفی که در روز پرسش برقرار است.",
        en="Jobs promised by the end of the period, by the version of the target that holds on the asked day.",
    ),
    rows=rows,
    group=_groups.JOBS,
    reduction=Reduction.SUM,
    level=Proof.ANNOUNCED,
    cell="amount persons",
    time=Time.SPAN,
)

"""Jobs verified of women."""

from hamahang.commitments import queries as commitments
from hamahang.domain.indicators import Indicator, Question, Reduction, Rows, Time
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    return rows_of(question, commitments.verified(question.asof).exclude(women=None), _columns.WOMEN)


INDICATOR = Indicator(
    code="jobs_verified_women",
    title=Text(fa="اشتغال تأییدشدهٔ زنان", en="jobs verified of women"),
    unit="person",
    definition=Text(
        fa="زنان از میان شغل‌های تأییدشده، آنجا که شاهد شمارشان را گفته است.",
        en="Women among the jobs verified; only evidence that says their number is counted.",
    ),
    rows=rows,
    group=_groups.JOBS,
    reduction=Reduction.SUM,
    level=Proof.CONFIRMED,
    cell="women",
    by=("county", "estate", "sector"),
    time=Time.FLOW,
)

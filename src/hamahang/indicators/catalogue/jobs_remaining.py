"""Jobs remaining of the commitment."""

from hamahang.commitments import queries as commitments
from hamahang.domain.indicators import Indicator, Question, Reduction, Rows, Time
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.joined import JoinedRows
from hamahang.indicators.rows import rows_of


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    promised = rows_of(question, commitments.targets_of_jobs(question.asof), _columns.TARGET)
    proven = rows_of(question, commitments.verified(question.asof), _columns.PROVEN)
    return JoinedRows((promised, proven))


INDICATOR = Indicator(
    code="jobs_remaining",
    title=Text(fa="شغل باقی‌مانده از تعهد", en="jobs remaining of the commitment"),
    unit="person",
    definition=Text(
        fa="شغل متعهدشده منهای اشتغال تأییدشده؛ در فهرست، سهم‌ها با علامت مثبت و شواهد با علامت منفی آمده‌اند.",
        en="Jobs committed less jobs verified; in the list the shares stand with a plus and the evidence with a minus.",
    ),
    rows=rows,
    group=_groups.JOBS,
    reduction=Reduction.SUM,
    level=Proof.CONFIRMED,
    cell="amount persons",
    time=Time.SPAN,
)

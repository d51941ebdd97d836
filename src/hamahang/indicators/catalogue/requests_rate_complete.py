"""Rate of complete documents."""

from dataclasses import replace

from hamahang.domain.indicators import Indicator, Question, Reduction, Rows
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of
from hamahang.support import asked


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    query = asked.came_on(question.asof, first="REGISTERED", then="COMPLETE")
    return rows_of(question, query, replace(_columns.REQUEST, amount="came", base="whole"))


INDICATOR = Indicator(
    code="requests_rate_complete",
    title=Text(fa="نرخ تکمیل مدارک", en="rate of complete documents"),
    unit="percent",
    definition=Text(
        fa="از هر صد درخواستی که به مرحلهٔ نخست رسیده، چند تا به مرحلهٔ دوم هم رسیده است. هر دو بخش کسر در فهرست است.",
        en="Of a hundred requests that came to the first stage, how many came to the second. Both parts of the ratio are in the list.",
    ),
    rows=rows,
    group=_groups.REQUESTS,
    reduction=Reduction.RATIO,
    level=Proof.LISTED,
    cell="stage",
    by=("county", "estate", "sector"),
)

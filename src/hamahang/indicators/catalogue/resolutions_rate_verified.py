"""Rate of execution, verified."""

from dataclasses import replace

from django.db.models import Case, Value, When

from hamahang.board import queries as board
from hamahang.domain.indicators import Indicator, Question, Reduction, Rows
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    notified = board.states(question.asof).exclude(state__in=("PASSED", "CANCELLED"))
    done = Case(When(state__in=("DONE_VERIFIED",), then=Value(1)), default=Value(0))
    query = notified.annotate(done=done, whole=Value(1))
    return rows_of(question, query, replace(_columns.RESOLUTION, amount="done", base="whole"))


INDICATOR = Indicator(
    code="resolutions_rate_verified",
    title=Text(fa="نرخ اجرای تأییدشده", en="rate of execution, verified"),
    unit="percent",
    definition=Text(
        fa="از هر صد مصوبهٔ ابلاغ‌شده و لغونشده، اجرای چند تا تأیید شده است. هر دو بخش کسر در فهرست است.",
        en="Of a hundred resolutions notified and not cancelled, how many were verified as done. Both parts of the ratio are in the list.",
    ),
    rows=rows,
    group=_groups.BOARD,
    reduction=Reduction.RATIO,
    level=Proof.LISTED,
    cell="state",
    by=(),
    parts=("agency",),
)

"""Net restarts this year."""

from hamahang.casework import counting
from hamahang.domain.calendar import first_of_year
from hamahang.domain.indicators import Indicator, Question, Reduction, Rows, Time
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.joined import JoinedRows
from hamahang.indicators.rows import rows_of
from hamahang.register import queries as register


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    first = first_of_year(question.asof.day)
    back = counting.reached_since(question.asof, kind="REVIVAL", stage="RESTARTED", first=first)
    stopped = register.stopped_since(question.asof, first=first)
    parts = rows_of(question, back, _columns.RESTARTED), rows_of(question, stopped, _columns.STOPPED)
    return JoinedRows(parts)


INDICATOR = Indicator(
    code="net_restarts_this_year",
    title=Text(fa="خالص بازگشت امسال", en="net restarts this year"),
    unit="unit",
    definition=Text(
        fa="بازگشته‌های امسال منهای از کار افتاده‌های امسال؛ در فهرست، بازگشت با مثبت و توقف با منفی آمده است.",
        en="Units restarted this year less units stopped; in the list a restart stands with a plus and a stop with a minus.",
    ),
    rows=rows,
    group=_groups.IDLE,
    reduction=Reduction.SUM,
    level=Proof.DECLARED,
    by=("county", "estate", "sector"),
    time=Time.SPAN,
)

"""Share of revived units at work after 6 months."""

from dataclasses import replace

from hamahang.casework import counting
from hamahang.domain.flows.workingdays import months_later
from hamahang.domain.indicators import Indicator, Question, Reduction, Rows
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    by = months_later(question.asof.day, -6)
    query = counting.proven_after(question.asof, stages=("WATCHED_6", "DURABLE"), by=by)
    return rows_of(question, query, replace(_columns.CASE, amount="proven", base="all_of_them"))


INDICATOR = Indicator(
    code="revived_working_after_6",
    title=Text(fa="سهم احیاشدهٔ در کار پس از شش ماه", en="share of revived units at work after 6 months"),
    unit="percent",
    definition=Text(
        fa="از هر صد واحدی که دست‌کم شش ماه پیش به تولید بازگشته است، شمار آنها که پایش شش‌ماهه کارشان را نشان داده است. هر دو بخش کسر در فهرست است.",
        en="Of a hundred units back in production for at least 6 months, those whose 6-month check saw them at work. Both parts of the ratio are in the list.",
    ),
    rows=rows,
    group=_groups.IDLE,
    reduction=Reduction.RATIO,
    level=Proof.SEEN,
    by=("county", "estate", "sector"),
    parts=("cause",),
)

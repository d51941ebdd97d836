"""Units taken over."""

from hamahang.casework import counting
from hamahang.domain.indicators import Indicator, Question, Rows
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    query = counting.standing_in(question.asof, kind="TAKEOVER", stages=("TRANSFERRED",))
    return rows_of(question, query, _columns.CASE)


INDICATOR = Indicator(
    code="takeovers_done",
    title=Text(fa="واحد واگذارشده", en="units taken over"),
    unit="case",
    definition=Text(
        fa="واحدهایی که پروانه و زمین آنها به سرمایه‌گذار تازه منتقل شده است.",
        en="Units whose licence and land came to a new investor.",
    ),
    rows=rows,
    group=_groups.CASES,
    level=Proof.CONFIRMED,
    by=("county", "estate", "sector"),
    parts=("cause",),
    is_of_events=True,
)

"""Units seen idle."""

from hamahang.domain.indicators import Indicator, Question, Rows, Wish
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of
from hamahang.visits import queries as visits


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    return rows_of(question, visits.latest(question.asof).filter(state="IDLE"), _columns.SEEN)


INDICATOR = Indicator(
    code="units_seen_idle",
    title=Text(fa="واحد دیده‌شدهٔ راکد", en="units seen idle"),
    unit="unit",
    definition=Text(
        fa="واحدهایی که در آخرین بازدید تا روز پرسش راکد دیده شده‌اند.",
        en="Units that were idle when they were last visited by the asked day.",
    ),
    rows=rows,
    group=_groups.VISITS,
    level=Proof.SEEN,
    by=("county", "estate", "sector"),
    wish=Wish.LESS,
)

"""Units stopped this year."""

from hamahang.domain.calendar import first_of_year
from hamahang.domain.indicators import Indicator, Question, Rows, Time
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of
from hamahang.register import queries as register


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    first = first_of_year(question.asof.day)
    return rows_of(question, register.stopped_since(question.asof, first=first), _columns.UNIT)


INDICATOR = Indicator(
    code="units_stopped_this_year",
    title=Text(fa="واحد از کار افتادهٔ امسال", en="units stopped this year"),
    unit="unit",
    definition=Text(
        fa="واحدهایی که از آغاز سال خورشیدی تا روز پرسش از تولید به رکود رفته‌اند.",
        en="Units that fell idle from the beginning of the Jalali year to the asked day.",
    ),
    rows=rows,
    group=_groups.IDLE,
    level=Proof.DECLARED,
    by=("county", "estate", "sector"),
    time=Time.SPAN,
)

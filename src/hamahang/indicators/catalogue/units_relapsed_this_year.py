"""Units relapsed this year."""

from hamahang.casework import counting
from hamahang.domain.calendar import first_of_year
from hamahang.domain.indicators import Indicator, Question, Rows, Time
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    first = first_of_year(question.asof.day)
    query = counting.reached_since(question.asof, kind="REVIVAL", stage="RELAPSED", first=first)
    return rows_of(question, query, _columns.CASE)


INDICATOR = Indicator(
    code="units_relapsed_this_year",
    title=Text(fa="واحد بازگشته به رکود امسال", en="units relapsed this year"),
    unit="unit",
    definition=Text(
        fa="واحدهایی که احیای آنها از آغاز سال خورشیدی تا روز پرسش شکسته است.",
        en="Units whose revival failed from the beginning of the Jalali year to the asked day.",
    ),
    rows=rows,
    group=_groups.IDLE,
    level=Proof.LISTED,
    by=("county", "estate", "sector"),
    parts=("cause",),
    time=Time.SPAN,
)

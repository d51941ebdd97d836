"""Units without returns for six months in a row."""

from hamahang.domain.indicators import Indicator, Question, Rows, Time
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of
from hamahang.register import counting


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    return rows_of(question, counting.without(question.asof, is_warned=True), _columns.WITHOUT_RETURN)


INDICATOR = Indicator(
    code="units_without_returns",
    title=Text(fa="واحدهای در معرض تعلیق (بی‌آمار)", en="units warned of suspension (no returns)"),
    unit="unit",
    definition=Text(
        fa="واحدهایی که تا واپسین ماه سررسید به شمار ماه‌های قاعده (شش ماه) پیاپی آماری نفرستاده‌اند؛ ماه‌های تعلیق یا پس از ابطال پروانه شمرده نمی‌شود.",
        en="Units that have sent no return for as many months in a row as the rule says (six), up to the last that is due; months of a suspended or cancelled licence do not count.",
    ),
    rows=rows,
    version=2,
    group=_groups.RETURNS,
    cell="",
    by=("county", "estate", "sector"),
    time=Time.SPAN,
)

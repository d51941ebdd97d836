"""Units whose return of the last due month is missing."""

from hamahang.domain.indicators import Indicator, Question, Rows, Time
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of
from hamahang.register import counting


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    return rows_of(question, counting.without(question.asof, is_warned=False), _columns.WITHOUT_RETURN)


INDICATOR = Indicator(
    code="returns_missing",
    title=Text(fa="واحدهای بی‌آمار", en="units whose return is missing"),
    unit="unit",
    definition=Text(
        fa="واحدهایی که آمار واپسین ماهی را که مهلتش گذشته است نفرستاده‌اند؛ واحد از ماه پس از پروانه آمار بدهکار است، نه در تعلیق همهٔ پروانه‌هایش و نه پس از ابطال آنها.",
        en="Units that sent no return for the last month that is due; a unit owes returns from the month after its licence, but neither while all its licences are suspended nor once they are cancelled.",
    ),
    rows=rows,
    version=2,
    group=_groups.RETURNS,
    cell="",
    by=("county", "estate", "sector"),
    time=Time.SPAN,
)

"""Operating licences."""

from hamahang.domain.indicators import Indicator, Question, Rows, Time
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of
from hamahang.register import queries as register


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    query = register.licences(question.asof).filter(kind__in=("NEW", "EXPANSION"))
    return rows_of(question, query, _columns.UNIT)


INDICATOR = Indicator(
    code="operating_licences",
    title=Text(fa="پروانهٔ بهره‌برداری", en="operating licences"),
    unit="licence",
    definition=Text(
        fa="پروانه‌های ایجادی و توسعه‌ای صادرشده تا روز پرسش.",
        en="New-unit and expansion licences issued by the asked day.",
    ),
    rows=rows,
    group=_groups.UNITS,
    level=Proof.LICENCE,
    cell="licence_no",
    by=("county", "estate", "sector"),
    time=Time.STOCK,
)

"""Restructured facilities."""

from hamahang.domain.indicators import Indicator, Question, Rows, Wish
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of
from hamahang.support import measures


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    return rows_of(question, measures.restructured(question.asof), _columns.AGREED)


INDICATOR = Indicator(
    code="facilities_restructured",
    title=Text(fa="تسهیلات امهال یا تقسیط‌شده", en="facilities restructured"),
    unit="facility",
    definition=Text(
        fa="تسهیلاتی که جدول کنونی آنها در روز پرسش از امهال یا تقسیط است.",
        en="Facilities whose present table on the asked day comes from a postponement or from putting debts into instalments.",
    ),
    rows=rows,
    group=_groups.SUPPORT,
    cell="kind",
    by=("county", "estate", "sector"),
    wish=Wish.NEITHER,
)

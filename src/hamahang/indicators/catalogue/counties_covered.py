"""Counties with an estate or zone."""

from hamahang.domain.indicators import Indicator, Question, Rows
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _groups
from hamahang.indicators.rows import Columns, rows_of
from hamahang.territory import queries as territory
from hamahang.territory.models import County


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    standing = territory.estate_statuses(question.asof).filter(status__in=("ACTIVE", "UNDER_CONSTRUCTION"))
    query = territory.counties_on(question.asof.day).filter(pk__in=standing.values("estate__county"))
    columns = Columns(entity=County, on="valid_from", level=None, county="id")
    return rows_of(question, query, columns)


INDICATOR = Indicator(
    code="counties_covered",
    title=Text(fa="شهرستان دارای شهرک یا ناحیه", en="counties with an estate or zone"),
    unit="county",
    definition=Text(
        fa="شهرستان‌هایی که در روز پرسش شهرک یا ناحیهٔ صنعتی فعال یا در دست اجرا دارند.",
        en="Counties that have an active estate or zone, or one under construction, on the asked day.",
    ),
    rows=rows,
    group=_groups.ESTATES,
)

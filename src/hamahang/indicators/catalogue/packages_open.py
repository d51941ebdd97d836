"""Packages under way."""

from hamahang.domain.indicators import Indicator, Question, Rows
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of
from hamahang.support import packaging


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    return rows_of(question, packaging.open_packages(question.asof), _columns.PACKAGE)


INDICATOR = Indicator(
    code="packages_open",
    title=Text(fa="بستهٔ حمایتی در جریان", en="support packages under way"),
    unit="package",
    definition=Text(
        fa="بسته‌های حمایتی بازشده تا روز پرسش که نه همهٔ اقدام‌هایشان انجام شده و نه همه کنار گذاشته شده است.",
        en="Support packages opened by the asked day whose measures are neither all done nor all dropped.",
    ),
    rows=rows,
    group=_groups.REQUESTS,
    cell="opened_on",
    by=("county", "estate", "sector"),
)

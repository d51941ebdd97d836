"""Packages done."""

from hamahang.domain.indicators import Indicator, Question, Rows, Time
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of
from hamahang.support import packaging


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    return rows_of(question, packaging.done_packages(question.asof), _columns.PACKAGE)


INDICATOR = Indicator(
    code="packages_done",
    title=Text(fa="بستهٔ حمایتی انجام‌شده", en="support packages done"),
    unit="package",
    definition=Text(
        fa="بسته‌های حمایتی که همهٔ اقدام‌های کنارگذاشته‌نشدهٔ آنها تا روز پرسش انجام شده است.",
        en="Support packages all of whose measures that were not dropped are done by the asked day.",
    ),
    rows=rows,
    group=_groups.REQUESTS,
    cell="opened_on",
    by=("county", "estate", "sector"),
    time=Time.STOCK,
)

"""Requests that have not ended."""

from hamahang.domain.indicators import Indicator, Question, Rows, Wish
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of
from hamahang.support import asked


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    return rows_of(question, asked.open_requests(question.asof), _columns.REQUEST)


INDICATOR = Indicator(
    code="requests_open",
    title=Text(fa="درخواست باز", en="open requests"),
    unit="request",
    definition=Text(
        fa="درخواست‌های حمایت که تا روز پرسش به قرارداد، رد یا انقضا نرسیده‌اند.",
        en="Requests for support that have come to no contract, refusal or lapse by the asked day.",
    ),
    rows=rows,
    group=_groups.REQUESTS,
    level=Proof.LISTED,
    cell="stage",
    by=("county", "estate", "sector"),
    wish=Wish.LESS,
)

"""Requests for support approved by the bank."""

from hamahang.domain.indicators import Indicator, Question, Rows, Time
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of
from hamahang.support import asked


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    return rows_of(question, asked.reached(question.asof, stage="BANK"), _columns.REACHED)


INDICATOR = Indicator(
    code="requests_bank_approved",
    title=Text(fa="درخواست مصوب بانک", en="requests approved by the bank"),
    unit="request",
    definition=Text(
        fa="درخواست‌های حمایت که تا روز پرسش به این مرحله رسیده‌اند، هر جا که اکنون باشند.",
        en="Requests for support that came to this stage by the asked day, wherever they stand now.",
    ),
    rows=rows,
    group=_groups.REQUESTS,
    level=Proof.LISTED,
    cell="stage",
    by=("county", "estate", "sector"),
    time=Time.FLOW,
)

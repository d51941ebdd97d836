"""Permits cancelled."""

from hamahang.domain.indicators import Indicator, Question, Rows, Time, Wish
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of
from hamahang.register import licensing


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    return rows_of(question, licensing.permits(question.asof).filter(state="CANCELLED"), _columns.CANCELLED)


INDICATOR = Indicator(
    code="permits_cancelled",
    title=Text(fa="جواز ابطال‌شده", en="permits cancelled"),
    unit="permit",
    definition=Text(
        fa="جوازهایی که تا روز پرسش ابطال شده‌اند.",
        en="Permits that were cancelled by the asked day.",
    ),
    rows=rows,
    group=_groups.LICENCES,
    level=Proof.PERMIT,
    cell="licence_no",
    by=("county", "estate"),
    time=Time.FLOW,
    wish=Wish.NEITHER,
)

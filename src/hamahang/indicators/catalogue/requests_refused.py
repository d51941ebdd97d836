"""Requests refused or not eligible."""

from hamahang.domain.indicators import Indicator, Question, Rows, Time, Wish
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of
from hamahang.support import asked


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    query = asked.current(question.asof).filter(stage__in=("REFUSED", "NOT_ELIGIBLE"))
    return rows_of(question, query, _columns.REQUEST)


INDICATOR = Indicator(
    code="requests_refused",
    title=Text(fa="درخواست ردشده", en="requests refused"),
    unit="request",
    definition=Text(
        fa="درخواست‌های ردشده، غیرمتأثر یا فاقد شرایط تا روز پرسش، هر یک با دلیل.",
        en="Requests refused, not affected or not eligible by the asked day, each with its reason.",
    ),
    rows=rows,
    group=_groups.REQUESTS,
    level=Proof.LISTED,
    cell="stage",
    by=("county", "estate", "sector"),
    time=Time.FLOW,
    wish=Wish.NEITHER,
)

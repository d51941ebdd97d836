"""Requests: rials asked for."""

from dataclasses import replace

from hamahang.domain.indicators import Indicator, Question, Reduction, Rows, Time
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of
from hamahang.support import asked


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    columns = replace(_columns.REACHED, amount="amount")
    return rows_of(question, asked.reached(question.asof, stage="REGISTERED"), columns)


INDICATOR = Indicator(
    code="requests_asked_rials",
    title=Text(fa="مبلغ درخواستی", en="rials asked for"),
    unit="rial",
    definition=Text(
        fa="مجموع مبلغ درخواست‌های رسیده به این مرحله تا روز پرسش، با آخرین مبلغی که در آن مرحله گفته شده است.",
        en="Sum of the requests that came to this stage by the asked day, at the last amount said there.",
    ),
    rows=rows,
    group=_groups.REQUESTS,
    reduction=Reduction.SUM,
    level=Proof.LISTED,
    cell="amount",
    by=("county", "estate", "sector"),
    time=Time.FLOW,
)

"""Active industrial estates."""

from hamahang.domain.indicators import Indicator, Question, Rows
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of
from hamahang.territory import queries as territory


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    query = territory.estate_statuses(question.asof).filter(status="ACTIVE", estate__kind="ESTATE")
    return rows_of(question, query, _columns.ESTATE)


INDICATOR = Indicator(
    code="active_estates",
    title=Text(fa="شهرک صنعتی فعال", en="active industrial estates"),
    unit="estate",
    definition=Text(
        fa="شهرک‌هایی که آخرین وضعیت آنها تا روز پرسش «فعال» است.",
        en="Estates whose last status by the asked day is active.",
    ),
    rows=rows,
    group=_groups.ESTATES,
    level=Proof.LISTED,
    cell="status",
)

"""Industrial zones under construction."""

from hamahang.domain.indicators import Indicator, Question, Rows
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of
from hamahang.territory import queries as territory


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    query = territory.estate_statuses(question.asof).filter(status="UNDER_CONSTRUCTION", estate__kind="ZONE")
    return rows_of(question, query, _columns.ESTATE)


INDICATOR = Indicator(
    code="zones_under_construction",
    title=Text(fa="ناحیهٔ صنعتی در دست اجرا", en="industrial zones under construction"),
    unit="zone",
    definition=Text(
        fa="نواحی صنعتی که آخرین وضعیت آنها تا روز پرسش «در دست اجرا» است.",
        en="Zones whose last status by the asked day is under construction.",
    ),
    rows=rows,
    group=_groups.ESTATES,
    level=Proof.LISTED,
    cell="status",
)

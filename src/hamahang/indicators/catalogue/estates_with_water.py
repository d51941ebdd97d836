"""Estates and zones with water."""

from hamahang.domain.indicators import Indicator, Question, Rows
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of
from hamahang.territory import queries as territory


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    query = territory.estate_statuses(question.asof).filter(status="ACTIVE")
    served = [estate for estate, present in territory.estate_utilities(question.asof).items() if present.get("WATER")]
    return rows_of(question, query.filter(estate__in=served), _columns.ESTATE)


INDICATOR = Indicator(
    code="estates_with_water",
    title=Text(fa="شهرک و ناحیهٔ دارای آب", en="estates and zones with water"),
    unit="estate",
    definition=Text(
        fa="شهرک‌ها و نواحی فعال که تا روز پرسش آب به آنها رسیده است.",
        en="Active estates and zones that water reaches by the asked day.",
    ),
    rows=rows,
    group=_groups.ESTATES,
    level=Proof.LISTED,
    cell="water",
)

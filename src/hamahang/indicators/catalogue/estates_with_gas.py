"""Estates and zones with gas."""

from hamahang.domain.indicators import Indicator, Question, Rows
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of
from hamahang.territory import queries as territory


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    query = territory.estate_statuses(question.asof).filter(status="ACTIVE")
    served = [estate for estate, present in territory.estate_utilities(question.asof).items() if present.get("GAS")]
    return rows_of(question, query.filter(estate__in=served), _columns.ESTATE)


INDICATOR = Indicator(
    code="estates_with_gas",
    title=Text(fa="شهرک و ناحیهٔ دارای گاز", en="estates and zones with gas"),
    unit="estate",
    definition=Text(
        fa="شهرک‌ها و نواحی فعال که تا روز پرسش گاز به آنها رسیده است.",
        en="Active estates and zones that gas reaches by the asked day.",
    ),
    rows=rows,
    group=_groups.ESTATES,
    level=Proof.LISTED,
    cell="gas",
)

"""Facilities with a contract."""

from hamahang.domain.indicators import Indicator, Question, Rows
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of
from hamahang.support import measures


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    return rows_of(question, measures.contracts(question.asof), _columns.AGREED)


INDICATOR = Indicator(
    code="facilities_contracted",
    title=Text(fa="تسهیلات قراردادبسته", en="facilities contracted"),
    unit="facility",
    definition=Text(
        fa="تسهیلاتی که قرارداد آنها تا روز پرسش بسته شده است.",
        en="Facilities whose contract was signed by the asked day.",
    ),
    rows=rows,
    group=_groups.SUPPORT,
    level=Proof.LISTED,
    cell="contract",
    by=("county", "estate", "sector"),
    is_of_events=True,
)

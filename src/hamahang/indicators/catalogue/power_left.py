"""Power that estates have left."""

from hamahang.domain.indicators import Indicator, Question, Reduction, Rows
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.joined import JoinedRows
from hamahang.indicators.rows import rows_of
from hamahang.territory import queries as territory


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    given = territory.capacities(question.asof).filter(infrastructure__kind="POWER")
    promised = territory.promises(question.asof).filter(utility="POWER")
    parts = (rows_of(question, given, _columns.CAPACITY), rows_of(question, promised, _columns.PROMISED))
    return JoinedRows(parts)


INDICATOR = Indicator(
    code="power_left",
    title=Text(fa="برق باقی‌ماندهٔ شهرک‌ها", en="power that estates have left"),
    unit="megawatt",
    definition=Text(
        fa="برقی که به شهرک‌ها می‌رسد منهای آنچه قول داده شده است؛ کمتر از صفر یعنی بیش از ظرفیت قول داده‌اند.",
        en="What reaches the estates of power less what was promised; below zero, more was promised than is there.",
    ),
    rows=rows,
    group=_groups.INFRASTRUCTURE,
    reduction=Reduction.SUM,
    level=Proof.LISTED,
    by=("county", "estate"),
)

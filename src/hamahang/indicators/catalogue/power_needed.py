"""Power that projects need."""

from hamahang.domain.indicators import Indicator, Question, Reduction, Rows, Wish
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of
from hamahang.projects import counting


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    query = counting.needs(question.asof, "POWER")
    return rows_of(question, query, _columns.NEED)


INDICATOR = Indicator(
    code="power_needed",
    title=Text(fa="برق مورد نیاز طرح‌ها", en="power that projects need"),
    unit="megawatt",
    definition=Text(
        fa="برقی که طرح‌های لغونشده و ردنشده نیاز دارند: آخرین گفتهٔ هر طرح.",
        en="What projects neither cancelled nor refused need of power: the last word of each.",
    ),
    rows=rows,
    group=_groups.INFRASTRUCTURE,
    reduction=Reduction.SUM,
    level=Proof.DECLARED,
    by=("county", "estate"),
    wish=Wish.NEITHER,
)

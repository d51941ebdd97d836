"""Active mines."""

from hamahang.domain.indicators import Indicator, Question, Rows
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of
from hamahang.register import queries as register


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    return rows_of(question, register.mine_statuses(question.asof).filter(status="ACTIVE"), _columns.MINE)


INDICATOR = Indicator(
    code="mines_active",
    title=Text(fa="معدن فعال", en="active mines"),
    unit="mine",
    definition=Text(
        fa="معادنی که آخرین وضعیت آنها تا روز پرسش «فعال» است، با هر سندی که دارند.",
        en="Mines whose last status by the asked day is active, whatever document they have.",
    ),
    rows=rows,
    group=_groups.MINES,
    level=Proof.LISTED,
    cell="status",
)

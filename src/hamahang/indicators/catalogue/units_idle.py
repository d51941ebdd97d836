"""Idle units."""

from hamahang.domain.indicators import Indicator, Question, Rows, Wish
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of, units_asked
from hamahang.register import queries as register


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    return rows_of(
        question, register.statuses(question.asof, units_asked(question)).filter(status="IDLE"), _columns.STATUS
    )


INDICATOR = Indicator(
    code="units_idle",
    title=Text(fa="واحد راکد", en="idle units"),
    unit="unit",
    definition=Text(
        fa="واحدهای دارای پروانه که تولید نمی‌کنند.",
        en="Licensed units that do not produce.",
    ),
    rows=rows,
    version=2,
    group=_groups.UNITS,
    level=Proof.DECLARED,
    cell="status",
    by=("county", "estate", "sector"),
    wish=Wish.LESS,
)

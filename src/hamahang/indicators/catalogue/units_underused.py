"""Under-used units."""

from hamahang.domain.indicators import Indicator, Question, Rows, Wish
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of, units_asked
from hamahang.register import queries as register


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    return rows_of(
        question, register.statuses(question.asof, units_asked(question)).filter(status="UNDERUSED"), _columns.STATUS
    )


INDICATOR = Indicator(
    code="units_underused",
    title=Text(fa="واحد نیمه‌فعال", en="under-used units"),
    unit="unit",
    definition=Text(
        fa="واحدهایی که زیر ظرفیت کار می‌کنند (نیمه‌فعال).",
        en="Units that work below half of their nominal capacity.",
    ),
    rows=rows,
    version=2,
    group=_groups.UNITS,
    level=Proof.DECLARED,
    cell="status",
    by=("county", "estate", "sector"),
    wish=Wish.LESS,
)

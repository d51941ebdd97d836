"""Registered production units."""

from hamahang.domain.indicators import Indicator, Question, Rows
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of, units_asked
from hamahang.register import queries as register


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    return rows_of(question, register.statuses(question.asof, units_asked(question)), _columns.STATUS)


INDICATOR = Indicator(
    code="units_registered",
    title=Text(fa="واحد تولیدی ثبت‌شده", en="registered production units"),
    unit="unit",
    definition=Text(
        fa="واحدهایی که تا روز پرسش وضعیتی برای آنها ثبت شده است.",
        en="Units that have any status by the asked day.",
    ),
    rows=rows,
    version=2,
    group=_groups.UNITS,
    level=Proof.DECLARED,
    cell="status",
    by=("county", "estate", "sector"),
)

"""Persons employed in units."""

from dataclasses import replace

from hamahang.domain.indicators import Indicator, Question, Reduction, Rows
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of, units_asked
from hamahang.register import queries as register


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    query = register.head_counts(question.asof, nominal=False, units=units_asked(question))
    return rows_of(question, query, replace(_columns.UNIT, amount="persons"))


INDICATOR = Indicator(
    code="actual_jobs",
    title=Text(fa="شاغلان واحدها", en="persons employed in units"),
    unit="person",
    definition=Text(
        fa="مجموع آخرین شمار شاغلان هر واحد، از اظهار واحد به بالا.",
        en="Sum of each unit's last head count, declared or better proven.",
    ),
    rows=rows,
    group=_groups.UNITS,
    reduction=Reduction.SUM,
    level=Proof.DECLARED,
    cell="employees",
    by=("county", "estate", "sector"),
)

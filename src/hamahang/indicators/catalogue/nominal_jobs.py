"""Nominal jobs."""

from dataclasses import replace

from hamahang.domain.indicators import Indicator, Question, Reduction, Rows
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of, units_asked
from hamahang.register import queries as register


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    query = register.head_counts(question.asof, nominal=True, units=units_asked(question))
    return rows_of(question, query, replace(_columns.UNIT, amount="persons"))


INDICATOR = Indicator(
    code="nominal_jobs",
    title=Text(fa="اشتغال اسمی", en="nominal jobs"),
    unit="person",
    definition=Text(
        fa="مجموع اشتغال نوشته‌شده در جواز یا پروانهٔ واحدها؛ با اشتغال واقعی جمع نمی‌شود.",
        en="Jobs written in the units' permits or licences; never added to actual jobs.",
    ),
    rows=rows,
    group=_groups.UNITS,
    reduction=Reduction.SUM,
    level=Proof.PERMIT,
    cell="nominal_jobs",
    by=("county", "estate", "sector"),
)

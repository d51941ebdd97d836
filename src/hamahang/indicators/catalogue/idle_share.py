"""Share of idle units."""

from dataclasses import replace

from django.db.models import Case, Value, When

from hamahang.domain.indicators import Indicator, Question, Reduction, Rows
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of, units_asked
from hamahang.register import queries as register


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    built = register.statuses(question.asof, units_asked(question)).exclude(status="UNDER_CONSTRUCTION")
    idle = Case(When(status="IDLE", then=Value(1)), default=Value(0))
    query = built.annotate(idle=idle, built=Value(1))
    return rows_of(question, query, replace(_columns.STATUS, amount="idle", base="built"))


INDICATOR = Indicator(
    code="idle_share",
    title=Text(fa="سهم واحدهای راکد", en="share of idle units"),
    unit="percent",
    definition=Text(
        fa="واحدهای راکد از هر صد واحد ساخته‌شده (فعال، نیمه‌فعال و راکد). هر دو بخش کسر در فهرست است.",
        en="Idle units in a hundred built units (active, under-used and idle). Both parts of the ratio are in the list.",
    ),
    rows=rows,
    version=2,
    group=_groups.UNITS,
    reduction=Reduction.RATIO,
    level=Proof.DECLARED,
    cell="status",
    by=("county", "estate", "sector"),
)

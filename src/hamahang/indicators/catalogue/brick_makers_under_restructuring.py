"""Brick makers under restructuring."""

from hamahang.casework import queries as casework
from hamahang.domain.casework import BRICK_CLASSES
from hamahang.domain.indicators import Indicator, Question, Rows
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    query = casework.measures(question.asof, measure="RESTRUCTURING").filter(case__kind="AFFECTED")
    return rows_of(question, query.filter(case__unit__isic__in=BRICK_CLASSES), _columns.CASE)


INDICATOR = Indicator(
    code="brick_makers_under_restructuring",
    title=Text(fa="آجرپزی در تغییر ساختار", en="brick makers under restructuring"),
    unit="unit",
    definition=Text(
        fa="آجرپزی‌های تأثیرپذیر که برای آنها تغییر ساختار در جریان است.",
        en="Affected brick makers under restructuring.",
    ),
    rows=rows,
    group=_groups.AFFECTED,
    level=Proof.LISTED,
    cell="measure",
    by=("county", "estate"),
)

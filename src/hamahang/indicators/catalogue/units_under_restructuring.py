"""Units under restructuring, brick makers apart."""

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
    return rows_of(question, query.exclude(case__unit__isic__in=BRICK_CLASSES), _columns.CASE)


INDICATOR = Indicator(
    code="units_under_restructuring",
    title=Text(fa="واحد در تغییر ساختار، جز آجرپزی", en="units under restructuring, brick makers apart"),
    unit="unit",
    definition=Text(
        fa="واحدهای تأثیرپذیر که برای آنها تغییر ساختار در جریان است، بدون آجرپزی‌ها.",
        en="Affected units under restructuring, without brick makers.",
    ),
    rows=rows,
    group=_groups.AFFECTED,
    level=Proof.LISTED,
    cell="measure",
    by=("county", "estate"),
)

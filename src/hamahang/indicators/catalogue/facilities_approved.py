"""Facilities approved."""

from dataclasses import replace

from hamahang.domain.indicators import Indicator, Question, Reduction, Rows
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of
from hamahang.support import queries as support


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    columns = replace(
        _columns.PAYMENT, at="unit", on="approved_on", amount="approved", level=None,
        sector="isic", unit="unit_id", bank="bank__code",
    )  # fmt: skip
    return rows_of(question, support.facilities(question.asof), columns)


INDICATOR = Indicator(
    code="facilities_approved",
    title=Text(fa="تسهیلات مصوب", en="facilities approved"),
    unit="rial",
    definition=Text(
        fa="مجموع مبلغ مصوب تسهیلات تا روز پرسش.",
        en="Sum of the facilities approved by the asked day.",
    ),
    rows=rows,
    group=_groups.SUPPORT,
    reduction=Reduction.SUM,
    cell="approved",
    by=("county", "estate", "sector"),
    is_of_events=True,
)

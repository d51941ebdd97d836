"""Affected units referred to the headquarters."""

from hamahang.casework import queries as casework
from hamahang.domain.indicators import Indicator, Question, Rows
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    query = casework.reached(question.asof, kind="AFFECTED", stage="REFERRED")
    return rows_of(question, query, _columns.CASE)


INDICATOR = Indicator(
    code="affected_units_referred",
    title=Text(fa="واحد تأثیرپذیر معرفی‌شده به ستاد", en="affected units referred to the headquarters"),
    unit="unit",
    definition=Text(
        fa="واحدهای تأثیرپذیر از قانون هدفمندسازی یارانه‌ها که تا روز پرسش به ستاد معرفی شده‌اند.",
        en="Units affected by the targeted-subsidies law that were referred to the headquarters by the asked day.",
    ),
    rows=rows,
    group=_groups.AFFECTED,
    level=Proof.LISTED,
    cell="referred_on",
    by=("county", "estate", "sector"),
    is_of_events=True,
)

"""Idle units in diagnosis."""

from hamahang.casework import queries as casework
from hamahang.domain.indicators import Indicator, Question, Rows, Time, Wish
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    query = casework.reached(question.asof, kind="REVIVAL", stage="DIAGNOSIS")
    return rows_of(question, query, _columns.CASE)


INDICATOR = Indicator(
    code="idle_units_in_diagnosis",
    title=Text(fa="واحد راکد در عارضه‌یابی", en="idle units in diagnosis"),
    unit="unit",
    definition=Text(
        fa="واحدهای راکد شناسایی‌شده که تا روز پرسش کمیتهٔ عارضه‌یابی آنها تشکیل شده است.",
        en="Identified idle units whose diagnosis committee was formed by the asked day.",
    ),
    rows=rows,
    group=_groups.IDLE,
    level=Proof.LISTED,
    cell="diagnosis_on",
    by=("county", "estate", "sector"),
    parts=("cause",),
    time=Time.STOCK,
    wish=Wish.NEITHER,
)

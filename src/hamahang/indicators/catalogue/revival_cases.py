"""Revival cases, wherever they stand."""

from hamahang.casework import queries as casework
from hamahang.domain.indicators import Indicator, Question, Rows, Time
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    return rows_of(question, casework.current(question.asof, kind="REVIVAL"), _columns.STAGE)


INDICATOR = Indicator(
    code="revival_cases",
    title=Text(fa="پروندهٔ احیا در هر وضعیت", en="revival cases in every state"),
    unit="case",
    definition=Text(
        fa="همهٔ پرونده‌های احیا که تا روز پرسش آغاز شده‌اند، باز یا پایان‌یافته، به تفکیک مرحله و علت.",
        en="All revival cases begun by the asked day, open or ended, told apart by stage and cause.",
    ),
    rows=rows,
    group=_groups.IDLE,
    level=Proof.LISTED,
    by=("county", "estate", "sector"),
    parts=("stage", "cause"),
    time=Time.STOCK,
)

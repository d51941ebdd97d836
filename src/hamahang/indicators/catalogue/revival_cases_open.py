"""Open revival cases."""

from hamahang.casework import counting
from hamahang.domain.indicators import Indicator, Question, Rows
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    return rows_of(question, counting.open_cases(question.asof, kind="REVIVAL"), _columns.STAGE)


INDICATOR = Indicator(
    code="revival_cases_open",
    title=Text(fa="پروندهٔ احیای باز", en="open revival cases"),
    unit="case",
    definition=Text(
        fa="پرونده‌های احیا که تا روز پرسش پایان نیافته‌اند، در هر مرحله.",
        en="Revival cases that have not ended by the asked day, in whatever stage.",
    ),
    rows=rows,
    group=_groups.IDLE,
    level=Proof.LISTED,
    by=("county", "estate", "sector"),
    parts=("stage", "cause"),
)

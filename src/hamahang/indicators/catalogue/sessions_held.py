"""Sessions held."""

from hamahang.board import meetings
from hamahang.domain.indicators import Indicator, Question, Rows
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    return rows_of(question, meetings.sessions_held(question.asof), _columns.SESSION)


INDICATOR = Indicator(
    code="sessions_held",
    title=Text(fa="جلسهٔ برگزارشده", en="sessions held"),
    unit="session",
    definition=Text(
        fa="جلسه‌های ستاد و کارگروه‌ها که تا روز پرسش با حد نصاب برگزار شده‌اند.",
        en="Sessions of the board and its committees that were held with a quorum by the asked day.",
    ),
    rows=rows,
    group=_groups.BOARD,
    level=Proof.LISTED,
    cell="state",
    by=(),
    is_of_events=True,
)

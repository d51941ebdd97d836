"""Resolutions done, as claimed."""

from hamahang.board import queries as board
from hamahang.domain.indicators import Indicator, Question, Rows, Time
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    query = board.states(question.asof).filter(state="DONE_CLAIMED")
    return rows_of(question, query, _columns.RESOLUTION)


INDICATOR = Indicator(
    code="resolutions_done_claimed",
    title=Text(fa="مصوبهٔ اجراشده به اظهار دستگاه", en="resolutions done, as claimed"),
    unit="resolution",
    definition=Text(
        fa="مصوبه‌هایی که دستگاه مجری اجرای آنها را اظهار کرده و هنوز تأیید نشده است.",
        en="Resolutions their executor claims to be done, not yet verified.",
    ),
    rows=rows,
    group=_groups.BOARD,
    level=Proof.LISTED,
    cell="state",
    by=(),
    parts=("agency",),
    time=Time.STOCK,
)

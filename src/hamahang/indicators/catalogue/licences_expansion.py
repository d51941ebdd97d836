"""Expansion licences."""

from hamahang.domain.indicators import Indicator, Question, Rows
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of
from hamahang.register import licensing


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    return rows_of(question, licensing.licences(question.asof).filter(kind="EXPANSION"), _columns.LICENCE)


INDICATOR = Indicator(
    code="licences_expansion",
    title=Text(fa="پروانهٔ توسعه‌ای", en="expansion licences"),
    unit="licence",
    definition=Text(
        fa="پروانه‌های بهره‌برداری توسعه‌ای صادرشده تا روز پرسش.",
        en="Operating licences of expansions issued by the asked day.",
    ),
    rows=rows,
    group=_groups.LICENCES,
    level=Proof.LICENCE,
    cell="licence_no",
    by=("county", "estate"),
    is_of_events=True,
)

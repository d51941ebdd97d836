"""Units offered for takeover."""

from hamahang.casework import counting
from hamahang.domain.indicators import Indicator, Question, Rows
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    query = counting.standing_in(question.asof, kind="TAKEOVER", stages=("OFFERED", "MATCHED", "AGREED"))
    return rows_of(question, query, _columns.STAGE)


INDICATOR = Indicator(
    code="takeovers_offered",
    title=Text(fa="واحد در فهرست واگذاری", en="units offered for takeover"),
    unit="case",
    definition=Text(
        fa="واحدهایی که برای سرمایه‌گذار تازه عرضه شده‌اند و هنوز واگذار نشده‌اند.",
        en="Units offered to new investors and not yet transferred.",
    ),
    rows=rows,
    group=_groups.CASES,
    level=Proof.LISTED,
    by=("county", "estate", "sector"),
    parts=("stage", "cause"),
)

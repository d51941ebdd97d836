"""Persons seen at work."""

from hamahang.domain.indicators import Indicator, Question, Reduction, Rows
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of
from hamahang.visits import queries as visits


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    return rows_of(question, visits.latest(question.asof).filter(persons_seen__isnull=False), _columns.PERSONS_SEEN)


INDICATOR = Indicator(
    code="persons_seen",
    title=Text(fa="شاغل دیده‌شده در بازدید", en="persons seen at work"),
    unit="person",
    definition=Text(
        fa="شاغلانی که در آخرین بازدید هر واحد تا روز پرسش سر کار شمرده شده‌اند.",
        en="Persons counted at work on the last visit of each unit by the asked day.",
    ),
    rows=rows,
    group=_groups.VISITS,
    reduction=Reduction.SUM,
    level=Proof.SEEN,
    by=("county", "estate", "sector"),
)

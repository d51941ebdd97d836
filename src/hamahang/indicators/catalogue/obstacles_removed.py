"""Obstacles removed, verified."""

from hamahang.casework import counting
from hamahang.domain.indicators import Indicator, Question, Rows
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    query = counting.standing_in(question.asof, kind="OBSTACLE", stages=("REMOVED",))
    return rows_of(question, query, _columns.CASE)


INDICATOR = Indicator(
    code="obstacles_removed",
    title=Text(fa="مانع رفع‌شدهٔ تأییدشده", en="obstacles removed, verified"),
    unit="case",
    definition=Text(
        fa="موانعی که رفع آنها را کسی جز اظهارکننده با سند تأیید کرده است.",
        en="Obstacles whose removal was verified with proof by another than who claimed it.",
    ),
    rows=rows,
    group=_groups.CASES,
    level=Proof.CONFIRMED,
    by=("county", "estate", "sector"),
    parts=("cause",),
    is_of_events=True,
)

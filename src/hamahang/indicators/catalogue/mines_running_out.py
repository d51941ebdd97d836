"""Mines whose document runs out soon."""

from hamahang.domain.indicators import Indicator, Question, Rows, Wish
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of
from hamahang.register import mining


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    return rows_of(question, mining.running_out(question.asof), _columns.MINE)


INDICATOR = Indicator(
    code="mines_running_out",
    title=Text(fa="سند معدن رو به پایان", en="mines whose document runs out soon"),
    unit="mine",
    definition=Text(
        fa="معادنی که اعتبار سندشان در ۶۰ روز پس از روز پرسش پایان می‌یابد.",
        en="Mines whose document ends within 60 days after the asked day.",
    ),
    rows=rows,
    group=_groups.MINES,
    level=Proof.LISTED,
    cell="valid_until",
    by=("county",),
    wish=Wish.LESS,
)

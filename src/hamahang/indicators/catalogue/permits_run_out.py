"""Permits that have run out."""

from hamahang.domain.indicators import Indicator, Question, Rows, Wish
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of
from hamahang.register import licensing


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    return rows_of(question, licensing.run_out(question.asof), _columns.LICENCE)


INDICATOR = Indicator(
    code="permits_run_out",
    title=Text(fa="جواز منقضی", en="permits that have run out"),
    unit="permit",
    definition=Text(
        fa="جوازهایی که سال اعتبارشان گذشته و تمدید، تبدیل یا ابطال نشده‌اند.",
        en="Permits whose year has passed and that nobody extended, converted or cancelled.",
    ),
    rows=rows,
    group=_groups.LICENCES,
    level=Proof.PERMIT,
    cell="licence_no",
    by=("county", "estate"),
    wish=Wish.LESS,
)

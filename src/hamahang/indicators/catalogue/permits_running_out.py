"""Permits that run out soon."""

from hamahang.domain.indicators import Indicator, Question, Rows, Wish
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of
from hamahang.register import licensing


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    return rows_of(question, licensing.running_out(question.asof).filter(kind="PERMIT"), _columns.LICENCE)


INDICATOR = Indicator(
    code="permits_running_out",
    title=Text(fa="جواز رو به پایان", en="permits that run out soon"),
    unit="permit",
    definition=Text(
        fa="جوازهای معتبری که اعتبارشان در ۶۰ روز پس از روز پرسش پایان می‌یابد.",
        en="Good permits whose time ends within 60 days after the asked day.",
    ),
    rows=rows,
    group=_groups.LICENCES,
    level=Proof.PERMIT,
    cell="licence_no",
    by=("county", "estate"),
    wish=Wish.NEITHER,
)

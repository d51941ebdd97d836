"""Permits that are good."""

from hamahang.domain.indicators import Indicator, Question, Rows
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of
from hamahang.register import licensing


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    return rows_of(question, licensing.good(question.asof), _columns.LICENCE)


INDICATOR = Indicator(
    code="permits_valid",
    title=Text(fa="جواز معتبر", en="permits that are good"),
    unit="permit",
    definition=Text(
        fa="جوازهای تأسیسی که در روز پرسش در سال اعتبار خودند و نه به پروانه تبدیل شده‌اند و نه ابطال.",
        en="Establishment permits within their year on the asked day, neither become a licence nor cancelled.",
    ),
    rows=rows,
    group=_groups.LICENCES,
    level=Proof.PERMIT,
    cell="licence_no",
    by=("county", "estate"),
)

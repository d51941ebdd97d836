"""Licences suspended."""

from hamahang.domain.indicators import Indicator, Question, Rows, Wish
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of
from hamahang.register import licensing


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    return rows_of(question, licensing.licences(question.asof).filter(state="SUSPENDED"), _columns.LICENCE)


INDICATOR = Indicator(
    code="licences_suspended",
    title=Text(fa="پروانهٔ تعلیق‌شده", en="licences suspended"),
    unit="licence",
    definition=Text(
        fa="پروانه‌هایی که در روز پرسش در تعلیق‌اند.",
        en="Operating licences that stand suspended on the asked day.",
    ),
    rows=rows,
    group=_groups.LICENCES,
    level=Proof.LICENCE,
    cell="licence_no",
    by=("county", "estate"),
    wish=Wish.LESS,
)

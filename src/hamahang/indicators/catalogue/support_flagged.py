"""Support with an open flag."""

from dataclasses import replace

from hamahang.domain.indicators import Indicator, Question, Rows, Wish
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.joined import JoinedRows
from hamahang.indicators.rows import rows_of
from hamahang.support import asked, flagged
from hamahang.support import queries as support

FACILITY = replace(
    _columns.PAYMENT,
    at="unit",
    on="approved_on",
    amount=None,
    level=None,
    sector="isic",
    unit="unit_id",
    bank="bank__code",
)


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    ids = flagged.open_records(question.asof)
    given = support.facilities(question.asof).filter(pk__in=ids["support.CreditFacility"])
    paid = support.disbursements(question.asof).filter(pk__in=ids["support.Disbursement"])
    standing = asked.current(question.asof).filter(request__in=ids["support.SupportRequest"])
    return JoinedRows(
        (
            rows_of(question, given, FACILITY),
            rows_of(question, paid, replace(_columns.PAYMENT, amount=None)),
            rows_of(question, standing, _columns.REQUEST),
        )
    )


INDICATOR = Indicator(
    code="support_flagged",
    title=Text(fa="حمایت دارای هشدار بی‌تصمیم", en="support with an open flag"),
    unit="record",
    definition=Text(
        fa="تسهیلات، پرداخت‌ها و درخواست‌هایی که دست‌کم یک هشدار بی‌تصمیم دارند.",
        en="Facilities, payments and requests that stand in at least one flag nobody has decided on.",
    ),
    rows=rows,
    group=_groups.SUPPORT,
    cell="amount",
    by=("county",),
    wish=Wish.LESS,
)

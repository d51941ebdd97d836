"""Money notified for the lines of programmes: for a period, for a county or the whole province, until it lapses."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from hamahang.domain.lists.intake import ERROR, CheckedRow, Column, Kind, Source, Table
from hamahang.domain.lists.rules import not_before
from hamahang.domain.returns import Fault
from hamahang.domain.text import Text
from hamahang.intake.linking import Linked
from hamahang.intake.sources import _columns, _programmes
from hamahang.intake.writing import Writing
from hamahang.ledger.bulk import Effect
from hamahang.support import listed

SOURCE = Source(
    code="allocations",
    title=Text(fa="ابلاغ اعتبار", en="allocations of money"),
    sender=Text(fa="سازمان برنامه", en="planning organisation"),
    tables=(
        Table(
            code="allocations",
            title=Text(fa="ابلاغ‌ها", en="allocations"),
            columns=(
                Column("letter_no", ("شماره ابلاغ", "شماره نامه ابلاغ", "شماره ابلاغیه", "letter no"), required=True, longest=60),
                Column("notified_on", ("تاریخ ابلاغ", "تاریخ ابلاغیه", "notified on"), Kind.DAY, required=True),
                _programmes.PROGRAMME,
                _programmes.LINE,
                replace(_columns.COUNTY, required=False, help=Text(fa="خالی یعنی همهٔ استان", en="empty for the whole province")),
                Column("period_from", ("از تاریخ", "آغاز دوره", "شروع دوره", "period from"), Kind.DAY, required=True),
                Column("period_until", ("تا تاریخ", "پایان دوره", "period until"), Kind.DAY, required=True),
                Column("amount", ("مبلغ ابلاغ", "مبلغ تخصیص", "اعتبار ابلاغی", "مبلغ اعتبار", "تخصیص", "allocated amount"), Kind.RIALS, required=True),
                Column("lapses_on", ("تاریخ برگشت", "مهلت جذب", "تاریخ انقضا", "lapses on"), Kind.DAY),
            ),
            key=("letter_no", "programme", "line", "county"),
            rules=(
                not_before("period_until", "period_from", severity=ERROR),
                not_before("lapses_on", "period_from", severity=ERROR),
            ),
        ),
    ),
)  # fmt: skip
offered = _programmes.offered
doubts = _programmes.line_doubts
NOTHING = Text(fa="مبلغ صفر است؛ مبلغ ابلاغ را بنویسید.", en="The amount is nothing; write what was allocated.")


def check(row: CheckedRow, *, day: Any) -> Iterator[Fault]:
    """Yield what a row says that cannot be."""
    if row.values.get("amount") == 0:
        yield Fault("amount", NOTHING)


def apply(rows: Sequence[tuple[CheckedRow, Linked]], writing: Writing) -> list[Effect]:
    """Write the rows into the allocations."""
    drafts = [
        listed.AllocationDraft(
            programme=row.values["programme"],
            line=row.values["line"],
            amount=row.values["amount"],
            letter_no=row.values["letter_no"],
            on=row.values["notified_on"],
            period_from=row.values["period_from"],
            period_until=row.values["period_until"],
            county=linked.county,
            lapses_on=row.values.get("lapses_on"),
            origin=writing.origin(row),
        )
        for row, linked in rows
    ]
    return listed.record_allocations(drafts=drafts, by=writing.by, at=writing.at)

"""Payments of a bank to production units, with the facility each was made from."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from hamahang.domain.lists.intake import WARNING, CheckedRow, Column, Kind, Source, Table
from hamahang.domain.lists.rules import at_most, not_before
from hamahang.domain.returns import Fault
from hamahang.domain.text import Text, company_key
from hamahang.intake.linking import Linked
from hamahang.intake.sources import _columns, _programmes
from hamahang.intake.writing import Writing
from hamahang.ledger.bulk import Effect
from hamahang.support import actions, covering
from hamahang.support.actions import PaymentDraft

SOURCE = Source(
    code="payments",
    title=Text(fa="پرداخت‌های بانک", en="bank payments"),
    sender=Text(fa="بانک عامل", en="agent bank"),
    tables=(
        Table(
            code="payments",
            title=Text(fa="پرداخت‌ها", en="payments"),
            columns=(
                Column(
                    "document_no",
                    ("شماره سند", "سند", "شماره سند پرداخت", "شماره پرداخت", "document no"),
                    required=True,
                    longest=60,
                ),
                Column("bank", _programmes.BANK_TITLES, required=True),
                Column("branch", ("شعبه", "نام شعبه", "branch")),
                Column(
                    "facility_no",
                    ("شماره تسهیلات", "شماره قرارداد", "شماره پرونده", "شماره پرونده بانک", "قرارداد", "facility no"),
                    required=True,
                    longest=60,
                ),
                _columns.LICENCE,
                _columns.FIRM,
                _columns.NATIONAL_ID,
                _columns.COUNTY,
                _programmes.PROGRAMME,
                _programmes.LINE,
                Column("approved", ("مبلغ مصوب", "مصوب", "تسهیلات مصوب", "approved"), Kind.RIALS, required=True),
                Column("approved_on", ("تاریخ تصویب", "تاریخ مصوبه", "approved on"), Kind.DAY),
                Column(
                    "amount",
                    (
                        "مبلغ پرداختی",
                        "مبلغ پرداخت",
                        "پرداختی",
                        "مبلغ",
                        "پرداخت شده",
                        "مبلغ تسهیلات",
                        "تسهیلات دریافتی",
                        "مبلغ تسهیلات دریافتی",
                        "مبلغ وام",
                        "amount",
                    ),
                    Kind.RIALS,
                    required=True,
                ),
                Column("paid_on", ("تاریخ پرداخت", "تاریخ سند", "تاریخ", "paid on"), Kind.DAY, required=True),
            ),
            key=("bank", "document_no"),
            rules=(at_most("amount", "approved", severity=WARNING), not_before("paid_on", "approved_on")),
        ),
    ),
)
FINDS_UNIT = True
offered = _programmes.offered
NOTHING = Text(fa="مبلغ صفر است؛ مبلغ پرداخت را بنویسید.", en="The amount is nothing; write what was paid.")


def check(row: CheckedRow, *, day: Any) -> Iterator[Fault]:
    """Yield what a row says that cannot be."""
    if row.values.get("amount") == 0:
        yield Fault("amount", NOTHING)


def doubts(rows: Sequence[tuple[CheckedRow, Any]]) -> Iterator[tuple[int, Fault]]:
    """Yield the rows whose line their programme does not have, and those that the facility's limits do not cover."""
    faulty = set()
    for place, fault in _programmes.line_faults(row for row, _ in rows):
        faulty.add(place)
        yield place, fault
    find = _programmes.facility_finder()
    good = [
        covering.Listed(
            place=place,
            bank=company_key(said["bank"]),
            number=said["facility_no"],
            document=said["document_no"],
            approved=said["approved"],
            amount=said["amount"],
            on=said["paid_on"],
            facility=find(said),
        )
        for place, (row, unit) in enumerate(rows)
        if row.is_good and unit is not None and place not in faulty and (said := row.values)["amount"]
    ]
    for refused in covering.uncovered(good):
        yield refused.place, Fault(refused.field, refused.why)


def apply(rows: Sequence[tuple[CheckedRow, Linked]], writing: Writing) -> list[Effect]:
    """Write the rows into the facilities and payments."""
    drafts = [_draft(row, linked, writing) for row, linked in rows]
    return actions.record_payments(drafts=drafts, by=writing.by, at=writing.at)


def settle(entries: Sequence[int], *, by: str, at: datetime) -> None:
    """Reverse the postings of payments that went when their list was taken back."""
    actions.settle_entries(entries=entries, by=by, at=at)


def _draft(row: CheckedRow, linked: Linked, writing: Writing) -> PaymentDraft:
    said = row.values
    return PaymentDraft(
        bank=writing.bank(said["bank"]),
        facility_no=said["facility_no"],
        unit=linked.unit.pk,
        programme=said["programme"],
        line=said["line"],
        approved=said["approved"],
        approved_on=said.get("approved_on"),
        amount=said["amount"],
        paid_on=said["paid_on"],
        document_no=said["document_no"],
        origin=writing.origin(row),
    )

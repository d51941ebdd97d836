"""What a bank says it has paid, as its own list: kept beside our payments and reconciled with them, never mixed in."""

from collections.abc import Iterator, Sequence
from typing import Any

from hamahang.domain.lists.intake import CheckedRow, Column, Kind, Source, Table
from hamahang.domain.returns import Fault
from hamahang.domain.text import Text
from hamahang.intake.linking import Linked
from hamahang.intake.sources import _columns
from hamahang.intake.writing import Writing
from hamahang.ledger.bulk import Effect
from hamahang.support import settling
from hamahang.support.settling import BankPaymentDraft

SOURCE = Source(
    code="bank_payments",
    title=Text(fa="فهرست پرداخت بانک برای مغایرت‌گیری", en="bank's payments to reconcile with"),
    sender=Text(fa="بانک عامل", en="agent bank"),
    tables=(
        Table(
            code="bank_payments",
            title=Text(fa="پرداخت‌های بانک", en="the bank's payments"),
            columns=(
                Column("bank", ("بانک", "نام بانک", "بانک عامل", "bank"), required=True),
                Column(
                    "file_no",
                    ("شماره پرونده", "شماره پرونده بانک", "شماره تسهیلات", "شماره قرارداد", "file no"),
                    required=True,
                    longest=60,
                ),
                Column("document_no", ("شماره سند", "سند", "شماره سند پرداخت", "document no"), longest=60),
                Column(
                    "name",
                    ("نام مشتری", "نام گیرنده", "نام گیرنده تسهیلات", "نام واحد", "نام متقاضی", "customer"),
                    longest=160,
                ),
                _columns.NATIONAL_ID,
                Column(
                    "amount",
                    ("مبلغ پرداختی", "مبلغ پرداخت", "مبلغ", "مبلغ تسهیلات پرداختی", "amount"),
                    Kind.RIALS,
                    required=True,
                ),
                Column("paid_on", ("تاریخ پرداخت", "تاریخ سند", "تاریخ", "paid on"), Kind.DAY, required=True),
            ),
            key=("bank", "file_no", "document_no", "amount", "paid_on"),
        ),
    ),
)
NOTHING = Text(fa="مبلغ صفر است؛ مبلغ پرداخت را بنویسید.", en="The amount is nothing; write what was paid.")


def check(row: CheckedRow, *, day: Any) -> Iterator[Fault]:
    """Yield what a row says that cannot be."""
    if row.values.get("amount") == 0:
        yield Fault("amount", NOTHING)


def apply(rows: Sequence[tuple[CheckedRow, Linked]], writing: Writing) -> list[Effect]:
    """Write the rows into the bank's side of the reconciliation."""
    drafts = [_draft(row, writing) for row, _ in rows]
    return settling.record_bank_payments(drafts=drafts, by=writing.by, at=writing.at)


def _draft(row: CheckedRow, writing: Writing) -> BankPaymentDraft:
    said = row.values
    return BankPaymentDraft(
        bank=writing.bank(said["bank"]),
        file_no=said["file_no"],
        amount=said["amount"],
        paid_on=said["paid_on"],
        document_no=said.get("document_no") or "",
        national_id=said.get("national_id") or "",
        name=said.get("name") or "",
        origin=writing.origin(row),
    )

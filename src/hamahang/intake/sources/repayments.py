"""Repayments that a bank received for its facilities, each posted as the pages post it."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from hamahang.domain.credit.claims import RepaymentExceedsDebt
from hamahang.domain.credit.terms import CreditRefused
from hamahang.domain.lists.intake import CheckedRow, Column, Kind, Source, Table
from hamahang.domain.returns import Fault
from hamahang.domain.text import Text
from hamahang.intake.linking import Linked
from hamahang.intake.sources import _programmes
from hamahang.intake.writing import Writing
from hamahang.ledger.bulk import Effect
from hamahang.support import facilities, listed, repaying

PAYERS = {"UNIT": ("واحد", "تسهیلات‌گیرنده", "مشتری"), "PROGRAMME": ("برنامه", "دولت", "یارانهٔ سود")}
SOURCE = Source(
    code="repayments",
    title=Text(fa="بازپرداخت تسهیلات", en="repayments of facilities"),
    sender=Text(fa="بانک عامل", en="agent bank"),
    tables=(
        Table(
            code="repayments",
            title=Text(fa="بازپرداخت‌ها", en="repayments"),
            columns=(
                Column("bank", _programmes.BANK_TITLES, required=True),
                Column("facility_no", ("شماره تسهیلات", "شماره قرارداد", "شماره پرونده بانک", "شماره پرونده", "facility no"), required=True, longest=60),
                Column("document_no", ("شماره سند وصول", "شماره سند", "شماره فیش", "document no"), required=True, longest=60),
                Column("amount", ("مبلغ وصولی", "مبلغ بازپرداخت", "مبلغ وصول", "مبلغ قسط پرداختی", "وصولی", "amount repaid"), Kind.RIALS, required=True),
                Column("repaid_on", ("تاریخ وصول", "تاریخ بازپرداخت", "تاریخ واریز", "repaid on"), Kind.DAY, required=True),
                Column("payer", ("پرداخت‌کننده", "واریزکننده", "payer"), Kind.CHOICE, choices=PAYERS),
            ),
            key=("bank", "facility_no", "document_no"),
        ),
    ),
)  # fmt: skip
NOTHING = Text(fa="مبلغ صفر است؛ مبلغ بازپرداخت را بنویسید.", en="The amount is nothing; write what was repaid.")
UNKNOWN = Text(
    fa="تسهیلات «{number}» از بانک «{bank}» در ثبت نیست؛ شماره یا بانک را درست کنید، یا نخست پرداخت آن را بدهید.",
    en="No facility “{number}” of the bank “{bank}” is in the register; mend number or bank, or send its payment first.",
)
OTHERWISE = Text(
    fa="سند {document} با مبلغ، روز یا پرداخت‌کنندهٔ دیگری ثبت است؛ نخست آن را در صفحهٔ تسهیلات برگردانید.",
    en="Document {document} is recorded with another amount, day or payer; reverse it on the page of the facility first.",
)


def check(row: CheckedRow, *, day: Any) -> Iterator[Fault]:
    """Yield what a row says that cannot be."""
    if row.values.get("amount") == 0:
        yield Fault("amount", NOTHING)


def doubts(rows: Sequence[tuple[CheckedRow, Any]]) -> Iterator[tuple[int, Fault]]:
    """Yield the rows whose facility is not known, whose document says something else, or that bring more than is owed."""
    find, before = _programmes.facility_finder(), dict[tuple[int, str], int]()
    good = [(place, row.values) for place, (row, _) in enumerate(rows) if row.is_good and row.values["amount"]]
    known = facilities.repayments_by_document({int(one.pk) for _, said in good if (one := find(said)) is not None})
    # in the order of their days, as they are applied
    for place, said in sorted(good, key=lambda one: (one[1]["repaid_on"], one[0])):
        facility, payer = find(said), said.get("payer", "UNIT")
        if facility is None:
            yield place, Fault("facility_no", UNKNOWN.format(number=said["facility_no"], bank=said["bank"]))
            continue
        stands = known.get((facility.pk, said["document_no"]))
        if stands is not None:
            if (stands.amount, stands.since_on, stands.payer) != (said["amount"], said["repaid_on"], payer):
                yield place, Fault("document_no", OTHERWISE.format(document=said["document_no"]))
            continue
        ahead = before.get((facility.pk, payer), 0)
        try:
            repaying.check_repayable(
                facility=facility.pk, amount=said["amount"], on=said["repaid_on"], payer=payer, before=ahead
            )
        except CreditRefused as error:
            yield place, Fault("amount" if isinstance(error, RepaymentExceedsDebt) else "repaid_on", error.why)
        else:
            before[facility.pk, payer] = ahead + said["amount"]


def apply(rows: Sequence[tuple[CheckedRow, Linked]], writing: Writing) -> list[Effect]:
    """Write the rows into the repayments and their postings."""
    find = _programmes.facility_finder()
    drafts = [
        listed.RepaymentDraft(
            facility=find(row.values).pk,
            amount=row.values["amount"],
            on=row.values["repaid_on"],
            document_no=row.values["document_no"],
            payer=row.values.get("payer", "UNIT"),
            origin=writing.origin(row),
        )
        for row, _ in rows
    ]
    return listed.record_repayments(drafts=drafts, by=writing.by, at=writing.at)


def settle(entries: Sequence[int], *, by: str, at: datetime) -> None:
    """Reverse the postings of repayments that went when their list was taken back."""
    listed.settle_repayments(entries=entries, by=by, at=at)

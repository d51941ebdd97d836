"""Reading the reconciliation with a bank: groups as of a day, what was decided of them, and the signed statements."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Max, Min

from hamahang.accounts.models import Agency
from hamahang.accounts.queries import Reach, narrowed
from hamahang.domain.identifiers import is_legal_id
from hamahang.domain.ledger import AsOf
from hamahang.domain.reconciling import SETTLING, Group, Kind, Paid, Totals, reconcile, totals
from hamahang.domain.text import to_latin_digits
from hamahang.support.models import (
    BankPayment,
    BankStatement,
    Disbursement,
    PaymentJoin,
    ReconcilingDecision,
    StatementSignature,
)


def banks(reach: Reach) -> list[Agency]:
    """Return the banks that have paid by our record or by a list of theirs; a bank's officer sees the own one."""
    ours = Disbursement.objects.filter(voided_entry=None).values("facility__bank")
    theirs = BankPayment.objects.filter(voided_entry=None).values("bank")
    found = Agency.objects.filter(voided_entry=None)
    found = found.filter(pk__in=ours) | found.filter(pk__in=theirs)
    return list(narrowed(found, reach, county=None, bank="code").order_by("name"))


def bank_in(reach: Reach, code: str) -> Agency | None:
    """Return a bank that a reader may see."""
    return next((bank for bank in banks(reach) if bank.code == code), None)


def our_payments(bank: int, asof: AsOf) -> list[Paid]:
    """Return what we have recorded as paid by a bank by a day."""
    paid = Disbursement.objects.standing(asof).filter(facility__bank=bank)
    rows: Any = paid.values_list(
        "pk",
        "facility__number",
        "amount",
        "since_on",
        "document_no",
        "facility__unit__company__national_id",
        "facility__unit__name",
    )
    return [
        Paid(f"d{pk}", _number(file_no), amount, on, _number(document), owner or "", name)
        for pk, file_no, amount, on, document, owner, name in rows
    ]


def their_payments(bank: int, asof: AsOf) -> list[Paid]:
    """Return what a bank's lists say was paid by a day, as the register knew them."""
    listed = BankPayment.objects.known(asof).filter(bank=bank, paid_on__lte=asof.day)
    return [
        Paid(
            f"b{row.pk}",
            _number(row.file_no),
            row.amount,
            row.paid_on,
            _number(row.document_no),
            row.national_id if is_legal_id(row.national_id) else "",
            row.name,
        )
        for row in listed
    ]


def _number(text: str) -> str:
    """Return a number of a file or document as it is compared: digits of one script, no spaces, small letters."""
    return to_latin_digits(text).replace(" ", "").lower()


def groups(bank: int, asof: AsOf) -> list[Group]:
    """Return how our payments and a bank's list stand to each other on a day."""
    joins = PaymentJoin.objects.known(asof).filter(bank=bank).order_by("pk").values_list("ours", "theirs")
    same = [(frozenset(ours.split()), frozenset(theirs.split())) for ours, theirs in joins]
    return reconcile(our_payments(bank, asof), their_payments(bank, asof), same=same)


def decisions(bank: int, asof: AsOf) -> dict[str, ReconcilingDecision]:
    """Return the last decision by the key of what it was about."""
    standing = ReconcilingDecision.objects.standing(asof).filter(bank=bank).order_by("since_on", "pk")
    return {decision.key: decision for decision in standing}


def open_keys(found: Iterable[Group], decided: Mapping[str, ReconcilingDecision]) -> set[str]:
    """Return the keys of what differs and is undecided, or was only asked."""
    settled = {key for key, decision in decided.items() if decision.verdict in SETTLING}
    return {group.key for group in found if group.kind is not Kind.MATCHED} - settled


def joins(bank: int, asof: AsOf) -> dict[str, PaymentJoin]:
    """Return what people said belongs together, by the key of its group."""
    known = PaymentJoin.objects.known(asof).filter(bank=bank).order_by("pk")
    return {f"{'+'.join(sorted(row.ours.split()))}={'+'.join(sorted(row.theirs.split()))}": row for row in known}


def join_in(bank: int, join_id: int) -> PaymentJoin | None:
    """Return a standing join of a bank."""
    return PaymentJoin.objects.filter(pk=join_id, bank=bank, voided_entry=None).first()


def statements(bank: int, asof: AsOf) -> list[BankStatement]:
    """Return the frozen statements of a bank, the latest first."""
    known = BankStatement.objects.known(asof).filter(bank=bank, until_on__lte=asof.day)
    return list(known.select_related("entry").order_by("-until_on"))


def statement_in(reach: Reach, statement_id: int) -> BankStatement | None:
    """Return a statement that a reader may see."""
    standing = BankStatement.objects.filter(pk=statement_id, voided_entry=None).select_related("bank", "entry")
    return narrowed(standing, reach, county=None, bank="bank__code").first()


SIDES = tuple(StatementSignature.Side)


def signatures(statement: BankStatement) -> dict[str, StatementSignature]:
    """Return who signed a statement, by side."""
    return {signed.side: signed for signed in StatementSignature.objects.filter(statement=statement, voided_entry=None)}


Row = dict[str, Any]
# what a frozen row may say beside its group: left open, and taken over from the statement before
MARKS = ("open", "carried")


def rows_between(found: Sequence[Group], from_on: date, until_on: date) -> list[Row]:
    """Return the groups that touch a span of days as plain rows, as a statement keeps them."""
    return [
        _row(group) for group in found if any(from_on <= paid.on <= until_on for paid in (*group.ours, *group.theirs))
    ]


def carried_into(found: Sequence[Group], bank: int, from_on: date) -> list[Row]:
    """Return how what the statement before left open stands now."""
    before = BankStatement.objects.filter(bank=bank, until_on__lt=from_on, voided_entry=None).order_by("-until_on")
    last = before.first()
    return [_row(group) for group in _touching(found, last.rows if last else (), "open")]


def _touching(found: Sequence[Group], rows: Iterable[Row], mark: str) -> list[Group]:
    """Return the groups with a payment of the rows that carry a mark."""
    keys = {paid["key"] for row in rows if row.get(mark) for paid in (*row["ours"], *row["theirs"])}
    return [group for group in found if any(paid.key in keys for paid in (*group.ours, *group.theirs))]


def _row(group: Group) -> Row:
    return {
        "key": group.key,
        "kind": group.kind.value,
        "look": group.look,
        "differs": list(group.differs),
        "ours": [_paid(paid) for paid in group.ours],
        "theirs": [_paid(paid) for paid in group.theirs],
    }


def _paid(paid: Paid) -> Row:
    return {
        "key": paid.key,
        "file_no": paid.file_no,
        "document_no": paid.document_no,
        "amount": paid.amount,
        "on": paid.on.isoformat(),
        "name": paid.name,
    }


@dataclass(frozen=True, slots=True)
class Since:
    """What changed since a statement was frozen: rows that are gone, rows that are new."""

    gone: Sequence[Row]
    new: Sequence[Row]

    def __bool__(self) -> bool:
        return bool(self.gone or self.new)


def changed_since(statement: BankStatement, asof: AsOf) -> Since:
    """Return how the rows of a statement's days stand now beside those that were frozen."""
    day = max(asof.day, statement.until_on)
    found = groups(statement.bank_id, AsOf(day, asof.known_at, asof.entry))
    now = rows_between(found, statement.from_on, statement.until_on)
    now += [row for group in _touching(found, statement.rows, "carried") if (row := _row(group)) not in now]
    frozen = [{name: row[name] for name in row if name not in MARKS} for row in statement.rows]
    return Since(gone=[row for row in frozen if row not in now], new=[row for row in now if row not in frozen])


def sums(found: Sequence[Group]) -> Mapping[Kind, Totals]:
    """Return by kind the number of groups and the sums of both sides."""
    return totals(found)


def last_listed(bank: int, asof: AsOf) -> date | None:
    """Return the last day that a bank's lists speak of, by the asked day; None where they do not reach it."""
    return _listing_banks(asof, bank).get(bank)


def _listing_banks(asof: AsOf, *banks: int) -> dict[int, date]:
    """Return by bank that has sent a list the last day it speaks of, by the asked day. banks: those asked for, or all

    A list with payments beyond the asked day speaks of that day too.
    """
    listed = BankPayment.objects.known(asof).order_by()
    listed = listed.filter(bank__in=banks) if banks else listed
    spans = listed.values("bank").annotate(first=Min("paid_on"), last=Max("paid_on"))
    rows = spans.values_list("bank", "first", "last")
    return {bank: min(last, asof.day) for bank, first, last in rows if first <= asof.day}


def theirs_of(asof: AsOf, kind: Kind) -> "models.QuerySet[BankPayment]":
    """Return the payments of the banks' lists that stand in groups of a kind."""
    keys = {
        int(paid.key[1:])
        for bank in _listing_banks(asof)
        for group in groups(bank, asof)
        if group.kind is kind
        for paid in group.theirs
    }
    return BankPayment.objects.known(asof).filter(pk__in=keys)


def only_ours(asof: AsOf) -> "models.QuerySet[Disbursement]":
    """Return our payments up to the last day of each bank's list that the list does not have."""
    keys = {
        int(paid.key[1:])
        for bank, last in _listing_banks(asof).items()
        for group in groups(bank, asof)
        if group.kind is Kind.ONLY_OURS
        for paid in group.ours
        if paid.on <= last
    }
    return Disbursement.objects.standing(asof).filter(pk__in=keys)

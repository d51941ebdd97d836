"""Reconciling with a bank: its list recorded, differences decided with reasons, a month frozen and signed by both."""

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from hamahang.domain.ledger import AsOf
from hamahang.domain.proof import Proof
from hamahang.domain.reconciling import VERDICTS, Kind, totals
from hamahang.domain.requests import RequestRefused
from hamahang.domain.text import Text
from hamahang.ledger.bulk import Effect, Origin, record_entities
from hamahang.ledger.recording import recording
from hamahang.support import matched
from hamahang.support.models import (
    BankPayment,
    BankStatement,
    PaymentJoin,
    ReconcilingDecision,
    StatementSignature,
)

NO_REASON = Text(fa="دلیل را بنویسید", en="Give the reason")


@dataclass(frozen=True, slots=True)
class BankPaymentDraft:
    """What one row of a bank's list says was paid. bank: id; amount: rials."""

    bank: int
    file_no: str
    amount: int
    paid_on: date
    document_no: str = ""
    national_id: str = ""
    name: str = ""
    origin: Origin = Origin()


def record_bank_payments(*, drafts: Sequence[BankPaymentDraft], by: str, at: datetime) -> list[Effect]:
    """Record a bank's list; the same list again changes nothing. Return the effect of each row.

    A row without a document is told apart by file, day and amount, and by its place among rows that say the same.
    """
    seen: Counter[str] = Counter()
    records = []
    for draft in drafts:
        key = _key(draft)
        seen[f"{draft.bank} {key}"] += 1
        place = seen[f"{draft.bank} {key}"]
        # a document that stands twice is one payment; rows without one may be two
        records.append(_listed(draft, key if draft.document_no or place == 1 else f"{key} #{place}"))
    with recording(action="support.bank_list.recorded", by=by, at=at):
        return [effect for _, effect in record_entities(records, key=("bank_id", "key"))]


def _key(draft: BankPaymentDraft) -> str:
    if draft.document_no:
        return f"{draft.file_no}/{draft.document_no}"
    return f"{draft.file_no}/{draft.paid_on.isoformat()}/{draft.amount}"


def _listed(draft: BankPaymentDraft, key: str) -> BankPayment:
    return draft.origin.mark(
        BankPayment(
            bank_id=draft.bank,
            key=key,
            file_no=draft.file_no,
            document_no=draft.document_no,
            national_id=draft.national_id,
            name=draft.name,
            amount=draft.amount,
            paid_on=draft.paid_on,
        )
    )


def join(
    *,
    bank: int,
    ours: Collection[str],
    theirs: Collection[str],
    reason: str,
    on: date,
    by: str,
    at: datetime,
) -> PaymentJoin:
    """Record that payments of ours and of the bank are the same, by their keys.

    :raises RequestRefused: if the reason is missing, or some of them are matched, joined or not there
    """
    if not reason.strip():
        raise RequestRefused(NO_REASON)
    with recording(action="support.payments.joined", by=by, at=at, reason=reason):
        free = [group for group in matched.groups(bank, AsOf(on)) if group.kind is not Kind.MATCHED]
        free = [group for group in free if group.look != "PERSON"]
        known = {paid.key for group in free for paid in (*group.ours, *group.theirs)}
        if not ours or not theirs or not {*ours, *theirs} <= known:
            raise RequestRefused(
                Text(
                    fa="از هر دو سو دست‌کم یک پرداخت نابرابر برگزینید",
                    en="Choose at least one payment of each side that is not matched",
                )
            )
        word = PaymentJoin(
            bank_id=bank,
            ours=" ".join(sorted(ours)),
            theirs=" ".join(sorted(theirs)),
            reason=reason.strip(),
            by=by,
        )
        word.save()
    return word


def decide(*, bank: int, key: str, verdict: str, reason: str, on: date, by: str, at: datetime) -> ReconcilingDecision:
    """Record what is done about payments that do not match.

    :raises RequestRefused: if there is no such verdict or reason, or nothing of this key differs
    """
    if verdict not in VERDICTS or not reason.strip():
        raise RequestRefused(NO_REASON)
    with recording(action="support.difference.decided", by=by, at=at, reason=reason):
        found = {group.key: group for group in matched.groups(bank, AsOf(on))}
        if key not in found or found[key].kind is Kind.MATCHED:
            raise RequestRefused(Text(fa="این تفاوت دیگر برجا نیست", en="This difference is no longer there"))
        fact = ReconcilingDecision(
            bank_id=bank, key=key, verdict=verdict, reason=reason.strip(), by=by, since_on=on, proof=Proof.CONFIRMED
        )
        fact.save()
    return fact


def freeze(*, bank: int, from_on: date, until_on: date, by: str, at: datetime) -> BankStatement:
    """Freeze the reconciliation of a span of days with its rows, for both sides to sign.

    :raises RequestRefused: if the days are out of order, frozen already, or a difference in them is undecided
    """
    if until_on < from_on:
        raise RequestRefused(Text(fa="پایان دوره پیش از آغاز آن است", en="It ends before it begins"))
    with recording(action="support.statement.frozen", by=by, at=at):
        same = BankStatement.objects.filter(bank_id=bank, from_on=from_on, until_on=until_on, voided_entry=None)
        if same.exists():
            raise RequestRefused(Text(fa="صورت این دوره بسته شده است", en="The statement of these days is frozen"))
        asof = AsOf(until_on)
        found = matched.groups(bank, asof)
        rows = matched.rows_between(found, from_on, until_on)
        # a decision may be made after the month's end
        decided = matched.decisions(bank, AsOf(date.max))
        undecided = [row for row in rows if row["kind"] != Kind.MATCHED and row["key"] not in decided]
        if undecided:
            raise RequestRefused(
                Text(fa="{n} تفاوت این دوره هنوز تصمیم ندارد", en="{n} differences of these days are undecided").format(
                    n=len(undecided)
                )
            )
        keys = {row["key"] for row in rows}
        counted = totals(group for group in found if group.key in keys)
        statement = BankStatement(
            bank_id=bank,
            from_on=from_on,
            until_on=until_on,
            rows=rows,
            totals={k.value: [t.number, t.ours, t.theirs] for k, t in counted.items()},
            seal=seal_of(rows),
        )
        statement.save()
    return statement


def seal_of(rows: Sequence[matched.Row]) -> str:
    """Return the seal of a statement's rows."""
    return hashlib.sha256(json.dumps(rows, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def sign(*, statement: BankStatement, side: str, on: date, by: str, at: datetime) -> StatementSignature:
    """Record that one side agrees to a statement.

    :raises RequestRefused: if that side has signed, or the same person signed for the other
    """
    with recording(action="support.statement.signed", by=by, at=at):
        there = matched.signatures(statement)
        if side in there:
            raise RequestRefused(Text(fa="این سو امضا کرده است", en="This side has signed"))
        if any(signed.by == by for signed in there.values()):
            raise RequestRefused(Text(fa="یک نفر از دو سو امضا نمی‌کند", en="One person does not sign for both sides"))
        fact = StatementSignature(statement=statement, side=side, by=by, since_on=on, proof=Proof.CONFIRMED)
        fact.save()
    return fact

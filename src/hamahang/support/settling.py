"""Reconciling with a bank: its list recorded, differences decided with reasons, a month frozen and signed by both."""

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from hamahang.domain.calendar import say_day
from hamahang.domain.ledger import AsOf
from hamahang.domain.proof import Proof
from hamahang.domain.reconciling import SETTLING, VERDICTS, Group, Kind, compared, totals
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


def part(*, join: PaymentJoin, reason: str, by: str, at: datetime) -> None:
    """Take back a person's word that payments are the same; they are looked at again as if nobody had said it.

    :raises RequestRefused: if no reason is given
    """
    if not reason.strip():
        raise RequestRefused(NO_REASON)
    with recording(action="support.payments.parted", by=by, at=at, reason=reason):
        join.void()


def freeze(
    *, bank: int, from_on: date, until_on: date, carry: bool = False, on: date, by: str, at: datetime
) -> BankStatement:
    """Freeze the reconciliation of a span of days with its rows, for both sides to sign.

    What the statement before left open stands in it again. carry: whether what was only asked goes on as open items
    :raises RequestRefused: if the days are out of order, still to come, frozen already or beyond the bank's list, or a
        difference in them is undecided, or only asked and not carried on
    """
    if until_on < from_on:
        raise RequestRefused(Text(fa="پایان دوره پیش از آغاز آن است", en="It ends before it begins"))
    if until_on > on:
        raise RequestRefused(
            Text(
                fa="دوره هنوز تمام نشده است؛ تا امروز یا پیش از آن ببندید", en="The days are not over; end it by today"
            )
        )
    with recording(action="support.statement.frozen", by=by, at=at):
        _check_free(bank, from_on, until_on)
        found = matched.groups(bank, AsOf(until_on))
        _check_listed(bank, found, from_on)
        own = matched.rows_between(found, from_on, until_on)
        carried = [row | {"carried": True} for row in matched.carried_into(found, bank, from_on) if row not in own]
        rows = _with_open([*own, *carried], found, bank, carry=carry)
        keys = {row["key"] for row in own}
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


def _check_free(bank: int, from_on: date, until_on: date) -> None:
    """Refuse days of which some stand in a statement already."""
    there = BankStatement.objects.filter(bank_id=bank, voided_entry=None)
    same = there.filter(from_on__lte=until_on, until_on__gte=from_on).order_by("from_on").first()
    if same is not None:
        words = Text(
            fa="صورت {a} تا {b} بسته شده است و با این دوره روز مشترک دارد",
            en="The statement of {a} to {b} is frozen and shares days with this one",
        )
        raise RequestRefused(words.format(a=_day(same.from_on), b=_day(same.until_on)))


def _check_listed(bank: int, found: Sequence[Group], from_on: date) -> None:
    """Refuse days of ours that the bank's lists do not reach."""
    last = matched.last_listed(bank, AsOf(date.max))
    if last is None:
        raise RequestRefused(Text(fa="این بانک فهرستی نفرستاده است", en="This bank has sent no list"))
    beyond = [group for group in compared(found, last)[1] if any(paid.on >= from_on for paid in group.ours)]
    if beyond:
        words = Text(
            fa="فهرست بانک تا {day} است و {n} پرداخت ما پس از آن است؛ دوره را همان روز پایان دهید",
            en="The bank's list goes to {day}; later payments of ours: {n}; end the statement on that day",
        )
        raise RequestRefused(words.format(day=_day(last), n=len(beyond)))


def _with_open(rows: Sequence[matched.Row], found: Sequence[Group], bank: int, *, carry: bool) -> list[matched.Row]:
    """Return rows with those marked that stay open.

    :raises RequestRefused: if one is undecided, or only asked and not carried on
    """
    # a decision may be made after the month's end
    decided = matched.decisions(bank, AsOf(date.max))
    still = matched.open_keys(found, decided) & {row["key"] for row in rows}
    if undecided := still - set(decided):
        words = Text(fa="{n} تفاوت این دوره هنوز تصمیم ندارد", en="{n} differences of these days are undecided")
        raise RequestRefused(words.format(n=len(undecided)))
    if still and not carry:
        raise RequestRefused(ONLY_ASKED.format(n=len(still)))
    return [row | {"open": True} if row["key"] in still else row for row in rows]


ONLY_ASKED = Text(
    fa="{n} تفاوت تنها از بانک پرسیده شده است؛ تصمیم بگیرید، یا آنها را باز به دورهٔ بعد ببرید تا هر دو سو امضا کنند",
    en="{n} differences were only asked of the bank; decide them, or carry them on as open items that both sides sign",
)


def _day(day: date) -> Text:
    return Text(fa=say_day(day, "fa", short=True), en=say_day(day, "en", short=True))


def take_statement_back(*, statement: BankStatement, reason: str, by: str, at: datetime) -> None:
    """Take back a statement that was frozen wrongly, with the signature it has, so that its days can be frozen again.

    :raises RequestRefused: if no reason is given, both sides have signed, or a later one rests on it
    """
    if not reason.strip():
        raise RequestRefused(NO_REASON)
    with recording(action="support.statement.taken_back", by=by, at=at, reason=reason):
        signed = matched.signatures(statement)
        later = BankStatement.objects.filter(bank=statement.bank_id, from_on__gt=statement.until_on, voided_entry=None)
        if len(signed) > 1 or later.exists():
            raise RequestRefused(
                Text(
                    fa="صورتی که هر دو سو امضا کرده‌اند یا صورتی پس از آن بسته شده است می‌ماند",
                    en="A statement that both sides signed, or that a later one follows, stays",
                )
            )
        for signature in signed.values():
            signature.void()
        statement.void()


def seal_of(rows: Sequence[matched.Row]) -> str:
    """Return the seal of a statement's rows."""
    return hashlib.sha256(json.dumps(rows, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def sign(*, statement: BankStatement, side: str, on: date, by: str, at: datetime) -> StatementSignature:
    """Record that one side agrees to a statement.

    :raises RequestRefused: if that side has signed, the same person signed for the other, or a difference that is not
        named as open was only asked
    """
    with recording(action="support.statement.signed", by=by, at=at):
        decided = matched.decisions(statement.bank_id, AsOf(date.max))
        asked = [row for row in statement.rows if _is_only_asked(row, decided.get(row["key"]))]
        if asked:
            raise RequestRefused(ONLY_ASKED.format(n=len(asked)))
        there = matched.signatures(statement)
        if side in there:
            raise RequestRefused(Text(fa="این سو امضا کرده است", en="This side has signed"))
        if any(signed.by == by for signed in there.values()):
            raise RequestRefused(Text(fa="یک نفر از دو سو امضا نمی‌کند", en="One person does not sign for both sides"))
        fact = StatementSignature(statement=statement, side=side, by=by, since_on=on, proof=Proof.CONFIRMED)
        fact.save()
    return fact


def _is_only_asked(row: matched.Row, decision: ReconcilingDecision | None) -> bool:
    is_open = row["kind"] != Kind.MATCHED and not row.get("open")
    return is_open and (decision is None or decision.verdict not in SETTLING)

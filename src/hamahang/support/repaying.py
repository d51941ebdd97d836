"""Money that comes back: allocated to instalments by the rule of the contract, taken back by reversals."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import BigIntegerField, Case, F, Q, Sum, Value, When

from hamahang.domain.credit.claims import Open, RepaymentExceedsDebt, allocate
from hamahang.domain.credit.postings import Account, balances, moved, repaid
from hamahang.domain.credit.terms import CreditRefused, KeyIsTaken
from hamahang.domain.money import say_rials
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.ledger.bulk import Origin
from hamahang.ledger.recording import bulk_record, recording
from hamahang.support.models import CreditFacility, Instalment, Posting, Repayment, Schedule
from hamahang.support.posting import contracts_of, in_force, move_of, posted, reversals, unreversed


class TableIsLater(CreditRefused):
    """Something is dated before the table that is in force. Repair: take the day of that table, or a later one."""

    def __init__(self, *, since_on: date) -> None:
        self.since_on = since_on
        super().__init__(
            Text(
                fa="این روز پیش از جدول کنونی قسط‌هاست؛ روز جدول یا روزی پس از آن را بنویسید",
                en="The day is before the present table of instalments; give its day or a later one",
            )
        )


class NoTable(CreditRefused):
    """A facility without a contract was to be repaid: nobody knows what falls due."""

    def __init__(self) -> None:
        super().__init__(
            Text(
                fa="این تسهیلات جدول قسط ندارد؛ نخست قرارداد و پرداخت آن را ثبت کنید",
                en="The facility has no table of instalments; record its contract and a payment first",
            )
        )


@dataclass(frozen=True, slots=True)
class Repaid:
    """A repayment as it was recorded; is_new: not so if the same key had brought the same repayment before."""

    repayment: Repayment
    is_new: bool


def record_repayment(
    *,
    facility: CreditFacility,
    amount: int,
    on: date,
    key: str,
    payer: str = "UNIT",
    document_no: str = "",
    origin: Origin = Origin(),
    by: str,
    at: datetime,
) -> Repaid:
    """Write down a repayment. The same key again with the same repayment changes nothing.

    The unit's money covers the oldest instalment first, in the order of the contract; what comes in after a write-off
    is a recovery. The programme's covers the part of the profit that it owes.
    :raises KeyIsTaken: if the key was used for another repayment
    :raises NoTable, TableIsLater: if there is no table, or the day lies before it
    :raises RepaymentExceedsDebt: if more comes in than is owed
    """
    key = key.strip()
    if not 0 < len(key) <= 60 or amount <= 0 or payer not in ("UNIT", "PROGRAMME"):
        raise CreditRefused(Text(fa="مبلغ بازپرداخت را بنویسید", en="Give the amount of the repayment"))
    with recording(action="support.repayment.recorded", by=by, at=at):
        locked = CreditFacility.objects.select_for_update().get(pk=facility.pk)
        before = Repayment.objects.filter(key=key).first()
        if before is not None:
            return Repaid(_the_same(before, locked, amount, on, payer), is_new=False)
        schedule = in_force([locked.pk]).get(locked.pk)
        if schedule is None:
            raise NoTable
        if on < schedule.since_on:
            raise TableIsLater(since_on=schedule.since_on)
        repayment = Repayment(
            facility=locked,
            payer=payer,
            amount=amount,
            document_no=document_no.strip()[:60],
            key=key,
            by=by,
            since_on=on,
            proof=Proof.LISTED,
        )
        origin.mark(repayment).save()
        bulk_record(_postings(repayment, schedule))
    return Repaid(repayment, is_new=True)


def _the_same(before: Repayment, facility: CreditFacility, amount: int, on: date, payer: str) -> Repayment:
    same = (facility.pk, amount, on, payer) == (before.facility_id, before.amount, before.since_on, before.payer)
    if not same or before.voided_entry_id is not None:
        raise KeyIsTaken(key=before.key, what=say_rials(before.amount, "en", scale="rial"))
    return before


def _postings(repayment: Repayment, schedule: Schedule) -> list[Posting]:
    facility, amount, on = repayment.facility_id, repayment.amount, repayment.since_on
    if repayment.payer == "PROGRAMME":
        return _against(repayment, schedule, Account.SUBSIDY, "SUBSIDY")
    if schedule.kind == "WRITTEN_OFF":
        return _against(repayment, schedule, Account.WRITTEN_OFF, "REPAYMENT")
    order = contracts_of([facility])[facility].order
    shares = allocate(amount, unpaid([facility])[facility], order=order)
    return [
        posting
        for share in shares
        for posting in posted(
            facility,
            repaid(profit=share.profit, principal=share.principal, on=on),
            repayment_id=repayment.pk,
            instalment_id=share.instalment,
            schedule_id=schedule.pk,
        )
    ]


def _against(repayment: Repayment, schedule: Schedule, account: Account, kind: str) -> list[Posting]:
    """Return the posting of money that comes in for what one account holds by its day."""
    facility = repayment.facility_id
    owed = _balance(facility, account, repayment.since_on)
    if repayment.amount > owed:
        raise RepaymentExceedsDebt(owed=owed, amount=repayment.amount)
    moves = moved(kind, Account.BANK, account, repayment.amount, repayment.since_on)
    return posted(facility, moves, repayment_id=repayment.pk, schedule_id=schedule.pk)


def _balance(facility: int, account: Account, day: date) -> int:
    known = Posting.objects.filter(facility=facility, voided_entry=None, since_on__lte=day)
    return max(balances(map(move_of, known)).get(account, 0), 0)


def check_repayable(*, facility: int, amount: int, on: date, payer: str = "UNIT", before: int = 0) -> None:
    """Refuse what `record_repayment` would. before: rials that come in ahead of it, and are not written yet

    :raises NoTable, TableIsLater, RepaymentExceedsDebt: as there
    """
    schedule = in_force([facility]).get(facility)
    if schedule is None:
        raise NoTable
    if on < schedule.since_on:
        raise TableIsLater(since_on=schedule.since_on)
    if payer == "PROGRAMME":
        owed = _balance(facility, Account.SUBSIDY, on)
    elif schedule.kind == "WRITTEN_OFF":
        owed = _balance(facility, Account.WRITTEN_OFF, on)
    else:
        owed = sum(one.principal + one.profit for one in unpaid([facility]).get(facility, []))
    if before + amount > owed:
        raise RepaymentExceedsDebt(owed=max(owed - before, 0), amount=amount)


def unpaid(facility_ids: Collection[int]) -> dict[int, list[Open]]:
    """Return by facility what is left of the instalments in force, due or not, by all that is recorded."""
    schedules = in_force(facility_ids)
    rows = Instalment.objects.filter(schedule__in=[row.pk for row in schedules.values()], voided_entry=None)
    covered = covered_of([row.pk for row in schedules.values()])
    found: dict[int, list[Open]] = defaultdict(list)
    owner = {schedule.pk: facility for facility, schedule in schedules.items()}
    for row in rows.order_by("due_on", "pk"):
        principal, profit = covered.get(row.pk, (0, 0))
        left = Open(row.pk, row.due_on, row.principal - principal, row.payable - row.principal - profit)
        if left.principal or left.profit:
            found[owner[row.schedule_id]].append(left)
    return found


def covered_of(schedules: Collection[int]) -> dict[int, tuple[int, int]]:
    """Return by instalment of some tables what repayments covered of it: principal and profit."""
    found: dict[int, tuple[int, int]] = {}
    touched = Q(debit=Account.BANK.value) | Q(credit=Account.BANK.value)
    rows = Posting.objects.filter(touched, instalment__schedule__in=schedules, voided_entry=None)
    for instalment, principal, profit in (
        rows.order_by()
        .values("instalment")
        .annotate(principal=Sum(back(Account.PRINCIPAL)), profit=Sum(back(Account.PROFIT)))
        .values_list("instalment", "principal", "profit")
    ):
        found[instalment] = (principal, profit)
    return found


def back(*accounts: Account) -> Case:
    """Return an expression of what a posting brings back for some accounts, negative where it takes that back."""
    names = [account.value for account in accounts]
    return Case(
        When(debit=Account.BANK.value, credit__in=names, then=F("amount")),
        When(credit=Account.BANK.value, debit__in=names, then=-F("amount")),
        default=Value(0),
        output_field=BigIntegerField(),
    )


def reverse_repayment(*, repayment: Repayment, reason: str, by: str, at: datetime) -> None:
    """Take a repayment back that never came in. If the table was made anew since, what it had covered falls due in it.

    :raises CreditRefused: if no reason is given
    """
    if not reason.strip():
        raise CreditRefused(Text(fa="دلیل برگشت را بنویسید", en="Give the reason of the reversal"))
    with recording(action="support.repayment.reversed", by=by, at=at, reason=reason):
        CreditFacility.objects.select_for_update().get(pk=repayment.facility_id)
        repayment.void()
        take_postings_back(repayment)


def take_postings_back(repayment: Repayment) -> None:
    """Reverse what was posted of a repayment that no longer stands, inside the open entry; a second time nothing."""
    postings = unreversed(repayment=repayment)
    bulk_record(reversals(postings))
    schedule = in_force([repayment.facility_id])[repayment.facility_id]
    earlier = [p for p in postings if p.instalment_id and p.schedule_id != schedule.pk]
    if earlier:
        _falls_due_again(schedule, earlier)


def _falls_due_again(schedule: Schedule, postings: list[Posting]) -> None:
    """Put what a repayment of an earlier table had covered into the one in force, as principal."""
    facility, on = schedule.facility_id, schedule.since_on
    profit = sum(posting.amount for posting in postings if posting.credit == Account.PROFIT)
    amount = sum(posting.amount for posting in postings)
    moves = moved("RESCHEDULING", Account.PRINCIPAL, Account.PROFIT, profit, on)
    if schedule.kind == "WRITTEN_OFF":
        moves += moved("WRITE_OFF", Account.WRITTEN_OFF, Account.PRINCIPAL, amount, on)
    else:
        Instalment(schedule=schedule, since_on=on, due_on=on, principal=amount, payable=amount).save()
    bulk_record(posted(facility, moves, schedule_id=schedule.pk))

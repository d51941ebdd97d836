"""Postings follow the facts: whatever was recorded of facilities, by a page, a list or an undo, is brought into them.

`follow` compares the facts that stand with the postings that stand and writes what is missing: new postings, reversals
of those whose fact no longer holds, and the tables of instalments of payments. Run again it writes nothing.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Min, Sum

from hamahang.domain.credit.postings import Account, Move, committed, falling_due, paid_out
from hamahang.domain.credit.table import Due, redraw, table_of_payment
from hamahang.domain.credit.terms import CreditRefused, Terms
from hamahang.domain.flows.workingdays import months_later
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.ledger.recording import bulk_record, bulk_void
from hamahang.support.models import CreditFacility, Disbursement, FacilityContract, Instalment, Posting, Schedule

CHUNK = 1_000
CLOSED = ("SETTLEMENT", "WRITTEN_OFF")


class PaymentIsRepaid(CreditRefused):
    """A payment was to be taken back whose instalments were repaid, or given a new table, since."""

    def __init__(self, *, facility: str, document: str) -> None:
        self.facility, self.document = facility, document
        super().__init__(
            Text(
                fa=f"پرداخت {document} از تسهیلات {facility} بازپرداخت یا تقسیط شده است؛ نخست آن را برگردانید",
                en=f"Payment {document} of facility {facility} was repaid or restructured; take that back first",
            )
        )


class FacilityIsClosed(CreditRefused):
    """Something was to be paid from a facility that was settled early or written off."""

    def __init__(self, *, facility: str) -> None:
        self.facility = facility
        super().__init__(
            Text(fa=f"تسهیلات {facility} بسته شده است", en=f"Facility {facility} is closed"),
        )


def posted(facility: int, moves: Iterable[Move], *, proof: int = Proof.LISTED, **about: int | None) -> list[Posting]:
    """Return the unstored postings of moves.

    about: what they are about, `disbursement_id`, `repayment_id`, `instalment_id` or `schedule_id`
    """
    return [
        Posting(
            facility_id=facility,
            kind=move.kind,
            debit=move.debit.value,
            credit=move.credit.value,
            amount=move.amount,
            since_on=move.on,
            proof=proof,
            **about,
        )
        for move in moves
    ]


def move_of(posting: Posting) -> Move:
    """Return what a posting moves."""
    return Move(posting.kind, Account(posting.debit), Account(posting.credit), posting.amount, posting.since_on)


def reversals(postings: Iterable[Posting]) -> list[Posting]:
    """Return the unstored postings that take others back; each names the one it reverses."""
    found = []
    for posting in postings:
        about = {
            name: getattr(posting, name) for name in ("disbursement_id", "repayment_id", "instalment_id", "schedule_id")
        }
        (back,) = posted(posting.facility_id, [move_of(posting).reversed()], proof=posting.proof, **about)
        back.reverses_id = posting.pk
        found.append(back)
    return found


def unreversed(**what: Any) -> list[Posting]:
    """Return the postings that hold: neither reversed nor a reversal."""
    return list(Posting.objects.filter(voided_entry=None, reverses=None, reversals=None, **what).order_by("pk"))


def follow(facility_ids: Collection[int]) -> None:
    """Bring the postings and tables of facilities into agreement with their facts, inside the open entry.

    :raises PaymentIsRepaid: if a payment that no longer holds was repaid or restructured since
    :raises FacilityIsClosed: if something was paid from a facility that was closed
    """
    ordered = sorted(set(facility_ids))
    for start in range(0, len(ordered), CHUNK):
        chunk = ordered[start : start + CHUNK]
        _payments(chunk)
        _commitments(chunk)
        _tables(chunk)


def contracts_of(facility_ids: Collection[int]) -> dict[int, FacilityContract]:
    """Return the standing contracts by facility."""
    known = FacilityContract.objects.filter(facility__in=facility_ids, voided_entry=None)
    return {contract.facility_id: contract for contract in known}


def in_force(facility_ids: Collection[int]) -> dict[int, Schedule]:
    """Return by facility the table that holds by all that is recorded."""
    known = Schedule.objects.filter(facility__in=facility_ids, voided_entry=None).order_by("number")
    return {schedule.facility_id: schedule for schedule in known}


def _payments(ids: Sequence[int]) -> None:
    """Post what was paid; reverse what is no longer said to have been."""
    contracts = contracts_of(ids)
    standing: dict[int, list[Posting]] = defaultdict(list)
    for posting in unreversed(facility__in=ids, kind="PAYMENT"):
        standing[posting.disbursement_id or 0].append(posting)
    new: list[Posting] = []
    for paid in Disbursement.objects.filter(facility__in=ids, voided_entry=None).order_by("pk"):
        contract = contracts.get(paid.facility_id)
        moves = paid_out(paid.amount, paid.since_on, is_grant=contract is not None and contract.terms.is_grant)
        before = standing.pop(paid.pk, [])
        if [move_of(posting) for posting in before] != moves:
            new += reversals(before)
            new += posted(paid.facility_id, moves, proof=paid.proof, disbursement_id=paid.pk)
    for gone in standing.values():
        new += reversals(gone)
    bulk_record(new)


def _commitments(ids: Sequence[int]) -> None:
    """Post what is promised: what the contract says, before there is one what was approved."""
    contracts = contracts_of(ids)
    promised: dict[int, int] = defaultdict(int)
    for posting in unreversed(facility__in=ids, kind="COMMITMENT"):
        promised[posting.facility_id] += posting.amount if posting.debit == Account.COMMITTED else -posting.amount
    paid = Disbursement.objects.filter(facility__in=ids, voided_entry=None).order_by().values("facility")
    paid_out_of = {row["facility"]: row for row in paid.annotate(first=Min("since_on"), total=Sum("amount"))}
    schedules = in_force(ids)
    new: list[Posting] = []
    for facility in CreditFacility.objects.filter(pk__in=ids).order_by("pk"):
        paid_of = paid_out_of.get(facility.pk, {"first": None, "total": 0})
        level, on = _promise(facility, contracts.get(facility.pk), schedules.get(facility.pk), paid_of)
        if facility.voided_entry_id is not None or on is None:
            # gone, or nobody said from which day
            new += reversals(unreversed(facility=facility, kind="COMMITMENT"))
        elif level != promised[facility.pk]:
            new += posted(facility.pk, committed(level - promised[facility.pk], on))
    bulk_record(new)


def _promise(
    facility: CreditFacility, contract: FacilityContract | None, schedule: Schedule | None, paid: Mapping[str, Any]
) -> tuple[int, date | None]:
    """Return how many rials are promised in all, and the day from which; of a closed facility no more than was paid."""
    if schedule is not None and schedule.kind in CLOSED:
        return paid["total"], schedule.since_on
    if contract is not None:
        return contract.principal, contract.since_on
    return facility.approved, facility.approved_on or paid["first"]


def _tables(ids: Sequence[int]) -> None:
    """Draw the tables of payments that have none, and take away those of payments that no longer hold."""
    contracts = {key: row for key, row in contracts_of(ids).items() if not row.terms.is_grant}
    if not contracts:
        return
    _take_away(contracts)
    paid = Disbursement.objects.filter(facility__in=contracts, voided_entry=None).order_by("since_on", "pk")
    drawn = set(
        Instalment.objects.filter(schedule__facility__in=contracts, voided_entry=None)
        .exclude(disbursement=None)
        .values_list("disbursement_id", flat=True)
    )
    missing = [row for row in paid if row.pk not in drawn]
    if not missing:
        return
    schedules = in_force({row.facility_id for row in missing})
    for row in missing:
        if row.facility_id not in schedules:
            schedules[row.facility_id] = _first_schedule(contracts[row.facility_id], row.since_on)
    rows: list[tuple[Instalment, Due]] = []
    for row in missing:
        rows += _rows_of(row, contracts[row.facility_id].terms, schedules[row.facility_id])
    store_rows(rows)


def _first_schedule(contract: FacilityContract, on: date) -> Schedule:
    schedule = Schedule(
        facility_id=contract.facility_id,
        number=1,
        kind="CONTRACT",
        rate=contract.rate,
        subsidised=contract.subsidised,
        since_on=on,
        proof=Proof.LISTED,
    )
    schedule.save()
    return schedule


def _rows_of(paid: Disbursement, terms: Terms, schedule: Schedule) -> list[tuple[Instalment, Due]]:
    if schedule.kind in CLOSED:
        raise FacilityIsClosed(facility=str(paid.facility))
    if schedule.kind == "CONTRACT":
        table = table_of_payment(amount=paid.amount, paid_on=paid.since_on, anchor=schedule.since_on, terms=terms)
    else:
        known = Instalment.objects.filter(schedule=schedule, voided_entry=None, due_on__gt=paid.since_on)
        days = sorted(set(known.values_list("due_on", flat=True))) or [months_later(paid.since_on, terms.spacing)]
        table = redraw(
            balance=paid.amount,
            on=paid.since_on,
            days=days,
            rate=schedule.rate,
            subsidised=schedule.subsidised,
            method=terms.method,
        )
    return [(instalment_of(schedule, due, since_on=paid.since_on, disbursement=paid.pk), due) for due in table]


def instalment_of(schedule: Schedule, due: Due, *, since_on: date, disbursement: int | None = None) -> Instalment:
    """Return an unstored instalment of a schedule."""
    return Instalment(
        schedule=schedule,
        disbursement_id=disbursement,
        since_on=max(since_on, schedule.since_on),
        due_on=due.due_on,
        principal=due.principal,
        profit=due.profit,
        subsidy=due.subsidy,
        capitalised=due.capitalised,
        payable=due.payable,
    )


def store_rows(rows: Sequence[tuple[Instalment, Due]]) -> None:
    """Store instalments, with the postings by which their profit falls due on its day."""
    bulk_record([instalment for instalment, _ in rows])
    bulk_record(
        [
            posting
            for instalment, due in rows
            for posting in posted(
                instalment.schedule.facility_id,
                falling_due(due),
                instalment_id=instalment.pk,
                schedule_id=instalment.schedule_id,
            )
        ]
    )


def _take_away(facility_ids: Collection[int]) -> None:
    """Void the instalments of payments that no longer hold, and reverse the profit posted for them."""
    gone = list(
        Instalment.objects.filter(schedule__facility__in=facility_ids, voided_entry=None)
        .exclude(disbursement=None)
        .exclude(disbursement__voided_entry=None)
    )
    if not gone:
        return
    current = {schedule.pk for schedule in in_force(facility_ids).values()}
    postings = unreversed(instalment__in=gone)
    repaid = {posting.instalment_id for posting in postings if posting.kind != "PROFIT"}
    for instalment in gone:
        if instalment.pk in repaid or instalment.schedule_id not in current:
            paid = Disbursement.objects.select_related("facility").get(pk=instalment.disbursement_id or 0)
            raise PaymentIsRepaid(facility=str(paid.facility), document=paid.document_no)
    bulk_record(reversals(postings))
    bulk_void(gone)
    left = set(Instalment.objects.filter(schedule__in=current, voided_entry=None).values_list("schedule_id", flat=True))
    for schedule in Schedule.objects.filter(pk__in=current - left, voided_entry=None, kind="CONTRACT"):
        schedule.void()

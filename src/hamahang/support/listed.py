"""Changing support by lists that offices send: requests, allocations, repayments and energy bills."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256

from hamahang.domain.ledger import AsOf
from hamahang.domain.numbering import next_number
from hamahang.domain.proof import Proof
from hamahang.domain.requests import AMOUNTS
from hamahang.ledger.bulk import Effect, Origin, record_entities, record_facts, strongest
from hamahang.ledger.models import Change
from hamahang.ledger.recording import recording
from hamahang.support import asked, repaying, terms
from hamahang.support.actions import open_lines
from hamahang.support.models import (
    Allocation,
    BudgetLine,
    CreditFacility,
    EnergyBill,
    Repayment,
    RequestStage,
    SupportRequest,
)
from hamahang.support.requesting import start_of_year


@dataclass(frozen=True, slots=True)
class RequestDraft:
    """What one row of a list of requests says. Amounts in whole rials; unit and bank by id.

    number: made of the year and a count where none is given; stage: where it stands since `stage_on`
    """

    unit: int
    programme: str
    line: str
    amount: int
    registered_on: date
    number: str = ""
    stage: str = ""
    stage_on: date | None = None
    stage_amount: int | None = None
    bank: int | None = None
    file_no: str = ""
    letter_no: str = ""
    origin: Origin = Origin()


def record_requests(*, drafts: Sequence[RequestDraft], by: str, at: datetime) -> list[Effect]:
    """Record a list of requests with their registration and the stage each has come to; return the effect of each row.

    A stage that an officer recorded in the pages stays as it is.
    """
    with recording(action="support.requests.listed", by=by, at=at):
        lines = open_lines(by=by, at=at)
        known = Requests()
        records = [_request(draft, lines[draft.programme, draft.line], known) for draft in drafts]
        stored = record_entities(records, key=("number",))
        facts, owners = list[RequestStage](), list[int]()
        confirmed = _confirmed([request.pk for request, _ in stored])
        for place, ((request, _), draft) in enumerate(zip(stored, drafts, strict=True)):
            for stage in _stages(request, draft):
                if (request.pk, stage.stage, stage.since_on) not in confirmed:
                    facts.append(stage)
                    owners.append(place)
        effects = [[effect] for _, effect in stored]
        written = record_facts(facts, key=("request_id", "stage", "since_on"))
        for place, effect in zip(owners, written, strict=True):
            effects[place].append(effect)
    return [strongest(*found) for found in effects]


class Requests:
    """The requests of the register, to find the one that a row speaks of: by its number, else by what it asks."""

    def __init__(self) -> None:
        self.by_number = asked.requests_by_number()
        self.by_place = {(r.unit_id, r.line_id, r.registered_on): r for r in self.by_number.values()}

    def find(self, *, number: str, unit: int, line: int, on: date) -> SupportRequest | None:
        """Return the request that a row speaks of, None if it is new."""
        return self.by_number.get(number) if number else self.by_place.get((unit, line, on))

    def number(self, on: date) -> str:
        """Return a number for a new request without one."""
        return next_number(start_of_year(on), self.by_number)


def _request(draft: RequestDraft, line: BudgetLine, known: Requests) -> SupportRequest:
    stands = known.find(number=draft.number, unit=draft.unit, line=line.pk, on=draft.registered_on)
    # the rules of a request are those of its own day, as they were when it came
    rules = (
        stands.rules_id if stands else getattr(terms.rules_on(line.programme, AsOf(draft.registered_on)), "pk", None)
    )
    request = SupportRequest(
        number=stands.number if stands else draft.number or known.number(draft.registered_on),
        unit_id=draft.unit,
        line=line,
        rules_id=rules,
        registered_on=draft.registered_on,
        bank_id=draft.bank,
        file_no=draft.file_no,
    )
    known.by_number.setdefault(request.number, request)
    known.by_place.setdefault((draft.unit, line.pk, draft.registered_on), request)
    return draft.origin.mark(request)


def _stages(request: SupportRequest, draft: RequestDraft) -> list[RequestStage]:
    """Return the registration of a row, and the stage it names; an amount that is granted is only what the row says."""
    said: list[tuple[str, date, int | None, str]] = [("REGISTERED", draft.registered_on, draft.amount, "")]
    if draft.stage_on is not None and draft.stage not in ("", "REGISTERED"):
        amount = draft.stage_amount or (None if draft.stage in AMOUNTS else draft.amount)
        said.append((draft.stage, draft.stage_on, amount, draft.letter_no))
    return [
        draft.origin.mark(
            RequestStage(
                request_id=request.pk, stage=stage, since_on=on, amount=amount, letter_no=letter, proof=Proof.LISTED
            )
        )
        for stage, on, amount, letter in said
    ]


def _confirmed(ids: Collection[int]) -> set[tuple[int, str, date]]:
    """Return the stages of some requests that people recorded in the pages."""
    known = RequestStage.objects.filter(request__in=ids, proof=Proof.CONFIRMED, voided_entry=None)
    return set(known.values_list("request_id", "stage", "since_on"))


@dataclass(frozen=True, slots=True)
class AllocationDraft:
    """What one row of a list of allocations says. amount: rials; county: id, None for the whole province."""

    programme: str
    line: str
    amount: int
    letter_no: str
    on: date
    period_from: date
    period_until: date
    county: int | None = None
    lapses_on: date | None = None
    origin: Origin = Origin()


def record_allocations(*, drafts: Sequence[AllocationDraft], by: str, at: datetime) -> list[Effect]:
    """Record a list of money notified for lines; the same letter for the same line and county is one allocation."""
    with recording(action="support.money.listed", by=by, at=at):
        lines = open_lines(by=by, at=at)
        facts = [
            draft.origin.mark(
                Allocation(
                    line_id=lines[draft.programme, draft.line].pk,
                    county_id=draft.county,
                    period_from=draft.period_from,
                    period_until=draft.period_until,
                    amount=draft.amount,
                    letter_no=draft.letter_no,
                    lapses_on=draft.lapses_on,
                    since_on=draft.on,
                    proof=Proof.LISTED,
                )
            )
            for draft in drafts
        ]
        return record_facts(facts, key=("line_id", "letter_no", "county_id"))


@dataclass(frozen=True, slots=True)
class RepaymentDraft:
    """What one row of a bank's list of repayments says. facility: id; amount: rials."""

    facility: int
    amount: int
    on: date
    document_no: str
    payer: str = "UNIT"
    origin: Origin = Origin()


def record_repayments(*, drafts: Sequence[RepaymentDraft], by: str, at: datetime) -> list[Effect]:
    """Record a bank's list of repayments, each with its postings, in the order of their days.

    A document that stands with its facility changes nothing; what was wrong in it is reversed by a person.
    :raises NoTable, TableIsLater, RepaymentExceedsDebt: see `repaying.record_repayment`
    """
    effects = [Effect.UNCHANGED] * len(drafts)
    with recording(action="support.repayments.listed", by=by, at=at):
        facilities = {row.pk: row for row in CreditFacility.objects.filter(pk__in=[d.facility for d in drafts])}
        for place in sorted(range(len(drafts)), key=lambda place: (drafts[place].on, place)):
            draft = drafts[place]
            same = Repayment.objects.filter(facility=draft.facility, document_no=draft.document_no)
            if same.filter(voided_entry=None).exists():
                continue
            repaying.record_repayment(
                facility=facilities[draft.facility],
                amount=draft.amount,
                on=draft.on,
                # a document that was reversed may come again, and is then another repayment
                key=_key(draft, same.count()),
                payer=draft.payer,
                document_no=draft.document_no,
                origin=draft.origin,
                by=by,
                at=at,
            )
            effects[place] = Effect.CREATED
    return effects


def _key(draft: RepaymentDraft, times: int) -> str:
    return "list-" + sha256(f"{draft.facility}|{draft.document_no}|{times}".encode()).hexdigest()[:40]


def settle_repayments(*, entries: Collection[int], by: str, at: datetime) -> None:
    """Reverse the postings of repayments that went when their list was taken back."""
    written = Change.objects.filter(entry__in=entries, record=Repayment._meta.label).values("record_id")
    with recording(action="support.repayments.settled", by=by, at=at):
        for repayment in Repayment.objects.filter(pk__in=written).exclude(voided_entry=None).order_by("-pk"):
            repaying.take_postings_back(repayment)


@dataclass(frozen=True, slots=True)
class BillDraft:
    """What one row of a list of bills says. on: the last day of its month; quantity: in the measure of its carrier."""

    unit: int
    carrier: str
    on: date
    amount: int
    quantity: Decimal | None = None
    origin: Origin = Origin()


def record_bills(*, drafts: Sequence[BillDraft], by: str, at: datetime) -> list[Effect]:
    """Record energy bills of units: one for a unit, a carrier and a month."""
    facts = [
        draft.origin.mark(
            EnergyBill(
                unit_id=draft.unit,
                carrier=draft.carrier,
                quantity=draft.quantity,
                amount=draft.amount,
                since_on=draft.on,
                proof=Proof.LISTED,
            )
        )
        for draft in drafts
    ]
    with recording(action="support.bills.listed", by=by, at=at):
        return record_facts(facts, key=("unit_id", "carrier", "since_on"))

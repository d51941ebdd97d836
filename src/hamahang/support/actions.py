"""Changing support: programmes, facilities and payments."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from hamahang.domain.credit.terms import check_contract
from hamahang.domain.proof import Proof
from hamahang.domain.support import LINES, PROGRAMMES, DisbursementExceedsFacility, check_disbursement
from hamahang.ledger.bulk import Effect, Origin, record_entities, record_facts, strongest
from hamahang.ledger.recording import recording
from hamahang.support import queries
from hamahang.support.models import BudgetLine, CreditFacility, Disbursement, PaymentOrder, SupportProgramme
from hamahang.support.posting import follow


@dataclass(frozen=True, slots=True)
class PaymentDraft:
    """What one row of a bank's list says. Amounts in whole rials; bank and unit by id."""

    bank: int
    facility_no: str
    unit: int
    programme: str
    line: str
    approved: int
    amount: int
    paid_on: date
    document_no: str
    approved_on: date | None = None
    origin: Origin = Origin()


def open_lines(*, by: str, at: datetime) -> dict[tuple[str, str], BudgetLine]:
    """Record the field's programmes with their lines where they are missing; return the lines by their codes."""
    with recording(action="support.lines.opened", by=by, at=at):
        programmes = record_entities(
            [SupportProgramme(code=code, title=text.fa, title_en=text.en) for code, text in PROGRAMMES.items()],
            key=("code",),
        )
        lines = [
            BudgetLine(programme_id=programme.pk, code=code, title=text.fa, title_en=text.en)
            for programme, _ in programmes
            for code, text in LINES.items()
        ]
        record_entities(lines, key=("programme_id", "code"))
    return queries.lines_by_code()


def record_payments(*, drafts: Sequence[PaymentDraft], by: str, at: datetime) -> list[Effect]:
    """Record a bank's list of payments with their facilities and postings; return the effect of each row.

    A payment that was entered and approved in the pages stays that payment. What is refused, `covering` tells first.
    :raises DisbursementExceedsFacility: if a facility would be paid more than its contract, or its approval, says
    :raises ContractExceedsApproval: if it lowers an approval below its contract
    :raises hamahang.support.posting.PaymentIsRepaid: if it corrects a payment that was repaid or restructured since
    :raises hamahang.support.posting.FacilityIsClosed: if it pays from a facility that was closed
    """
    with recording(action="support.payments.recorded", by=by, at=at):
        lines = open_lines(by=by, at=at)
        stored = record_entities([_facility(draft, lines) for draft in drafts], key=("bank_id", "number"))
        known = queries.documents({facility.pk for facility, _ in stored})
        facts = [_payment(facility, draft, known) for (facility, _), draft in zip(stored, drafts, strict=True)]
        effects = record_facts(facts, key=("facility_id", "document_no"))
        _check_totals([facility.pk for facility, _ in stored])
        follow([facility.pk for facility, _ in stored])
    return [strongest(effect, paid) for (_, effect), paid in zip(stored, effects, strict=True)]


def _facility(draft: PaymentDraft, lines: dict[tuple[str, str], BudgetLine]) -> CreditFacility:
    facility = CreditFacility(
        bank_id=draft.bank,
        number=draft.facility_no,
        unit_id=draft.unit,
        line_id=lines[draft.programme, draft.line].pk,
        approved=draft.approved,
        approved_on=draft.approved_on,
    )
    return draft.origin.mark(facility)


def _payment(
    facility: CreditFacility, draft: PaymentDraft, known: Mapping[tuple[int, str], Disbursement]
) -> Disbursement:
    before = known.get((facility.pk, draft.document_no))
    paid = Disbursement(
        facility_id=facility.pk,
        payment_id=before.payment_id if before else None,
        document_no=draft.document_no,
        amount=draft.amount,
        since_on=draft.paid_on,
        proof=Proof.LISTED,
    )
    return draft.origin.mark(paid)


def _check_totals(facility_ids: Sequence[int]) -> None:
    limits = queries.limits(facility_ids)
    for pk, paid in queries.paid_so_far(limits).items():
        if paid > limits[pk]:
            raise DisbursementExceedsFacility(approved=limits[pk], paid_so_far=0, amount=paid)
    allowed = queries.excepted(facility_ids, "CONTRACT")
    contracted = queries.contracted(facility_ids)
    for facility in CreditFacility.objects.filter(pk__in=contracted):
        principal, excepted = contracted[facility.pk], allowed.get(facility.pk, 0)
        check_contract(approved=facility.approved, contracted=principal, excepted=excepted)


def settle_entries(*, entries: Collection[int], by: str, at: datetime) -> None:
    """Bring postings into agreement with payments after some entries were taken back: reverse what has no payment."""
    with recording(action="support.postings.settled", by=by, at=at):
        follow(queries.facilities_of_entries(entries))


def bring_postings(*, by: str, at: datetime) -> None:
    """Post the payments that were recorded before there were postings; a second run changes nothing."""
    with recording(action="support.postings.brought", by=by, at=at):
        follow(queries.facilities_without_postings())


def record_disbursement(
    *,
    facility: CreditFacility,
    amount: int,
    paid_on: date,
    document_no: str,
    payment: PaymentOrder | None = None,
    by: str,
    at: datetime,
) -> Disbursement:
    """Write down one payment made from a facility, with its postings and instalments. payment: as it was entered

    :raises DisbursementExceedsFacility: if less than `amount` rials are left
    """
    with recording(action="support.disbursement.recorded", by=by, at=at):
        locked = CreditFacility.objects.select_for_update().get(pk=facility.pk)
        paid = queries.paid_so_far([locked.pk]).get(locked.pk, 0)
        check_disbursement(approved=queries.limits([locked.pk])[locked.pk], paid_so_far=paid, amount=amount)
        disbursement = Disbursement(
            facility=locked,
            amount=amount,
            since_on=paid_on,
            document_no=document_no,
            payment=payment,
            proof=Proof.LISTED,
        )
        disbursement.save()
        follow([locked.pk])
    return disbursement

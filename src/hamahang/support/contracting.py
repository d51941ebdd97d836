"""A facility up to its first payment: opened, contracted, secured, planned in tranches, released by inspections."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from hamahang.accounts.models import Agency
from hamahang.domain.credit.terms import (
    EXCEPTIONS,
    GUARANTEES,
    CreditRefused,
    Terms,
    check_contract,
    check_release,
    check_terms,
)
from hamahang.domain.proof import Proof
from hamahang.domain.support import DisbursementExceedsFacility
from hamahang.domain.text import Text
from hamahang.ledger.recording import bulk_record, bulk_void, recording
from hamahang.projects.models import InvestmentProject, ProgressObservation
from hamahang.register.models import Unit
from hamahang.support import queries
from hamahang.support.models import (
    BudgetLine,
    CreditFacility,
    FacilityContract,
    FacilityException,
    Guarantee,
    Instalment,
    Schedule,
    Tranche,
    TrancheRelease,
)
from hamahang.support.posting import follow, reversals, unreversed
from hamahang.visits.models import Visit

LARGEST = 10**17


@dataclass(frozen=True, slots=True)
class Paper:
    """What a contract carries beside its terms: its number, the branch, and the letter that referred the unit."""

    number: str = ""
    branch: str = ""
    letter_no: str = ""
    letter_on: date | None = None


def open_facility(
    *,
    bank: Agency,
    number: str,
    unit: Unit,
    line: BudgetLine,
    approved: int,
    approved_on: date,
    by: str,
    at: datetime,
) -> CreditFacility:
    """Write down a facility that a bank approved for a unit.

    :raises CreditRefused: if the bank has a facility of this number, or the amount is none
    """
    number = number.strip()[:60]
    if not number or not 0 < approved < LARGEST:
        raise CreditRefused(
            Text(
                fa="شمارهٔ پروندهٔ بانک و مبلغ مصوب را بنویسید", en="Give the bank's file number and the approved amount"
            )
        )
    with recording(action="support.facility.opened", by=by, at=at):
        if CreditFacility.objects.filter(bank=bank, number=number, voided_entry=None).exists():
            raise CreditRefused(
                Text(
                    fa=f"{bank.name} تسهیلاتی به شمارهٔ {number} دارد؛ همان را باز کنید",
                    en=f"The bank has a facility {number} already; open that one",
                )
            )
        facility = CreditFacility(
            bank=bank, number=number, unit=unit, line=line, approved=approved, approved_on=approved_on
        )
        facility.save()
        follow([facility.pk])
    return facility


def sign_contract(
    *, facility: CreditFacility, terms: Terms, on: date, paper: Paper = Paper(), by: str, at: datetime
) -> FacilityContract:
    """Write down the contract of a facility; what was paid before it gets its table of instalments now.

    :raises CreditRefused: if the terms cannot be, there is a contract, or it is dated before the approval
    :raises ContractExceedsApproval: if it is above the approval and no exception allows it
    :raises DisbursementExceedsFacility: if more was paid than it covers
    """
    check_terms(terms)
    with recording(action="support.contract.signed", by=by, at=at):
        locked = CreditFacility.objects.select_for_update().get(pk=facility.pk)
        if FacilityContract.objects.filter(facility=locked, voided_entry=None).exists():
            raise CreditRefused(Text(fa="این تسهیلات قرارداد دارد", en="The facility has a contract already"))
        if locked.approved_on and on < locked.approved_on:
            raise CreditRefused(
                Text(fa="روز قرارداد پیش از روز مصوبه است", en="The contract is dated before the approval")
            )
        excepted = queries.excepted([locked.pk], "CONTRACT").get(locked.pk, 0)
        check_contract(approved=locked.approved, contracted=terms.principal, excepted=excepted)
        contract = _contract(locked, terms, on, paper)
        contract.save()
        paid, limit = queries.paid_so_far([locked.pk]).get(locked.pk, 0), queries.limits([locked.pk])[locked.pk]
        if paid > limit:
            raise DisbursementExceedsFacility(approved=limit, paid_so_far=0, amount=paid)
        follow([locked.pk])
    return contract


def _contract(facility: CreditFacility, terms: Terms, on: date, paper: Paper) -> FacilityContract:
    return FacilityContract(
        facility=facility,
        number=paper.number.strip()[:60],
        branch=paper.branch.strip()[:80],
        letter_no=paper.letter_no.strip()[:60],
        letter_on=paper.letter_on,
        contract=terms.contract,
        purpose=terms.purpose,
        principal=terms.principal,
        rate=terms.rate,
        subsidised=terms.subsidised,
        grace=terms.grace,
        grace_profit=terms.grace_profit,
        instalments=terms.instalments,
        spacing=terms.spacing,
        method=terms.method,
        order=terms.order,
        since_on=on,
        proof=Proof.LISTED,
    )


def take_contract_back(*, contract: FacilityContract, reason: str, by: str, at: datetime) -> None:
    """Take a wrong contract back with the tables drawn from it, so that the right one can be written down.

    :raises CreditRefused: if no reason is given, or something was repaid or restructured since
    """
    if not reason.strip():
        raise CreditRefused(Text(fa="دلیل برگرداندن قرارداد را بنویسید", en="Say why the contract is taken back"))
    with recording(action="support.contract.taken_back", by=by, at=at, reason=reason):
        CreditFacility.objects.select_for_update().get(pk=contract.facility_id)
        schedules = list(Schedule.objects.filter(facility=contract.facility_id, voided_entry=None))
        rows = list(Instalment.objects.filter(schedule__in=schedules, voided_entry=None))
        postings = unreversed(instalment__in=rows)
        if any(schedule.kind != "CONTRACT" for schedule in schedules) or any(p.repayment_id for p in postings):
            raise CreditRefused(
                Text(
                    fa="از این قرارداد بازپرداخت یا جدول تازه‌ای ثبت شده است؛ نخست آنها را برگردانید",
                    en="Repayments or a new table follow from this contract; take those back first",
                )
            )
        bulk_record(reversals(postings))
        bulk_void(rows)
        bulk_void(schedules)
        contract.void()
        follow([contract.facility_id])


def allow_exception(
    *, facility: CreditFacility, kind: str, amount: int, reason: str, on: date, by: str, at: datetime
) -> FacilityException:
    """Allow a contract beyond its approval, or payments beyond the contract, by so many rials, for a reason.

    :raises CreditRefused: if the kind is unknown, or amount or reason is missing
    """
    if kind not in EXCEPTIONS or not 0 < amount < LARGEST or not reason.strip():
        raise CreditRefused(
            Text(
                fa="نوع، مبلغ و دلیل استثنا را بنویسید", en="Give the kind, the amount and the reason of the exception"
            )
        )
    fact = FacilityException(
        facility=facility, kind=kind, amount=amount, reason=reason, by=by, since_on=on, proof=Proof.CONFIRMED
    )
    with recording(action="support.exception.allowed", by=by, at=at, reason=reason):
        fact.save()
    return fact


def add_guarantee(
    *,
    facility: CreditFacility,
    kind: str,
    value: int,
    on: date,
    number: str = "",
    expires_on: date | None = None,
    by: str,
    at: datetime,
) -> Guarantee:
    """Write down what secures a facility.

    :raises CreditRefused: if the kind is unknown, it has no value, or it expires before its day
    """
    if kind not in GUARANTEES or not 0 < value < LARGEST or (expires_on is not None and expires_on < on):
        raise CreditRefused(
            Text(
                fa="نوع، ارزش و سررسید تضمین را درست بنویسید", en="Give the guarantee's kind, value and expiry rightly"
            )
        )
    fact = Guarantee(
        facility=facility,
        kind=kind,
        value=value,
        number=number.strip()[:60],
        expires_on=expires_on,
        since_on=on,
        proof=Proof.LISTED,
    )
    with recording(action="support.guarantee.added", by=by, at=at):
        fact.save()
    return fact


def plan_tranche(
    *,
    facility: CreditFacility,
    amount: int,
    percent: Decimal,
    on: date,
    project: InvestmentProject | None = None,
    planned_on: date | None = None,
    by: str,
    at: datetime,
) -> Tranche:
    """Plan a part of a facility that waits for physical progress, of a project or of the unit itself.

    percent: 0–100
    :raises CreditRefused: if amount or percent cannot be, or all tranches together are more than may be paid
    """
    with recording(action="support.tranche.planned", by=by, at=at):
        CreditFacility.objects.select_for_update().get(pk=facility.pk)
        known = list(Tranche.objects.filter(facility=facility, voided_entry=None))
        limit = queries.limits([facility.pk])[facility.pk]
        if not 0 < amount <= limit - sum(tranche.amount for tranche in known) or not 0 <= percent <= 100:
            raise CreditRefused(
                Text(
                    fa="مبلغ مرحله‌ها روی هم بیش از قرارداد نیست و پیشرفت میان صفر و صد است",
                    en="Tranches together are not above the contract, and progress lies between 0 and 100",
                )
            )
        tranche = Tranche(
            facility=facility,
            number=max((tranche.number for tranche in known), default=0) + 1,
            amount=amount,
            percent=percent,
            project=project,
            planned_on=planned_on,
            since_on=on,
            proof=Proof.LISTED,
        )
        tranche.save()
    return tranche


@dataclass(frozen=True, slots=True)
class Inspection:
    """What proves a tranche: an observation of its project, or a visit of the unit with the percent it saw."""

    observation: ProgressObservation | None = None
    visit: Visit | None = None
    percent: Decimal | None = None


def release_tranche(
    *, tranche: Tranche, on: date, inspection: Inspection = Inspection(), reason: str = "", by: str, at: datetime
) -> TrancheRelease:
    """Release a tranche for payment on the inspection that proves it, or on a reason that somebody answers for.

    :raises CreditRefused: if it is released already, or the inspection is not of this project or unit
    :raises TrancheNotProven: if no inspection saw the progress it waits for and no reason is given
    """
    seen = _seen(tranche, inspection, on)
    check_release(number=tranche.number, needed=tranche.percent, seen=seen, reason=reason)
    with recording(action="support.tranche.released", by=by, at=at, reason=reason):
        Tranche.objects.select_for_update().get(pk=tranche.pk)
        if TrancheRelease.objects.filter(tranche=tranche, voided_entry=None).exists():
            raise CreditRefused(Text(fa="این مرحله آزاد شده است", en="The tranche is released already"))
        fact = TrancheRelease(
            tranche=tranche,
            observation=inspection.observation,
            visit=inspection.visit,
            percent=seen,
            reason=reason.strip(),
            by=by,
            since_on=on,
            proof=Proof.SEEN if seen is not None else Proof.ANNOUNCED,
        )
        fact.save()
    return fact


def _seen(tranche: Tranche, inspection: Inspection, on: date) -> Decimal | None:
    """Return the progress that an inspection saw, None where none is named.

    :raises CreditRefused: if it is of something else, came later, or nobody was there
    """
    observation, visit = inspection.observation, inspection.visit
    wrong = Text(
        fa="بازدید از همین طرح یا واحد و پیش از آزادشدن مرحله نیست",
        en="The inspection is not of this project or unit, or came after the release",
    )
    if observation is not None:
        is_seen = observation.proof >= Proof.SEEN and observation.since_on <= on
        if not is_seen or observation.voided_entry_id or observation.project_id != tranche.project_id:
            raise CreditRefused(wrong)
        return observation.percent
    if visit is not None:
        is_ours = visit.unit_id == tranche.facility.unit_id and tranche.project_id is None
        if not is_ours or visit.visited_on > on or inspection.percent is None:
            raise CreditRefused(wrong)
        return inspection.percent
    return None

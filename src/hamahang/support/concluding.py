"""The contract of a request: the bank's facility, opened by the bank's own approval, with its terms signed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from hamahang.domain.credit.terms import CreditRefused, Terms
from hamahang.domain.money import say_rials
from hamahang.domain.text import Text
from hamahang.support import asked, contracting, queries
from hamahang.support.models import CreditFacility, FacilityContract, RequestStage, SupportRequest


@dataclass(frozen=True, slots=True)
class Contract:
    """What the contract of a request says.

    amount: rials; facility_no: the bank's number of it; terms: None where a list brought the facility with its
    contract; number, branch: of the contract
    reason: of an amount beyond the bank's approval
    """

    amount: int
    facility_no: str
    terms: Terms | None = None
    number: str = ""
    branch: str = ""
    reason: str = ""


def conclude(
    *,
    request: SupportRequest,
    stages: Sequence[RequestStage],
    contract: Contract,
    on: date,
    by: str,
    at: datetime,
) -> CreditFacility:
    """Return the facility of a request's contract: the bank's of this number, else opened by what the bank approved;
    with the contract signed, unless a list brought that too.

    stages: of the request, the last approval of the bank among them
    :raises CreditRefused: if number or terms are missing, the facility is another's, or its contract says another sum
    """
    if not contract.facility_no.strip() or request.bank is None:
        raise CreditRefused(Text(fa="شمارهٔ تسهیلات بانک را بنویسید", en="Write the bank's facility number"))
    facility = asked.facility_of(request.bank.pk, contract.facility_no.strip())
    if facility is None:
        approval = _last(stages, "BANK")
        facility = contracting.open_facility(
            bank=request.bank,
            number=contract.facility_no,
            unit=request.unit,
            line=request.line,
            approved=approval.amount or 0,
            approved_on=approval.since_on,
            by=by,
            at=at,
        )
    _is_its_own(facility, request)
    signed = FacilityContract.objects.filter(facility=facility, voided_entry=None).first()
    if signed is None:
        _sign(facility, stages, contract, on, by=by, at=at)
    elif signed.principal != contract.amount:
        raise CreditRefused(
            Text(
                fa=f"قرارداد ثبت‌شدهٔ این تسهیلات {say_rials(signed.principal, 'fa')} است؛ همان را بنویسید",
                en=f"The recorded contract of the facility is {say_rials(signed.principal, 'en')}; write the same",
            )
        )
    return facility


def _last(stages: Sequence[RequestStage], stage: str) -> RequestStage:
    return next(fact for fact in reversed(stages) if fact.stage == stage)


def _is_its_own(facility: CreditFacility, request: SupportRequest) -> None:
    is_taken = SupportRequest.objects.filter(facility=facility, voided_entry=None).exclude(pk=request.pk).exists()
    if facility.unit_id != request.unit_id or facility.line_id != request.line_id or is_taken:
        raise CreditRefused(
            Text(
                fa=f"تسهیلات {facility.number} از آنِ واحد، ردیف یا درخواست دیگری است",
                en=f"Facility {facility.number} is of another unit, line or request",
            )
        )


def _sign(
    facility: CreditFacility,
    stages: Sequence[RequestStage],
    contract: Contract,
    on: date,
    *,
    by: str,
    at: datetime,
) -> None:
    """Sign the contract; what it is beyond the approval is recorded as an exception, by its reason."""
    if contract.terms is None:
        raise CreditRefused(
            Text(fa="شرایط قرارداد را بنویسید: نوع، نرخ، قسط‌ها", en="Write the terms: kind, rate, instalments")
        )
    beyond = contract.amount - facility.approved - queries.excepted([facility.pk], "CONTRACT").get(facility.pk, 0)
    if beyond > 0 and contract.reason.strip():
        contracting.allow_exception(
            facility=facility, kind="CONTRACT", amount=beyond, reason=contract.reason, on=on, by=by, at=at
        )
    referral = _last(stages, "REFERRED")
    contracting.sign_contract(
        facility=facility,
        terms=replace(contract.terms, principal=contract.amount),
        on=on,
        paper=contracting.Paper(
            number=contract.number,
            branch=contract.branch,
            letter_no=referral.letter_no,
            letter_on=referral.since_on,
        ),
        by=by,
        at=at,
    )

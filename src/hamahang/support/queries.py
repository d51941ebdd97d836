"""Reading support: what was paid, from which facility, for whom."""

from collections.abc import Collection, Iterable

from django.db import models
from django.db.models import Sum

from hamahang.domain.ledger import AsOf
from hamahang.ledger import queries as ledger
from hamahang.ledger.models import Change
from hamahang.support.models import (
    BudgetLine,
    CreditFacility,
    Disbursement,
    FacilityContract,
    FacilityException,
    PaymentDecision,
    PaymentOrder,
    Posting,
    SupportProgramme,
    Tranche,
)


def disbursements(
    asof: AsOf, *, programme: str | None = None, line: str | None = None
) -> models.QuerySet[Disbursement]:
    """Return the payments made by a day."""
    paid = Disbursement.objects.standing(asof)
    if programme:
        paid = paid.filter(facility__line__programme__code=programme)
    return paid.filter(facility__line__code=line) if line else paid


def facilities(asof: AsOf, *, programme: str | None = None) -> models.QuerySet[CreditFacility]:
    """Return the facilities approved by a day."""
    approved = CreditFacility.objects.known(asof).filter(approved_on__lte=asof.day)
    return approved.filter(line__programme__code=programme) if programme else approved


def paid_so_far(facility_ids: Iterable[int]) -> dict[int, int]:
    """Return by facility the rials paid in all."""
    paid = Disbursement.objects.filter(facility_id__in=list(facility_ids), voided_entry=None)
    return dict(paid.order_by().values("facility").annotate(total=Sum("amount")).values_list("facility", "total"))


def excepted(facility_ids: Collection[int], kind: str) -> dict[int, int]:
    """Return by facility how many rials beyond a limit somebody allows."""
    allowed = FacilityException.objects.filter(facility__in=facility_ids, kind=kind, voided_entry=None).order_by()
    return dict(allowed.values("facility").annotate(total=Sum("amount")).values_list("facility", "total"))


def contracted(facility_ids: Collection[int]) -> dict[int, int]:
    """Return by facility the rials of its contract, where it has one."""
    contracts = FacilityContract.objects.filter(facility__in=facility_ids, voided_entry=None)
    return dict(contracts.values_list("facility_id", "principal"))


def limits(facility_ids: Collection[int]) -> dict[int, int]:
    """Return by facility how many rials may be paid in all: of the contract, else of the approval, and exceptions."""
    found = dict(CreditFacility.objects.filter(pk__in=facility_ids).values_list("pk", "approved"))
    found |= contracted(facility_ids)
    beyond = excepted(facility_ids, "PAYMENT")
    return {facility: limit + beyond.get(facility, 0) for facility, limit in found.items()}


def undecided(facility_ids: Collection[int]) -> list[PaymentOrder]:
    """Return the payments that were entered and neither approved nor refused."""
    decided = PaymentDecision.objects.filter(payment=models.OuterRef("pk"), voided_entry=None)
    entered = PaymentOrder.objects.filter(facility__in=facility_ids, voided_entry=None)
    return list(entered.exclude(models.Exists(decided)).order_by("pk"))


def payment_of_tranche(tranche: Tranche) -> PaymentOrder | None:
    """Return the payment that was entered for a tranche and neither refused nor reversed."""
    refused = PaymentDecision.objects.filter(payment=models.OuterRef("pk"), is_approved=False, voided_entry=None)
    reversed_ = Disbursement.objects.filter(payment=models.OuterRef("pk")).exclude(voided_entry=None)
    entered = PaymentOrder.objects.filter(tranche=tranche, voided_entry=None)
    return entered.exclude(models.Exists(refused)).exclude(models.Exists(reversed_)).first()


def facilities_without_postings() -> set[int]:
    """Return the facilities that were paid, but have no posting of it."""
    posted = Posting.objects.filter(disbursement=models.OuterRef("pk"))
    paid = Disbursement.objects.filter(voided_entry=None).exclude(models.Exists(posted))
    return set(paid.values_list("facility_id", flat=True))


def facilities_of_entries(entries: Collection[int]) -> set[int]:
    """Return the facilities that some entries wrote, or whose payments they wrote."""
    changed = Change.objects.filter(entry__in=entries)
    paid = changed.filter(record=Disbursement._meta.label).values("record_id")
    found = set(changed.filter(record=CreditFacility._meta.label).values_list("record_id", flat=True))
    return found | set(Disbursement.objects.filter(pk__in=paid).values_list("facility_id", flat=True))


def disbursements_of(unit_id: int, asof: AsOf) -> models.QuerySet[Disbursement]:
    """Return the payments for a unit."""
    standing = Disbursement.objects.standing(asof)
    paid = ledger.pointing_to(standing, to=unit_id, by="unit_id", asof=asof, entity=CreditFacility, path="facility")
    return paid.select_related("facility__bank", "facility__line__programme").order_by("since_on", "pk")


def lines_by_code() -> dict[tuple[str, str], BudgetLine]:
    """Return budget lines by the codes of programme and line."""
    known = BudgetLine.objects.filter(voided_entry=None).select_related("programme")
    return {(line.programme.code, line.code): line for line in known}


def programmes_by_code() -> dict[str, SupportProgramme]:
    """Return programmes by code."""
    return {programme.code: programme for programme in SupportProgramme.objects.filter(voided_entry=None)}


def facilities_by_number() -> dict[tuple[int, str], CreditFacility]:
    """Return facilities by bank and number."""
    known = CreditFacility.objects.filter(voided_entry=None).select_related("line__programme", "unit")
    return {(facility.bank_id, facility.number): facility for facility in known}


def documents(facility_ids: Collection[int]) -> dict[tuple[int, str], Disbursement]:
    """Return the standing payments from some facilities, by facility and document."""
    standing = Disbursement.objects.filter(facility__in=facility_ids, voided_entry=None)
    return {(paid.facility_id, paid.document_no): paid for paid in standing}

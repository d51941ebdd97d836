"""Reading support: what was paid, from which facility, for whom."""

from collections.abc import Iterable

from django.db import models
from django.db.models import Sum

from hamahang.domain.ledger import AsOf
from hamahang.ledger import queries as ledger
from hamahang.support.models import BudgetLine, CreditFacility, Disbursement, SupportProgramme


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


def disbursements_of(unit_id: int, asof: AsOf) -> models.QuerySet[Disbursement]:
    """Return the payments for a unit."""
    standing = Disbursement.objects.standing(asof)
    paid = ledger.pointing_to(standing, to=unit_id, by="unit_id", asof=asof, entity=CreditFacility, path="facility")
    return paid.select_related("facility__bank", "facility__line__programme").order_by("since_on", "pk")


def paid_by_county(asof: AsOf, *, programme: str) -> dict[int, int]:
    """Return by county the rials paid under a programme."""
    paid = disbursements(asof, programme=programme).order_by().values("facility__unit__county_id")
    return dict(paid.annotate(total=Sum("amount")).values_list("facility__unit__county_id", "total"))


def lines_by_code() -> dict[tuple[str, str], BudgetLine]:
    """Return budget lines by the codes of programme and line."""
    known = BudgetLine.objects.filter(voided_entry=None).select_related("programme")
    return {(line.programme.code, line.code): line for line in known}


def programmes_by_code() -> dict[str, SupportProgramme]:
    """Return programmes by code."""
    return {programme.code: programme for programme in SupportProgramme.objects.filter(voided_entry=None)}


def facilities_by_number() -> dict[tuple[int, str], CreditFacility]:
    """Return facilities by bank and number."""
    known = CreditFacility.objects.filter(voided_entry=None)
    return {(facility.bank_id, facility.number): facility for facility in known}


def documents() -> dict[tuple[int, str], Disbursement]:
    """Return standing payments by facility and document."""
    return {(paid.facility_id, paid.document_no): paid for paid in Disbursement.objects.filter(voided_entry=None)}

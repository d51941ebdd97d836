"""What figures count of facilities, each one query asked as of a day; the kept tables answer for all that is known."""

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.models import BigIntegerField, Case, F, Q, Sum, When
from django.db.models.functions import Coalesce

from hamahang.domain.calendar import from_jalali, jalali, month_length
from hamahang.domain.credit.claims import ClaimClass
from hamahang.domain.credit.postings import Account
from hamahang.domain.credit.terms import RESTRUCTURED
from hamahang.domain.ledger import AsOf
from hamahang.support.facilities import OWED, due_rows, in_force, rows_in_force
from hamahang.support.facility_lists import is_latest, of_class
from hamahang.support.models import CreditFacility, FacilityContract, Instalment, Posting, Repayment, Schedule


def contracts(asof: AsOf) -> "models.QuerySet[FacilityContract]":
    """Return the contracts signed by a day."""
    return FacilityContract.objects.standing(asof)


def repayments(asof: AsOf) -> "models.QuerySet[Repayment]":
    """Return what units repaid by a day."""
    return Repayment.objects.standing(asof).filter(payer="UNIT")


def restructured(asof: AsOf) -> "models.QuerySet[Schedule]":
    """Return the tables in force that were made anew: postponed, or put into instalments."""
    return in_force(asof).filter(kind__in=RESTRUCTURED)


def holding(asof: AsOf, *accounts: Account) -> Any:
    """Return the facilities that hold something on some accounts, with `held`: their balance on the day, in rials."""
    names = [account.value for account in accounts]
    postings = Posting.objects.standing(asof).filter(facility=models.OuterRef("pk"))
    postings = postings.filter(Q(debit__in=names) | Q(credit__in=names))
    sums = postings.order_by().values("facility").annotate(total=Sum(_side("debit", names) - _side("credit", names)))
    found: Any = CreditFacility.objects.known(asof)
    return found.annotate(held=Coalesce(models.Subquery(sums.values("total")[:1]), 0)).filter(held__gt=0)


def _side(name: str, accounts: Sequence[str]) -> Case:
    return Case(When(**{f"{name}__in": accounts}, then=F("amount")), default=0, output_field=BigIntegerField())


def owing(asof: AsOf) -> Any:
    """Return the facilities of which principal, or profit that fell due, is owed."""
    return holding(asof, *OWED)


def of_claim(asof: AsOf, name: ClaimClass) -> Any:
    """Return the facilities of which something is owed, by the class of their oldest unpaid instalment.

    One without a table, of which nobody says when it is due, is in no class.
    """
    found = owing(asof)
    if is_latest(asof):
        return found.filter(of_class(name, asof, "now__oldest_due_on"))
    unpaid = due_rows(asof).filter(schedule__facility=models.OuterRef("pk"), unpaid__gt=0).order_by("due_on")
    found = found.annotate(oldest=models.Subquery(unpaid.values("due_on")[:1]))
    return found.filter(of_class(name, asof, "oldest"))


def due_this_month(asof: AsOf) -> Any:
    """Return the instalments of the tables in force that fall due in the Jalali month of a day, paid or not."""
    year, month, _ = jalali(asof.day)
    first, last = from_jalali(year, month, 1), from_jalali(year, month, month_length(year, month))
    return rows_in_force(asof).filter(due_on__gte=first, due_on__lte=last, payable__gt=0)


def overdue(asof: AsOf) -> Any:
    """Return the instalments that fell due before a day and are not paid, with `unpaid`: what is left of them."""
    if is_latest(asof):
        left: Any = Instalment.objects.known(asof).filter(left__due_on__lt=asof.day)
        return left.annotate(unpaid=F("left__principal") + F("left__profit")).filter(unpaid__gt=0)
    return due_rows(asof).filter(due_on__lt=asof.day, unpaid__gt=0)

"""A facility and what people do to it, in few words."""

from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

from hamahang.domain.calendar import from_jalali
from hamahang.domain.credit.postings import Account, balances
from hamahang.domain.credit.terms import Terms
from hamahang.ledger import queries as ledger
from hamahang.ledger.models import Change, Entry
from hamahang.support import contracting, paying, repaying, restructuring
from hamahang.support.checking import check_all
from hamahang.support.models import CreditFacility, Disbursement, Instalment, Posting, Repayment, Schedule
from hamahang.support.posting import in_force, move_of
from tests import factories
from tests.factories import AT

START = from_jalali(1390, 1, 15)
keys = count(1)


def day(year: int, month: int, number: int) -> date:
    return from_jalali(year, month, number)


def terms(**values: Any) -> Terms:
    said = {"principal": 1_200_000, "rate": Decimal("0.12"), "instalments": 12, "method": "EQUAL_PRINCIPAL"} | values
    return Terms(**said)


def contracted(
    said: Terms | None = None, *, approved: int = 1_200_000, on: date = START, **rest: Any
) -> CreditFacility:
    facility = factories.credit_facility(approved=approved, approved_on=START, **rest)
    contracting.sign_contract(facility=facility, terms=said or terms(), on=on, by="karshenas", at=AT)
    return facility


def enter(facility: CreditFacility, amount: int, *, on: date = START, **rest: Any) -> Any:
    number = next(keys)
    given: dict[str, Any] = {"document_no": f"s/{number}", "key": f"key-{number}", "by": "karshenas", "at": AT} | rest
    return paying.enter_payment(facility=facility, amount=amount, on=on, **given).payment


def pay(facility: CreditFacility, amount: int, *, on: date = START, **rest: Any) -> Disbursement:
    entered = enter(facility, amount, on=on, **rest)
    return paying.approve_payment(payment=entered, on=on, by="rais", at=AT)


def paid_out(said: Terms | None = None) -> CreditFacility:
    """Return a facility that was paid out whole on its first day."""
    facility = contracted(said)
    pay(facility, (said or terms()).principal)
    return facility


def repay(facility: CreditFacility, amount: int, on: date, **rest: Any) -> Repayment:
    given: dict[str, Any] = {"key": f"key-{next(keys)}", "by": "bank", "at": AT} | rest
    return repaying.record_repayment(facility=facility, amount=amount, on=on, **given).repayment


def postpone(facility: CreditFacility, months: int, on: date) -> Schedule:
    return restructuring.postpone(facility=facility, months=months, on=on, reason="خشکسالی", by="rais", at=AT)


def write_off(facility: CreditFacility, on: date) -> Schedule:
    return restructuring.write_off(facility=facility, on=on, reason="ورشکستگی", by="rais", at=AT)


def balance(facility: CreditFacility, account: Account, on: date | None = None) -> int:
    """Return the balance of an account on a day; without one, when all that is agreed has fallen due."""
    known = Posting.objects.filter(facility=facility)
    known = known.filter(since_on__lte=on) if on else known
    return balances(map(move_of, known)).get(account, 0)


def rows(facility: CreditFacility) -> list[tuple[date, int, int]]:
    """Return the instalments in force: day, principal, and the unit's profit."""
    schedule = in_force([facility.pk])[facility.pk]
    found = Instalment.objects.filter(schedule=schedule, voided_entry=None).order_by("due_on", "pk")
    return [(row.due_on, row.principal, row.payable - row.principal) for row in found]


def holds() -> None:
    """Assert that all accounts are proven by their postings."""
    assert check_all().fault is None


def traces() -> tuple[Any, ...]:
    return Posting.objects.count(), Entry.objects.count(), Change.objects.count(), ledger.head()

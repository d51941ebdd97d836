"""Proving from the postings that the accounts of each facility say what its facts say: nothing lost or doubled."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, Sum

from hamahang.domain.credit.postings import Account
from hamahang.domain.text import Text
from hamahang.support import queries
from hamahang.support.models import (
    CreditFacility,
    Disbursement,
    FacilityContract,
    OpenInstalment,
    Posting,
    Repayment,
    Schedule,
)
from hamahang.support.posting import CLOSED, contracts_of, in_force
from hamahang.support.repaying import unpaid

CHUNK = 1_000
WHAT = {
    "posting_voided": Text(fa="یک سطر سند به جای برگشت باطل شده است", en="a posting was voided instead of reversed"),
    "wrong_reversal": Text(fa="برگشتی آینهٔ سطر خود نیست", en="a reversal does not mirror what it reverses"),
    "paid_differs": Text(fa="پرداخت‌ها با سطرهای سند نمی‌خواند", en="the payments differ from their postings"),
    "repaid_differs": Text(fa="بازپرداخت‌ها با سطرهای سند نمی‌خواند", en="the repayments differ from their postings"),
    "beyond_limit": Text(fa="پرداخت بیش از قرارداد است", en="more was paid than the contract allows"),
    "beyond_approval": Text(fa="قرارداد بیش از مصوبه است", en="the contract is above its approval"),
    "committed_differs": Text(fa="ماندهٔ تعهد نمی‌خواند", en="the balance of what is committed is wrong"),
    "principal_differs": Text(
        fa="ماندهٔ اصل با قسط‌های مانده نمی‌خواند", en="the principal owed differs from the instalments left"
    ),
    "profit_differs": Text(
        fa="ماندهٔ سود با قسط‌های مانده نمی‌خواند", en="the profit owed differs from the instalments left"
    ),
    "left_differs": Text(
        fa="جدول ماندهٔ قسط‌ها کهنه است؛ prepare آن را از نو می‌سازد",
        en="the kept table of what is left is stale; `prepare` makes it again",
    ),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """The first thing that does not hold of a facility. expected, found: rials, or a number"""

    facility: int
    number: str
    bank: str
    what: str
    expected: int
    found: int


@dataclass(slots=True)
class Checked:
    """How much was checked, the balance of each account over all facilities, and the first fault if there is one."""

    facilities: int = 0
    postings: int = 0
    balances: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    fault: Fault | None = None


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of some facilities, each by its key."""

    balances: Mapping[int, Mapping[str, int]]
    paid: Mapping[int, int]
    limits: Mapping[int, int]
    beyond_approval: Mapping[int, int]
    contracts: Mapping[int, FacilityContract]
    schedules: Mapping[int, Schedule]
    left: Mapping[int, Any]
    kept: Mapping[int, Any]
    wrong: Mapping[int, tuple[str, int, int]]


def check_all() -> Checked:
    """Check each facility in the order they were recorded, up to the first fault; nothing is written."""
    checked, last = Checked(), 0
    facilities = CreditFacility.objects.select_related("bank").order_by("pk")
    while chunk := list(facilities.filter(pk__gt=last)[:CHUNK]):
        known = _known([facility.pk for facility in chunk])
        for facility in chunk:
            found = next(_faults(facility, known), None)
            if found is not None:
                checked.fault = Fault(facility.pk, facility.number, facility.bank.name, *found)
                return checked
            checked.facilities += 1
            for account, balance in known.balances.get(facility.pk, {}).items():
                checked.balances[account] += balance
        last = chunk[-1].pk
    checked.postings = Posting.objects.count()
    return checked


def _known(ids: Sequence[int]) -> _Known:
    kept: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    rows = OpenInstalment.objects.filter(facility__in=ids).order_by("due_on", "instalment")
    for facility, *row in rows.values_list("facility", "instalment", "principal", "profit"):
        kept[facility].append((row[0], row[1], row[2]))
    return _Known(
        balances=_balances(ids),
        paid=queries.paid_so_far(ids),
        limits=queries.limits(ids),
        beyond_approval=queries.excepted(ids, "CONTRACT"),
        contracts=contracts_of(ids),
        schedules=in_force(ids),
        left=unpaid(ids),
        kept=kept,
        wrong=_wrong(ids),
    )


def _balances(ids: Sequence[int]) -> dict[int, dict[str, int]]:
    """Return by facility the balance of each account over all postings, those of days ahead as well."""
    found: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    rows = Posting.objects.filter(facility__in=ids).order_by().values("facility", "debit", "credit")
    for facility, debit, credit, amount in rows.annotate(total=Sum("amount")).values_list(
        "facility", "debit", "credit", "total"
    ):
        found[facility][debit] += amount
        found[facility][credit] -= amount
    return found


def _wrong(ids: Sequence[int]) -> dict[int, tuple[str, int, int]]:
    """Return by facility what is wrong with single postings."""
    postings = Posting.objects.filter(facility__in=ids).order_by("-pk")
    found: dict[int, tuple[str, int, int]] = {}
    for fact, what in ((Repayment, "repaid_differs"), (Disbursement, "paid_differs")):
        found |= _differing(fact, ids, what)
    mirrored = postings.exclude(reverses=None).exclude(
        reverses__reverses=None,
        debit=F("reverses__credit"),
        credit=F("reverses__debit"),
        amount=F("reverses__amount"),
        since_on=F("reverses__since_on"),
        facility=F("reverses__facility"),
    )
    for facility, pk, other in mirrored.values_list("facility", "pk", "reverses"):
        found[facility] = ("wrong_reversal", other or 0, pk)
    for facility, pk in postings.exclude(voided_entry=None).values_list("facility", "pk"):
        found[facility] = ("posting_voided", 0, pk)
    return found


def _differing(model: Any, ids: Sequence[int], what: str) -> Iterator[tuple[int, tuple[str, int, int]]]:
    """Yield the facilities of which a payment or repayment is not what the bank's account says of it."""
    name = model._meta.model_name
    of_bank: dict[int, int] = defaultdict(int)
    rows = Posting.objects.filter(facility__in=ids, voided_entry=None).exclude(**{name: None})
    for account, sign in (("debit", 1), ("credit", -1)):
        moved = rows.filter(**{account: Account.BANK.value}).order_by().values(name).annotate(total=Sum("amount"))
        for key, total in moved.values_list(name, "total"):
            of_bank[key] += sign * total
    out = -1 if model is Disbursement else 1
    facts = model._base_manager.filter(facility__in=ids).values_list("pk", "facility", "amount", "voided_entry")
    for pk, facility, amount, voided in facts:
        expected = 0 if voided else amount
        if of_bank[pk] * out != expected:
            yield facility, (what, expected, of_bank[pk] * out)


def _faults(facility: CreditFacility, known: _Known) -> Iterator[tuple[str, int, int]]:
    pk = facility.pk
    if pk in known.wrong:
        yield known.wrong[pk]
    if facility.voided_entry_id is not None:
        yield from _unlike(known, pk, {Account.COMMITTED: 0, Account.PRINCIPAL: 0, Account.PROFIT: 0})
        return
    paid, contract = known.paid.get(pk, 0), known.contracts.get(pk)
    if paid > known.limits[pk]:
        yield "beyond_limit", known.limits[pk], paid
    if contract is not None and contract.principal > facility.approved + known.beyond_approval.get(pk, 0):
        yield "beyond_approval", facility.approved, contract.principal
    yield from _unlike(known, pk, _expected(facility, known))
    left = [(one.id, one.principal, one.profit) for one in known.left.get(pk, [])]
    kept = known.kept.get(pk, [])
    if left != kept:
        yield "left_differs", len(left), len(kept)


NAMES = {
    Account.COMMITTED: "committed_differs",
    Account.PRINCIPAL: "principal_differs",
    Account.PROFIT: "profit_differs",
}


def _unlike(known: _Known, pk: int, expected: Mapping[Account, int]) -> Iterator[tuple[str, int, int]]:
    for account, amount in expected.items():
        found = known.balances.get(pk, {}).get(account.value, 0)
        if found != amount:
            yield NAMES[account], amount, found


def _expected(facility: CreditFacility, known: _Known) -> dict[Account, int]:
    """Return what the facts say must stand on the accounts, when all that is agreed has fallen due."""
    pk = facility.pk
    paid, contract, schedule = known.paid.get(pk, 0), known.contracts.get(pk), known.schedules.get(pk)
    left = known.left.get(pk, [])
    promised = contract.principal if contract else facility.approved
    if schedule is not None and schedule.kind in CLOSED:
        promised = paid
    elif contract is None and not paid and facility.approved_on is None:
        promised = 0  # nobody said from which day
    principal = sum(one.principal for one in left)
    if contract is None:
        principal = paid  # no table says yet when it is to come back
    return {
        Account.COMMITTED: promised - paid,
        Account.PRINCIPAL: principal,
        Account.PROFIT: sum(one.profit for one in left),
    }
